// DingTalk's Markdown: headings, quotes, bold, italic, links and lists, and no more than that on every client. Code is
// words; what else could mean something is kept apart by U+200B, which every reader takes for nothing.
#include <utf8proc.h>

#include <algorithm>
#include <cstddef>
#include <span>

#include "adapters/common/dialect.h"
#include "adapters/common/inert.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;
using base::Span;

constexpr std::string_view kEscaped = "\\`*_[]~";
constexpr std::string_view kNothing = "\u200B";

// What could end it is percent-encoded (RFC 3986 section 2.1).
std::string Destination(std::string_view href) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : href) {
    if (IsUrlCharacter(c) && std::string_view("()*'@").find(c) == std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      ((out += '%') += kHex[byte >> 4]) += kHex[byte & 15];
    }
  }
  return out;
}

bool IsWord(char32_t point) {
  const int category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || category == UTF8PROC_CATEGORY_ND;
}

// Marks around words that begin and end with letters are read as such wherever they stand.
bool CanMark(std::string_view inside) {
  const auto points = base::ToCodePoints(inside);
  return !points.empty() && IsWord(points.front()) && IsWord(points.back()) &&
         inside.find('\n') == std::string_view::npos;
}

// Writes the spans of one block, line by line.
class LineWriter {
 public:
  explicit LineWriter(bool one_line, bool line_start = true) : one_line_(one_line), line_start_(line_start) {}

  void Add(const Span& span) {
    switch (span.kind) {
      case Span::Kind::kStrong: return AddMarked(span.text, "**");
      case Span::Kind::kEmphasis: return AddMarked(span.text, "*");
      case Span::Kind::kLink: return AddLink(span.text, span.href);
      case Span::Kind::kCode:
      case Span::Kind::kText: return AddText(span.text);
    }
  }

  std::string out;

 private:
  void AddText(std::string_view text) {
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::string_view url = LeadingUrl(text.substr(at));
      if (url.empty()) {
        ++at;
        continue;
      }
      AddPlain(text.substr(plain, at - plain));
      AddLink(url, url);
      plain = at += url.size();
    }
    AddPlain(text.substr(plain));
  }

  void AddPlain(std::string_view text) {
    const std::string broken = BreakMentions(text);
    for (std::size_t at = 0; at < broken.size(); ++at) {
      AddCharacter(broken[at]);
      // No tag, no entity, and no address that a reader could find by itself.
      const bool opens = broken[at] == '<' || broken[at] == '&' || broken.compare(at, 3, "://") == 0;
      if (opens && at + 1 < broken.size() && broken[at + 1] != '\n') out += kNothing;
    }
  }

  void AddCharacter(char c) {
    if (c == '\n') return EndLine();
    if (line_start_ && (c == ' ' || c == '\t')) {
      out += "\u00A0";
      return;
    }
    const bool digit = c >= '0' && c <= '9';
    // A list, a heading, a quote, a rule or a table would begin here.
    const bool opens_block = line_start_ && (digit || std::string_view("-+#>=|").find(c) != std::string_view::npos);
    if (opens_block) out += kNothing;
    if (kEscaped.find(c) != std::string_view::npos) out += '\\';
    out += c;
    line_start_ = false;
  }

  void EndLine() {
    if (one_line_) {
      out += ' ';
      return;
    }
    out += "  \n";
    line_start_ = true;
  }

  void AddMarked(std::string_view text, std::string_view mark) {
    const std::string_view inside = base::Trim(text);
    if (!CanMark(inside) || (!out.empty() && out.back() == '*')) return AddText(text);
    LineWriter marked(true, false);
    marked.AddPlain(inside);
    ((out += mark) += marked.out) += mark;
    line_start_ = false;
  }

  void AddLink(std::string_view text, std::string_view href) {
    if (!out.empty() && out.back() == '!') out += kNothing;  // else it is an image
    LineWriter label(true, false);
    for (const char c : text == href ? std::string(text) : BreakMentions(text)) label.AddCharacter(c);
    out += "[" + label.out + "](" + Destination(href) + ")";
    line_start_ = false;
    if (const std::string host = HostToShow(text, href); !host.empty()) AddPlain(" (" + host + ")");
  }

  bool one_line_, line_start_;
};

std::string Inside(const Block& block, bool line_start) {
  LineWriter writer(block.kind == Block::Kind::kHeading, line_start);
  for (const Span& span : block.spans) writer.Add(span);
  return std::move(writer.out);
}

// `others` before all lines but the first.
std::string Indented(std::string_view text, std::string_view first, std::string_view others) {
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
    case Block::Kind::kHeading:
      return std::string(static_cast<std::size_t>(std::clamp(block.number, 1, 6)), '#') + ' ' + Inside(block, true);
    case Block::Kind::kBullet: return Indented(Inside(block, true), "- ", "  ");
    case Block::Kind::kQuote: return Indented(Inside(block, true), "> ", "> ");
    case Block::Kind::kNumbered: {
      const std::string mark = std::to_string(std::clamp(block.number, 0, 999'999'999)) + ". ";
      return Indented(Inside(block, true), mark, std::string(mark.size(), ' '));
    }
    case Block::Kind::kCode:
    case Block::Kind::kParagraph: break;
  }
  return Inside(block, true);
}

std::string_view BetweenBlocks(const Block& before, const Block& block) {
  const bool list = block.kind == Block::Kind::kBullet || block.kind == Block::Kind::kNumbered;
  return list && before.kind == block.kind ? "\n" : "\n\n";
}

}  // namespace

const Dialect kDingTalkMark = {WriteBlock, BetweenBlocks};

}  // namespace frontdesk::adapters::common
