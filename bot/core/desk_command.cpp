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
  kWhom,        // "customer" or "team", then a reason
  kFieldValue,  // a field and its content
  kValue,       // a ticket or an incident
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
    {Kind::kAct, Act::kAttach, Rest::kValue, {"attach", "关联"}},
    {Kind::kDeclare, Act::kTake, Rest::kNothing, {"declare", "故障"}},
    {Kind::kUpdate, Act::kTake, Rest::kState, {"update", "更新"}},
    {Kind::kAct, Act::kPause, Rest::kNothing, {"pause", "暂停"}},
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
      act.what = TakeWord(rest);
      if (act.what != "customer" && act.what != "team") return Wrong(std::move(command), Text::kDeskNeedsWhom);
      act.text = rest;
      break;
    case Rest::kFieldValue:
      act.what = TakeWord(rest);
      if (act.what.empty() || rest.empty()) return Wrong(std::move(command), Text::kDeskNeedsValue);
      act.value = rest;
      break;
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

// Without a leading "@name": words to the bot begin so.
std::string_view WithoutMention(std::string_view text, bool& mentioned) {
  std::string_view rest = text;
  const std::string_view word = TakeWord(rest);
  mentioned = word.size() > 1 && word.front() == '@' && !rest.empty();
  return mentioned ? rest : text;
}

}  // namespace

DeskCommand ReadDeskCommand(std::string_view text, base::TimePoint now) {
  bool mentioned = false;
  std::string_view rest = WithoutMention(base::Trim(text), mentioned);
  std::int64_t number = TakeNumber(rest, true);
  const std::string_view from_verb = rest;
  std::string_view word = TakeWord(rest);
  const bool slash = word.starts_with('/');
  if (slash) word.remove_prefix(1);
  const Verb* verb = FindVerb(word);
  if (verb != nullptr && number == 0) number = TakeNumber(rest, false);
  // "resolve it soon" in a thread is talk; "resolve 1001" is not.
  if (verb != nullptr && (slash || mentioned || number != 0))
    return ReadRest(CommandOf(*verb, number, word), *verb, rest, now);
  DeskCommand talk;
  talk.number = number;
  talk.text = from_verb;
  if (slash && !word.empty()) {
    talk.verb = word;
    return Wrong(std::move(talk), Text::kDeskUnknownCommand);
  }
  return talk;
}

DeskCommand ReadDeskButton(std::string_view value) {
  if (!value.starts_with(kDeskButton)) return {};
  value.remove_prefix(kDeskButton.size());
  const std::size_t equals = value.find('=');
  const Verb* verb = FindVerb(value.substr(0, equals));
  if (verb == nullptr || equals == std::string_view::npos) return {};
  return CommandOf(*verb, NumberIn(value.substr(equals + 1), false), value.substr(0, equals));
}

}  // namespace frontdesk::core
