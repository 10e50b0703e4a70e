#include "flows/step_reader.h"

#include <algorithm>
#include <array>

#include "flows/declared_fields.h"
#include "flows/loader.h"
#include "flows/lookup_reader.h"
#include "flows/slot_reader.h"

namespace frontdesk::flows {
namespace {

// Other languages' words for `else`.
constexpr std::array<std::string_view, 4> kElseWords = {"otherwise", "default", "elsewise", "el"};

const StepKind* FindKindOf(std::string_view key) {
  for (const StepKind& kind : StepKinds())
    if (kind.key == key) return &kind;
  return nullptr;
}

class StepReader {
 public:
  StepReader(const base::YamlNode& node, Flow& flow, base::Findings& findings)
      : node_(node),
        flow_(flow),
        findings_(findings),
        kind_(FindKind()),
        fields_(node, *(kind_ ? kind_ : FindKindOf(""))->mapping, findings) {}

  void Read() {
    if (!node_.IsMap()) return;
    step_.place = node_.place;
    if (kind_ == nullptr) return KeepName();
    const std::string_view kind = kind_->key;
    if (kind == "ask") step_.body = ReadAsk();
    if (kind == "say") step_.body = ReadSay();
    if (kind == "branch") step_.body = ReadBranch();
    if (kind == "set") step_.body = ReadSet();
    if (kind == "confirm") step_.body = ReadConfirm();
    if (kind == "ticket") step_.body = ReadTicket();
    if (kind == "handoff") step_.body = ReadHandoff();
    if (kind == "end") step_.body = ReadEnd();
    if (kind == "search") step_.body = ReadSearch();
    if (kind == "lookup") step_.body = ReadLookupStep(fields_, findings_);
    if (kind == "call") step_.body = ReadCall();
    if (kind.empty()) step_.body = GotoStep{};
    ReadLabel();
    ReadGoto();
    ReportLooseText(node_, fields_, findings_);
    fields_.Finish();
    flow_.steps.push_back(std::move(step_));
  }

 private:
  // A step that cannot be read still counts as a place to go to, so that one mistake is not reported twice.
  void KeepName() {
    step_.body = GotoStep{};
    for (std::string_view key : {"label", "ask", "confirm"})
      if (const base::YamlNode* name = node_.Find(key); name != nullptr && name->IsScalar()) step_.name = name->scalar;
    step_.named = !step_.name.empty();
    flow_.steps.push_back(std::move(step_));
  }

  // The one kind of the step, "" for a bare label or goto, null after an error.
  const StepKind* FindKind() {
    if (!node_.IsMap()) return nullptr;
    std::vector<const StepKind*> found;
    for (const auto& entry : node_.entries)
      if (const StepKind* kind = FindKindOf(entry.key)) found.push_back(kind);
    if (found.size() > 1) {
      findings_.Error(
          node_.place,
          "a step does one thing, not both " + std::string(found[0]->key) + " and " + std::string(found[1]->key),
          "make two steps of it");
      return nullptr;
    }
    if (!found.empty()) return found.front();
    if (node_.Find("label") != nullptr || node_.Find("goto") != nullptr) return FindKindOf("");
    ReportNoKind();
    return nullptr;
  }

  void ReportNoKind() {
    if (node_.entries.empty()) return findings_.Error(node_.place, "an empty step");
    std::vector<std::string_view> names;
    for (const StepKind& kind : StepKinds())
      if (!kind.key.empty()) names.push_back(kind.key);
    names.insert(names.end(), {"label", "goto"});
    const auto& first = node_.entries.front();
    findings_.Error(first.key_place, "unknown step '" + first.key + "'", base::DidYouMean(first.key, names));
  }

  AskStep ReadAsk() {
    Slot slot = ReadSlot(fields_, flow_.locale, findings_);
    slot.step = static_cast<int>(flow_.steps.size());
    step_.name = slot.name;
    step_.named = true;
    flow_.slots.push_back(std::move(slot));
    return AskStep{static_cast<int>(flow_.slots.size()) - 1};
  }

  SayStep ReadSay() {
    SayStep say;
    Template text = ReadTemplate(fields_, "say", findings_);
    for (const TemplatePiece& piece : text.pieces) say.receipt = say.receipt || piece.name.starts_with("ticket.");
    say.text.Set(flow_.locale, std::move(text));
    return say;
  }

  BranchStep ReadBranch() {
    BranchStep branch;
    const base::YamlNode& list = *fields_.Get("branch");
    if (!list.IsList() || list.items.empty()) {
      findings_.Error(list.place, "'branch' must be a list", "write - when: {slot: value}, and goto: label under it");
      return branch;
    }
    for (const auto& item : list.items) {
      if (!branch.arms.empty() && !branch.arms.back().when)
        findings_.Error(item.place, "nothing can come after 'else'", "move it above");
      branch.arms.push_back(ReadArm(item));
    }
    return branch;
  }

  // {otherwise: label}: one slip, said once.
  bool ReportElse(const base::YamlNode& node, BranchArm& arm) {
    if (!node.IsMap() || node.entries.size() != 1) return false;
    const auto& entry = node.entries.front();
    const bool meant = std::find(kElseWords.begin(), kElseWords.end(), entry.key) != kElseWords.end() ||
                       base::DidYouMean(entry.key, std::array<std::string_view, 1>{"else"}).ends_with('?');
    if (entry.key == "else" || !entry.value.IsScalar() || !meant) return false;
    findings_.Error(entry.key_place, "unknown key '" + entry.key + "' in an arm of a branch", "did you mean 'else'?");
    arm.target = entry.value.scalar;
    arm.place = entry.value.place;
    return true;
  }

  BranchArm ReadArm(const base::YamlNode& node) {
    if (BranchArm arm; ReportElse(node, arm)) return arm;
    const bool last = node.Find("else") != nullptr;
    DeclaredFields fields(node, last ? kElseMapping : kArmMapping, findings_);
    BranchArm arm;
    if (last) {
      const base::YamlNode& to = *fields.Get("else");
      if (to.IsMap() || to.IsList())
        findings_.Error(to.place, "'else' must be the name of a step, not " + std::string(KindName(to)),
                        "write else: label");
      else
        arm.target = fields.Text("else");
      arm.place = fields.PlaceOf("else");
    } else {
      const base::YamlNode* when = fields.Require("when");
      arm.when = when == nullptr ? Condition{} : ReadCondition(*when, findings_);
      arm.target = fields.Text("goto");
      arm.place = fields.PlaceOf("goto");
    }
    fields.Finish();
    return arm;
  }

  SetStep ReadSet() { return SetStep{ReadAssignments("set")}; }

  CallStep ReadCall() {
    CallStep call;
    call.flow = {fields_.Text("call"), fields_.PlaceOf("call")};
    if (fields_.Get("with") != nullptr) call.with = ReadAssignments("with");
    for (const Assignment& one : call.with)
      if (!one.value)
        findings_.Error(one.place, "'" + one.name + "' is given nothing", "give it a value, or leave it out");
    return call;
  }

  std::vector<Assignment> ReadAssignments(const std::string& key) {
    std::vector<Assignment> assignments;
    const base::YamlNode& map = *fields_.Get(key);
    if (!map.IsMap() || map.entries.empty()) {
      findings_.Error(map.place, "'" + key + "' must be a mapping", "write " + key + ": {slot: value}");
      return assignments;
    }
    for (const auto& entry : map.entries) {
      Assignment assignment{.name = entry.key, .value = std::nullopt, .place = entry.key_place};
      if (entry.value.IsScalar())
        assignment.value = ParseTemplate(entry.value.scalar, entry.value.place, findings_);
      else if (!entry.value.IsNull())
        findings_.Error(entry.value.place, "'" + entry.key + "' is set to " + std::string(KindName(entry.value)),
                        "set it to text, or to nothing to forget its answer");
      if (!IsName(entry.key, false))
        findings_.Error(entry.key_place, "'" + entry.key + "' cannot name a slot",
                        "use small letters, digits and _, beginning with a letter");
      assignments.push_back(std::move(assignment));
    }
    return assignments;
  }

  std::string NameOfReview() {
    const base::YamlNode* name = fields_.Get("confirm");
    if (name->IsScalar() && IsName(name->scalar, true)) return fields_.Text("confirm");
    const bool sentence = name->IsScalar() && !name->scalar.empty();
    findings_.Error(name->place,
                    sentence ? "'" + name->scalar + "' cannot name a step"
                             : "'confirm' must be text, but this is " + std::string(KindName(*name)),
                    "write confirm: review; a sentence of your own stands below it, under 'text'");
    return {};
  }

  ConfirmStep ReadConfirm() {
    ConfirmStep confirm;
    step_.name = NameOfReview();
    step_.named = !step_.name.empty();
    if (fields_.Get("text") != nullptr) confirm.text.Set(flow_.locale, ReadTemplate(fields_, "text", findings_));
    return confirm;
  }

  TicketStep ReadTicket() {
    DeclaredFields fields(*fields_.Get("ticket"), kTicketMapping, findings_);
    TicketStep ticket;
    ticket.category = fields.Text("category");
    ticket.category_place = fields.PlaceOf("category");
    ticket.title = ReadTemplate(fields, "title", findings_);
    ticket.component = ReadTemplate(fields, "component", findings_);
    ticket.impact = ReadTemplate(fields, "impact", findings_);
    ticket.scope = ReadTemplate(fields, "scope", findings_);
    ticket.workaround = ReadTemplate(fields, "workaround", findings_);
    ticket.queue = fields.Text("queue");
    ticket.queue_place = fields.PlaceOf("queue");
    ticket.all_fields = !fields.Has("fields");
    ReadFieldNames(fields, ticket);
    fields.Finish();
    return ticket;
  }

  void ReadFieldNames(DeclaredFields& fields, TicketStep& ticket) {
    const base::YamlNode* list = fields.Get("fields");
    if (list == nullptr) return;
    if (!list->IsList())
      return findings_.Error(list->place, "'fields' must be a list of slots", "write [area, actual]");
    for (const auto& item : list->items) {
      if (item.IsScalar())
        ticket.fields.push_back({item.scalar, item.place});
      else
        findings_.Error(item.place, "a field must be a slot's name, not " + std::string(base::KindName(item)));
    }
  }

  HandoffStep ReadHandoff() {
    DeclaredFields fields(*fields_.Get("handoff"), kHandoffMapping, findings_);
    HandoffStep handoff;
    handoff.reason = ReadTemplate(fields, "reason", findings_);
    handoff.queue = fields.Text("queue");
    handoff.queue_place = fields.PlaceOf("queue");
    fields.Finish();
    return handoff;
  }

  EndStep ReadEnd() { return EndStep{fields_.OneOf("end", "done") == "cancelled"}; }

  SearchStep ReadSearch() {
    DeclaredFields fields(*fields_.Get("search"), kSearchMapping, findings_);
    SearchStep search;
    search.from.name = fields.Text("from");
    search.from.place = fields.PlaceOf("from");
    search.show = static_cast<int>(fields.Whole("show", search.show));
    fields.Finish();
    return search;
  }

  void ReadLabel() {
    if (!fields_.Has("label")) return;
    const base::Place place = fields_.PlaceOf("label");
    if (step_.named) {
      fields_.Excuse("label");
      return findings_.Error(place, "this step is already called '" + step_.name + "'", "remove 'label'");
    }
    const std::string label = fields_.Text("label");
    CheckName(label, place);
    step_.name = label;
    step_.named = true;
  }

  void CheckName(const std::string& name, const base::Place& place) {
    if (!name.empty() && !IsName(name, true))
      findings_.Error(place, "'" + name + "' cannot name a step",
                      "use small letters, digits, _ and -, beginning with a letter");
  }

  void ReadGoto() {
    if (!step_.named) step_.name = std::string(StepKindName(step_)) + "@" + std::to_string(node_.place.line);
    if (!fields_.Has("goto")) return;
    if (kind_->mapping->Find("goto") == nullptr) {
      fields_.Excuse("goto");
      return findings_.Error(fields_.PlaceOf("goto"), "'goto' has no meaning after '" + std::string(kind_->key) + "'",
                             "remove it");
    }
    step_.target = fields_.Text("goto");
    step_.target_place = fields_.PlaceOf("goto");
  }

  const base::YamlNode& node_;
  Flow& flow_;
  base::Findings& findings_;
  const StepKind* kind_;  // null after an error
  DeclaredFields fields_;
  Step step_;
};

bool IsFinal(const Step& step) {
  return std::holds_alternative<HandoffStep>(step.body) || std::holds_alternative<EndStep>(step.body);
}

// A branch whose last arm is `else` never goes on to the next step.
bool AlwaysJumps(const Step& step) {
  const auto* branch = std::get_if<BranchStep>(&step.body);
  return branch != nullptr && !branch->arms.empty() && !branch->arms.back().when;
}

class TargetResolver {
 public:
  TargetResolver(Flow& flow, base::Findings& findings) : flow_(flow), findings_(findings) {
    for (const Step& step : flow.steps)
      if (step.named) names_.push_back(step.name);
  }

  bool Resolve() {
    for (Slot& slot : flow_.slots)
      if (!slot.on_fail.empty()) slot.on_fail_step = Find(slot.on_fail, slot.on_fail_place);
    for (std::size_t i = 0; i < flow_.steps.size(); ++i) ResolveStep(flow_.steps[i], static_cast<int>(i));
    return !missing_;
  }

 private:
  int Find(const std::string& name, const base::Place& place) {
    if (name.empty()) {  // reported where it was read
      missing_ = true;
      return -1;
    }
    const int step = std::find(names_.begin(), names_.end(), name) == names_.end() ? -1 : flow_.FindStep(name);
    if (step < 0) findings_.Error(place, "there is no step '" + name + "'", base::DidYouMean(name, names_));
    missing_ = missing_ || step < 0;
    return step;
  }

  void ResolveStep(Step& step, int index) {
    if (auto* lookup = std::get_if<LookupStep>(&step.body))
      if (lookup->on_error_place.line != 0) lookup->on_error_step = Find(lookup->on_error, lookup->on_error_place);
    if (auto* branch = std::get_if<BranchStep>(&step.body))
      for (BranchArm& arm : branch->arms) arm.to = Find(arm.target, arm.place);
    if (IsFinal(step) || AlwaysJumps(step)) return;
    if (step.target_place.line != 0) {
      step.next = Find(step.target, step.target_place);
    } else if (index + 1 < static_cast<int>(flow_.steps.size())) {
      step.next = index + 1;
    } else {
      findings_.Error(step.place, "the flow runs past its last step", "add - end: done");
    }
  }

  Flow& flow_;
  base::Findings& findings_;
  std::vector<std::string_view> names_;
  bool missing_ = false;
};

}  // namespace

void ReadSteps(const base::YamlNode& list, Flow& flow, base::Findings& findings) {
  if (!list.IsList() || list.items.empty())
    return findings.Error(list.place, "'steps' must be a list of steps", "write - ask: name, - say: text ...");
  if (list.items.size() > kMaxSteps)
    return findings.Error(list.place, "more than " + std::to_string(kMaxSteps) + " steps", "split the flow");
  for (const auto& item : list.items) StepReader(item, flow, findings).Read();
}

bool ResolveTargets(Flow& flow, base::Findings& findings) { return TargetResolver(flow, findings).Resolve(); }

}  // namespace frontdesk::flows
