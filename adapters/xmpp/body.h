// The words of a message: which of them are the sender's own, and whether they are meant for us.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

// The body without the quotation of a reply (XEP-0461), which is told in code points.
std::string BodyOf(const base::XmlElement& message);

// Whether the text names us as whole words, in any case: "Frontdesk: ...", "... @frontdesk ...".
bool Names(std::string_view text, std::string_view nick);

// Without our name at its beginning and what follows it there: "@Frontdesk, hello" -> "hello".
std::string WithoutName(std::string_view text, std::string_view nick);

}  // namespace frontdesk::adapters::xmpp
