// What somebody's program can show (XEP-0030), so that choices can be offered as a form where there is one.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

// Sending::reader of a program that shows forms (XEP-0004).
inline constexpr char kFormReader[] = "forms";

// `jid`: with the resource; a program answers, not an account.
base::XmlElement FeaturesQuery(const std::string& jid);
// Of the answer: kFormReader, or "".
std::string ReaderWith(const base::XmlElement& answer);

}  // namespace frontdesk::adapters::xmpp
