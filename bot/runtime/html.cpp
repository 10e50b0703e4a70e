#include "bot/runtime/html.h"

#include "bot/base/text.h"

namespace frontdesk::runtime {

namespace {

using base::Block;
using base::Span;

bool TurnsDirection(char32_t point) {
  return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

std::string LinkHtml(const Span& span, const LinkTarget& target) {
  const std::string href = target(span.href);
  if (href.empty()) return Escape(span.text);
  return "<a href=\"" + Escape(href) + "\" rel=\"noopener noreferrer nofollow\">" +
         Escape(span.text.empty() ? href : span.text) + "</a>";
}

std::string SpanHtml(const Span& span, const LinkTarget& target) {
  switch (span.kind) {
    case Span::Kind::kStrong: return "<strong>" + Escape(span.text) + "</strong>";
    case Span::Kind::kEmphasis: return "<em>" + Escape(span.text) + "</em>";
    case Span::Kind::kCode: return "<code>" + Escape(span.text) + "</code>";
    case Span::Kind::kLink: return LinkHtml(span, target);
    case Span::Kind::kText: break;
  }
  return Escape(span.text);
}

std::string BlockHtml(const Block& block, const LinkTarget& target) {
  std::string inside;
  for (const Span& span : block.spans) inside += SpanHtml(span, target);
  switch (block.kind) {
    case Block::Kind::kHeading: return "<h2>" + inside + "</h2>\n";
    case Block::Kind::kBullet:
    case Block::Kind::kNumbered: return "<li>" + inside + "</li>\n";
    case Block::Kind::kCode: return "<pre><code>" + inside + "</code></pre>\n";
    case Block::Kind::kQuote: return "<blockquote><p>" + inside + "</p></blockquote>\n";
    case Block::Kind::kParagraph: break;
  }
  return "<p>" + inside + "</p>\n";
}

bool IsItem(const Block& block) { return block.kind == Block::Kind::kBullet || block.kind == Block::Kind::kNumbered; }

std::string OpenList(const Block& first) {
  if (first.kind == Block::Kind::kBullet) return "<ul>\n";
  return first.number > 1 ? "<ol start=\"" + std::to_string(first.number) + "\">\n" : "<ol>\n";
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char32_t point : base::ToCodePoints(base::CleanUtf8(text))) {
    switch (point) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default:
        if (TurnsDirection(point))
          out += "\xEF\xBF\xBD";
        else
          base::AppendUtf8(point, out);
    }
  }
  return out;
}

std::string ToHtml(const base::RichText& text, const LinkTarget& target) {
  std::string out;
  const Block* open = nullptr;  // the first item of the list that is open
  for (const Block& block : text.blocks) {
    if (open && open->kind != block.kind) {
      out += open->kind == Block::Kind::kBullet ? "</ul>\n" : "</ol>\n";
      open = nullptr;
    }
    if (!open && IsItem(block)) {
      out += OpenList(block);
      open = &block;
    }
    out += BlockHtml(block, target);
  }
  if (open) out += open->kind == Block::Kind::kBullet ? "</ul>\n" : "</ol>\n";
  return out;
}

}  // namespace frontdesk::runtime
