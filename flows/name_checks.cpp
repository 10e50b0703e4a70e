#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/checks.h"
#include "flows/lookup.h"
#include "flows/reach.h"

namespace frontdesk::flows {
namespace {

constexpr std::array<std::string_view, 11> kReserved = {"ticket", "context", "profile", "account", "locale", "all",
                                                        "any",    "not",     "hours",   "queue",   "edit"};
constexpr std::string_view kProfile = "profile.";
constexpr std::array<std::string_view, 3> kTicketNames = {"ticket.number", "ticket.queue", "ticket.answer_by"};
constexpr std::string_view kImpacts[] = {"blocked", "degraded", "cosmetic"};
constexpr std::string_view kScopes[] = {"me", "team", "everyone"};
constexpr std::string_view kWorkarounds[] = {"yes", "no"};

class NameCheck {
 public:
  NameCheck(const Flow& flow, const LoadOptions& options, base::Findings& findings)
      : flow_(flow), options_(options), findings_(findings), reach_(ReachableFrom(flow)) {
    for (std::size_t i = 0; i < flow.steps.size(); ++i) NoteSetters(static_cast<int>(i));
  }

  void Run() {
    Duplicates();
    for (std::size_t i = 0; i < flow_.steps.size(); ++i) CheckStep(static_cast<int>(i));
    NeverRead();
  }

 private:
  void NoteSetters(int step) {
    const Step& at = flow_.steps[static_cast<std::size_t>(step)];
    if (const Slot* slot = flow_.SlotAt(step)) setters_[slot->name].push_back(step);
    if (const auto* set = std::get_if<SetStep>(&at.body))
      for (const Assignment& assignment : set->assignments) setters_[assignment.name].push_back(step);
    if (const auto* lookup = std::get_if<LookupStep>(&at.body))
      for (const LookupStep::Field& field : lookup->fields) setters_[field.name].push_back(step);
    if (std::holds_alternative<TicketStep>(at.body))
      for (std::string_view name : kTicketNames) setters_[std::string(name)].push_back(step);
  }

  void Duplicates() {
    std::map<std::string_view, int> lines;
    for (const Step& step : flow_.steps) {
      if (!step.named) continue;
      auto [first, fresh] = lines.emplace(step.name, step.place.line);
      if (!fresh)
        findings_.Error(
            step.place,
            "the name '" + step.name + "' stands twice (first in line " + std::to_string(first->second) + ")",
            "rename one");
    }
    for (const auto& [name, steps] : setters_)
      if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end())
        findings_.Error(flow_.steps[static_cast<std::size_t>(steps.front())].place,
                        "'" + name + "' has a meaning of its own and cannot name a slot", "choose another name");
  }

  void CheckStep(int index) {
    const Step& step = flow_.steps[static_cast<std::size_t>(index)];
    step_ = index;
    if (const Slot* slot = flow_.SlotAt(index)) CheckSlot(*slot);
    if (const auto* say = std::get_if<SayStep>(&step.body)) CheckTexts(say->text);
    if (const auto* confirm = std::get_if<ConfirmStep>(&step.body)) CheckTexts(confirm->text);
    if (const auto* branch = std::get_if<BranchStep>(&step.body))
      for (const BranchArm& arm : branch->arms)
        if (arm.when) CheckWhen(*arm.when);
    if (const auto* set = std::get_if<SetStep>(&step.body))
      for (const Assignment& assignment : set->assignments) CheckAssignment(assignment);
    if (const auto* ticket = std::get_if<TicketStep>(&step.body)) CheckTicket(*ticket);
    if (const auto* search = std::get_if<SearchStep>(&step.body)) CheckField(search->from);
    if (const auto* lookup = std::get_if<LookupStep>(&step.body)) CheckLookup(*lookup, step.place);
    if (const auto* call = std::get_if<CallStep>(&step.body))
      for (const Assignment& assignment : call->with) CheckAssignment(assignment);
    if (const auto* handoff = std::get_if<HandoffStep>(&step.body)) {
      CheckTemplate(handoff->reason);
      CheckQueue(handoff->queue, handoff->queue_place);
    }
  }

  void CheckSlot(const Slot& slot) {
    CheckTexts(slot.text);
    CheckTexts(slot.help);
    CheckTexts(slot.retry);
    for (const auto& [platform, hint] : slot.hints) CheckHint(platform, hint);
    for (const Prefill& prefill : slot.prefill) CheckPrefill(slot, prefill);
    if (slot.when) CheckWhen(*slot.when);
  }

  void CheckPrefill(const Slot& slot, const Prefill& prefill) {
    if (prefill.from == Prefill::From::kProfile) CheckAttribute(prefill.key, prefill.place);
    if (prefill.from == Prefill::From::kMessage && slot.sensitive && IsOwn())
      findings_.Warning(prefill.place,
                        "'" + slot.name + "' is sensitive, but the message that began the flow is kept as it is",
                        "ask for it instead");
  }

  // Steps of a called flow are checked in their own file.
  bool IsOwn() const { return static_cast<std::size_t>(step_) < flow_.own_steps; }

  void CheckHint(const std::string& platform, const Localized<Template>& hint) {
    CheckTexts(hint);
    const std::vector<std::string_view> known(options_.platforms.begin(), options_.platforms.end());
    if (!known.empty() && std::find(known.begin(), known.end(), platform) == known.end())
      findings_.Error(hint.values.front().second.place, "there is no account type '" + platform + "'",
                      base::DidYouMean(platform, known));
  }

  void CheckWhen(const Condition& condition) {
    CheckCondition(
        flow_, condition, options_, [&](const std::string& name, const base::Place& place) { Use(name, place); },
        findings_);
  }

  void CheckTexts(const Localized<Template>& texts) {
    for (const auto& [locale, text] : texts.values) CheckTemplate(text);
  }

  void CheckTemplate(const Template& text) {
    for (const TemplatePiece& piece : text.pieces) {
      if (piece.name.empty()) {
        CheckSingleBraces(piece.literal, text.place);
        continue;
      }
      Use(piece.name, text.place);
      for (const Filter& filter : piece.filters) CheckFilter(filter, piece.name, text.place);
    }
  }

  // "{area}" is what nearly every other tool would put the answer in for.
  void CheckSingleBraces(std::string_view text, const base::Place& place) {
    if (!IsOwn()) return;
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
      const std::size_t close = text.find('}', open);
      if (close == std::string_view::npos) return;
      const std::string name(base::Trim(text.substr(open + 1, close - open - 1)));
      if (setters_.count(BaseName(name)) > 0)
        findings_.Warning(place, "'{" + name + "}' is shown as it stands here",
                          "write {{" + name + "}} for the answer to it");
    }
  }

  void CheckFilter(const Filter& filter, const std::string& name, const base::Place& place) {
    if (filter.kind != FilterKind::kTime && filter.kind != FilterKind::kDate) return;
    const Slot* slot = flow_.FindSlot(name);
    const bool is_day = filter.kind == FilterKind::kDate && slot != nullptr && slot->type == SlotType::kDate;
    if (name != "ticket.answer_by" && !is_day)
      findings_.Error(place, "the filter '" + std::string(FilterName(filter.kind)) + "' does not fit '" + name + "'",
                      "it is for moments such as ticket.answer_by");
  }

  // A name in a template, a condition or a ticket's fields.
  void Use(const std::string& name, const base::Place& place) {
    if (name == "account" || name == "locale" || name.starts_with("context.")) return;
    if (name.starts_with(kProfile)) return CheckAttribute(name.substr(kProfile.size()), place);
    const std::string base = BaseName(name);
    const auto setter = setters_.find(base);
    if (setter == setters_.end()) return ReportUnknown(name, place);
    read_.insert(base);
    const bool can_be_set = std::any_of(setter->second.begin(), setter->second.end(), [&](int from) {
      return reach_[static_cast<std::size_t>(from)][static_cast<std::size_t>(step_)];
    });
    if (!can_be_set)
      findings_.Error(place, "'" + base + "' is used before it can be set",
                      base.starts_with("ticket.") ? "open the ticket before" : "ask it before");
  }

  // Nobody may ever tell it, so it is a warning only.
  void CheckAttribute(const std::string& key, const base::Place& place) {
    if (options_.attributes.empty() || !IsOwn()) return;
    std::vector<std::string_view> known = {"name", "locale", "verified"};
    known.insert(known.end(), options_.attributes.begin(), options_.attributes.end());
    for (const Step& step : flow_.steps)
      if (const auto* lookup = std::get_if<LookupStep>(&step.body))
        for (const FieldName& kept : lookup->person) known.push_back(kept.name);
    if (std::find(known.begin(), known.end(), key) != known.end()) return;
    std::string fix = base::DidYouMean(key, known);
    if (!fix.ends_with('?')) fix += "; add it to 'attributes' in frontdesk.yaml if it is one of yours";
    findings_.Warning(place, "'profile." + key + "' is nothing that is known of people", std::move(fix));
  }

  // "area.label" -> "area".
  static std::string BaseName(const std::string& name) {
    return name.ends_with(".label") ? name.substr(0, name.size() - 6) : name;
  }

  // The answers of a flow that is called, but cannot be seen, may have any name.
  bool MayComeFromACall() const {
    return options_.alone && std::any_of(flow_.steps.begin(), flow_.steps.end(), [](const Step& step) {
             const auto* call = std::get_if<CallStep>(&step.body);
             return call != nullptr && call->first < 0;
           });
  }

  void ReportUnknown(const std::string& name, const base::Place& place) {
    if (MayComeFromACall()) return;
    std::vector<std::string_view> known;
    for (const auto& [setter, steps] : setters_) known.push_back(setter);
    known.insert(known.end(), {"account", "locale"});
    if (name.starts_with("ticket.") && setters_.count("ticket.number") == 0)
      return findings_.Error(place, "'" + name + "' is used, but the flow opens no ticket", "add a ticket step before");
    const auto member =
        std::find_if(known.begin(), known.end(), [&](std::string_view other) { return other.starts_with(name + "."); });
    findings_.Error(
        place, "unknown name '" + name + "'",
        member == known.end() ? base::DidYouMean(name, known) : "write " + std::string(*member) + ", for example");
  }

  void CheckAssignment(const Assignment& assignment) {
    if (!assignment.value) return;
    CheckTemplate(*assignment.value);
    const Slot* slot = flow_.FindSlot(assignment.name);
    if (slot == nullptr) return;
    if (IsFileType(slot->type))
      return findings_.Error(assignment.place, "'" + slot->name + "' holds files and cannot be set", "remove it");
    const auto& pieces = assignment.value->pieces;
    if (pieces.size() != 1 || !pieces.front().name.empty()) return;
    const ParsedAnswer parsed = ParseAnswer(*slot, pieces.front().literal, {"en", {}, "UTC"});
    if (!parsed.value)
      findings_.Error(assignment.place, "'" + slot->name + "' can never be '" + pieces.front().literal + "'",
                      HowToWrite(*slot, pieces.front().literal));
  }

  void CheckTicket(const TicketStep& ticket) {
    const std::vector<std::string_view> categories(options_.categories.begin(), options_.categories.end());
    if (!ticket.category.empty() && !categories.empty() &&
        std::find(categories.begin(), categories.end(), ticket.category) == categories.end())
      findings_.Error(ticket.category_place, "unknown category '" + ticket.category + "'",
                      base::DidYouMean(ticket.category, categories));
    CheckTemplate(ticket.title);
    CheckComponent(ticket.component);
    CheckLevel(ticket.impact, "impact", kImpacts);
    CheckLevel(ticket.scope, "scope", kScopes);
    CheckLevel(ticket.workaround, "workaround", kWorkarounds);
    CheckQueue(ticket.queue, ticket.queue_place);
    for (const FieldName& field : ticket.fields) CheckField(field);
    if (ticket.all_fields) reads_all_ = true;
  }

  void CheckLookup(const LookupStep& lookup, const base::Place& place) {
    CheckTemplate(lookup.url);
    for (const auto& [key, text] : lookup.body) CheckTemplate(text);
    for (const FieldName& kept : lookup.person) CheckKept(kept, lookup);
    const std::string origin = OriginOf(lookup.url);
    if (origin.empty()) return;  // reported where it was read
    const std::string host = origin.substr(origin.find("://") + 3);
    const std::vector<std::string_view> hosts(options_.lookup_hosts.begin(), options_.lookup_hosts.end());
    if (std::find(hosts.begin(), hosts.end(), host) != hosts.end()) return;
    const std::string guess = base::DidYouMean(host, hosts);
    findings_.Error(lookup.url.place.line != 0 ? lookup.url.place : place,
                    "flows of this workspace may not call '" + host + "'",
                    hosts.empty() ? "add it to limits.lookup_hosts in frontdesk.yaml" : guess);
  }

  void CheckKept(const FieldName& kept, const LookupStep& lookup) {
    std::vector<std::string_view> names;
    for (const LookupStep::Field& field : lookup.fields) names.push_back(field.name);
    if (std::find(names.begin(), names.end(), kept.name) == names.end())
      return findings_.Error(kept.place, "the lookup has no field '" + kept.name + "'",
                             base::DidYouMean(kept.name, names));
    read_.insert(kept.name);
  }

  void CheckField(const FieldName& field) {
    if (flow_.FindSlot(field.name) != nullptr || setters_.count(field.name) > 0) return Use(field.name, field.place);
    if (MayComeFromACall()) return;
    std::vector<std::string_view> names;
    for (const auto& [name, steps] : setters_)
      if (!name.starts_with("ticket.")) names.push_back(name);
    findings_.Error(field.place, "unknown field '" + field.name + "'", base::DidYouMean(field.name, names));
  }

  // A part that the taxonomy does not have could neither be routed nor counted.
  void CheckComponent(const Template& text) {
    CheckTemplate(text);
    if (options_.components.empty()) return;
    const std::vector<std::string_view> known(options_.components.begin(), options_.components.end());
    for (const std::string& value : ValuesOf(text)) {
      if (std::find(known.begin(), known.end(), value) != known.end()) continue;
      const bool written = text.pieces.front().name.empty();
      return findings_.Error(text.place,
                             written ? "unknown component '" + value + "'"
                                     : "'component' can become '" + value + "', which taxonomy.yaml does not have",
                             base::DidYouMean(value, known));
    }
  }

  // What a text of one word or one slot can become, as far as it is known here.
  std::vector<std::string> ValuesOf(const Template& text) const {
    std::vector<std::string> values;
    if (text.pieces.size() != 1) return values;
    const TemplatePiece& piece = text.pieces.front();
    const Slot* slot = flow_.FindSlot(piece.name);
    if (piece.name.empty()) values.push_back(piece.literal);
    if (slot != nullptr && slot->type == SlotType::kYesNo) values = {"yes", "no"};
    if (slot != nullptr)
      for (const Option& option : slot->options) values.push_back(option.value);
    return values;
  }

  // The desk computes the service level from these, so their words are fixed.
  void CheckLevel(const Template& text, const std::string& key, std::span<const std::string_view> levels) {
    CheckTemplate(text);
    if (text.pieces.size() != 1) {
      if (!text.empty()) findings_.Error(text.place, "'" + key + "' must be one word or one slot", KnownLevels(levels));
      return;
    }
    for (const std::string& value : ValuesOf(text))
      if (std::find(levels.begin(), levels.end(), value) == levels.end())
        return findings_.Error(text.place, "'" + key + "' can become '" + value + "', which the desk does not know",
                               KnownLevels(levels));
  }

  static std::string KnownLevels(std::span<const std::string_view> levels) {
    std::string text;
    for (std::string_view level : levels) text += (text.empty() ? "known: " : ", ") + std::string(level);
    return text;
  }

  void CheckQueue(const std::string& queue, const base::Place& place) {
    if (queue.empty()) return;
    const std::vector<std::string_view> queues(options_.queues.begin(), options_.queues.end());
    if (std::find(queues.begin(), queues.end(), queue) != queues.end()) return;
    std::string fix = base::DidYouMean(queue, queues);
    if (!fix.ends_with('?')) fix += "; add it in frontdesk.yaml under desk: queues";
    findings_.Error(place, "unknown queue '" + queue + "'", std::move(fix));
  }

  // A flow that only hands over shows every answer on the card.
  void NeverRead() {
    bool has_ticket = false, has_handoff = false;
    for (const Step& step : flow_.steps) {
      has_ticket = has_ticket || std::holds_alternative<TicketStep>(step.body);
      has_handoff = has_handoff || std::holds_alternative<HandoffStep>(step.body);
    }
    if (reads_all_ || flow_.called || (!has_ticket && has_handoff)) return;
    for (const Slot& slot : std::span(flow_.slots).first(flow_.own_slots))
      if (read_.count(slot.name) == 0)
        findings_.Warning(slot.place, "the answer to '" + slot.name + "' is never read",
                          "name it in the ticket's fields, or do not ask");
  }

  const Flow& flow_;
  const LoadOptions& options_;
  base::Findings& findings_;
  std::vector<StepSet> reach_;
  std::map<std::string, std::vector<int>> setters_;
  std::set<std::string> read_;
  bool reads_all_ = false;
  int step_ = 0;
};

}  // namespace

void CheckNames(const Flow& flow, const LoadOptions& options, base::Findings& findings) {
  NameCheck(flow, options, findings).Run();
}

}  // namespace frontdesk::flows
