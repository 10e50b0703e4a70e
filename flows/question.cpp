#include "flows/question.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/phrases.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxButtonLabel = 40;

bool IsChosen(const SlotValue& pending, std::string_view value) {
  const std::string list = "," + pending.value + ",";
  return list.find("," + std::string(value) + ",") != std::string::npos;
}

void AddAnswers(const Slot& slot, const SlotValue& pending, std::string_view locale, std::vector<base::Button>& to) {
  if (slot.type == SlotType::kYesNo) {
    to.push_back({Words(Wording::kYes, locale), SlotPress(slot.name, "yes")});
    to.push_back({Words(Wording::kNo, locale), SlotPress(slot.name, "no")});
  }
  for (const Option& option : slot.options)
    if (slot.type == SlotType::kChoice || !IsChosen(pending, option.value))
      to.push_back({option.label.In(locale), SlotPress(slot.name, option.value)});
}

base::Message Message(base::MessageKind kind, std::string_view subject, std::string_view words) {
  base::Message message;
  message.kind = kind;
  message.subject = std::string(subject);
  message.text = base::PlainRichText(words);
  return message;
}

}  // namespace

std::string SlotPress(std::string_view slot, std::string_view value) {
  return "slot:" + std::string(slot) + "=" + std::string(value);
}

std::string FlowPress(std::string_view act, std::string_view slot) {
  return "flow:" + std::string(act) + (slot.empty() ? "" : "=" + std::string(slot));
}

std::vector<base::Button> ButtonsOf(const Slot& slot, const SlotValue& pending, std::string_view locale) {
  std::vector<base::Button> buttons;
  AddAnswers(slot, pending, locale, buttons);
  if ((!pending.value.empty() && !TakesFiles(slot.type)) || !pending.files.empty())
    buttons.push_back({Words(Wording::kDone, locale), FlowPress("done", slot.name)});
  else if (slot.skip)
    buttons.push_back({Words(Wording::kSkip, locale), FlowPress("skip", slot.name)});
  return buttons;
}

std::vector<base::Button> ReviewButtons(std::string_view locale) {
  return {{Words(Wording::kSubmit, locale), FlowPress("submit")},
          {Words(Wording::kChange, locale), FlowPress("edit")},
          {Words(Wording::kCancel, locale), FlowPress("cancel")}};
}

base::Message Ask(const View& view, const Slot& slot, const SlotValue& pending, std::string_view words) {
  base::Message message = Message(base::MessageKind::kAsk, slot.name, words);
  message.buttons = ButtonsOf(slot, pending, view.locale());
  message.input = std::string(ToString(slot.type));
  return message;
}

std::string OneLine(const View& view, const Slot& slot) {
  const std::string text = view.Write(slot.text);
  const std::string_view trimmed = base::Trim(text);
  return std::string(base::Trim(trimmed.substr(0, trimmed.find('\n'))));
}

base::Message Review(const View& view, const Flow& flow, const ConfirmStep& step) {
  const std::string words = step.text.empty() ? Words(Wording::kReviewIntro, view.locale()) : view.Write(step.text);
  base::Message message = ShortReview(flow, words, view.locale());
  message.facts = view.Facts();
  return message;
}

base::Message ShortReview(const Flow& flow, std::string_view words, std::string_view locale) {
  base::Message message = Message(base::MessageKind::kReview, flow.id, words);
  message.buttons = ReviewButtons(locale);
  return message;
}

std::vector<base::Button> SearchButtons(const Session& session, std::string_view locale) {
  std::vector<base::Button> buttons;
  if (!session.shown.empty()) {
    buttons.push_back({Words(Wording::kSolved, locale), FlowPress("solved")});
    buttons.push_back({Words(Wording::kUnsolved, locale), FlowPress("unsolved")});
  }
  for (const FoundArticle& article : session.found)
    if (article.id != session.shown)
      buttons.push_back({base::Shorten(article.title, kMaxButtonLabel), FlowPress("article", article.id)});
  if (session.shown.empty()) buttons.push_back({Words(Wording::kNoneHelps, locale), FlowPress("unsolved")});
  return buttons;
}

base::Message AskSearch(const Session& session, std::string_view words, std::string_view locale) {
  base::Message message = Message(base::MessageKind::kAsk, "search", words);
  message.buttons = SearchButtons(session, locale);
  message.input = "choice";
  return message;
}

base::FormField FieldOf(const View& view, const Slot& slot) {
  base::FormField field;
  field.name = slot.name;
  field.label = view.Question(slot);
  if (!slot.help.empty()) field.hint = view.Write(slot.help);
  field.input = std::string(ToString(slot.type));
  field.required = !slot.skip;
  if (slot.type == SlotType::kYesNo)
    field.options = {{Words(Wording::kYes, view.locale()), "yes"}, {Words(Wording::kNo, view.locale()), "no"}};
  for (const Option& option : slot.options) field.options.push_back({option.label.In(view.locale()), option.value});
  return field;
}

std::vector<base::Button> OpenButtons(const Flow& flow, const Session& session, std::string_view locale) {
  if (const Slot* slot = flow.SlotAt(session.step)) return ButtonsOf(*slot, session.pending, locale);
  if (flow.ConfirmAt(session.step) != nullptr) return ReviewButtons(locale);
  if (flow.SearchAt(session.step) != nullptr) return SearchButtons(session, locale);
  return {};
}

std::vector<base::Button> RepairButtons(std::string_view locale) {
  return {{Words(Wording::kBack, locale), FlowPress("back")},
          {Words(Wording::kChange, locale), FlowPress("edit")},
          {Words(Wording::kCancel, locale), FlowPress("cancel")},
          {Words(Wording::kPerson, locale), "person"}};
}

std::vector<const Slot*> EditableSlots(const Flow& flow, const Session& session) {
  std::vector<const Slot*> slots;
  for (int step : session.path) {
    const Slot* slot = flow.SlotAt(step);
    if (slot != nullptr && session.slots.count(slot->name) > 0) slots.push_back(slot);
  }
  return slots;
}

base::Message AskWhatToChange(const View& view, const Flow& flow, const Session& session) {
  base::Message message = Message(base::MessageKind::kAsk, "edit", Words(Wording::kWhatToChange, view.locale()));
  message.input = "choice";
  for (const Slot* slot : EditableSlots(flow, session)) {
    const std::string shown = view.Show(*slot, session.slots.at(slot->name));
    message.buttons.push_back(
        {base::Shorten(view.Title(*slot) + ": " + shown, kMaxButtonLabel), FlowPress("edit", slot->name)});
  }
  return message;
}

}  // namespace frontdesk::flows
