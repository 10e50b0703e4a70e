#include "bot/desk/routing.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/desk/taxonomy.h"

namespace frontdesk::desk {

namespace {

using Names = std::vector<std::string>;

std::string_view DefaultQueue(std::string_view category) {
  if (category == "functional") return "tech";
  if (category == "experience" || category == "suggestion") return "product";
  if (category == "service") return "quality";
  return {};
}

bool Has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string WordIn(const Conditions& when, const Inquiry& inquiry) {
  const std::string text = base::FoldForMatch(inquiry.words);
  for (const auto& [locale, words] : when.words) {
    if (!locale.empty() && locale != inquiry.locale) continue;
    for (const std::string& word : words)
      if (HasWord(text, base::FoldForMatch(word))) return word;
  }
  return {};
}

// Collects reasons until a condition does not hold.
class Match {
 public:
  // An empty list asks nothing.
  Match& OneOf(const Names& wanted, const std::string& value, std::string_view what) {
    if (!wanted.empty()) Need(!value.empty() && Has(wanted, value), std::string(what) + " is " + value);
    return *this;
  }
  Match& Need(bool holds, const std::string& reason) {
    holds_ = holds_ && holds;
    if (holds) reason_ += (reason_.empty() ? "" : ", ") + reason;
    return *this;
  }
  std::optional<std::string> Result() const { return holds_ ? std::optional(reason_) : std::nullopt; }

 private:
  bool holds_ = true;
  std::string reason_;
};

std::string AttributeOf(const Inquiry& inquiry, const std::string& name) {
  const auto it = inquiry.person.attributes.find(name);
  return it == inquiry.person.attributes.end() ? std::string() : it->second;
}

bool AllIn(const Names& narrow, const Names& wide) {
  return wide.empty() || (!narrow.empty() &&
                          std::all_of(narrow.begin(), narrow.end(), [&](const auto& name) { return Has(wide, name); }));
}

bool CoversWords(const Conditions& wide, const Conditions& narrow) {
  if (wide.words.empty()) return true;
  if (narrow.words.empty()) return false;
  for (const auto& [locale, words] : narrow.words) {
    const auto same = wide.words.find(locale);
    const auto any = wide.words.find("");
    for (const std::string& word : words) {
      const bool known =
          (same != wide.words.end() && Has(same->second, word)) || (any != wide.words.end() && Has(any->second, word));
      if (!known) return false;
    }
  }
  return true;
}

bool CoversPerson(const Conditions& wide, const Conditions& narrow) {
  if (wide.returning && wide.returning != narrow.returning) {
    const bool implied = *wide.returning && (narrow.earlier.value_or(0) > 0 || !narrow.last_agents.empty());
    if (!implied) return false;
  }
  if (wide.earlier && narrow.earlier.value_or(0) < *wide.earlier) return false;
  return AllIn(narrow.last_agents, wide.last_agents) && AllIn(narrow.tiers, wide.tiers) &&
         AllIn(narrow.plans, wide.plans);
}

Route RouteOf(const RoutingRule& rule, const std::string& why, const Inquiry& inquiry) {
  Route route{rule.queue, "rule '" + rule.name + "'" + (why.empty() ? "" : ": " + why),
              rule.name,  rule.skills,
              rule.agent, rule.note};
  if (route.agent == kLastAgent) route.agent = inquiry.person.last_agent;
  return route;
}

}  // namespace

std::optional<std::string> WhyMatches(const Conditions& when, const Inquiry& inquiry) {
  Match match;
  match.OneOf(when.categories, inquiry.category, "category")
      .OneOf(when.components, inquiry.component, "component")
      .OneOf(when.tiers, AttributeOf(inquiry, "tier"), "tier")
      .OneOf(when.plans, AttributeOf(inquiry, "plan"), "plan")
      .OneOf(when.last_agents, inquiry.person.last_agent, "last agent")
      .OneOf(when.locales, inquiry.locale, "language")
      .OneOf(when.accounts, inquiry.account, "account");
  const int earlier = inquiry.person.earlier_tickets;
  if (when.returning) match.Need(*when.returning == (earlier > 0), earlier > 0 ? "has been here before" : "is new");
  if (when.earlier) match.Need(earlier >= *when.earlier, std::to_string(earlier) + " earlier tickets");
  if (!when.during.empty()) match.Need(IsOpen(when.during_hours, inquiry.now), when.during + " is open");
  if (!when.outside.empty()) match.Need(!IsOpen(when.outside_hours, inquiry.now), when.outside + " is closed");
  if (!when.words.empty()) {
    const std::string word = WordIn(when, inquiry);
    match.Need(!word.empty(), "said '" + word + "'");
  }
  return match.Result();
}

std::string Contradiction(const Conditions& when) {
  const bool is_new = when.returning && !*when.returning;
  if (is_new && when.earlier.value_or(0) > 0) return "a new person has no earlier tickets";
  if (is_new && !when.last_agents.empty()) return "a new person has no last agent";
  if (!when.during.empty() && when.during == when.outside) return "a calendar cannot be open and closed at once";
  if (when.words.empty() || when.locales.empty()) return {};
  for (const auto& [locale, words] : when.words)
    if (locale.empty() || Has(when.locales, locale)) return {};
  return "it has no words of the languages that it asks for";
}

bool Covers(const Conditions& wide, const Conditions& narrow) {
  return AllIn(narrow.categories, wide.categories) && AllIn(narrow.components, wide.components) &&
         AllIn(narrow.locales, wide.locales) && AllIn(narrow.accounts, wide.accounts) &&
         (wide.during.empty() || wide.during == narrow.during) &&
         (wide.outside.empty() || wide.outside == narrow.outside) && CoversPerson(wide, narrow) &&
         CoversWords(wide, narrow);
}

Route ChooseRoute(const std::vector<RoutingRule>& rules, const Names& queues, const Inquiry& inquiry) {
  if (Has(queues, inquiry.wanted)) return {inquiry.wanted, "named by the flow", {}, {}, {}, {}};
  for (const RoutingRule& rule : rules)
    if (const auto why = WhyMatches(rule.when, inquiry)) return RouteOf(rule, *why, inquiry);
  if (const auto queue = DefaultQueue(inquiry.category); Has(queues, queue)) {
    return {std::string(queue), inquiry.category + " goes to " + std::string(queue), {}, {}, {}, {}};
  }
  return {queues.front(), "the first queue takes what no rule names", {}, {}, {}, {}};
}

}  // namespace frontdesk::desk
