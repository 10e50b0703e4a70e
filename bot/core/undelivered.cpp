#include "bot/core/undelivered.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/desk_notices.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kWordsShown = 300;         // graphemes, in the note
constexpr std::size_t kWhyShown = 200;           // graphemes
constexpr std::string_view kMark = "forwarded";  // a message's subject: it is not sent on again

const store::PersonRow* IdentityOf(const Human& person, store::Id id) {
  const auto& all = person.identities;
  const auto it = std::find_if(all.begin(), all.end(), [&](const store::PersonRow& row) { return row.id == id; });
  return it == all.end() ? nullptr : &*it;
}

// The newest talk with the same signed user; rather on another account, as this one has just failed.
const store::ConversationRow* OtherChannel(const Draft& draft) {
  const Human& person = draft.context.human;
  const store::ConversationRow* found = nullptr;
  for (const store::ConversationRow& row : person.talks) {
    const store::PersonRow* identity = IdentityOf(person, row.person);
    const bool theirs = identity && !identity->user.empty() && identity->user == person.row.user &&
                        row.address.channel == identity->platform_id;
    if (!theirs || row.id == draft.conversation.id) continue;
    if (row.address.account != draft.conversation.address.account) return &row;
    if (found == nullptr) found = &row;
  }
  return found;
}

// The platform's own words, where it has told of the failure only afterwards.
std::string WhyUndelivered(const base::Event& event) {
  const auto* news = std::get_if<base::Relayed>(&event.body);
  const auto value = base::ParseJson(news ? news->json : std::string());
  return value && value->is_object() ? base::Shorten(base::CleanUtf8(base::TextAt(*value, "why")), kWhyShown)
                                     : std::string();
}

// What happened, why as far as we know it, and what becomes of the words.
std::string NoteOf(const Draft& draft, const base::Message& message, const store::ConversationRow* other) {
  const std::string words = base::Shorten(base::ToPlainText(message.text), kWordsShown);
  std::string note =
      DeskPhrase(draft, Text::kNoticeUndelivered, {{"account", draft.conversation.address.account}, {"words", words}});
  const base::ReplyPath& path = draft.conversation.path;
  if (IsShut(path, draft.now()))
    note += "\n" +
            DeskPhrase(draft, Text::kNoticeWindowShut, {{"time", base::FormatLocal(path.until, draft.policy().zone)}});
  if (const std::string why = WhyUndelivered(draft.event); !why.empty()) note += "\n" + why;
  note += "\n" + (other ? DeskPhrase(draft, Text::kNoticeGoesOn, {{"account", other->address.account}})
                        : DeskPhrase(draft, Text::kNoticeNotSeen));
  return note;
}

// A click may open a way for a minute, where the user's last word has opened one for two days: that one stays.
bool OpensLessThan(const Draft& draft, const base::ReplyPath& path) {
  const auto& opened = draft.event.path;
  return opened && draft.context.reply_window.count() > 0 && opened->until != base::TimePoint{} &&
         opened->until < path.until && !IsShut(path, draft.now());
}

}  // namespace

base::Event UndeliveredEvent(const store::OutboxRow& row, const base::Address& address, base::TimePoint now) {
  base::Event event;
  event.id = "undelivered:" + std::to_string(row.id);
  event.address = address;
  event.at = now;
  event.body = base::Relayed{std::string(kUndelivered), base::DumpJson({{"row", row.transcript}})};
  return event;
}

store::Id UndeliveredRow(const base::Event& event) {
  const auto* news = std::get_if<base::Relayed>(&event.body);
  if (news == nullptr || news->kind != kUndelivered) return 0;
  const auto value = base::ParseJson(news->json);
  return value && value->is_object() ? base::IntAt(*value, "row") : 0;
}

void KeepWayBack(Draft& draft) {
  base::ReplyPath& path = draft.conversation.path;
  if (OpensLessThan(draft, path)) return;
  if (draft.event.path) path = *draft.event.path;
  const bool says_until = draft.event.path && draft.event.path->until != base::TimePoint{};
  if (says_until || draft.context.reply_window.count() == 0 || !IsTheUsersOwn(draft.event.body)) return;
  path.until = draft.now() + draft.context.reply_window;
}

void TakeUndelivered(Draft& draft) {
  const auto& row = draft.context.undelivered;
  if (!row || row->conversation != draft.conversation.id) return;
  // What is said where no platform is reaches nobody, and agents see that.
  if (draft.conversation.address.account == desk::kDeskAccount) return;
  auto message = base::MessageFromJson(row->body);
  if (!message) return;
  const bool forwarded = message->subject == kMark;
  const bool worth_it = !forwarded && message->kind != base::MessageKind::kGreeting;
  const store::ConversationRow* other = worth_it ? OtherChannel(draft) : nullptr;
  const std::string& account = draft.conversation.address.account;
  NotifyDesk(draft, NoticeLevel::kWarn, NoteOf(draft, *message, other));
  draft.AddFact("undelivered", account, other ? other->address.account : std::string());
  if (!other) return;
  Relay relay;
  relay.conversation = other->id;
  relay.event.body = base::Relayed{std::string(kForwarded), base::ToJson(*message)};
  draft.Relay(relay);
}

void TakeForwarded(Draft& draft, const base::Relayed& news) {
  auto message = base::MessageFromJson(news.json);
  if (!message) return;
  // Buttons belong to the talk that they were made for.
  message->buttons.clear();
  message->asks = false;
  message->subject = kMark;
  base::RichText text = base::PlainRichText(draft.Words(Text::kCouldNotReachYou));
  base::Append(text, message->text);
  message->text = std::move(text);
  draft.AddFact("forwarded", draft.conversation.address.account);
  const bool agent = message->kind == base::MessageKind::kAgent;
  if (!agent) message->kind = base::MessageKind::kNotice;
  draft.Say(std::move(*message));
}

}  // namespace frontdesk::core
