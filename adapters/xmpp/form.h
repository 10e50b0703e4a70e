// Choices and questions as a form (XEP-0004), for programs that show one; the choices, or the first question, always
// stand in the text as well.
//
// Thread safety: pure functions.
#pragma once

#include <optional>

#include "bot/base/event.h"
#include "bot/base/message.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

// Nothing when the message offers no choice.
std::optional<base::XmlElement> ChoiceForm(const base::Message& message);

// What somebody chose in such a form; nothing for another form.
std::optional<base::Pressed> ChoiceIn(const base::XmlElement& form);

// The questions of a flow that are asked together; nothing when the message has none.
std::optional<base::XmlElement> QuestionForm(const base::Message& message);

// What somebody entered into such a form; nothing for another form.
std::optional<base::FilledForm> FilledIn(const base::XmlElement& form);

}  // namespace frontdesk::adapters::xmpp
