// Rich text as HTML. Every text goes through Escape(), the one place where text becomes markup.
//
// Thread safety: pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/base/rich_text.h"

namespace frontdesk::runtime {

// Safe as text and inside a quoted attribute; characters that turn the reading direction are made visible.
std::string Escape(std::string_view text);

// Where a link of the text leads; empty: it is shown as plain text.
using LinkTarget = std::function<std::string(const std::string& href)>;

std::string ToHtml(const base::RichText& text, const LinkTarget& target);

}  // namespace frontdesk::runtime
