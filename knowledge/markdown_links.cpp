#include "knowledge/markdown_links.h"

#include <algorithm>

#include "bot/base/text.h"
#include "knowledge/markdown_lines.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kMaxTarget = 2'000;  // bytes; what is longer is no link

class LineReader {
 public:
  LineReader(const MarkdownLine& line, std::vector<MarkdownLink>& links)
      : text_(line.text), begin_(line.begin), number_(line.number), links_(links) {}

  void Read() {
    if (ReadDefinition()) return;
    std::vector<std::size_t> open;  // brackets
    bool code = false;
    for (std::size_t at = 0; at + 1 < text_.size(); ++at) {
      if (text_[at] == '`') code = !code;
      if (code) continue;
      if (text_[at] == '[') open.push_back(at);
      if (text_[at] != ']' || open.empty()) continue;
      if (text_[at + 1] == '(') ReadInline(open.back(), at);
      open.pop_back();
    }
  }

 private:
  MarkdownLink& Add(std::size_t start, std::string_view end_marks) {
    if (start < text_.size() && text_[start] == '<') {
      ++start;
      end_marks = ">";
    }
    MarkdownLink& link = links_.emplace_back();
    link.target = text_.substr(start, text_.find_first_of(end_marks, start) - start);
    link.target_begin = begin_ + start;
    link.line = number_;
    link.column = static_cast<int>(start) + 1;
    return link;
  }

  bool ReadDefinition() {
    const std::size_t name_end = text_.find("]:");
    if (!text_.starts_with('[') || text_.starts_with("[^") || name_end == std::string_view::npos) return false;
    const std::size_t start = text_.find_first_not_of(' ', name_end + 2);
    if (start == std::string_view::npos) return false;
    Add(start, " \t");
    return true;
  }

  void ReadInline(std::size_t open, std::size_t close) {
    const std::size_t length = text_.substr(close, kMaxTarget).find(')');
    if (length == std::string_view::npos) return;
    MarkdownLink& link = Add(close + 2, ") ");
    link.inline_words = true;
    link.words = text_.substr(open + 1, close - open - 1);
    link.picture = open > 0 && text_[open - 1] == '!';
    link.begin = begin_ + open;
    link.end = begin_ + close + length + 1;
  }

  std::string_view text_;
  std::size_t begin_;
  int number_;
  std::vector<MarkdownLink>& links_;
};

}  // namespace

std::vector<MarkdownLink> FindMarkdownLinks(std::string_view text) {
  std::vector<MarkdownLink> links;
  MarkdownReader lines(text);
  for (MarkdownLine line; lines.Next(line);) {
    if (line.kind != MarkdownLine::Kind::kCode) LineReader(line, links).Read();
  }
  return links;
}

bool NamesArticle(std::string_view target) {
  if (target.empty() || target.front() == '#' || target.front() == '/' || target.front() == '<') return false;
  target = target.substr(0, target.find_first_of("#?"));
  if (target.find(':') != std::string_view::npos) return false;
  const std::string_view name = target.substr(target.rfind('/') + 1);
  return name.ends_with(".md") || name.find('.') == std::string_view::npos;
}

}  // namespace frontdesk::knowledge
