#include "bot/desk/ticket.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/message_json.h"
#include "bot/desk/tried_json.h"

namespace frontdesk::desk {

namespace {

using base::TextAt;
using nlohmann::json;

std::optional<base::TimePoint> TimeAt(const json& value, const char* key) {
  if (!value.contains(key)) return std::nullopt;
  return base::FromMillis(base::IntAt(value, key));
}

void PutTime(json& value, const char* key, const std::optional<base::TimePoint>& at) {
  if (at) value[key] = base::ToMillis(*at);
}

json LinksJson(const std::vector<Link>& links) {
  json list = json::array();
  for (const Link& link : links)
    list.push_back({{"how", link.how}, {"target", link.target}, {"conversation", link.conversation}});
  return list;
}

std::vector<Link> LinksAt(const json& value) {
  std::vector<Link> links;
  for (const json& link : value.value("links", json::array()))
    if (link.is_object())
      links.push_back({TextAt(link, "how"), TextAt(link, "target"), base::IntAt(link, "conversation")});
  return links;
}

std::vector<std::string> TextsAt(const json& value, const char* key) {
  std::vector<std::string> texts;
  for (const json& text : value.value(key, json::array()))
    if (text.is_string()) texts.push_back(text);
  return texts;
}

// What the team added after the report.
void PutWork(json& value, const Ticket& ticket) {
  value["stage"] = ticket.stage;
  value["state_reason"] = ticket.state_reason;
  value["fixed_in"] = ticket.fixed_in;
  value["links"] = LinksJson(ticket.links);
  value["merged_into"] = ticket.merged_into;
  value["incident"] = ticket.incident;
  value["affected"] = ticket.affected;
  value["tags"] = ticket.tags;
  value["tagged"] = base::FactsJson(ticket.tagged);
  value["level_by"] = ticket.level_by;
  value["effort"] = ticket.effort;
  value["fit"] = ticket.fit;
  value["custom"] = base::FactsJson(ticket.custom);
  value["score"] = ticket.score;
  value["score_reason"] = ticket.score_reason;
  PutTime(value, "first_useful_response", ticket.first_useful_response);
  PutTime(value, "review", ticket.review);
  PutTime(value, "expected", ticket.expected);
  PutTime(value, "told", ticket.told);
  PutTime(value, "snoozed_until", ticket.snoozed_until);
}

void TakeWork(const json& value, Ticket& ticket) {
  ticket.stage = TextAt(value, "stage");
  ticket.state_reason = TextAt(value, "state_reason");
  ticket.fixed_in = TextAt(value, "fixed_in");
  ticket.links = LinksAt(value);
  ticket.merged_into = base::IntAt(value, "merged_into");
  ticket.incident = base::IntAt(value, "incident");
  ticket.affected = std::max(1, static_cast<int>(base::IntAt(value, "affected")));
  ticket.tags = TextsAt(value, "tags");
  ticket.tagged = base::FactsAt(value, "tagged");
  ticket.level_by = TextAt(value, "level_by");
  ticket.effort = TextAt(value, "effort");
  ticket.fit = TextAt(value, "fit");
  ticket.custom = base::FactsAt(value, "custom");
  ticket.score = static_cast<int>(base::IntAt(value, "score"));
  ticket.score_reason = TextAt(value, "score_reason");
  ticket.first_useful_response = TimeAt(value, "first_useful_response");
  ticket.review = TimeAt(value, "review");
  ticket.expected = TimeAt(value, "expected");
  ticket.told = TimeAt(value, "told");
  ticket.snoozed_until = TimeAt(value, "snoozed_until");
}

void PutRouted(json& value, const Routed& routed) {
  json object = json::object();
  const auto put = [&](const char* key, const std::string& text) {
    if (!text.empty()) object[key] = text;
  };
  put("rule", routed.rule);
  put("first", routed.first);
  put("note", routed.note);
  put("offered", routed.offered);
  put("offer_reason", routed.offer_reason);
  put("passed_by", routed.passed_by);
  if (!routed.skills.empty()) object["skills"] = routed.skills;
  if (!object.empty()) value["routed"] = std::move(object);
}

Routed RoutedAt(const json& value) {
  const auto it = value.find("routed");
  if (it == value.end() || !it->is_object()) return {};
  return {TextAt(*it, "rule"),    TextsAt(*it, "skills"),      TextAt(*it, "first"),    TextAt(*it, "note"),
          TextAt(*it, "offered"), TextAt(*it, "offer_reason"), TextAt(*it, "passed_by")};
}

void PutClocks(json& value, const Ticket& ticket) {
  PutTime(value, "next_response_due", ticket.next_response_due);
  PutTime(value, "asked_again", ticket.asked_again);
  if (ticket.clock_timer != 0) value["clock_timer"] = ticket.clock_timer;
  if (ticket.clock_timer != 0) PutTime(value, "clock_looks", ticket.clock_looks);
  if (!ticket.noticed.empty()) value["noticed"] = ticket.noticed;
}

void TakeClocks(const json& value, Ticket& ticket) {
  ticket.next_response_due = TimeAt(value, "next_response_due");
  ticket.asked_again = TimeAt(value, "asked_again");
  ticket.clock_timer = base::IntAt(value, "clock_timer");
  ticket.clock_looks = TimeAt(value, "clock_looks").value_or(base::TimePoint{});
  ticket.noticed = TextsAt(value, "noticed");
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
                {"sensitive_files", ticket.sensitive_files},
                {"context", base::FactsJson(ticket.context)},
                {"files", base::FilesJson(ticket.files)},
                {"tried", TriedJson(ticket.tried)}};
  PutTime(value, "opened", ticket.opened);
  PutTime(value, "first_response_due", ticket.first_response_due);
  PutTime(value, "resolution_due", ticket.resolution_due);
  PutTime(value, "first_human_response", ticket.first_human_response);
  PutTime(value, "resolved", ticket.resolved);
  PutWork(value, ticket);
  PutRouted(value, ticket.routed);
  PutClocks(value, ticket);
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
  ticket.sensitive = TextsAt(value, "sensitive");
  ticket.sensitive_files = TextsAt(value, "sensitive_files");
  ticket.tried = TriedAt(value, "tried");
  ticket.files = base::FilesAt(value, "files");
  ticket.opened = TimeAt(value, "opened").value_or(base::TimePoint{});
  ticket.first_response_due = TimeAt(value, "first_response_due").value_or(base::TimePoint{});
  ticket.resolution_due = TimeAt(value, "resolution_due");
  ticket.first_human_response = TimeAt(value, "first_human_response");
  ticket.resolved = TimeAt(value, "resolved");
  TakeWork(value, ticket);
  ticket.routed = RoutedAt(value);
  TakeClocks(value, ticket);
  return ticket;
}

void SetServiceLevel(Ticket& ticket) {
  if (ticket.level_by.empty()) ticket.level = ComputeServiceLevel(ticket.impact);
}

}  // namespace frontdesk::desk
