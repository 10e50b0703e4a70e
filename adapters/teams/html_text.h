// Rich text in the part of HTML that Teams reads in a message of textFormat "xml". Whatever stands in a span means
// nothing but itself.
//
// Thread safety: pure functions. Input: text that went through InertMessage.
#pragma once

#include <string>

#include "bot/base/rich_text.h"

namespace frontdesk::adapters::teams {

std::string HtmlOf(const base::RichText& text);

}  // namespace frontdesk::adapters::teams
