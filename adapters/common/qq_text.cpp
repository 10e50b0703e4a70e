#include <string>

#include "adapters/common/dialect.h"
#include "adapters/common/inert.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;
using base::Span;

constexpr std::string_view kZeroWidth = "\u200B";

// "<@id>", "<#channel>", "<emoji:4>", "<faceType=...>"
bool OpensMark(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '@' || c == '#' || c == '/' || c == '!';
}

std::string Escaped(std::string_view text) {
  const std::string quiet = BreakMentions(text);
  std::string out;
  out.reserve(quiet.size());
  for (std::size_t i = 0; i < quiet.size(); ++i) {
    out += quiet[i];
    if (quiet[i] == '<' && i + 1 < quiet.size() && OpensMark(quiet[i + 1])) out += kZeroWidth;
  }
  return quiet.ends_with('<') ? out.append(kZeroWidth) : out;
}

std::string Inside(const Block& block) {
  std::string out;
  for (const Span& span : block.spans) {
    const bool link = span.kind == Span::Kind::kLink && !span.href.empty();
    const bool named = link && !span.text.empty() && span.text != span.href;
    out += Escaped(link && !named ? span.href : span.text);
    if (named) out += " (" + span.href + ")";
  }
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

const Dialect kQqText = {WriteBlock, BetweenBlocks};

}  // namespace frontdesk::adapters::common
