#include "adapters/teams/html_text.h"

#include "adapters/common/inert.h"

namespace frontdesk::adapters::teams {

namespace {

using base::Block;
using base::Span;

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "<br/>"; break;
      default: out += c;
    }
  }
  return out;
}

std::string Linked(std::string_view href, std::string_view text) {
  return "<a href=\"" + Escaped(href) + "\">" + Escaped(text) + "</a>";
}

// Addresses that stand in words lead somewhere, too.
std::string Words(std::string_view text) {
  std::string out;
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view url = common::LeadingUrl(text.substr(at));
    if (url.empty()) {
      ++at;
      continue;
    }
    out += Escaped(text.substr(plain, at - plain)) + Linked(url, url);
    plain = at += url.size();
  }
  return out + Escaped(text.substr(plain));
}

std::string SpanOf(const Span& span) {
  switch (span.kind) {
    case Span::Kind::kText: return Words(span.text);
    case Span::Kind::kStrong: return "<b>" + Words(span.text) + "</b>";
    case Span::Kind::kEmphasis: return "<i>" + Words(span.text) + "</i>";
    case Span::Kind::kCode: return "<code>" + Escaped(span.text) + "</code>";
    case Span::Kind::kLink: break;
  }
  const std::string host = common::HostToShow(span.text, span.href);
  return Linked(span.href, span.text) + (host.empty() ? "" : " (" + Escaped(host) + ")");
}

std::string Inside(const Block& block) {
  std::string out;
  for (const Span& span : block.spans) out += block.kind == Block::Kind::kCode ? Escaped(span.text) : SpanOf(span);
  return out;
}

std::string BlockOf(const Block& block) {
  switch (block.kind) {
    case Block::Kind::kHeading: return "<b>" + Inside(block) + "</b>";
    case Block::Kind::kBullet: return "<ul><li>" + Inside(block) + "</li></ul>";
    case Block::Kind::kNumbered:
      return "<ol start=\"" + std::to_string(block.number) + "\"><li>" + Inside(block) + "</li></ol>";
    case Block::Kind::kCode: return "<pre>" + Inside(block) + "</pre>";
    case Block::Kind::kQuote: return "<blockquote>" + Inside(block) + "</blockquote>";
    case Block::Kind::kParagraph: break;
  }
  return Inside(block);
}

// Those stand apart by themselves.
bool IsBox(const Block& block) { return block.kind != Block::Kind::kParagraph && block.kind != Block::Kind::kHeading; }

}  // namespace

std::string HtmlOf(const base::RichText& text) {
  std::string out;
  for (std::size_t i = 0; i < text.blocks.size(); ++i) {
    const Block& block = text.blocks[i];
    if (i > 0 && !IsBox(block) && !IsBox(text.blocks[i - 1])) out += "<br/><br/>";
    out += BlockOf(block);
  }
  return out;
}

}  // namespace frontdesk::adapters::teams
