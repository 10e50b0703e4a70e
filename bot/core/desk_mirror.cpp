#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/desk_channel.h"
#include "bot/core/desk_command.h"
#include "bot/core/desk_notices.h"
#include "bot/core/incidents.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kReplyShown = 1'000;  // graphemes
constexpr std::size_t kNameShown = 80;

// The desk hears what is said while a person is wanted, has the word, or has stopped the bot; another desk what is said
// while it has the word.
bool IsHeard(const Draft& draft, const desk::Channel& channel) {
  const auto people = [&](const desk::Lease& lease) {
    const bool elsewhere = lease.speaker == desk::Speaker::kElsewhere;
    if (channel.other_desk) return elsewhere && lease.holder == channel.account;
    return lease.speaker != desk::Speaker::kBot && !elsewhere;
  };
  return people(draft.context.conversation.lease) || people(draft.conversation.lease);
}

std::string OneLine(std::string name) {
  std::replace(name.begin(), name.end(), '\n', ' ');
  return base::Shorten(name, kNameShown);
}

// "Ada: words"; of several lines each is marked, so that none can be taken for another person's.
void AddWords(base::Message& line, const std::string& who, const base::Message& words) {
  base::Message shown = words;
  shown.files.clear();
  line.files.insert(line.files.end(), words.files.begin(), words.files.end());
  const std::string text = base::ToPlainText(shown);
  const std::vector<std::string> lines = base::SplitLines(text);
  if (lines.size() <= 1) return base::Append(line.text, base::PlainRichText(who + ": " + text));
  base::Append(line.text, base::PlainRichText(who + ":"));
  for (const std::string& one : lines) {
    base::Block quote;
    quote.kind = base::Block::Kind::kQuote;
    quote.spans.push_back({base::Span::Kind::kText, one, {}});
    line.text.blocks.push_back(std::move(quote));
  }
}

// What change rows say, for desks that speak Chinese; anything else stays as it is written.
constexpr auto kChangesZh = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"taken", "已接手"},
    {"given back to the bot", "已交回机器人"},
    {"resolved", "已标记为解决"},
    {"reopened", "重新打开"},
    {"closed", "已关闭"},
    {"asked for a person", "请求人工"},
    {"no longer waits for a person", "不再等待人工"},
    {"files added", "补充了文件"},
    {"put on hold", "已暂停"},
    {"nobody can take it now", "目前没有人能接手"},
    {"waiting for customer", "等待用户回复"},
    {"waiting on team", "等待其他团队"},
    {"planned", "已列入计划"},
    {"declined", "不予处理"},
    {"open", "重新开始处理"},
    {"no longer snoozed", "不再延后"},
    {"confirmed", "用户确认已解决"},
    {"asked again whether it works", "再次询问是否已解决"},
    {"declared an incident", "已声明故障"},
});
// The same of rows with a number or a name behind.
constexpr auto kBeginsZh = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"affected: ", "受影响人数："},
    {"attached to incident ", "已关联故障 "},
    {"passed on to the queue ", "已转到队列 "},
    {"passed on to ", "已转给 "},
});
// The card or a note says it, or nobody needs to hear it.
constexpr auto kUntold = std::to_array<std::string_view>(
    {"opened", "desk told", "noted", "withdrawn", "reason of the score", "context updated"});

bool IsTold(const store::TicketChangeRow& change) {
  namespace kind = desk::change;
  const bool of_clocks = change.kind == kind::kAnswered || change.kind == kind::kUseful || change.kind == kind::kHeard;
  // What was done says it; this row is for machines.
  const bool of_field = !change.kind.empty() && change.what == change.kind + ": " + change.value;
  return !of_clocks && !of_field && std::find(kUntold.begin(), kUntold.end(), change.what) == kUntold.end();
}

std::string InChinese(std::string what) {
  for (const auto& [en, zh] : kChangesZh)
    if (what == en) return std::string(zh);
  for (const auto& [en, zh] : kBeginsZh)
    if (what.starts_with(en)) return std::string(zh) + what.substr(en.size());
  return what;
}

std::string ChangeWords(const store::TicketChangeRow& change, std::string_view locale) {
  std::string what = change.what;
  if (locale.starts_with("zh")) what = InChinese(std::move(what));
  return change.why.empty() ? what : what + " (" + OneLine(change.why) + ")";
}

// Whoever did it as people know them: agents sign rows with their login names.
std::string NameOf(const Draft& draft, const std::string& who) {
  const auto* act = std::get_if<base::AgentActed>(&draft.event.body);
  if (act != nullptr && act->agent == who && !act->agent_display.empty()) return act->agent_display;
  return OneLine(who);
}

class Mirror {
 public:
  // `asked`: what the turn's notices ask.
  Mirror(Draft& draft, std::optional<IncidentQuestion> asked) : draft_(draft), asked_(asked) {
    if (const auto* act = std::get_if<base::AgentActed>(&draft_.event.body)) said_in_ = act->said_in;
    changes_words_ = std::holds_alternative<base::Edited>(draft_.event.body) ||
                     std::holds_alternative<base::Deleted>(draft_.event.body);
  }

  void Show(const desk::Channel& channel) {
    DeskPost* post = PostIn(channel);
    const bool fresh = post == nullptr;
    const bool handed = channel.other_desk ? IsHandedTo(channel) : fresh && WantsCard(channel);
    if (handed && fresh) post = AddPost(channel);
    if (post == nullptr) return;
    const base::Address at = post->at;
    if (handed) SayInDeskChannel(draft_, at, DeskCard(draft_, channel), draft_.ticket->number);
    base::Message line = handed ? NoticesOf(channel, at) : LineFor(channel, at);
    if (!line.text.empty()) SayInDeskChannel(draft_, at, line);
    if (!handed && !channel.other_desk) TellDeliveries(at);
    if (!handed && post->card != 0 && CardChanged()) ChangeCard(channel, *post);
    if (handed && channel.other_desk) HandTo(channel);
  }

 private:
  // Whoever is sent the card has the word, and the user waits for theirs.
  void HandTo(const desk::Channel& channel) {
    MoveDesk(draft_, {true, channel.account, {}});
    draft_.conversation.unanswered_since = draft_.now();
  }

  // Whoever looks at the card sees who has it and what is left to do.
  bool CardChanged() const {
    const desk::Lease& before = draft_.context.conversation.lease;
    const desk::Lease& now = draft_.conversation.lease;
    if (before.speaker != now.speaker || before.holder != now.holder) return true;
    const auto& changes = draft_.turn.ticket_changes;
    return std::any_of(changes.begin(), changes.end(), [&](const store::TicketChangeRow& change) {
      return change.number == draft_.ticket->number &&
             (change.kind == desk::change::kState || change.kind == desk::change::kOwner ||
              change.kind == desk::change::kQueue);
    });
  }

  void ChangeCard(const desk::Channel& channel, const DeskPost& post) {
    Relay relay;
    relay.event.address = {post.at.account, post.at.channel, {}};
    relay.event.body = base::Relayed{
        "desk.card", base::DumpJson({{"row", post.card}, {"message", base::ToJson(DeskCard(draft_, channel))}})};
    draft_.Relay(relay);
  }

  DeskPost* PostIn(const desk::Channel& channel) {
    for (DeskPost& post : draft_.conversation.desk_posts)
      if (post.at.account == channel.account && post.at.channel == RoomOf(channel) &&
          post.ticket == draft_.ticket->number)
        return &post;
    return nullptr;
  }

  std::string RoomOf(const desk::Channel& channel) const {
    if (!channel.other_desk) return channel.channel;
    return std::string(desk::kTicketChannel) + std::to_string(draft_.ticket->number);
  }

  bool WantsCard(const desk::Channel& channel) const {
    return !channel.on_call && channel.Serves(draft_.ticket->queue) &&
           draft_.conversation.desk == store::DeskState::kOpen && desk::IsOpen(draft_.ticket->state);
  }

  // Each time that the user comes to wait in one of its queues; one that it let go of is ours from then on.
  bool IsHandedTo(const desk::Channel& channel) const {
    const Conversation& before = draft_.context.conversation;
    const bool waited = before.lease.speaker == desk::Speaker::kQueue && before.queue == draft_.conversation.queue;
    return draft_.conversation.lease.speaker == desk::Speaker::kQueue && !waited &&
           before.lease.speaker != desk::Speaker::kElsewhere && WantsCard(channel);
  }

  DeskPost* AddPost(const desk::Channel& channel) {
    auto& posts = draft_.conversation.desk_posts;
    if (posts.size() >= kMaxDeskPosts) posts.erase(posts.begin());
    posts.push_back({{channel.account, RoomOf(channel), {}}, draft_.ticket->number});
    return &posts.back();
  }

  // Beside a fresh card, which says all else.
  base::Message NoticesOf(const desk::Channel& channel, const base::Address& at) const {
    base::Message line;
    for (const store::TranscriptRow& row : draft_.turn.transcript)
      if (row.internal && !channel.other_desk) AddRow(channel, row, line);
    if (asked_ && channel.buttons && !line.text.empty())
      line.buttons = {{Phrase(Text::kDeskDeclare, channel.locale),
                       std::string(kDeskButton) + "declare=" + std::to_string(draft_.ticket->number)}};
    return Numbered(std::move(line), at);
  }

  // Everything of the turn in one message, once. What was said there is not said there again.
  base::Message LineFor(const desk::Channel& channel, const base::Address& at) const {
    base::Message line;
    for (const store::TranscriptRow& row : draft_.turn.transcript)
      if (IsShown(channel, at, row)) AddRow(channel, row, line);
    for (const store::TicketChangeRow& change : draft_.turn.ticket_changes) {
      if (change.number != draft_.ticket->number || (channel.other_desk && said_in_ == at)) continue;
      if (!IsTold(change) || IsShownWithWords(channel, change)) continue;
      const std::string said = NameOf(draft_, change.who) + ": " + ChangeWords(change, channel.locale);
      base::Append(line.text, base::PlainRichText(said));
    }
    return Numbered(std::move(line), at);
  }

  bool IsShown(const desk::Channel& channel, const base::Address& at, const store::TranscriptRow& row) const {
    if (row.from == "user" || IsUsersChange(row)) return IsHeard(draft_, channel);
    return row.internal && said_in_ != at && !channel.other_desk && !IsReasonOfChange(row);
  }

  // What the user did to their own words: kept as a note that the user signs.
  bool IsUsersChange(const store::TranscriptRow& row) const {
    if (!changes_words_ || !row.internal) return false;
    const auto words = base::MessageFromJson(row.body);
    return words && words->author == draft_.conversation.person_name;
  }

  // The change tells it with what was done.
  bool IsReasonOfChange(const store::TranscriptRow& row) const {
    const auto words = base::MessageFromJson(row.body);
    if (!words || !words->files.empty()) return false;
    const std::string text = base::ToPlainText(*words);
    const auto& changes = draft_.turn.ticket_changes;
    return std::any_of(changes.begin(), changes.end(), [&](const store::TicketChangeRow& change) {
      return change.number == draft_.ticket->number && !change.why.empty() && change.why == text && IsTold(change);
    });
  }

  // Files stand with the words that they came with, wherever those are shown.
  bool IsShownWithWords(const desk::Channel& channel, const store::TicketChangeRow& change) const {
    return change.what == "files added" &&
           (std::holds_alternative<base::AgentActed>(draft_.event.body) || IsHeard(draft_, channel));
  }

  // A user's words or a note; the bot's own notes are no notes of anybody.
  void AddRow(const desk::Channel& channel, const store::TranscriptRow& row, base::Message& line) const {
    auto words = base::MessageFromJson(row.body);
    if (!words) return;
    const bool changed = IsUsersChange(row);
    const bool user = row.from == "user" || changed;
    const auto* edited = std::get_if<base::Edited>(&draft_.event.body);
    if (changed && edited != nullptr)
      words->text =
          base::PlainRichText(Phrase(Text::kNoticeEdited, channel.locale, {{"words", base::CleanUtf8(edited->text)}}));
    if (changed && edited == nullptr) words->text = base::PlainRichText(Phrase(Text::kNoticeDeleted, channel.locale));
    const std::string name = OneLine(user ? draft_.conversation.person_name : words->author);
    const bool ours = !user && name == kDeskVoice;
    if (ours && asked_) words->text = InTheirLanguage(*words, channel);
    AddWords(line, user || ours ? name : Phrase(Text::kDeskNoteBy, channel.locale, {{"agent", name}}), *words);
  }

  // The question is kept in the workspace's first language.
  base::RichText InTheirLanguage(const base::Message& notice, const desk::Channel& channel) const {
    const std::string kept = base::ToPlainText(notice);
    const std::string question = WordsOf(*asked_, draft_.ticket->number, draft_.policy().locales.front());
    if (!kept.ends_with(question)) return notice.text;
    return base::PlainRichText(kept.substr(0, kept.size() - question.size()) +
                               WordsOf(*asked_, draft_.ticket->number, channel.locale));
  }

  // In a thread, and in a conversation that is the ticket's alone, everybody knows the number.
  base::Message Numbered(base::Message line, const base::Address& at) const {
    const bool known = !at.thread.empty() || at.channel.starts_with(desk::kTicketChannel);
    if (line.text.empty() || known) return line;
    line.text.blocks.front().spans.insert(
        line.text.blocks.front().spans.begin(),
        {base::Span::Kind::kText, "#" + std::to_string(draft_.ticket->number) + " ", {}});
    return line;
  }

  // Once each reply has gone, the channel hears how it went.
  void TellDeliveries(const base::Address& at) {
    for (const store::TranscriptRow& row : draft_.turn.transcript) {
      if (row.from != "agent" || row.internal) continue;
      const auto words = base::MessageFromJson(row.body);
      if (!words) continue;
      Relay relay;
      relay.event.address = at;
      relay.watch = row.id;
      relay.event.body = base::Relayed{
          "desk.delivered", base::DumpJson({{"ticket", draft_.ticket->number},
                                            {"agent", words->author},
                                            {"person", OneLine(draft_.conversation.person_name)},
                                            {"text", base::Shorten(base::ToPlainText(*words), kReplyShown)}})};
      draft_.RelayBehind(relay);
    }
  }

  Draft& draft_;
  const std::optional<IncidentQuestion> asked_;
  base::Address said_in_;
  bool changes_words_ = false;  // the user edited or took back what was said
};

}  // namespace

void SayInDeskChannel(Draft& draft, const base::Address& at, const base::Message& message, std::int64_t card_of) {
  Relay relay;
  relay.event.address = at;
  relay.event.body = base::Relayed{"desk.say", base::DumpJson({{"message", base::ToJson(message)},
                                                               {"card_of", card_of},
                                                               {"conversation", draft.conversation.id}})};
  draft.Relay(relay);
}

void TellDeskChannels(Draft& draft) {
  const std::optional<IncidentQuestion> asked = SuggestIncident(draft);
  if (!draft.ticket || draft.housekeeping || draft.policy().desk_channels.list.empty()) return;
  WatchHandoff(draft);
  Mirror mirror(draft, asked);
  for (const desk::Channel& channel : draft.policy().desk_channels.list) mirror.Show(channel);
}

bool TakeDeskPost(Draft& draft, const base::Relayed& news) {
  if (news.kind != "desk.posted") return false;
  const auto posted = base::ParseJson(news.json);
  if (!posted || !posted->is_object()) return true;
  const std::string thread = base::TextAt(*posted, "platform_id");
  const std::int64_t number = base::IntAt(*posted, "ticket");
  for (DeskPost& post : draft.conversation.desk_posts) {
    const bool it = post.ticket == number && post.at.account == base::TextAt(*posted, "account") &&
                    post.at.channel == base::TextAt(*posted, "channel");
    if (!it || thread.empty()) continue;
    post.card = base::IntAt(*posted, "row");
    if (!base::BoolAt(*posted, "threads")) continue;
    post.at.thread = thread;
    Relay relay;
    relay.event.address = post.at;
    relay.event.body = base::Relayed{"desk.thread", base::DumpJson({{"ticket", number}})};
    draft.Relay(relay);
  }
  return true;
}

}  // namespace frontdesk::core
