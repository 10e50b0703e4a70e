// Rich text as a rich_text block: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
//
// Thread safety: a pure function.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/base/rich_text.h"

namespace frontdesk::adapters::slack {

// Null for a text without words.
nlohmann::json RichTextBlock(const base::RichText& text);

}  // namespace frontdesk::adapters::slack
