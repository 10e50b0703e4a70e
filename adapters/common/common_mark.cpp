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

constexpr std::string_view kAlwaysEscaped = "\\`*_~[]<>|&#";
constexpr std::string_view kNoBreakSpace = "\u00A0";

// What CommonMark's flanking rules (section 6.2) tell apart. Symbols such as emoji are punctuation since version 0.31
// and were part of a word before.
enum class Edge { kSpace, kPunctuation, kSymbol, kWord };

Edge EdgeOf(char32_t point) {
  const int category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  if (point == '\n' || point == '\t' || category == UTF8PROC_CATEGORY_ZS) return Edge::kSpace;
  if (category < UTF8PROC_CATEGORY_PC || category > UTF8PROC_CATEGORY_SO) return Edge::kWord;
  return point < 0x80 || category < UTF8PROC_CATEGORY_SM ? Edge::kPunctuation : Edge::kSymbol;
}

char32_t LastPoint(std::string_view text) {
  std::size_t begin = text.size() - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return base::ToCodePoints(text.substr(begin)).back();
}

std::size_t LongestRun(std::string_view text, char of) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == of ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// What a destination could read as its end or as an entity is percent-encoded (RFC 3986 section 2.1).
std::string Destination(std::string_view href) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : href) {
    if (IsUrlCharacter(c) && std::string_view("()*'").find(c) == std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      ((out += '%') += kHex[byte >> 4]) += kHex[byte & 15];
    }
  }
  return out;
}

// Writes the spans of one block, line by line.
class InlineWriter {
 public:
  explicit InlineWriter(bool one_line) : one_line_(one_line) {}

  void Add(const Span& span, const Span* next) {
    switch (span.kind) {
      case Span::Kind::kStrong: return AddMarked(span.text, "**", next);
      case Span::Kind::kEmphasis: return AddMarked(span.text, "*", next);
      case Span::Kind::kCode: return AddCode(span.text);
      case Span::Kind::kLink: return AddLink(span);
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
      ((out += '<') += url) += '>';
      line_start_ = only_digits_ = false;
      plain = at += url.size();
    }
    AddPlain(text.substr(plain));
  }

  // What is left of an address here must not be found by a reader that looks for addresses itself.
  void AddPlain(std::string_view text) {
    const std::string broken = BreakMentions(text);
    for (std::size_t at = 0; at < broken.size(); ++at) {
      if (broken.compare(at, 3, "://") == 0) out += '\\';
      AddCharacter(broken[at]);
    }
  }

  void AddCharacter(char c) {
    if (c == '\n') return EndLine();
    if (line_start_ && (c == ' ' || c == '\t')) {
      out += kNoBreakSpace;
      return;
    }
    const bool digit = c >= '0' && c <= '9';
    const bool opens_block = line_start_ && (c == '-' || c == '+' || c == '=');
    const bool makes_number = only_digits_ && !digit && (c == '.' || c == ')');
    if (opens_block || makes_number || kAlwaysEscaped.find(c) != std::string_view::npos) out += '\\';
    out += c;
    only_digits_ = digit && (line_start_ || only_digits_);
    line_start_ = false;
  }

  void EndLine() {
    if (one_line_) {
      out += ' ';
      return;
    }
    out += "  \n";
    line_start_ = true;
    only_digits_ = false;
  }

  void AddMarked(std::string_view text, std::string_view mark, const Span* next) {
    const std::string_view inside = base::Trim(text);
    if (inside.empty() || inside.find('\n') != std::string_view::npos) return AddText(text);
    const auto lead = static_cast<std::size_t>(inside.data() - text.data());
    AddText(text.substr(0, lead));
    InlineWriter marked(one_line_);
    marked.line_start_ = false;
    marked.AddText(inside);
    const std::string_view behind = text.substr(lead + inside.size());
    const Edge after = !behind.empty() || next == nullptr || next->text.empty()
                           ? Edge::kSpace
                           : EdgeOf(base::ToCodePoints(next->text.substr(0, 4)).front());
    if (CanMark(marked.out, after)) {
      ((out += mark) += marked.out) += mark;
      joins_at_ = out.size();
      line_start_ = only_digits_ = false;
    } else {
      AddText(inside);
    }
    AddText(behind);
  }

  // Whether marks around `inside` are read as such: punctuation within asks for none of a word's letters without.
  bool CanMark(std::string_view inside, Edge after) const {
    if (joins_at_ > 0 && out.size() == joins_at_) return false;
    const Edge first = EdgeOf(base::ToCodePoints(inside.substr(0, 4)).front()), last = EdgeOf(LastPoint(inside));
    const Edge before = out.empty() ? Edge::kSpace : EdgeOf(LastPoint(out));
    const auto apart = [](Edge outside) { return outside == Edge::kSpace || outside == Edge::kPunctuation; };
    return first != Edge::kSpace && last != Edge::kSpace && (first == Edge::kWord || apart(before)) &&
           (last == Edge::kWord || apart(after));
  }

  void AddCode(std::string_view text) {
    std::string inside(text);
    std::replace(inside.begin(), inside.end(), '\n', ' ');
    // A code span of nothing but space, or right behind another, would be read as something else.
    if (base::Trim(inside).empty() || (!out.empty() && out.back() == '`')) return AddText(text);
    const std::string fence(LongestRun(inside, '`') + 1, '`');
    const bool pad = inside.front() == '`' || inside.back() == '`' || (inside.front() == ' ' && inside.back() == ' ');
    out += fence + (pad ? " " : "") + inside + (pad ? " " : "") + fence;
    line_start_ = only_digits_ = false;
  }

  void AddLink(const Span& span) {
    if (!out.empty() && out.back() == '!') out.insert(out.size() - 1, "\\");  // else it is an image
    if (span.text == span.href && LeadingUrl(span.text) == span.text) return AddText(span.text);
    InlineWriter label(true);
    label.line_start_ = false;
    label.AddPlain(span.text);
    out += "[" + label.out + "](" + Destination(span.href) + ")";
    joins_at_ = out.size();
    line_start_ = only_digits_ = false;
    if (const std::string host = HostToShow(span.text, span.href); !host.empty()) AddText(" (" + host + ")");
  }

  bool one_line_;
  std::size_t joins_at_ = 0;  // the end of a mark or a link: a mark right behind it would be read as part of it
  bool line_start_ = true, only_digits_ = false;
};

std::string PlainSpans(const Block& block) {
  std::string text;
  for (const Span& span : block.spans) text += span.text;
  return text;
}

std::string FencedCode(const Block& block) {
  const std::string text = PlainSpans(block);
  const std::string fence(std::max<std::size_t>(3, LongestRun(text, '`') + 1), '`');
  return fence + "\n" + text + (text.ends_with('\n') ? "" : "\n") + fence;
}

std::string Inside(const Block& block) {
  InlineWriter writer(block.kind == Block::Kind::kHeading);
  for (std::size_t i = 0; i < block.spans.size(); ++i)
    writer.Add(block.spans[i], i + 1 < block.spans.size() ? &block.spans[i + 1] : nullptr);
  return std::move(writer.out);
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

// Two lists that follow each other are told apart by what stands behind their numbers.
char NumberMark(std::span<const Block> blocks, std::size_t at) {
  bool other = false;
  for (; at > 0 && blocks[at - 1].kind == Block::Kind::kNumbered; --at)
    if (blocks[at].number != blocks[at - 1].number + 1) other = !other;
  return other ? ')' : '.';
}

std::string WriteBlock(std::span<const Block> blocks, std::size_t at) {
  const Block& block = blocks[at];
  switch (block.kind) {
    case Block::Kind::kCode: return FencedCode(block);
    case Block::Kind::kHeading:
      return std::string(static_cast<std::size_t>(std::clamp(block.number, 1, 6)), '#') + ' ' + Inside(block);
    case Block::Kind::kBullet: return PrefixLines(Inside(block), "- ", "  ");
    case Block::Kind::kQuote: return PrefixLines(Inside(block), "> ", "> ");
    case Block::Kind::kNumbered: {
      const std::string mark = std::to_string(std::clamp(block.number, 0, 999'999'999)) + NumberMark(blocks, at) + ' ';
      return PrefixLines(Inside(block), mark, std::string(mark.size(), ' '));
    }
    case Block::Kind::kParagraph: break;
  }
  return Inside(block);
}

std::string_view BetweenBlocks(const Block& before, const Block& block) {
  const bool list = block.kind == Block::Kind::kBullet || block.kind == Block::Kind::kNumbered;
  return list && before.kind == block.kind ? "\n" : "\n\n";
}

}  // namespace

const Dialect kCommonMark = {WriteBlock, BetweenBlocks};

}  // namespace frontdesk::adapters::common
