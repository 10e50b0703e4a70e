#include "flows/engine.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/answering.h"
#include "flows/log_facts.h"
#include "flows/phrases.h"
#include "flows/question.h"
#include "flows/volunteer.h"
#include "flows/walk.h"

namespace frontdesk::flows {
namespace {

Session NewSession(const Flow& flow, std::string_view opening) {
  Session session;
  session.flow = flow.id;
  session.hash = flow.hash;
  session.version = flow.version;
  session.opening = std::string(opening);
  return session;
}

bool CanBeOpen(const Flow& flow, int step) {
  return flow.AskAt(step) != nullptr || flow.ConfirmAt(step) != nullptr || flow.SearchAt(step) != nullptr ||
         flow.LookupAt(step) != nullptr;
}

bool IsSound(const Flow& flow, const Session& session) {
  const bool open = CanBeOpen(flow, session.step);
  auto is_ask = [&](int step) { return flow.AskAt(step) != nullptr; };
  const bool editing =
      !session.edit || (flow.FindSlot(session.edit->slot) != nullptr && CanBeOpen(flow, session.edit->step));
  return open && editing && std::all_of(session.path.begin(), session.path.end(), is_ask);
}

bool StillFits(const Slot& slot, const SlotValue& value, const FlowContext& context) {
  if (value.skipped) return slot.skip && value.value.empty();
  if (!value.files.empty()) return IsFileType(slot.type) || slot.type == SlotType::kLog;
  if (IsFileType(slot.type)) return false;
  return ParseAnswer(slot, value.value, {context.locale, context.now, context.zone}).value == value.value;
}

void Take(Walk& walk, const Input& input) {
  if (const auto* typed = std::get_if<Typed>(&input)) return TakeText(walk, typed->text);
  if (const auto* press = std::get_if<Press>(&input)) return TakePress(walk, press->value);
  if (const auto* filled = std::get_if<Filled>(&input)) return walk.TakeForm(*filled);
  TakeFiles(walk, std::get<Upload>(input));
}

void TakeOpening(Walk& walk, std::string_view opening) {
  if (IsLog(opening)) walk.NoteLog(opening);
  for (auto& [name, value] : Volunteered(walk.flow(), walk.session(), nullptr, opening)) {
    if (walk.flow().FindSlot(name)->sensitive) {
      walk.MarkSensitive();
      MaskWithin(walk.session().opening, value);
    }
    walk.session().slots[name] = {.value = value, .files = {}, .origin = SlotValue::Origin::kVolunteered};
  }
}

}  // namespace

Outcome Start(const Flow& flow, const FlowContext& context, std::string_view opening) {
  Walk walk(flow, NewSession(flow, opening), context);
  if (!opening.empty() && !IsTrigger(flow, opening)) TakeOpening(walk, opening);
  walk.Run(0);
  return walk.Take();
}

Outcome Advance(const Flow& flow, const Session& session, const Input& input, const FlowContext& context) {
  if (!IsSound(flow, session)) return Migrate(flow, session, context);
  Walk walk(flow, session, context);
  Take(walk, input);
  return walk.Take();
}

Outcome Resolve(const Flow& flow, const Session& session, const LookupAnswer& answer, const FlowContext& context) {
  if (!IsSound(flow, session)) return Migrate(flow, session, context);
  Walk walk(flow, session, context);
  if (WaitsForLookup(flow, session))
    walk.TakeLookup(answer);
  else
    walk.OpenShort("");
  return walk.Take();
}

bool WaitsForLookup(const Flow& flow, const Session& session) { return flow.LookupAt(session.step) != nullptr; }

Outcome Reask(const Flow& flow, const Session& session, const FlowContext& context) {
  if (!IsSound(flow, session)) return Migrate(flow, session, context);
  Walk walk(flow, session, context);
  walk.session().choosing_edit = false;
  walk.OpenShort("");
  return walk.Take();
}

Outcome Resume(const Flow& flow, const Session& session, const FlowContext& context) {
  if (!IsSound(flow, session)) return Migrate(flow, session, context);
  Walk walk(flow, session, context);
  if (WaitsForLookup(flow, session))
    walk.Run(session.step);  // whatever was asked before is not waited for any more
  else if (!walk.AskAgain())
    walk.OpenFull();
  return walk.Take();
}

Outcome Remind(const Flow& flow, const Session& session, const FlowContext& context) {
  if (!IsSound(flow, session)) return Migrate(flow, session, context);
  Walk walk(flow, session, context);
  walk.session().choosing_edit = false;
  walk.OpenShort(Words(Wording::kReminder, context.locale));
  return walk.Take();
}

Outcome Migrate(const Flow& flow, const Session& old, const FlowContext& context) {
  Session session = NewSession(flow, old.opening);
  session.ticket = old.ticket;
  session.in_words = old.in_words;
  session.log = old.log;
  session.sensitive_since = old.sensitive_since;
  std::map<std::string, SlotValue> answers = old.slots;
  if (old.edit) answers.emplace(old.edit->slot, old.edit->before);
  for (const Slot& slot : flow.slots) {
    const auto value = answers.find(slot.name);
    if (value != answers.end() && StillFits(slot, value->second, context)) session.slots[slot.name] = value->second;
  }
  Walk walk(flow, std::move(session), context);
  if (!walk.IsTicketOpen()) {
    walk.Say(base::Say(Words(Wording::kChanged, context.locale)));
    walk.Run(0);
    return walk.Take();
  }
  walk.Say(base::Say(Words(Wording::kAlreadySent, context.locale)));
  Outcome outcome = walk.Take();
  outcome.result = Outcome::Result::kEnded;
  return outcome;
}

std::optional<OpenQuestion> FindOpenQuestion(const Flow& flow, const Session& session) {
  if (flow.ConfirmAt(session.step) != nullptr) return OpenQuestion{.slot = {}, .review = true};
  if (flow.SearchAt(session.step) != nullptr) return OpenQuestion{.slot = {}, .search = true};
  if (flow.LookupAt(session.step) != nullptr) return OpenQuestion{.slot = {}, .lookup = true};
  const Slot* slot = flow.SlotAt(session.step);
  if (slot == nullptr) return std::nullopt;
  return OpenQuestion{slot->name, slot->type, IsFreeText(slot->type)};
}

bool FitsOpenChoice(const Flow& flow, const Session& session, std::string_view text, std::string_view locale) {
  const Slot* slot = flow.SlotAt(session.step);
  const std::vector<base::Button> buttons = OpenButtons(flow, session, locale);
  if (slot == nullptr) {
    const std::string folded = base::FoldForMatch(text);
    auto is = [&](const base::Button& button) { return base::FoldForMatch(button.label) == folded; };
    const bool titled = flow.SearchAt(session.step) != nullptr && std::any_of(buttons.begin(), buttons.end(), is);
    return titled || ReadButtonNumber(text, buttons.size()).has_value();
  }
  if (slot->options.empty()) return false;
  return NamedOption(*slot, text) != nullptr || ReadButtonNumber(text, buttons.size()).has_value();
}

}  // namespace frontdesk::flows
