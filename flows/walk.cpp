#include "flows/walk.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/normalise.h"
#include "flows/phrases.h"
#include "flows/question.h"
#include "flows/volunteer.h"

namespace frontdesk::flows {
namespace {

// The checks at load find loops; this bound holds where they cannot see one.
constexpr int kMaxStepsPerTurn = 1000;
// An opening message shorter than this says too little to stand as an answer; a CJK character counts two.
constexpr std::size_t kLeastPrefill = 10;

void Erase(std::vector<int>& list, int value) { list.erase(std::remove(list.begin(), list.end(), value), list.end()); }

bool Contains(const std::vector<int>& list, int value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool Tells(const SlotValue& value) { return !value.value.empty() || !value.files.empty(); }

// Any part of an answer to it, also one that is being changed.
bool Holds(const Flow& flow, const Session& session, const Slot& slot) {
  const auto value = session.slots.find(slot.name);
  if (value != session.slots.end() && Tells(value->second)) return true;
  if (session.edit && session.edit->slot == slot.name && Tells(session.edit->before)) return true;
  return flow.SlotAt(session.step) == &slot && Tells(session.pending);
}

}  // namespace

bool IsTrigger(const Flow& flow, std::string_view text) {
  const std::string folded = base::FoldForMatch(text);
  auto is = [&](const Phrase& phrase) { return base::FoldForMatch(phrase.text) == folded; };
  auto is_command = [&](const Phrase& command) { return "/" + command.text == folded; };
  return std::any_of(flow.start.phrases.begin(), flow.start.phrases.end(), is) ||
         std::any_of(flow.start.commands.begin(), flow.start.commands.end(), is_command);
}

Walk::Walk(const Flow& flow, Session session, const FlowContext& context) : flow_(flow), context_(context) {
  outcome_.session = std::move(session);
}

void Walk::Run(int at) {
  for (int left = kMaxStepsPerTurn; left > 0; --left) {
    const int next = Do(at);
    if (next == kStop) return;
    if (next <= at) ForgetSaid(at, next);
    at = next;
  }
  HandOver("the flow '" + flow_.id + "' went round in circles");
}

void Walk::ForgetSaid(int from, int to) {
  const auto own = [&](int step) { return step < static_cast<int>(flow_.own_steps); };
  if (!own(from) && own(to)) return;  // only back from a called flow
  // What a called flow said lies where it was called.
  std::erase_if(session().said, [&](int step) {
    const int site = flow_.steps[static_cast<std::size_t>(step)].site;
    const int at = own(from) && site >= 0 ? site : step;
    return at >= to && at <= from;
  });
}

int Walk::Do(int at) {
  const Step& step = flow_.steps[static_cast<std::size_t>(at)];
  if (std::holds_alternative<AskStep>(step.body)) return DoAsk(at);
  if (std::holds_alternative<ConfirmStep>(step.body)) {
    session().step = at;
    OpenFull();
    return kStop;
  }
  Enter(at);
  if (std::holds_alternative<SayStep>(step.body)) return DoSay(at);
  if (std::holds_alternative<BranchStep>(step.body)) return DoBranch(at);
  if (std::holds_alternative<SetStep>(step.body)) return DoSet(at);
  if (std::holds_alternative<TicketStep>(step.body)) return DoTicket(at);
  if (std::holds_alternative<EndStep>(step.body)) return DoEnd(at);
  if (std::holds_alternative<SearchStep>(step.body)) return DoSearch(at);
  if (std::holds_alternative<LookupStep>(step.body)) return DoLookup(at);
  if (std::holds_alternative<CallStep>(step.body)) return DoCall(at);
  if (const auto* handoff = std::get_if<HandoffStep>(&step.body)) {
    HandOver(view().Write(handoff->reason), handoff->queue);
    return kStop;
  }
  return step.next;
}

int Walk::DoAsk(int at) {
  const Slot& slot = *flow_.SlotAt(at);
  const int next = flow_.steps[static_cast<std::size_t>(at)].next;
  if (slot.when && !view().IsTrue(*slot.when)) {
    Erase(session().path, at);
    return next;
  }
  if (session().slots.count(slot.name) > 0 || Prefill(slot)) {
    Pass(at);
    return next;
  }
  session().step = at;
  session().tries = 0;
  session().pending = {};
  session().left_of_form.clear();
  OpenFull();
  return kStop;
}

int Walk::DoSay(int at) {
  const Step& step = flow_.steps[static_cast<std::size_t>(at)];
  if (Contains(session().said, at)) return step.next;
  session().said.push_back(at);
  const auto& say = std::get<SayStep>(step.body);
  base::Message message = base::Say(view().Write(say.text));
  if (say.receipt && IsTicketOpen()) {
    message.kind = base::MessageKind::kReceipt;
    message.subject = session().ticket.number;
  }
  if (!message.text.empty()) Say(std::move(message));
  return step.next;
}

int Walk::DoBranch(int at) {
  const Step& step = flow_.steps[static_cast<std::size_t>(at)];
  for (const BranchArm& arm : std::get<BranchStep>(step.body).arms)
    if (!arm.when || view().IsTrue(*arm.when)) return arm.to;
  return step.next;
}

int Walk::DoSet(int at) {
  const Step& step = flow_.steps[static_cast<std::size_t>(at)];
  for (const Assignment& assignment : std::get<SetStep>(step.body).assignments) Assign(assignment);
  return step.next;
}

int Walk::DoCall(int at) {
  const Step& step = flow_.steps[static_cast<std::size_t>(at)];
  const auto& call = std::get<CallStep>(step.body);
  for (const Assignment& assignment : call.with) Assign(assignment);
  return call.first < 0 ? step.next : call.first;
}

void Walk::Assign(const Assignment& assignment) {
  if (!assignment.value) {
    session().slots.erase(assignment.name);
    return;
  }
  Assign(assignment.name, std::string(base::Trim(view().Write(*assignment.value))));
}

void Walk::Assign(const std::string& name, std::string text) {
  if (const Slot* slot = flow_.FindSlot(name)) {
    ParsedAnswer parsed = ParseAnswer(*slot, text, view().Reader());
    if (!parsed.value) return;  // a context value of another form leaves the question open
    text = std::move(*parsed.value);
  }
  session().slots[name] = {.value = std::move(text), .files = {}, .origin = SlotValue::Origin::kSet};
}

int Walk::DoTicket(int at) {
  const Step& step = flow_.steps[static_cast<std::size_t>(at)];
  if (IsTicketOpen()) return step.next;
  outcome_.ticket = view().Draft(std::get<TicketStep>(step.body));
  if (!context_.open_ticket) {
    outcome_.ticket.reset();
    HandOver("no ticket could be opened");
    return kStop;
  }
  session().ticket = context_.open_ticket(*outcome_.ticket);
  return step.next;
}

int Walk::DoEnd(int at) {
  const bool cancelled = std::get<EndStep>(flow_.steps[static_cast<std::size_t>(at)].body).cancelled;
  outcome_.result = cancelled ? Outcome::Result::kCancelled : Outcome::Result::kEnded;
  if (outcome_.messages.empty())
    Say(base::Say(Words(cancelled ? Wording::kStopped : Wording::kThanks, context_.locale)));
  return kStop;
}

bool Walk::Prefill(const Slot& slot) {
  for (const flows::Prefill& prefill : slot.prefill) {
    std::optional<std::string> value = PrefillValue(slot, prefill);
    if (!value) continue;
    session().slots[slot.name] = {.value = std::move(*value), .files = {}, .origin = SlotValue::Origin::kPrefilled};
    return true;
  }
  return false;
}

const std::map<std::string, std::string>& Walk::KnownTo(flows::Prefill::From from) const {
  using From = flows::Prefill::From;
  if (from == From::kContext) return context_.context;
  if (from == From::kTicket) return context_.ticket;
  return from == From::kLog ? outcome_.session.log : context_.profile;
}

std::optional<std::string> Walk::PrefillValue(const Slot& slot, const flows::Prefill& prefill) const {
  if (prefill.from == flows::Prefill::From::kMessage) return FromOpening(slot);
  const auto& known = KnownTo(prefill.from);
  const auto at = known.find(prefill.key);
  if (at == known.end() || base::Trim(at->second).empty()) return std::nullopt;
  const ParsedAnswer whole = ParseAnswer(slot, at->second, view().Reader());
  if (whole.value || slot.type != SlotType::kChoice) return whole.value;
  const std::string first = at->second.substr(0, at->second.find(' '));  // "Windows 11" is Windows
  return ParseAnswer(slot, first, view().Reader()).value;
}

std::optional<std::string> Walk::FromOpening(const Slot& slot) const {
  const std::string& opening = outcome_.session.opening;
  if (opening.empty() || IsTrigger(flow_, opening)) return std::nullopt;
  if (!IsFreeText(slot.type)) return CertainValue(slot, opening);
  if (FeltLength(opening) < kLeastPrefill) return std::nullopt;
  return ParseAnswer(slot, opening, view().Reader()).value;
}

void Walk::Pass(int step) {
  if (!Contains(session().path, step)) session().path.push_back(step);
}

void Walk::Enter(int step) { outcome_.facts.push_back({StepFact::What::kEntered, NameOf(step)}); }
void Walk::Leave() { outcome_.facts.push_back({StepFact::What::kLeft, NameOf(session().step)}); }

void Walk::OpenFull() {
  outcome_.result = Outcome::Result::kWaiting;
  session().choosing_edit = false;
  session().reopened = false;
  Enter(session().step);
  if (const Slot* slot = OpenSlot())
    Say(AskOpen(view().Question(*slot)));
  else if (const ConfirmStep* confirm = flow_.ConfirmAt(session().step))
    Say(Review(view(), flow_, *confirm));
  else if (flow_.SearchAt(session().step) != nullptr)
    Say(AskSearch(session(), Words(Wording::kMayHelp, context_.locale), context_.locale));
  else
    Say(base::Say(Words(Wording::kLookingUp, context_.locale)));
}

bool Walk::AskAgain() {
  if (!session().reopened) return false;
  Say(base::Say(Words(Wording::kForgotten, context_.locale)));
  OpenFull();
  return true;
}

base::Message Walk::AskOpen(std::string_view words) {
  base::Message message = Ask(view(), *OpenSlot(), session().pending, words);
  for (const Slot* slot : OpenForm()) message.form.push_back(FieldOf(view(), *slot));
  return message;
}

void Walk::OpenShort(std::string_view words) {
  outcome_.result = Outcome::Result::kWaiting;
  session().reopened = false;
  const Slot* slot = OpenSlot();
  const std::string line = slot != nullptr ? OneLine(view(), *slot) : Words(ShortWording(), context_.locale);
  const std::string text = words.empty() ? line : std::string(words) + "\n" + line;
  if (slot != nullptr)
    Say(AskOpen(text));
  else if (flow_.ConfirmAt(session().step) != nullptr)
    Say(ShortReview(flow_, text, context_.locale));
  else if (flow_.SearchAt(session().step) != nullptr)
    Say(AskSearch(session(), text, context_.locale));
  else
    Say(base::Say(text));
}

Wording Walk::ShortWording() const {
  if (flow_.ConfirmAt(outcome_.session.step) != nullptr) return Wording::kReviewAgain;
  if (flow_.SearchAt(outcome_.session.step) == nullptr) return Wording::kLookingUp;
  return outcome_.session.shown.empty() ? Wording::kMayHelp : Wording::kDidItSolve;
}

void Walk::AddRepairButtons() {
  std::vector<base::Button>& buttons = outcome_.messages.back().buttons;
  const std::size_t own = OpenButtons(flow_, session(), context_.locale).size();
  session().helped = own == buttons.size();
  for (base::Button& button : RepairButtons(context_.locale))
    if (std::none_of(buttons.begin(), buttons.end(), [&](const auto& known) { return known.value == button.value; }))
      buttons.push_back(std::move(button));
  session().helped = session().helped && buttons.size() == own + RepairButtons(context_.locale).size();
}

void Walk::Accept(const Slot& slot, SlotValue value) {
  Leave();
  session().slots[slot.name] = std::move(value);
  session().sensitive_since.erase(slot.name);
  session().edit.reset();
  session().tries = 0;
  session().pending = {};
  session().choosing_edit = false;
  Pass(slot.step);
  Run(flow_.steps[static_cast<std::size_t>(slot.step)].next);
}

void Walk::Refuse(const Slot& slot, std::string_view why, bool over_limit) {
  if (++session().tries >= slot.tries) return Fail(slot);
  const std::string own = over_limit || slot.retry.empty() ? std::string() : view().Write(slot.retry);
  if (own.empty())
    OpenShort(why);
  else
    Say(Ask(view(), slot, session().pending, own));
  if (!over_limit) SetNotUnderstood();
}

void Walk::Fail(const Slot& slot) {
  if (session().edit) {  // the old answer stays
    DropEdit();
    return OpenFull();
  }
  if (slot.on_fail_step < 0 && slot.skip) return SkipSlot(slot);
  if (slot.on_fail_step < 0) return HandOver("no answer to '" + slot.name + "' that fits");
  Leave();
  session().tries = 0;
  Run(slot.on_fail_step);
}

void Walk::SkipSlot(const Slot& slot) {
  SlotValue value;
  value.value = slot.fallback.value_or("");
  value.skipped = true;
  Accept(slot, std::move(value));
}

void Walk::Submit() {
  Leave();
  session().choosing_edit = false;
  Run(flow_.steps[static_cast<std::size_t>(session().step)].next);
}

void Walk::Cancel() {
  Leave();
  outcome_.result = Outcome::Result::kCancelled;
  Say(base::Say(Words(IsTicketOpen() ? Wording::kStopped : Wording::kCancelled, context_.locale)));
}

void Walk::HandOver(std::string reason, std::string queue) {
  outcome_.result = Outcome::Result::kHandoff;
  outcome_.handoff_reason = std::move(reason);
  outcome_.handoff_queue = std::move(queue);
}

Outcome Walk::Take() {
  DateSensitive();
  return std::move(outcome_);
}

void Walk::DateSensitive() {
  std::map<std::string, base::TimePoint>& since = session().sensitive_since;
  for (const Slot& slot : flow_.slots)
    if (slot.sensitive && Holds(flow_, session(), slot)) since.emplace(slot.name, context_.now);
  std::erase_if(since, [&](const auto& dated) {
    const Slot* slot = flow_.FindSlot(dated.first);
    return slot == nullptr || !Holds(flow_, session(), *slot);
  });
}

void UndoEdit(Session& session) {
  if (!session.edit) return;
  Session::Edit edit = std::move(*session.edit);
  session.edit.reset();
  session.slots[edit.slot] = std::move(edit.before);
  session.path = std::move(edit.path);
  session.step = edit.step;
  session.pending = std::move(edit.pending);
  session.tries = 0;
}

}  // namespace frontdesk::flows
