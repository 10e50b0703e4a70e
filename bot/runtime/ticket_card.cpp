#include "bot/runtime/ticket_card.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/message_json.h"
#include "bot/core/caller_ticket.h"
#include "bot/core/ticket_row.h"
#include "bot/desk/clock.h"
#include "bot/desk/urgency.h"
#include "bot/desk/weight.h"
#include "bot/runtime/clock_card.h"

namespace frontdesk::runtime {

namespace {

using nlohmann::json;

void Put(json& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}

void Put(json& to, const char* key, const std::optional<base::TimePoint>& at) {
  if (at) to[key] = base::FormatUtc(*at);
}

json FigureJson(const desk::Figure& figure) {
  json factors = json::array();
  for (const desk::Factor& factor : figure.factors)
    if (!factor.reason.empty())
      factors.push_back(
          {{"name", factor.name}, {"points", factor.points}, {"reason", factor.reason}, {"known", factor.known}});
  return {{"score", figure.score}, {"factors", std::move(factors)}};
}

void PutFields(json& to, const desk::Ticket& ticket) {
  Put(to, "title", ticket.title);
  Put(to, "words", ticket.words);
  Put(to, "source", ticket.source);
  Put(to, "queue", ticket.queue);
  Put(to, "queue_reason", ticket.queue_reason);
  Put(to, "owner", ticket.owner);
  Put(to, "category", ticket.impact.category);
  Put(to, "component", ticket.impact.component);
  Put(to, "impact", ticket.impact.impact);
  Put(to, "scope", ticket.impact.scope);
  Put(to, "workaround", ticket.impact.workaround);
  Put(to, "tier_reason", ticket.level.reason);
  Put(to, "tier_by", ticket.level_by);
  Put(to, "stage", ticket.stage);
  Put(to, "state_reason", ticket.state_reason);
  Put(to, "review", ticket.review);
  Put(to, "expected", ticket.expected);
  Put(to, "snoozed_until", ticket.snoozed_until);
  Put(to, "fixed_in", ticket.fixed_in);
  Put(to, "score_reason", ticket.score_reason);
  Put(to, "effort", ticket.effort);
  Put(to, "fit", ticket.fit);
}

json HistoryJson(const std::vector<store::TicketChangeRow>& changes) {
  json list = json::array();
  const std::size_t from = changes.size() > kMaxChangesShown ? changes.size() - kMaxChangesShown : 0;
  for (std::size_t i = from; i < changes.size(); ++i) {
    const store::TicketChangeRow& row = changes[i];
    list.push_back({{"at", base::FormatUtc(row.at)}, {"who", row.who}, {"what", row.what}, {"why", row.why}});
  }
  return list;
}

json LinksJson(const desk::Ticket& ticket) {
  json list = json::array();
  for (const desk::Link& link : ticket.links) {
    json one = {{"how", link.how}, {"target", link.target}};
    if (link.conversation != 0) one["conversation"] = link.conversation;
    list.push_back(std::move(one));
  }
  return list;
}

json TicketJson(store::Store& store, desk::Ticket ticket, const desk::UrgencyFactors& factors,
                const core::Policy& policy, base::TimePoint now) {
  const auto changes = store.TicketChanges(ticket.number).value_or(std::vector<store::TicketChangeRow>());
  ticket.history = core::HistoryOf(changes);
  json shown = {{"number", ticket.number},
                {"state", ToString(ticket.state)},
                {"tier", ToString(ticket.level.tier)},
                {"affected", ticket.affected},
                {"custom", base::FactsJson(ticket.custom)},
                {"tags", base::FactsJson(ticket.tagged)},
                {"links", LinksJson(ticket)},
                {"files", base::FilesJson(ticket.files)},
                {"score", ticket.score},
                {"urgency", FigureJson(desk::ComputeUrgency(&ticket, factors, now, policy.urgency))},
                {"weight", FigureJson(desk::ComputeWeight(ticket, policy.weight))},
                {"clocks", ClocksJson(desk::ChangesOf(ticket), ticket.opened, {policy.levels, policy.hours}, now)},
                {"changes", HistoryJson(changes)}};
  if (ticket.incident != 0) shown["incident"] = ticket.incident;
  PutFields(shown, ticket);
  return shown;
}

json EntriesJson(const std::vector<desk::TaxonomyEntry>& entries) {
  json list = json::array();
  for (const desk::TaxonomyEntry& entry : entries)
    list.push_back({{"id", entry.id}, {"name", entry.name}, {"means", entry.means}, {"not", entry.not_this}});
  return list;
}

// What the workspace calls its levels, by locale; those that it does not name are left out.
json TiersJson(const desk::ServiceLevels& levels) {
  json tiers = json::object();
  for (std::size_t i = 0; i < desk::kTiers; ++i) {
    const auto tier = static_cast<desk::Tier>(i);
    if (!levels.Of(tier).names.empty()) tiers[std::string(ToString(tier))] = levels.Of(tier).names;
  }
  return tiers;
}

json FieldsJson(const desk::CustomFields& fields) {
  json list = json::array();
  for (const desk::CustomField& field : fields)
    list.push_back({{"name", field.name},
                    {"label", field.label},
                    {"type", ToString(field.type)},
                    {"choices", field.choices},
                    {"required", field.need == desk::CustomField::Need::kAtOpen      ? "open"
                                 : field.need == desk::CustomField::Need::kAtResolve ? "resolve"
                                                                                     : "no"}});
  return list;
}

template <typename Text, typename Words>
json ByLocale(const flows::Localized<Text>& texts, const Words& words) {
  json all = json::object();
  for (const auto& [locale, text] : texts.values) all[locale] = words(text);
  return all;
}

// The questions of a flow in its order, as an agent reads them out.
json FlowJson(const flows::Flow& flow) {
  const auto same = [](const std::string& text) { return text; };
  json questions = json::array();
  for (const flows::Slot& slot : flow.slots) {
    if (slot.step < 0 || flows::IsFileType(slot.type)) continue;
    json options = json::array();
    for (const flows::Option& option : slot.options)
      options.push_back({{"value", option.value}, {"label", ByLocale(option.label, same)}});
    questions.push_back({{"name", slot.name},
                         {"title", ByLocale(slot.title, same)},
                         {"type", flows::ToString(slot.type)},
                         {"skip", slot.skip},
                         {"options", std::move(options)}});
  }
  return {{"id", flow.id}, {"title", ByLocale(flow.title, same)}, {"questions", std::move(questions)}};
}

bool OpensTickets(const flows::Flow& flow) {
  return std::any_of(flow.steps.begin(), flow.steps.end(),
                     [](const flows::Step& step) { return std::holds_alternative<flows::TicketStep>(step.body); });
}

}  // namespace

json TicketsJson(store::Store& store, store::Id conversation, const desk::UrgencyFactors& factors,
                 const core::Policy& policy, base::TimePoint now) {
  json list = json::array();
  const auto rows = store.TicketsOf(conversation);
  if (!rows) return list;
  for (auto row = rows->rbegin(); row != rows->rend(); ++row)
    if (auto ticket = core::TicketFrom(*row))
      list.push_back(TicketJson(store, std::move(*ticket), factors, policy, now));
  return list;
}

json ChoicesJson(const core::Catalog& catalog) {
  json flows = json::array();
  for (const auto& flow : catalog.flows.flows())
    if (OpensTickets(*flow)) flows.push_back(FlowJson(*flow));
  return {{"tiers", TiersJson(catalog.policy.levels)},
          {"categories", EntriesJson(catalog.policy.taxonomy.categories)},
          {"components", EntriesJson(catalog.policy.taxonomy.components)},
          {"fields", FieldsJson(catalog.policy.fields)},
          {"flows", std::move(flows)},
          {"sources", core::CallerSources()}};
}

}  // namespace frontdesk::runtime
