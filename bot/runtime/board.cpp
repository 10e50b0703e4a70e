#include "bot/runtime/board.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/web/row_json.h"
#include "bot/base/json.h"
#include "bot/base/log.h"
#include "bot/base/message_json.h"
#include "bot/core/conversation.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_row.h"
#include "bot/desk/tried_json.h"
#include "bot/runtime/person_card.h"
#include "bot/runtime/rows.h"
#include "bot/runtime/ticket_card.h"

namespace frontdesk::runtime {

namespace {

using nlohmann::json;

constexpr int kRowsShown = 500;

// A conversation with the ticket that it is about.
struct Case {
  core::Conversation conversation;
  std::optional<desk::Ticket> ticket;
};

base::Result<Case> Load(store::Store& store, const store::ConversationRow& row) {
  Case found;
  TRY(found.conversation, core::FromRow(row));
  if (found.conversation.ticket == 0) return found;
  const auto ticket = store.LoadTicket(found.conversation.ticket);
  if (!ticket && ticket.error().code == base::ErrorCode::kNotFound) return found;
  if (!ticket) return tl::unexpected(ticket.error());
  TRY(found.ticket, core::TicketFrom(*ticket));
  return found;
}

void Put(json& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}

void Put(json& to, const char* key, const std::optional<base::TimePoint>& at) {
  if (at && base::ToMillis(*at) > 0) to[key] = base::FormatUtc(*at);
}

json UrgencyJson(const core::Conversation& conversation) {
  return {{"score", conversation.urgency}, {"reasons", conversation.urgency_reasons}};
}

// What the clock runs towards now.
std::optional<base::TimePoint> DueOf(const desk::Ticket& ticket) {
  if (ticket.state == desk::TicketState::kResolved || ticket.state == desk::TicketState::kClosed) return std::nullopt;
  if (!ticket.first_human_response) return ticket.first_response_due;
  return ticket.resolution_due;
}

json Summary(const Case& shown) {
  const core::Conversation& conversation = shown.conversation;
  json summary = {{"id", conversation.id},
                  {"version", conversation.version},
                  {"person", conversation.person_name},
                  {"account", conversation.address.account},
                  {"speaker", desk::ToString(conversation.lease.speaker)},
                  {"ticket", conversation.ticket == 0 ? "" : std::to_string(conversation.ticket)},
                  {"state", conversation.desk == store::DeskState::kOpen ? "open" : "closed"},
                  {"urgency", UrgencyJson(conversation)}};
  Put(summary, "locale", conversation.locale);
  Put(summary, "agent", conversation.lease.holder);
  Put(summary, "agent_display", conversation.lease.holder_display);
  Put(summary, "queue", conversation.queue);
  Put(summary, "summary", conversation.summary);
  Put(summary, "waiting_since", conversation.waiting_since);
  Put(summary, "last_text", conversation.last_text);
  Put(summary, "last_at", std::optional(conversation.last_at));
  if (shown.ticket) Put(summary, "due", DueOf(*shown.ticket));
  return summary;
}

json ServiceLevelJson(const desk::Ticket& ticket) {
  json level = {{"tier", desk::ToString(ticket.level.tier)}};
  Put(level, "reason", ticket.level.reason);
  Put(level, "first_response_due", std::optional(ticket.first_response_due));
  Put(level, "resolution_due", ticket.resolution_due);
  return level;
}

json RoutingJson(const desk::Ticket& ticket) {
  json routing = json::object();
  Put(routing, "reason", ticket.queue_reason);
  Put(routing, "note", ticket.routed.note);
  Put(routing, "offered", ticket.routed.offered);
  Put(routing, "offer_reason", ticket.routed.offer_reason);
  if (!ticket.routed.skills.empty()) routing["skills"] = ticket.routed.skills;
  return routing;
}

json Card(store::Store& store, const Case& shown) {
  const core::Conversation& conversation = shown.conversation;
  json card = {{"urgency", UrgencyJson(conversation)}, {"person", PersonJson(store, conversation)}};
  card["history"] = HistoryJson(store, conversation);
  Put(card, "reason", conversation.handoff_reason);
  Put(card, "summary", conversation.summary);
  if (conversation.path.until != base::TimePoint{}) Put(card, "reply_until", std::optional(conversation.path.until));
  card["context"] = base::FactsJson(core::ContextFacts(conversation));
  card["tried"] = desk::TriedJson(conversation.tried);
  std::vector<base::FileRef> files = conversation.files;
  if (shown.ticket) {
    const desk::Ticket& ticket = *shown.ticket;
    card["ticket"] = std::to_string(conversation.ticket);
    card["slots"] = base::FactsJson(ticket.slots);
    card["service_level"] = ServiceLevelJson(ticket);
    card["routing"] = RoutingJson(ticket);
    if (conversation.tried.empty()) card["tried"] = desk::TriedJson(ticket.tried);
    if (conversation.context.empty()) card["context"] = base::FactsJson(ticket.context);
    for (const base::FileRef& file : ticket.files)
      if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  }
  card["files"] = base::FilesJson(files);
  return card;
}

// As the brain weighs them.
desk::UrgencyFactors FactorsOf(store::Store& store, const core::Conversation& conversation) {
  desk::UrgencyFactors factors{conversation.angry, conversation.lease.speaker == desk::Speaker::kQueue};
  factors.customer_tier = core::AttributeOf(HumanOf(store, conversation.person), "tier");
  return factors;
}

std::string_view DeliveryWord(store::Delivery delivery) {
  switch (delivery) {
    case store::Delivery::kNone: return {};
    case store::Delivery::kPending:
    case store::Delivery::kSending: return "sending";
    case store::Delivery::kSent: return "sent";
    case store::Delivery::kUnknown: return "unknown";
    case store::Delivery::kCancelled: return "spared";
    default: return "failed";
  }
}

}  // namespace

std::string AgentRowJson(const store::TranscriptRow& row) {
  return adapters::web::RowJson(RowOf(row), DeliveryWord(row.delivery));
}

base::Result<std::string> SummaryJson(store::Store& store, const store::ConversationRow& row) {
  TRY(const Case shown, Load(store, row));
  return base::DumpJson(Summary(shown));
}

std::string BoardJson(store::Store& store, const std::vector<store::ConversationRow>& rows) {
  json list = json::array();
  for (const store::ConversationRow& row : rows) {
    const auto shown = Load(store, row);
    if (!shown) {
      base::Log(base::LogLevel::kError, "board.cannot_read",
                {{"conversation", row.id}, {"error", shown.error().message}});
      continue;
    }
    list.push_back(Summary(*shown));
  }
  return base::DumpJson({{"conversations", std::move(list)}});
}

base::Result<std::string> DetailJson(store::Store& store, const store::ConversationRow& row, const core::Policy& policy,
                                     base::TimePoint now) {
  TRY(const Case shown, Load(store, row));
  TRY(const auto rows, store.LoadTranscript(row.id, 0, kRowsShown, true));
  std::string detail = "{\"conversation\":" + base::DumpJson(Summary(shown));
  detail += ",\"card\":" + base::DumpJson(Card(store, shown)) + ",\"tickets\":" +
            base::DumpJson(TicketsJson(store, row.id, FactorsOf(store, shown.conversation), policy, now)) +
            ",\"rows\":[";
  for (const store::TranscriptRow& one : rows) {
    if (detail.back() != '[') detail += ',';
    detail += AgentRowJson(one);
  }
  return detail + "]}";
}

}  // namespace frontdesk::runtime
