// The lines of a Markdown text as far as articles care: headings, fenced code, the mark where the short part ends.
// Headings and fences are CommonMark's (https://spec.commonmark.org/0.31.2/#leaf-blocks); a fence may be indented more
// than there, as it is within lists.
//
// Ownership: the lines view the text that was read. Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::knowledge {

inline constexpr std::string_view kMoreMark = "<!-- more -->";

struct MarkdownLine {
  enum class Kind { kText, kCode, kHeading, kMore };
  Kind kind = Kind::kText;
  std::string_view text;     // without its line break
  std::size_t begin = 0;     // of the line in the whole text
  std::size_t end = 0;       // behind its line break; of an underlined heading, behind the underline
  int number = 1;            // of the line, from 1
  int level = 0;             // of a heading, 1 to 6
  std::string_view heading;  // its words
};

// Line by line, so that a long text takes no memory.
class MarkdownReader {
 public:
  explicit MarkdownReader(std::string_view text) : text_(text) {}
  bool Next(MarkdownLine& line);  // false at the end

 private:
  void ReadUnderline(MarkdownLine& line);

  std::string_view text_;
  std::size_t at_ = 0;
  int number_ = 0;
  bool after_blank_ = true;
  char fence_mark_ = 0;           // of the fence that is open
  std::size_t fence_length_ = 0;  // 0: none is
};

// One line of `text` from `at`, without its line break; `at` moves behind it.
std::string_view NextLine(std::string_view text, std::size_t& at);

std::string_view WithoutByteOrderMark(std::string_view text);

// YAML between two lines of "---" at the very start.
struct FrontMatter {
  bool present = false;
  bool closed = false;
  std::string_view yaml;  // begins in line 2
  std::string_view body;
  int body_line = 1;
};
FrontMatter FindFrontMatter(std::string_view text);

}  // namespace frontdesk::knowledge
