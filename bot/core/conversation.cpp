#include "bot/core/conversation.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/message_json.h"
#include "bot/core/event_json.h"
#include "bot/desk/tried_json.h"
#include "flows/session_json.h"

namespace frontdesk::core {

namespace {

using base::TextAt;
using nlohmann::json;

json TimeJson(base::TimePoint at) { return base::ToMillis(at); }

// Members with their default value are left out: most conversations remember little.
void PutText(json& value, const char* key, const std::string& text) {
  if (!text.empty()) value[key] = text;
}
void PutFlag(json& value, const char* key, bool flag) {
  if (flag) value[key] = true;
}
void PutId(json& value, const char* key, std::int64_t id) {
  if (id != 0) value[key] = id;
}

const json& ListAt(const json& value, const char* key) {
  static const json kEmpty = json::array();
  const auto it = value.find(key);
  return it != value.end() && it->is_array() ? *it : kEmpty;
}

json ButtonsJson(const std::vector<base::Button>& buttons) {
  json list = json::array();
  for (const base::Button& button : buttons) list.push_back({{"l", button.label}, {"v", button.value}});
  return list;
}

json BurstJson(const Burst& burst) {
  return {{"text", burst.text},     {"earlier", burst.earlier},       {"event", burst.event},
          {"outbox", burst.outbox}, {"until", TimeJson(burst.until)}, {"before", burst.before}};
}

void PutFlow(json& value, const Conversation& conversation) {
  if (!conversation.flow) return;
  for (const flows::Session& paused : conversation.paused) value["paused"].push_back(flows::ToJson(paused));
  value["flow"] = flows::ToJson(*conversation.flow);
  value["flow_touched"] = TimeJson(conversation.flow_touched);
  PutId(value, "flow_timer", conversation.flow_timer);
  PutId(value, "lookup", conversation.lookup);
  PutId(value, "lookup_timer", conversation.lookup_timer);
  PutId(value, "draft_timer", conversation.draft_timer);
  PutFlag(value, "reminded", conversation.reminded);
}

void PutTime(json& value, const char* key, const std::optional<base::TimePoint>& at) {
  if (at) value[key] = TimeJson(*at);
}

std::optional<base::TimePoint> TimeAt(const json& value, const char* key) {
  if (!value.contains(key)) return std::nullopt;
  return base::FromMillis(base::IntAt(value, key));
}

// What the desk's clock and the brakes go by.
void PutClocks(json& value, const Conversation& conversation) {
  PutTime(value, "queued_at", conversation.queued_at);
  PutTime(value, "unanswered_since", conversation.unanswered_since);
  PutTime(value, "agent_reminded", conversation.agent_reminded);
  PutTime(value, "elsewhere_heard", conversation.elsewhere_heard);
  PutId(value, "desk_timer", conversation.desk_timer);
  if (conversation.desk_timer != 0) value["desk_due"] = TimeJson(conversation.desk_due);
  const TalkRate& rate = conversation.rate;
  if (rate.heard != 0 || !rate.last.empty())
    value["rate"] = {{"since", TimeJson(rate.since)},
                     {"heard", rate.heard},
                     {"said", rate.said},
                     {"last", rate.last},
                     {"hour", TimeJson(rate.hour)},
                     {"said_in_hour", rate.said_in_hour},
                     {"again", rate.heard_again}};
}

void ReadClocks(const json& value, Conversation& conversation) {
  conversation.queued_at = TimeAt(value, "queued_at");
  conversation.unanswered_since = TimeAt(value, "unanswered_since");
  conversation.agent_reminded = TimeAt(value, "agent_reminded");
  conversation.elsewhere_heard = TimeAt(value, "elsewhere_heard");
  conversation.desk_timer = base::IntAt(value, "desk_timer");
  conversation.desk_due = TimeAt(value, "desk_due").value_or(base::TimePoint{});
  const auto rate = value.find("rate");
  if (rate == value.end() || !rate->is_object()) return;
  conversation.rate = {base::FromMillis(base::IntAt(*rate, "since")),
                       static_cast<int>(base::IntAt(*rate, "heard")),
                       static_cast<int>(base::IntAt(*rate, "said")),
                       TextAt(*rate, "last"),
                       base::FromMillis(base::IntAt(*rate, "hour")),
                       static_cast<int>(base::IntAt(*rate, "said_in_hour")),
                       {}};
  const auto again = rate->find("again");
  if (again == rate->end() || !again->is_array()) return;
  for (const auto& one : *again)
    if (one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_number_integer())
      conversation.rate.heard_again.emplace_back(one[0].get<std::string>(), one[1].get<int>());
}

void PutDesk(json& value, const Conversation& conversation) {
  PutText(value, "holder_display", conversation.lease.holder_display);
  PutId(value, "ticket", conversation.ticket);
  PutId(value, "afterword", conversation.afterword);
  if (!conversation.more_tickets.empty()) value["more_tickets"] = conversation.more_tickets;
  PutText(value, "handoff_reason", conversation.handoff_reason);
  PutFlag(value, "queue_noted", conversation.queue_noted);
  PutFlag(value, "angry", conversation.angry);
  if (conversation.waiting_since) value["waiting_since"] = TimeJson(*conversation.waiting_since);
  PutText(value, "summary", conversation.summary);
  PutText(value, "last_text", conversation.last_text);
  value["last_at"] = TimeJson(conversation.last_at);
  if (!conversation.urgency_reasons.empty()) value["urgency_reasons"] = conversation.urgency_reasons;
}

void PutDeskChannels(json& value, const Conversation& conversation) {
  for (const DeskPost& post : conversation.desk_posts)
    value["desk_posts"].push_back({{"account", post.at.account},
                                   {"channel", post.at.channel},
                                   {"thread", post.at.thread},
                                   {"ticket", post.ticket},
                                   {"card", post.card}});
  PutFlag(value, "profile_asked", conversation.profile_asked);
  PutId(value, "unseen_timer", conversation.unseen_timer);
  PutId(value, "unseen", conversation.unseen);
  PutId(value, "about", conversation.about);
  PutId(value, "offered_incident", conversation.offered_incident);
  if (conversation.incident) value["incident"] = desk::ToJson(*conversation.incident);
}

void ReadDeskChannels(const json& value, Conversation& conversation) {
  for (const json& post : ListAt(value, "desk_posts"))
    conversation.desk_posts.push_back({{TextAt(post, "account"), TextAt(post, "channel"), TextAt(post, "thread")},
                                       base::IntAt(post, "ticket"),
                                       base::IntAt(post, "card")});
  conversation.profile_asked = base::BoolAt(value, "profile_asked");
  conversation.unseen_timer = base::IntAt(value, "unseen_timer");
  conversation.unseen = static_cast<int>(base::IntAt(value, "unseen"));
  conversation.about = base::IntAt(value, "about");
  conversation.offered_incident = base::IntAt(value, "offered_incident");
  if (!value.contains("incident")) return;
  if (auto incident = desk::IncidentFromJson(TextAt(value, "incident"))) conversation.incident = std::move(*incident);
}

std::vector<std::string> TextsAt(const json& value, const char* key) {
  std::vector<std::string> texts;
  for (const json& item : ListAt(value, key))
    if (item.is_string()) texts.push_back(item.get<std::string>());
  return texts;
}

std::optional<Burst> BurstAt(const json& value) {
  const auto it = value.find("burst");
  if (it == value.end() || !it->is_object()) return std::nullopt;
  Burst burst;
  burst.text = TextAt(*it, "text");
  burst.earlier = TextAt(*it, "earlier");
  burst.event = TextAt(*it, "event");
  burst.before = TextAt(*it, "before");
  burst.until = base::FromMillis(base::IntAt(*it, "until"));
  for (const json& id : ListAt(*it, "outbox"))
    if (id.is_number_integer()) burst.outbox.push_back(id.get<store::Id>());
  return burst;
}

base::Status ReadFlow(const json& value, Conversation& conversation) {
  const auto it = value.find("flow");
  if (it == value.end() || !it->is_string()) return {};
  TRY(conversation.flow, flows::SessionFromJson(it->get_ref<const std::string&>()));
  for (const std::string& paused : TextsAt(value, "paused")) {
    TRY(flows::Session session, flows::SessionFromJson(paused));
    conversation.paused.push_back(std::move(session));
  }
  conversation.flow_touched = base::FromMillis(base::IntAt(value, "flow_touched"));
  conversation.flow_timer = base::IntAt(value, "flow_timer");
  conversation.lookup = base::IntAt(value, "lookup");
  conversation.lookup_timer = base::IntAt(value, "lookup_timer");
  conversation.draft_timer = base::IntAt(value, "draft_timer");
  conversation.reminded = base::BoolAt(value, "reminded");
  return {};
}

void ReadDesk(const json& value, Conversation& conversation) {
  conversation.lease.holder_display = TextAt(value, "holder_display");
  conversation.ticket = base::IntAt(value, "ticket");
  conversation.afterword = base::IntAt(value, "afterword");
  for (const json& id : ListAt(value, "more_tickets"))
    if (id.is_number_integer()) conversation.more_tickets.push_back(id.get<store::Id>());
  conversation.handoff_reason = TextAt(value, "handoff_reason");
  conversation.queue_noted = base::BoolAt(value, "queue_noted");
  conversation.angry = base::BoolAt(value, "angry");
  if (value.contains("waiting_since")) {
    conversation.waiting_since = base::FromMillis(base::IntAt(value, "waiting_since"));
  }
  conversation.summary = TextAt(value, "summary");
  conversation.last_text = TextAt(value, "last_text");
  conversation.last_at = base::FromMillis(base::IntAt(value, "last_at"));
  conversation.urgency_reasons = TextsAt(value, "urgency_reasons");
}

void ReadTalk(const json& value, Conversation& conversation) {
  conversation.person_name = TextAt(value, "person_name");
  conversation.locale = TextAt(value, "locale");
  conversation.locale_chosen = base::BoolAt(value, "locale_chosen");
  conversation.greeted = base::BoolAt(value, "greeted");
  for (const json& button : ListAt(value, "buttons"))
    conversation.buttons.push_back({TextAt(button, "l"), TextAt(button, "v")});
  conversation.question = TextAt(value, "question");
  conversation.tried = desk::TriedAt(value, "tried");
  conversation.awaiting_verdict = TextAt(value, "awaiting_verdict");
  conversation.also_asked = TextsAt(value, "also_asked");
  if (const auto it = value.find("context"); it != value.end() && it->is_object()) {
    for (const auto& [key, text] : it->items())
      if (text.is_string()) conversation.context[key] = text.get<std::string>();
  }
  conversation.undeclared = TextsAt(value, "undeclared");
  conversation.files = base::FilesAt(value, "files");
  conversation.burst = BurstAt(value);
  conversation.path = PathAt(value);
  if (const auto it = value.find("repeat"); it != value.end() && it->is_object())
    conversation.repeat = Repeat{base::IntAt(*it, "ticket"), TextAt(*it, "flow"), TextAt(*it, "opening"),
                                 TextAt(*it, "input"), base::BoolAt(*it, "pressed")};
  conversation.repeat_settled = base::BoolAt(value, "repeat_settled");
  conversation.adding = base::IntAt(value, "adding");
  conversation.told_ticket = base::IntAt(value, "told_ticket");
}

}  // namespace

std::vector<std::string> RejectedArticles(const Conversation& conversation) {
  std::vector<std::string> ids;
  for (const desk::TriedArticle& tried : conversation.tried)
    if (tried.verdict == "rejected") ids.push_back(tried.id);
  return ids;
}

std::vector<store::Id> TicketsOf(const Conversation& conversation) {
  std::vector<store::Id> tickets = conversation.more_tickets;
  if (conversation.ticket != 0) tickets.push_back(conversation.ticket);
  return tickets;
}

bool GoesOn(const Conversation& conversation, base::TimePoint now) {
  constexpr base::Millis kAfterTheLastWord = std::chrono::hours{24};
  if (conversation.version == 0) return false;
  return !TicketsOf(conversation).empty() || conversation.flow || now - conversation.last_at < kAfterTheLastWord;
}

base::ReplyPath PathOf(const store::ConversationRow& row) {
  // Most conversations have none, and their state need not be read for it.
  if (row.state.find("\"path\":") == std::string::npos) return {};
  const auto value = base::ParseJson(row.state);
  return value ? PathAt(*value) : base::ReplyPath{};
}

bool IsShut(const base::ReplyPath& path, base::TimePoint now) {
  return path.until != base::TimePoint{} && now > path.until;
}

base::TimePoint WaitingSince(const store::ConversationRow& row) {
  // Asked at every commit: the number is read where it stands.
  constexpr std::string_view kKey = "\"waiting_since\":";
  const std::size_t at = row.state.rfind(kKey);
  std::int64_t millis = 0;
  if (at != std::string::npos) {
    const char* const begin = row.state.data() + at + kKey.size();
    std::from_chars(begin, row.state.data() + row.state.size(), millis);
  }
  return millis > 0 ? base::FromMillis(millis) : row.updated;
}

std::string StateJson(const Conversation& conversation) {
  json value = json::object();
  PutText(value, "person_name", conversation.person_name);
  PutText(value, "locale", conversation.locale);
  PutFlag(value, "locale_chosen", conversation.locale_chosen);
  PutFlag(value, "greeted", conversation.greeted);
  PutFlow(value, conversation);
  if (!conversation.buttons.empty()) value["buttons"] = ButtonsJson(conversation.buttons);
  PutText(value, "question", conversation.question);
  if (!conversation.tried.empty()) value["tried"] = desk::TriedJson(conversation.tried);
  PutText(value, "awaiting_verdict", conversation.awaiting_verdict);
  if (!conversation.also_asked.empty()) value["also_asked"] = conversation.also_asked;
  if (!conversation.context.empty()) value["context"] = conversation.context;
  if (!conversation.undeclared.empty()) value["undeclared"] = conversation.undeclared;
  if (!conversation.files.empty()) value["files"] = base::FilesJson(conversation.files);
  if (conversation.burst) value["burst"] = BurstJson(*conversation.burst);
  if (conversation.path != base::ReplyPath{}) value["path"] = PathJson(conversation.path);
  if (const auto& repeat = conversation.repeat)
    value["repeat"] = {{"ticket", repeat->ticket},
                       {"flow", repeat->flow},
                       {"opening", repeat->opening},
                       {"input", repeat->input},
                       {"pressed", repeat->pressed}};
  PutFlag(value, "repeat_settled", conversation.repeat_settled);
  PutId(value, "adding", conversation.adding);
  PutId(value, "told_ticket", conversation.told_ticket);
  PutDesk(value, conversation);
  PutDeskChannels(value, conversation);
  PutClocks(value, conversation);
  return base::DumpJson(value);
}

store::ConversationRow ToRow(const Conversation& conversation) {
  store::ConversationRow row;
  row.id = conversation.id;
  row.address = conversation.address;
  row.version = conversation.version;
  row.person = conversation.person;
  row.speaker = desk::ToString(conversation.lease.speaker);
  row.holder = conversation.lease.holder;
  row.epoch = conversation.lease.epoch;
  row.queue = conversation.queue;
  row.desk = conversation.desk;
  row.urgency = conversation.urgency;
  row.updated = conversation.updated;
  row.state = StateJson(conversation);
  return row;
}

base::Result<Conversation> FromRow(const store::ConversationRow& row) {
  Conversation conversation;
  conversation.id = row.id;
  conversation.address = row.address;
  conversation.version = row.version;
  conversation.person = row.person;
  conversation.lease = {desk::SpeakerFrom(row.speaker), row.holder, {}, row.epoch};
  conversation.queue = row.queue;
  conversation.desk = row.desk;
  conversation.urgency = row.urgency;
  conversation.updated = row.updated;
  if (row.state.empty()) return conversation;
  TRY(const json value, base::ParseJson(row.state));
  if (!value.is_object()) return base::Fail(base::ErrorCode::kInternal, "a conversation's state is not an object");
  ReadTalk(value, conversation);
  ReadDesk(value, conversation);
  ReadDeskChannels(value, conversation);
  ReadClocks(value, conversation);
  TRY_STATUS(ReadFlow(value, conversation));
  return conversation;
}

}  // namespace frontdesk::core
