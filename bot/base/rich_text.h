// Rich text: what the bot says, as typed blocks and spans. Adapters render it; text spans are always escaped there,
// so what a user typed can never become markup.
//
// Thread safety: plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::base {

struct Span {
  enum class Kind { kText, kStrong, kEmphasis, kCode, kLink };
  Kind kind = Kind::kText;
  std::string text;
  std::string href;  // links only: http, https, mailto or a relative article address; others are dropped by Markdown()
  bool operator==(const Span&) const = default;
};

struct Block {
  enum class Kind { kParagraph, kHeading, kBullet, kNumbered, kCode, kQuote };
  Kind kind = Kind::kParagraph;
  int number = 0;  // of a numbered item; level of a heading
  std::vector<Span> spans;
  bool operator==(const Block&) const = default;
};

struct RichText {
  std::vector<Block> blocks;
  bool empty() const { return blocks.empty(); }
  bool operator==(const RichText&) const = default;
};

// One paragraph per line of `text`, no markup read.
RichText PlainRichText(std::string_view text);

// Markdown (CommonMark by md4c, no HTML) -> blocks. Images become links, tables become paragraphs. At most 10,000
// spans.
RichText Markdown(std::string_view markdown);

// As readable plain text: "- item", "1. item", links as "text (href)".
std::string ToPlainText(const RichText& text);

void Append(RichText& to, const RichText& more);

}  // namespace frontdesk::base
