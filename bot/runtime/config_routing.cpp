// The desk's part of frontdesk.yaml that says who gets what: routing rules, how a queue is served, who is on duty, what
// happens when nobody answers.
#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/desk/routing.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::Millis;
using base::YamlNode;
using Names = std::vector<std::string>;

constexpr std::size_t kMaxRules = 200;
constexpr std::size_t kMaxWords = 200;
constexpr std::size_t kMaxWordBytes = 100;
constexpr std::size_t kMaxNoteBytes = 500;
constexpr std::size_t kMaxOnRoster = 1'000;
constexpr Millis kLongestWait = std::chrono::hours(24 * 30);

std::vector<std::string_view> Views(const Names& names) { return {names.begin(), names.end()}; }

std::vector<std::string_view> CalendarNames(const Calendars& calendars) {
  std::vector<std::string_view> names;
  for (const auto& [name, calendar] : calendars) names.push_back(name);
  return names;
}

// Whether `name` is one of `known`; reports others.
bool Knows(const Fields& fields, std::string_view key, const std::string& name, std::string_view what,
           const std::vector<std::string_view>& known, Findings& findings) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return true;
  findings.Error(fields.PlaceOf(key), "there is no " + std::string(what) + " '" + name + "'",
                 known.empty() ? "describe it under desk first" : base::DidYouMean(name, known));
  return false;
}

Names ReadSome(Fields& fields, std::string_view key, Findings& findings) {
  Names names = fields.Texts(key);
  if (fields.Has(key) && names.empty()) {
    findings.Error(fields.PlaceOf(key), "'" + std::string(key) + "' is empty, so this can never match",
                   "name one, or remove the key");
  }
  return names;
}

// The taxonomy is a file of its own: whoever has read both checks the names.
Names ReadOfTaxonomy(Fields& fields, std::string_view key, std::vector<Reference>& named, Findings& findings) {
  Names names = ReadSome(fields, key, findings);
  for (const std::string& name : names) named.push_back({name, fields.PlaceOf(key)});
  return names;
}

Names ReadKnown(Fields& fields, std::string_view key, std::string_view what, const std::vector<std::string_view>& known,
                Findings& findings) {
  Names names = ReadSome(fields, key, findings);
  for (const std::string& name : names) Knows(fields, key, name, what, known, findings);
  return names;
}

desk::Hours HoursNamed(const std::string& name, const Calendars& calendars) {
  const auto it = calendars.find(name);
  return it == calendars.end() ? desk::Hours{} : desk::Hours{it->second};
}

void CheckWords(const Names& words, const base::Place& place, Findings& findings) {
  const bool fits = !words.empty() && words.size() <= kMaxWords &&
                    std::all_of(words.begin(), words.end(), [](const std::string& word) {
                      return !base::FoldForMatch(word).empty() && word.size() <= kMaxWordBytes;
                    });
  if (!fits) findings.Error(place, "'words' must be 1 to 200 words or phrases of at most 100 bytes", "name some");
}

// A list for every language, or a mapping locale -> list.
std::map<std::string, Names> ReadWords(Fields& when, const DeskNames& names, Findings& findings) {
  std::map<std::string, Names> words;
  const YamlNode* node = when.Get("words");
  if (!node) return words;
  if (!node->IsMap()) {
    words[""] = when.Texts("words");
    CheckWords(words[""], node->place, findings);
    return words;
  }
  Fields fields(*node, "'words'", findings);
  for (const YamlNode::Entry& entry : node->entries) {
    Knows(fields, entry.key, entry.key, "locale", Views(names.locales), findings);
    words[entry.key] = fields.Texts(entry.key);
    CheckWords(words[entry.key], entry.value.place, findings);
  }
  fields.Finish();
  return words;
}

std::string ReadCalendarName(Fields& when, std::string_view key, const Calendars& calendars, Findings& findings) {
  const std::string name = when.Text(key);
  if (!name.empty()) Knows(when, key, name, "calendar", CalendarNames(calendars), findings);
  return name;
}

desk::Conditions ReadConditions(const YamlNode& node, const DeskNames& names, const Calendars& calendars,
                                TaxonomyNames& named, Findings& findings) {
  desk::Conditions when;
  Fields fields(node, "'when'", findings, "write when: {category: functional}");
  when.categories = ReadOfTaxonomy(fields, "category", named.categories, findings);
  when.components = ReadOfTaxonomy(fields, "component", named.components, findings);
  when.words = ReadWords(fields, names, findings);
  when.tiers = fields.Texts("tier");
  when.plans = fields.Texts("plan");
  if (const std::string person = fields.OneOf("person", {"new", "returning"}, {}); !person.empty())
    when.returning = person == "returning";
  if (const auto least = fields.Int("earlier_tickets", 0, 1, 1'000); least > 0) when.earlier = static_cast<int>(least);
  when.last_agents = fields.Texts("last_agent");
  when.locales = ReadKnown(fields, "locale", "locale", Views(names.locales), findings);
  when.accounts = ReadKnown(fields, "account", "account", Views(names.accounts), findings);
  when.during = ReadCalendarName(fields, "during", calendars, findings);
  when.outside = ReadCalendarName(fields, "outside", calendars, findings);
  when.during_hours = HoursNamed(when.during, calendars);
  when.outside_hours = HoursNamed(when.outside, calendars);
  fields.Finish();
  return when;
}

desk::RoutingRule ReadRule(const YamlNode& node, const DeskNames& names, const Calendars& calendars,
                           TaxonomyNames& named, Findings& findings) {
  desk::RoutingRule rule;
  Fields fields(node, "a routing rule", findings, "write - {name: calls, when: {component: call}, queue: tech}");
  if (!node.IsMap()) return rule;
  rule.name = fields.RequiredText("name");
  if (const YamlNode* when = fields.Get("when")) rule.when = ReadConditions(*when, names, calendars, named, findings);
  rule.queue = fields.RequiredText("queue");
  if (!rule.queue.empty()) Knows(fields, "queue", rule.queue, "queue", Views(names.queues), findings);
  rule.skills = fields.Texts("skills");
  rule.agent = fields.Text("agent");
  rule.note = fields.Text("note");
  if (rule.note.size() > kMaxNoteBytes)
    findings.Error(fields.PlaceOf("note"), "a note has at most 500 bytes", "cut it");
  fields.Finish();
  return rule;
}

// What no ticket can ever reach would only mislead whoever reads it.
void CheckReach(const std::vector<desk::RoutingRule>& rules, const std::vector<base::Place>& places,
                Findings& findings) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::string name = "the rule '" + rules[i].name + "' can never match: ";
    if (const std::string why = desk::Contradiction(rules[i].when); !why.empty()) {
      findings.Error(places[i], name + why, "remove one of the two conditions");
      continue;
    }
    for (std::size_t before = 0; before < i; ++before) {
      if (rules[before].name == rules[i].name && !rules[i].name.empty())
        findings.Error(places[i], "two rules have the name '" + rules[i].name + "'", "rename one");
      if (!desk::Covers(rules[before].when, rules[i].when)) continue;
      findings.Error(places[i],
                     name + "'" + rules[before].name + "' in line " + std::to_string(places[before].line) +
                         " takes all that it would",
                     "move it up, or narrow the other one");
      break;
    }
  }
}

}  // namespace

Millis ReadLimit(Fields& fields, std::string_view key, Millis fallback, Findings& findings) {
  if (!fields.Has(key)) return fallback;
  const std::string text = fields.Text(key);
  if (text == "0") return Millis(0);
  const auto span = base::ParseDuration(text);
  if (span && *span <= kLongestWait) return *span;
  findings.Error(fields.PlaceOf(key), "'" + std::string(key) + "' must be a time of at most 30d, or 0 for never",
                 "write 15m, 2h or 1d");
  return fallback;
}

std::vector<desk::RoutingRule> ReadRouting(Fields& desk, const DeskNames& names, const Calendars& calendars,
                                           TaxonomyNames& named, Findings& findings) {
  std::vector<desk::RoutingRule> rules;
  std::vector<base::Place> places;
  const YamlNode* node = desk.Get("routing");
  if (!node || node->IsNull()) return rules;
  if (!node->IsList()) {
    findings.Error(node->place, "'routing' must be a list of rules, but this is " + std::string(KindName(*node)),
                   "write - {name: calls, when: {component: call}, queue: tech}");
    return rules;
  }
  if (node->items.size() > kMaxRules) findings.Error(node->place, "more than 200 rules", "join some");
  for (const YamlNode& item : node->items) {
    rules.push_back(ReadRule(item, names, calendars, named, findings));
    places.push_back(item.place);
  }
  CheckReach(rules, places, findings);
  return rules;
}

desk::QueueRules ReadQueueRules(Fields& fields, const std::string& queue, Findings& findings) {
  desk::QueueRules rules;
  rules.skills = fields.Texts("skills");
  rules.overflow = fields.Text("overflow");
  rules.overflow_after = ReadLimit(fields, "overflow_after", rules.overflow_after, findings);
  if (fields.Has("overflow_after") && rules.overflow.empty()) {
    findings.Error(fields.PlaceOf("overflow_after"), "'overflow_after' without 'overflow' does nothing",
                   "name the queue that helps: overflow: general");
  }
  if (fields.OneOf("assign", {"offer", "auto"}, "offer") == "auto") rules.assign = desk::Assign::kAuto;
  if (rules.overflow == queue)
    findings.Error(fields.PlaceOf("overflow"), "a queue cannot help itself out", "name another queue");
  return rules;
}

void CheckOverflow(const YamlNode& queues, const std::map<std::string, desk::QueueRules>& rules, Findings& findings) {
  std::vector<std::string_view> names;
  for (const auto& [name, rule] : rules) names.push_back(name);
  for (const YamlNode::Entry& entry : queues.entries) {
    const YamlNode* overflow = entry.value.Find("overflow");
    const auto rule = rules.find(entry.key);
    if (!overflow || rule == rules.end() || rule->second.overflow.empty()) continue;
    std::string at = rule->second.overflow;
    if (!rules.contains(at)) {
      findings.Error(overflow->place, "there is no queue '" + at + "'", base::DidYouMean(at, names));
      continue;
    }
    for (std::size_t steps = 0; steps <= rules.size() && !at.empty() && at != entry.key; ++steps) {
      const auto next = rules.find(at);
      at = next == rules.end() ? std::string() : next->second.overflow;
    }
    if (at == entry.key && rule->second.overflow != entry.key)
      findings.Error(overflow->place, "the overflow goes in a circle back to '" + entry.key + "'",
                     "end it at a queue without 'overflow'");
  }
}

std::map<std::string, desk::Hours> ReadRoster(Fields& desk, const Calendars& calendars, Findings& findings) {
  std::map<std::string, desk::Hours> roster;
  const YamlNode* node = desk.Get("roster");
  if (!node || node->IsNull()) return roster;
  Fields fields(*node, "'roster'", findings, "write roster: {kim: cn-office, lee: [cn-office, weekend]}");
  if (!node->IsMap()) return roster;
  if (node->entries.size() > kMaxOnRoster) findings.Error(node->place, "more than 1,000 agents on the roster");
  for (const YamlNode::Entry& entry : node->entries) {
    desk::Hours hours;
    const Names named = fields.Texts(entry.key);
    if (named.empty())
      findings.Error(entry.value.place, "'" + entry.key + "' has no calendar", "name when they are on duty");
    for (const std::string& name : named) {
      if (!Knows(fields, entry.key, name, "calendar", CalendarNames(calendars), findings)) continue;
      hours.push_back(calendars.at(name));
    }
    if (!hours.empty()) roster[entry.key] = std::move(hours);
  }
  fields.Finish();
  return roster;
}

desk::Timeouts ReadTimeouts(Fields& desk, Findings& findings) {
  desk::Timeouts timeouts;
  const YamlNode* node = desk.Get("timeouts");
  if (!node || node->IsNull()) return timeouts;
  Fields fields(*node, "'timeouts'", findings, "write timeouts: {remind_agent: 15m, back_to_queue: 2h}");
  timeouts.remind_agent = ReadLimit(fields, "remind_agent", timeouts.remind_agent, findings);
  timeouts.back_to_queue = ReadLimit(fields, "back_to_queue", timeouts.back_to_queue, findings);
  timeouts.elsewhere = ReadLimit(fields, "elsewhere", timeouts.elsewhere, findings);
  fields.Finish();
  const bool both = timeouts.remind_agent.count() > 0 && timeouts.back_to_queue.count() > 0;
  if (both && timeouts.back_to_queue <= timeouts.remind_agent) {
    findings.Error(fields.PlaceOf("back_to_queue"), "'back_to_queue' must be longer than 'remind_agent'",
                   "leave the agent time to answer after the reminder");
  }
  return timeouts;
}

}  // namespace frontdesk::runtime
