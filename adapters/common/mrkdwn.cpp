#include <algorithm>

#include "adapters/common/dialect.h"
#include "adapters/common/inert.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;
using base::Span;

constexpr std::string_view kFence = "```";

std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

// Marks are read around words of one line only, and end at the first of their kind.
std::string Marked(const std::string& text, char mark) {
  const bool can = !text.empty() && text == base::Trim(text) && text.find(mark) == std::string::npos &&
                   text.find('\n') == std::string::npos;
  return can ? mark + Escaped(text) + mark : Escaped(text);
}

// '|' ends an address.
std::string Link(const Span& span) {
  std::string href;
  for (const char c : Escaped(span.href)) href += c == '|' ? std::string("%7C") : std::string(1, c);
  std::string label = Escaped(span.text);
  std::replace(label.begin(), label.end(), '\n', ' ');
  std::string link = "<" + href + (label.empty() ? "" : "|" + label) + ">";
  if (const std::string host = HostToShow(span.text, span.href); !host.empty()) link += " (" + Escaped(host) + ")";
  return link;
}

std::string WriteSpan(const Span& span) {
  switch (span.kind) {
    case Span::Kind::kStrong: return Marked(span.text, '*');
    case Span::Kind::kEmphasis: return Marked(span.text, '_');
    case Span::Kind::kCode: return Marked(span.text, '`');
    case Span::Kind::kLink: return Link(span);
    case Span::Kind::kText: break;
  }
  return Escaped(span.text);
}

std::string Inside(const Block& block) {
  std::string out;
  for (const Span& span : block.spans) out += WriteSpan(span);
  return out;
}

std::string PlainSpans(const Block& block) {
  std::string text;
  for (const Span& span : block.spans) text += span.text;
  return text;
}

std::string Fenced(const Block& block) {
  std::string text = Escaped(PlainSpans(block));
  for (std::size_t at = 0; (at = text.find(kFence, at)) != std::string::npos; at += kFence.size())
    text.insert(at + 1, "\u200B");
  return std::string(kFence) + "\n" + text + (text.ends_with('\n') ? "" : "\n") + std::string(kFence);
}

// `first` before the first line, `others` before all others.
std::string PrefixLines(std::string_view text, std::string_view first, std::string_view others) {
  std::string out(first);
  for (const char c : text) {
    out += c;
    if (c == '\n') out += others;
  }
  return out;
}

std::string WriteBlock(std::span<const Block> blocks, std::size_t at) {
  const Block& block = blocks[at];
  switch (block.kind) {
    case Block::Kind::kCode: return Fenced(block);
    case Block::Kind::kHeading: return Marked(PlainSpans(block), '*');
    case Block::Kind::kBullet: return PrefixLines(Inside(block), "• ", "   ");
    case Block::Kind::kNumbered: return PrefixLines(Inside(block), std::to_string(block.number) + ". ", "   ");
    case Block::Kind::kQuote: return PrefixLines(Inside(block), "> ", "> ");
    case Block::Kind::kParagraph: break;
  }
  return Inside(block);
}

std::string_view BetweenBlocks(const Block& before, const Block& block) {
  const bool joins = block.kind != Block::Kind::kParagraph && block.kind != Block::Kind::kCode;
  return joins && before.kind == block.kind ? "\n" : "\n\n";
}

}  // namespace

const Dialect kMrkdwn = {WriteBlock, BetweenBlocks};

}  // namespace frontdesk::adapters::common
