// How a markup writes rich text. A dialect knows its own escapes: whatever stands in a span's text, it means nothing
// but itself, and rings nobody's bell.
//
// Thread safety: constants of pure functions. Input: messages that went through InertMessage.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "bot/base/rich_text.h"

namespace frontdesk::adapters::common {

struct Dialect {
  // The block at `at` without what stands between blocks; `blocks` are those of one part.
  std::string (*write)(std::span<const base::Block> blocks, std::size_t at);
  // What stands between two blocks.
  std::string_view (*between)(const base::Block& before, const base::Block& block);
};

// CommonMark 0.31, without raw HTML, entities and images; headings by '#', lines kept by two spaces.
extern const Dialect kCommonMark;
// The same as cards of Feishu and Lark read it: escapes are numeric entities, line ends are line ends.
extern const Dialect kLark;

// Slack's, which escapes '&', '<' and '>' and has no escape for its marks: it is what notifications and readers of
// screens are given beside blocks, where nothing a user typed is a mark.
extern const Dialect kMrkdwn;

// CommonMark as both of Mattermost's readers take it; U+200B where there is no escape.
extern const Dialect kMattermost;
// HTML as Matrix clients read it; each item of a list is a list of its own.
extern const Dialect kMatrixHtml;

// DingTalk's part of Markdown; U+200B where something would mean more than itself.
extern const Dialect kDingTalkMark;

// Texts of WeChat official accounts, whose one tag is <a href>; U+200B where a user's '<' would begin another.
extern const Dialect kWeChatMark;

// Plain words for QQ, which reads "<@id>", "<#channel>" and "@everyone" in them; U+200B breaks them.
extern const Dialect kQqText;

}  // namespace frontdesk::adapters::common
