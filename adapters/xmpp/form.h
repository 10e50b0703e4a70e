// A choice as a form (XEP-0004), for programs that show one; the same choices always stand in the text as well.
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

}  // namespace frontdesk::adapters::xmpp
