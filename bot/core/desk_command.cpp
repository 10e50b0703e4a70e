#include "bot/core/desk_command.h"

#include <array>
#include <charconv>
#include <span>

#include "bot/base/text.h"
#include "bot/core/user_input.h"
#include "bot/desk/calendar.h"
#include "bot/desk/incident.h"

namespace frontdesk::core {

namespace {

using Act = base::AgentActed::Act;
using Kind = DeskCommand::Kind;

// What stands behind the verb and the number.
enum class Rest {
  kNothing,     // or a reason
  kText,        // words that must be there
  kTarget,      // a queue or @agent, then a note
  kUntil,       // "2h" or a moment, then a reason
  kDay,         // "2026-03-01", then a reason
  kWhom,        // "customer", or "team" and a day, then a reason
  kFieldValue,  // a field and its content; of the level a reason, too
  kTitle,       // the first line, then more words
  kValue,       // a ticket, an incident or an account of somebody, then a reason
  kState,       // of an incident, then what people should know
};

struct Verb {
  Kind kind;
  Act act;
  Rest rest;
  std::array<std::string_view, 4> names;
};

constexpr Verb kVerbs[] = {
    {Kind::kHelp, Act::kTake, Rest::kNothing, {"help", "帮助", "?"}},
    {Kind::kStatus, Act::kTake, Rest::kNothing, {"status", "状态"}},
    {Kind::kAct, Act::kTake, Rest::kNothing, {"take", "接手", "接单", "领取"}},
    {Kind::kAct, Act::kReply, Rest::kText, {"reply", "回复", "r"}},
    {Kind::kAct, Act::kNote, Rest::kText, {"note", "备注"}},
    {Kind::kAct, Act::kTransfer, Rest::kTarget, {"transfer", "转接", "转交"}},
    {Kind::kAct, Act::kResolve, Rest::kNothing, {"resolve", "解决", "已解决"}},
    {Kind::kAct, Act::kSnooze, Rest::kUntil, {"snooze", "稍后", "延后"}},
    {Kind::kAct, Act::kGiveBack, Rest::kNothing, {"give-back", "giveback", "交回", "退回"}},
    {Kind::kAct, Act::kWait, Rest::kWhom, {"wait", "等待"}},
    {Kind::kAct, Act::kPlan, Rest::kDay, {"plan", "计划"}},
    {Kind::kAct, Act::kDecline, Rest::kText, {"decline", "不处理"}},
    {Kind::kAct, Act::kReopen, Rest::kNothing, {"reopen", "重新打开"}},
    {Kind::kAct, Act::kSet, Rest::kFieldValue, {"set", "设置"}},
    {Kind::kAct, Act::kMerge, Rest::kValue, {"merge", "合并"}},
    {Kind::kAct, Act::kSplit, Rest::kTitle, {"split", "拆分"}},
    {Kind::kAct, Act::kLink, Rest::kValue, {"link", "链接"}},
    {Kind::kAct, Act::kAttach, Rest::kValue, {"attach", "关联"}},
    {Kind::kDeclare, Act::kTake, Rest::kNothing, {"declare", "故障"}},
    {Kind::kUpdate, Act::kTake, Rest::kState, {"update", "更新"}},
    {Kind::kAnnounce, Act::kTake, Rest::kNothing, {"announce", "公告"}},
    {Kind::kAct, Act::kPause, Rest::kNothing, {"pause", "暂停"}},
    {Kind::kAct, Act::kLinkPerson, Rest::kValue, {"link-person", "同一人"}},
    {Kind::kAct, Act::kUnlinkPerson, Rest::kNothing, {"unlink-person", "不是同一人"}},
};

const Verb* FindVerb(std::string_view name) {
  const std::string folded = base::AsciiLower(name);
  for (const Verb& verb : kVerbs)
    for (const std::string_view known : verb.names)
      if (!known.empty() && known == folded) return &verb;
  return nullptr;
}

std::string_view TakeWord(std::string_view& rest) {
  rest = base::Trim(rest);
  const std::size_t end = std::min(rest.find_first_of(" \t\n"), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest = base::Trim(rest.substr(end));
  return word;
}

// "1001" or "#1001", a colon or comma behind it; 0 when it is neither.
std::int64_t NumberIn(std::string_view word, bool with_sign) {
  const bool sign = word.starts_with('#');
  if (sign) word.remove_prefix(1);
  if (!sign && with_sign) return 0;
  while (!word.empty() && (word.back() == ':' || word.back() == ',')) word.remove_suffix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc{} && end == word.data() + word.size() && number > 0 ? number : 0;
}

// Takes it off `rest` when it stands there.
std::int64_t TakeNumber(std::string_view& rest, bool with_sign) {
  std::string_view after = rest;
  const std::int64_t number = NumberIn(TakeWord(after), with_sign);
  if (number != 0) rest = after;
  return number;
}

DeskCommand Wrong(DeskCommand command, Text problem) {
  command.kind = Kind::kWrong;
  command.problem = problem;
  return command;
}

DeskCommand ReadUntil(DeskCommand command, std::string_view rest, base::TimePoint now) {
  const std::string_view word = TakeWord(rest);
  if (const auto duration = base::ParseDuration(word)) {
    command.act.value = base::FormatUtc(now + *duration);
  } else if (const auto moment = base::ParseTime(word)) {
    command.act.value = base::FormatUtc(*moment);
  } else {
    return Wrong(std::move(command), Text::kDeskNeedsTime);
  }
  command.act.text = rest;
  return command;
}

std::string WhomIn(std::string_view word) {
  if (word == "customer" || word == "用户") return "customer";
  return word == "team" || word == "团队" ? "team" : "";
}

DeskCommand ReadRest(DeskCommand command, const Verb& verb, std::string_view rest, base::TimePoint now) {
  base::AgentActed& act = command.act;
  switch (verb.rest) {
    case Rest::kNothing:
      act.text = rest;
      command.text = rest;
      break;
    case Rest::kState:
      command.state = base::AsciiLower(TakeWord(rest));
      if (!desk::IncidentStateFrom(command.state)) return Wrong(std::move(command), Text::kDeskIncidentState);
      command.text = rest;
      break;
    case Rest::kText:
      if (rest.empty()) return Wrong(std::move(command), Text::kDeskNeedsText);
      act.text = rest;
      break;
    case Rest::kTarget: {
      const std::string_view target = TakeWord(rest);
      if (target.empty()) return Wrong(std::move(command), Text::kDeskNeedsTarget);
      act.what = target.starts_with('@') ? "agent" : "queue";
      act.value = target.substr(target.starts_with('@') ? 1 : 0);
      act.text = rest;
      break;
    }
    case Rest::kUntil: return ReadUntil(std::move(command), rest, now);
    case Rest::kDay:
      act.value = desk::ParseDay(TakeWord(rest));
      if (act.value.empty()) return Wrong(std::move(command), Text::kDeskNeedsDay);
      act.text = rest;
      break;
    case Rest::kWhom:
      act.what = WhomIn(TakeWord(rest));
      if (act.what.empty()) return Wrong(std::move(command), Text::kDeskNeedsWhom);
      if (act.what == "team") act.value = desk::ParseDay(TakeWord(rest));
      if (act.what == "team" && act.value.empty()) return Wrong(std::move(command), Text::kDeskNeedsDay);
      act.text = rest;
      break;
    case Rest::kFieldValue:
      act.what = TakeWord(rest);
      if (act.what.empty() || rest.empty()) return Wrong(std::move(command), Text::kDeskNeedsValue);
      act.value = act.what == "tier" ? TakeWord(rest) : rest;
      if (act.what == "tier") act.text = rest;
      break;
    case Rest::kTitle: {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      act.value = base::Trim(rest.substr(0, end));
      if (act.value.empty()) return Wrong(std::move(command), Text::kDeskNeedsValue);
      act.text = base::Trim(rest.substr(end));
      break;
    }
    case Rest::kValue:
      act.value = TakeWord(rest);
      if (act.value.starts_with('#')) act.value.erase(0, 1);
      if (act.value.empty()) return Wrong(std::move(command), Text::kDeskNeedsValue);
      act.text = rest;
      break;
  }
  return command;
}

DeskCommand CommandOf(const Verb& verb, std::int64_t number, std::string_view written) {
  DeskCommand command;
  command.kind = verb.kind;
  command.number = number;
  command.verb = written;
  command.act.act = verb.act;
  return command;
}

// The words behind a leading "@bot"; the same words when nobody is named, or somebody else.
std::string_view BehindName(std::string_view text, std::string_view bot) {
  if (bot.empty() || !text.starts_with('@') || text.size() < 1 + bot.size()) return text;
  std::string_view rest = text.substr(1 + bot.size());
  const bool ends =
      rest.empty() || rest.find_first_of(" \t\n:,") == 0 || rest.starts_with("：") || rest.starts_with("，");
  if (!ends || base::AsciiLower(text.substr(1, bot.size())) != base::AsciiLower(bot)) return text;
  for (const std::string_view mark : {":", ",", "：", "，"})
    if (rest.starts_with(mark)) rest.remove_prefix(mark.size());
  return base::Trim(rest);
}

}  // namespace

DeskCommand ReadDeskCommand(std::string_view text, base::TimePoint now, bool to_us) {
  std::string_view rest = base::Trim(text);
  std::int64_t number = TakeNumber(rest, true);
  const std::string_view words = rest;
  std::string_view word = TakeWord(rest);
  const bool slash = word.starts_with('/');
  if (slash) word.remove_prefix(1);
  const Verb* verb = FindVerb(word);
  if (verb != nullptr && number == 0) number = TakeNumber(rest, false);
  // "resolve it soon" in a thread is talk; "resolve 1001" is not.
  if (verb != nullptr && (slash || to_us || number != 0))
    return ReadRest(CommandOf(*verb, number, word), *verb, rest, now);
  if (slash && !word.empty()) return Wrong(CommandOf(kVerbs[0], number, word), Text::kDeskUnknownCommand);
  if (to_us && !words.empty()) {
    const Verb& reply = *FindVerb("reply");
    return ReadRest(CommandOf(reply, number, reply.names[0]), reply, words, now);
  }
  DeskCommand talk;
  talk.number = number;
  talk.text = words;
  return talk;
}

DeskCommand ReadDeskButton(std::string_view value, base::TimePoint now) {
  const std::size_t equals = value.find('=');
  if (!value.starts_with(kDeskButton) || equals == std::string_view::npos) return {};
  const std::string_view verb = value.substr(kDeskButton.size(), equals - kDeskButton.size());
  if (FindVerb(verb) == nullptr) return {};
  return ReadDeskCommand("/" + std::string(verb) + " " + std::string(value.substr(equals + 1)), now);
}

DeskCommand DeskCommandIn(const base::Event& event, std::string_view bot) {
  if (const auto* pressed = std::get_if<base::Pressed>(&event.body)) return ReadDeskButton(pressed->value, event.at);
  std::string said;
  if (const auto* words = std::get_if<base::Said>(&event.body)) said = words->text;
  if (const auto* sent = std::get_if<base::SentFiles>(&event.body)) said = sent->caption;
  if (const auto* edited = std::get_if<base::Edited>(&event.body)) said = edited->text;
  said = base::CleanUtf8(said);
  const std::string_view words = base::Trim(said);
  const std::string_view rest = BehindName(words, bot);
  return ReadDeskCommand(rest, event.at, event.to_us || rest.size() != words.size());
}

}  // namespace frontdesk::core
