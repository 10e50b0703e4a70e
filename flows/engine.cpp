#include "flows/engine.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/answering.h"
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

bool IsSound(const Flow& flow, const Session& session) {
  const bool open = flow.AskAt(session.step) != nullptr || flow.ConfirmAt(session.step) != nullptr;
  auto is_ask = [&](int step) { return flow.AskAt(step) != nullptr; };
  const bool editing =
      !session.edit || (flow.FindSlot(session.edit->slot) != nullptr &&
                        (flow.AskAt(session.edit->step) != nullptr || flow.ConfirmAt(session.edit->step) != nullptr));
  return open && editing && std::all_of(session.path.begin(), session.path.end(), is_ask);
}

bool StillFits(const Slot& slot, const SlotValue& value, const FlowContext& context) {
  if (value.skipped) return slot.skip && value.value.empty();
  if (IsFileType(slot.type)) return !value.files.empty();
  return ParseAnswer(slot, value.value, {context.locale, context.now, context.zone}).value == value.value;
}

void Take(Walk& walk, const Input& input) {
  if (const auto* typed = std::get_if<Typed>(&input)) return TakeText(walk, typed->text);
  if (const auto* press = std::get_if<Press>(&input)) return TakePress(walk, press->value);
  TakeFiles(walk, std::get<Upload>(input));
}

}  // namespace

Outcome Start(const Flow& flow, const FlowContext& context, std::string_view opening) {
  Walk walk(flow, NewSession(flow, opening), context);
  if (!opening.empty() && !IsTrigger(flow, opening))
    for (auto& [name, value] : Volunteered(flow, walk.session(), nullptr, opening))
      walk.session().slots[name] = {.value = value, .files = {}, .origin = SlotValue::Origin::kVolunteered};
  walk.Run(0);
  return walk.Take();
}

Outcome Advance(const Flow& flow, const Session& session, const Input& input, const FlowContext& context) {
  if (!IsSound(flow, session)) return Migrate(flow, session, context);
  Walk walk(flow, session, context);
  Take(walk, input);
  return walk.Take();
}

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
  const Slot* slot = flow.SlotAt(session.step);
  if (slot == nullptr) return std::nullopt;
  return OpenQuestion{slot->name, slot->type, IsFreeText(slot->type), false};
}

bool FitsOpenChoice(const Flow& flow, const Session& session, std::string_view text, std::string_view locale) {
  const Slot* slot = flow.SlotAt(session.step);
  if (slot == nullptr) return ReadButtonNumber(text, ReviewButtons(locale).size()).has_value();
  if (slot->options.empty()) return false;
  return NamedOption(*slot, text) != nullptr ||
         ReadButtonNumber(text, ButtonsOf(*slot, session.pending, locale).size()).has_value();
}

}  // namespace frontdesk::flows
