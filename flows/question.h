// The messages by which the engine asks: a question with its buttons, the review, the list of answers to change.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flows/view.h"

namespace frontdesk::flows {

std::string SlotPress(std::string_view slot, std::string_view value);     // "slot:area=message"
std::string FlowPress(std::string_view act, std::string_view slot = {});  // "flow:skip=version", "flow:submit"

// In the order in which they are numbered where a platform has no buttons.
std::vector<base::Button> ButtonsOf(const Slot& slot, const SlotValue& pending, std::string_view locale);
std::vector<base::Button> ReviewButtons(std::string_view locale);

// `words` instead of the slot's own text.
base::Message Ask(const View& view, const Slot& slot, const SlotValue& pending, std::string_view words);
// The first line of the slot's text.
std::string OneLine(const View& view, const Slot& slot);

base::Message Review(const View& view, const Flow& flow, const ConfirmStep& step);
base::Message ShortReview(const Flow& flow, std::string_view words, std::string_view locale);

// The open search: its articles, or whether the one that was shown helped.
std::vector<base::Button> SearchButtons(const Session& session, std::string_view locale);
base::Message AskSearch(const Session& session, std::string_view words, std::string_view locale);

// A question as one field of a form.
base::FormField FieldOf(const View& view, const Slot& slot);

// Of whatever is open.
std::vector<base::Button> OpenButtons(const Flow& flow, const Session& session, std::string_view locale);
// The words that work everywhere, as buttons; they follow those of the question.
std::vector<base::Button> RepairButtons(std::string_view locale);

// Which answers can be changed: the questions that lie behind, skipped ones too.
std::vector<const Slot*> EditableSlots(const Flow& flow, const Session& session);
base::Message AskWhatToChange(const View& view, const Flow& flow, const Session& session);

}  // namespace frontdesk::flows
