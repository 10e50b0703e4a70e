#include <string>

#include "adapters/common/dialect.h"
#include "adapters/common/inert.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;
using base::Span;

constexpr std::string_view kZeroWidth = "\u200B";

bool OpensTag(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '!' || c == '?'; }

// There are entities in no text of WeChat, so a tag is broken by what nobody sees.
std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '<' && i + 1 < text.size() && OpensTag(text[i + 1])) out += kZeroWidth;
  }
  return text.ends_with('<') ? out.append(kZeroWidth) : out;
}

std::string Attribute(std::string_view href) {
  std::string out;
  for (const char c : href) {
    if (c == '"')
      out += "%22";
    else if (c == '<')
      out += "%3C";
    else if (c == '>')
      out += "%3E";
    else
      out += c;
  }
  return out;
}

std::string Link(const Span& span) {
  const bool web = span.href.starts_with("https://") || span.href.starts_with("http://");
  if (!web || span.text.empty() || span.text == span.href)
    return Escaped(span.text.empty() || span.text == span.href ? span.href : span.text + " (" + span.href + ")");
  std::string link = "<a href=\"" + Attribute(span.href) + "\">" + Escaped(span.text) + "</a>";
  if (const std::string host = HostToShow(span.text, span.href); !host.empty()) link += " (" + Escaped(host) + ")";
  return link;
}

std::string Inside(const Block& block) {
  std::string out;
  for (const Span& span : block.spans) out += span.kind == Span::Kind::kLink ? Link(span) : Escaped(span.text);
  return out;
}

std::string WriteBlock(std::span<const Block> blocks, std::size_t at) {
  const Block& block = blocks[at];
  if (block.kind == Block::Kind::kBullet) return "- " + Inside(block);
  if (block.kind == Block::Kind::kNumbered) return std::to_string(block.number) + ". " + Inside(block);
  return Inside(block);
}

std::string_view BetweenBlocks(const Block&, const Block&) { return "\n"; }

}  // namespace

const Dialect kWeChatMark = {WriteBlock, BetweenBlocks};

}  // namespace frontdesk::adapters::common
