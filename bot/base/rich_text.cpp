#include "bot/base/rich_text.h"

#include "bot/base/text.h"

namespace frontdesk::base {

RichText PlainRichText(std::string_view text) {
  RichText rich;
  for (const std::string& line : SplitLines(text)) {
    if (Trim(line).empty()) continue;
    rich.blocks.push_back({Block::Kind::kParagraph, 0, {{Span::Kind::kText, line, {}}}});
  }
  return rich;
}

std::string ToPlainText(const RichText& text) {
  std::string out;
  for (const Block& block : text.blocks) {
    if (!out.empty()) out += '\n';
    if (block.kind == Block::Kind::kBullet) out += "- ";
    if (block.kind == Block::Kind::kNumbered) out += std::to_string(block.number) + ". ";
    if (block.kind == Block::Kind::kQuote) out += "> ";
    for (const Span& span : block.spans) {
      out += span.text;
      if (span.kind == Span::Kind::kLink && span.href != span.text) out += " (" + span.href + ")";
    }
  }
  return out;
}

void Append(RichText& to, const RichText& more) {
  to.blocks.insert(to.blocks.end(), more.blocks.begin(), more.blocks.end());
}

}  // namespace frontdesk::base
