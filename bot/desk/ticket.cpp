#include "bot/desk/ticket.h"

#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/message_json.h"
#include "bot/desk/tried_json.h"

namespace frontdesk::desk {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::array<std::string_view, 5> kStates = {"new", "open", "waiting for customer", "resolved", "closed"};

std::optional<base::TimePoint> TimeAt(const json& value, const char* key) {
  if (!value.contains(key)) return std::nullopt;
  return base::FromMillis(base::IntAt(value, key));
}

void PutTime(json& value, const char* key, const std::optional<base::TimePoint>& at) {
  if (at) value[key] = base::ToMillis(*at);
}

}  // namespace

std::string_view ToString(TicketState state) { return kStates[static_cast<std::size_t>(state)]; }

TicketState TicketStateFrom(std::string_view name) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == name) return static_cast<TicketState>(i);
  return TicketState::kOpen;
}

namespace {

// A queue that is not served within a year promises what it would if it were.
base::TimePoint DueAfter(const Hours& hours, base::TimePoint from, base::Millis time) {
  return AfterOpenTime(hours, from, time).value_or(from + time);
}

}  // namespace

std::string ToJson(const Ticket& ticket) {
  json value = {{"source", ticket.source},
                {"flow", ticket.flow},
                {"title", ticket.title},
                {"words", ticket.words},
                {"category", ticket.impact.category},
                {"component", ticket.impact.component},
                {"impact", ticket.impact.impact},
                {"scope", ticket.impact.scope},
                {"workaround", ticket.impact.workaround},
                {"tier", ToString(ticket.level.tier)},
                {"tier_reason", ticket.level.reason},
                {"queue_reason", ticket.queue_reason},
                {"slots", base::FactsJson(ticket.slots)},
                {"sensitive", ticket.sensitive},
                {"context", base::FactsJson(ticket.context)},
                {"files", base::FilesJson(ticket.files)},
                {"tried", TriedJson(ticket.tried)}};
  PutTime(value, "opened", ticket.opened);
  PutTime(value, "first_response_due", ticket.first_response_due);
  PutTime(value, "resolution_due", ticket.resolution_due);
  PutTime(value, "first_human_response", ticket.first_human_response);
  PutTime(value, "resolved", ticket.resolved);
  return base::DumpJson(value);
}

base::Result<Ticket> TicketFromJson(std::string_view text) {
  TRY(const json value, base::ParseJson(text));
  if (!value.is_object()) return base::Fail(base::ErrorCode::kInvalid, "a ticket must be a JSON object");
  Ticket ticket;
  ticket.source = TextAt(value, "source");
  ticket.flow = TextAt(value, "flow");
  ticket.title = TextAt(value, "title");
  ticket.words = TextAt(value, "words");
  ticket.impact = {TextAt(value, "category"), TextAt(value, "component"), TextAt(value, "impact"),
                   TextAt(value, "scope"), TextAt(value, "workaround")};
  ticket.level = {TierFrom(TextAt(value, "tier")), TextAt(value, "tier_reason")};
  ticket.queue_reason = TextAt(value, "queue_reason");
  ticket.slots = base::FactsAt(value, "slots");
  ticket.context = base::FactsAt(value, "context");
  for (const json& key : value.value("sensitive", json::array()))
    if (key.is_string()) ticket.sensitive.push_back(key);
  ticket.tried = TriedAt(value, "tried");
  ticket.files = base::FilesAt(value, "files");
  ticket.opened = TimeAt(value, "opened").value_or(base::TimePoint{});
  ticket.first_response_due = TimeAt(value, "first_response_due").value_or(base::TimePoint{});
  ticket.resolution_due = TimeAt(value, "resolution_due");
  ticket.first_human_response = TimeAt(value, "first_human_response");
  ticket.resolved = TimeAt(value, "resolved");
  return ticket;
}

void SetServiceLevel(Ticket& ticket, const Hours& hours) {
  ticket.level = ComputeServiceLevel(ticket.impact);
  StartFirstResponseClock(ticket, hours, ticket.opened);
  const Targets targets = TargetsOf(ticket.level.tier);
  ticket.resolution_due.reset();
  if (targets.resolution) ticket.resolution_due = DueAfter(hours, ticket.opened, *targets.resolution);
}

void StartFirstResponseClock(Ticket& ticket, const Hours& hours, base::TimePoint now) {
  ticket.first_response_due = DueAfter(hours, now, TargetsOf(ticket.level.tier).first_response);
}

}  // namespace frontdesk::desk
