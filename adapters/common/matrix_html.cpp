// HTML as org.matrix.custom.html allows it: a paragraph is a paragraph, and whatever stands in a text is text. Each
// item of a list is a list of its own; who sends them puts together those that follow each other.
#include <algorithm>
#include <string>

#include "adapters/common/dialect.h"
#include "adapters/common/inert.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;
using base::Span;

void AddEscaped(std::string_view text, bool breaks, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\n': out += breaks ? "<br>" : "\n"; break;
      default: out += c;
    }
  }
}

std::string Tagged(std::string_view tag, std::string_view text) {
  std::string out = "<" + std::string(tag) + ">";
  AddEscaped(text, true, out);
  return out + "</" + std::string(tag) + ">";
}

std::string Link(std::string_view text, std::string_view href) {
  std::string out = "<a href=\"";
  AddEscaped(href, false, out);
  out += "\">";
  AddEscaped(text, true, out);
  return out + "</a>";
}

// Addresses in the text are links, so that nobody has to find them.
std::string Text(std::string_view text) {
  std::string out;
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view url = LeadingUrl(text.substr(at));
    if (url.empty()) {
      ++at;
      continue;
    }
    AddEscaped(text.substr(plain, at - plain), true, out);
    out += Link(url, url);
    plain = at += url.size();
  }
  AddEscaped(text.substr(plain), true, out);
  return out;
}

std::string Inside(const Block& block) {
  std::string out;
  for (const Span& span : block.spans) {
    switch (span.kind) {
      case Span::Kind::kText: out += Text(span.text); break;
      case Span::Kind::kStrong: out += Tagged("strong", span.text); break;
      case Span::Kind::kEmphasis: out += Tagged("em", span.text); break;
      case Span::Kind::kCode: out += Tagged("code", span.text); break;
      case Span::Kind::kLink:
        out += Link(span.text, span.href);
        if (const std::string host = HostToShow(span.text, span.href); !host.empty()) out += Text(" (" + host + ")");
        break;
    }
  }
  return out;
}

std::string Code(const Block& block) {
  std::string out = "<pre><code>";
  for (const Span& span : block.spans) AddEscaped(span.text, false, out);
  return out + "</code></pre>";
}

std::string WriteBlock(std::span<const Block> blocks, std::size_t at) {
  const Block& block = blocks[at];
  switch (block.kind) {
    case Block::Kind::kCode: return Code(block);
    case Block::Kind::kHeading: {
      const std::string tag = "h" + std::to_string(std::clamp(block.number, 1, 6));
      return "<" + tag + ">" + Inside(block) + "</" + tag + ">";
    }
    case Block::Kind::kBullet: return "<ul><li>" + Inside(block) + "</li></ul>";
    case Block::Kind::kQuote: return "<blockquote>" + Inside(block) + "</blockquote>";
    case Block::Kind::kNumbered:
      return "<ol start=\"" + std::to_string(std::clamp(block.number, 0, 999'999'999)) + "\"><li>" + Inside(block) +
             "</li></ol>";
    case Block::Kind::kParagraph: break;
  }
  return "<p>" + Inside(block) + "</p>";
}

std::string_view BetweenBlocks(const Block&, const Block&) { return ""; }

}  // namespace

const Dialect kMatrixHtml = {WriteBlock, BetweenBlocks};

}  // namespace frontdesk::adapters::common
