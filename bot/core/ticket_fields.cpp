#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_moment.h"
#include "bot/core/ticket_news.h"

namespace frontdesk::core {

namespace {

using desk::Ticket;

constexpr std::size_t kMaxTitle = 200;  // graphemes
constexpr std::size_t kMaxValue = 200;  // bytes of a value that is chosen or named
constexpr std::string_view kByRules = "auto";

base::Status Refuse(std::string why) { return base::Fail(base::ErrorCode::kInvalid, std::move(why)); }

// Fields with a fixed set of values; an empty one makes them unknown again.
struct Choice {
  std::string_view field;
  std::string& (*of)(Ticket& ticket);
  std::vector<std::string_view> values;
  bool moves_level = false;
};

const std::vector<Choice>& Choices() {
  static const std::vector<Choice> kChoices = {
      {"impact", [](Ticket& t) -> std::string& { return t.impact.impact; }, {"blocked", "degraded", "cosmetic"}, true},
      {"scope", [](Ticket& t) -> std::string& { return t.impact.scope; }, {"me", "team", "everyone"}, true},
      {"workaround", [](Ticket& t) -> std::string& { return t.impact.workaround; }, {"yes", "no"}, true},
      {"stage",
       [](Ticket& t) -> std::string& { return t.stage; },
       {"support", "product", "engineering", "qa", "verified"}},
      {"effort", [](Ticket& t) -> std::string& { return t.effort; }, {"small", "medium", "large"}},
      {"fit", [](Ticket& t) -> std::string& { return t.fit; }, {"low", "medium", "high"}},
  };
  return kChoices;
}

std::string Names(const std::vector<std::string_view>& values) {
  std::string names;
  for (const std::string_view value : values) names += (names.empty() ? "" : ", ") + std::string(value);
  return names;
}

std::vector<std::string_view> Ids(const std::vector<desk::TaxonomyEntry>& entries) {
  std::vector<std::string_view> ids;
  for (const desk::TaxonomyEntry& entry : entries) ids.push_back(entry.id);
  return ids;
}

base::Status CheckOneOf(std::string_view field, const std::string& value, const std::vector<std::string_view>& values) {
  if (value.empty() || values.empty() || std::find(values.begin(), values.end(), value) != values.end()) return {};
  return Refuse("'" + value + "' is no " + std::string(field) + "; choose one of: " + Names(values) + ".");
}

std::string Shown(const std::string& value) { return value.empty() ? "unknown" : value; }

void NoteChange(Draft& draft, const base::AgentActed& act, const std::string& before, const std::string& now) {
  draft.AddTicketChange(act.agent, act.what + ": " + Shown(before) + " -> " + Shown(now), act.text);
  draft.AddFact("ticket_set", std::to_string(draft.ticket->number), act.what);
}

void FollowLevel(Draft& draft) {
  Ticket& ticket = *draft.ticket;
  const desk::Tier before = ticket.level.tier;
  desk::SetServiceLevel(ticket);
  if (ticket.level.tier != before) {
    draft.AddTicketChange("rules",
                          "tier: " + std::string(ToString(before)) + " -> " + std::string(ToString(ticket.level.tier)),
                          ticket.level.reason);
  }
}

base::Status SetText(Draft& draft, const base::AgentActed& act, std::string& field, bool moves_level) {
  if (act.value.size() > kMaxValue) return Refuse("That value is too long.");
  const std::string value = base::CleanUtf8(act.value);
  if (field == value) return {};
  NoteChange(draft, act, field, value);
  field = value;
  if (moves_level) FollowLevel(draft);
  return {};
}

base::Status SetTier(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  Ticket& ticket = *draft.ticket;
  const bool by_rules = act.value == kByRules;
  if (!by_rules) {
    if (act.value.empty()) return Refuse("A ticket always has a tier; 'auto' lets the rules choose it.");
    TRY_STATUS(CheckOneOf("tier", act.value, {"critical", "fault", "how-to", "suggestion"}));
    if (base::Trim(act.text).empty()) return Refuse("Another tier needs a reason.");
  }
  const std::string before(ToString(ticket.level.tier));
  ticket.level_by = by_rules ? "" : agent.login;
  if (!by_rules) ticket.level = desk::ChosenServiceLevel(desk::TierFrom(act.value), agent.display, act.text);
  desk::SetServiceLevel(ticket);
  NoteChange(draft, act, before, std::string(ToString(ticket.level.tier)));
  return {};
}

base::Status SetTitle(Draft& draft, const base::AgentActed& act) {
  const std::string title = base::Shorten(base::CleanUtf8(base::Trim(act.value)), kMaxTitle);
  if (title.empty()) return Refuse("A ticket needs a title.");
  if (title == draft.ticket->title) return {};
  NoteChange(draft, act, draft.ticket->title, title);
  draft.ticket->title = title;
  if (draft.conversation.ticket == draft.ticket->number) draft.conversation.summary = title;
  return {};
}

// The user is told: it is a promise.
base::Status SetExpected(Draft& draft, const base::AgentActed& act) {
  Ticket& ticket = *draft.ticket;
  const std::string before = ticket.expected ? DayOf(*ticket.expected, draft.policy().zone) : "";
  if (act.value.empty()) {
    if (!ticket.expected) return {};
    ticket.expected.reset();
    NoteChange(draft, act, before, "");
    return {};
  }
  TRY(const base::TimePoint day, MomentIn(act.value, draft.policy().zone, draft.now()));
  if (ticket.expected == day) return {};
  ticket.expected = day;
  NoteChange(draft, act, before, DayOf(day, draft.policy().zone));
  TellTicketNews(draft, {.news = News::kExpected, .day = day});
  return {};
}

base::Status SetCustomField(Draft& draft, const desk::CustomField& field, const base::AgentActed& act) {
  Ticket& ticket = *draft.ticket;
  TRY(std::string value, desk::CheckCustom(field, act.value));
  std::string before;
  for (const base::Fact& fact : ticket.custom)
    if (fact.key == field.name) before = fact.value;
  if (before == value) return {};
  NoteChange(draft, act, before, value);
  desk::SetCustom(ticket.custom, field, draft.policy().locales.front(), std::move(value));
  return {};
}

base::Status UnknownField(const Draft& draft, const std::string& field) {
  std::string names = "title, category, component, tier, expected, fixed_in";
  for (const Choice& choice : Choices()) names += ", " + std::string(choice.field);
  for (const desk::CustomField& own : draft.policy().fields) names += ", " + own.name;
  return Refuse("A ticket has no field '" + field + "'; it has: " + names + ".");
}

}  // namespace

base::Status SetTicketField(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  if (!draft.ticket) return Refuse("This conversation has no ticket yet.");
  Ticket& ticket = *draft.ticket;
  const desk::Taxonomy& taxonomy = draft.policy().taxonomy;
  for (const Choice& choice : Choices()) {
    if (choice.field != act.what) continue;
    TRY_STATUS(CheckOneOf(choice.field, act.value, choice.values));
    return SetText(draft, act, choice.of(ticket), choice.moves_level);
  }
  if (act.what == "category") {
    TRY_STATUS(CheckOneOf("category", act.value, Ids(taxonomy.categories)));
    return SetText(draft, act, ticket.impact.category, true);
  }
  if (act.what == "component") {
    TRY_STATUS(CheckOneOf("component", act.value, Ids(taxonomy.components)));
    return SetText(draft, act, ticket.impact.component, true);
  }
  if (act.what == "tier") return SetTier(draft, agent, act);
  if (act.what == "title") return SetTitle(draft, act);
  if (act.what == "expected") return SetExpected(draft, act);
  if (act.what == "fixed_in") return SetText(draft, act, ticket.fixed_in, false);
  if (const desk::CustomField* own = desk::FindField(draft.policy().fields, act.what))
    return SetCustomField(draft, *own, act);
  return UnknownField(draft, act.what);
}

}  // namespace frontdesk::core
