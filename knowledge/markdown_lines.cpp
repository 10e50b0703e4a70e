#include "knowledge/markdown_lines.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kMostIndent = 3;  // of a heading; more is code

std::size_t RunOf(std::string_view line, char mark) { return std::min(line.find_first_not_of(mark), line.size()); }

bool IsBlank(std::string_view line) { return base::Trim(line).empty(); }

// Whether the line is code or one of the fences around it. `mark` and `length` are the open fence's.
bool IsCode(std::string_view line, char& mark, std::size_t& length) {
  const std::string_view text = base::Trim(line);
  const std::size_t run = text.empty() ? 0 : RunOf(text, text.front());
  if (length > 0) {
    if (text.size() == run && run >= length && text.front() == mark) length = 0;
    return true;
  }
  if (run < 3 || (text.front() != '`' && text.front() != '~')) return false;
  if (text.front() == '`' && text.find('`', run) != std::string_view::npos) return false;  // ```inline```
  mark = text.front();
  length = run;
  return true;
}

// "# words" to "###### words"; closing marks are no words.
bool ReadHeading(MarkdownLine& line) {
  const std::size_t indent = RunOf(line.text, ' ');
  if (indent > kMostIndent) return false;
  std::string_view text = line.text.substr(indent);
  const std::size_t marks = RunOf(text, '#');
  if (marks < 1 || marks > 6) return false;
  text.remove_prefix(marks);
  if (!text.empty() && text.front() != ' ' && text.front() != '\t') return false;
  text = base::Trim(text);
  const std::size_t last = text.find_last_not_of('#');
  if (last == std::string_view::npos) {
    text = {};
  } else if (last + 1 < text.size() && text[last] == ' ') {
    text = base::Trim(text.substr(0, last));
  }
  line.kind = MarkdownLine::Kind::kHeading;
  line.level = static_cast<int>(marks);
  line.heading = text;
  return true;
}

// 1 for a line of "=", 2 for a line of "-", else 0.
int UnderlineLevel(std::string_view line) {
  const std::size_t indent = RunOf(line, ' ');
  const std::string_view text = base::Trim(line);
  if (indent > kMostIndent || text.empty() || RunOf(text, text.front()) != text.size()) return 0;
  return text.front() == '=' ? 1 : text.front() == '-' ? 2 : 0;
}

// A line that may be a heading when the next one underlines it: of a list, a quote, a table or HTML it may not.
bool MayBeUnderlined(std::string_view line) {
  const std::size_t indent = RunOf(line, ' ');
  return indent <= kMostIndent && !IsBlank(line) &&
         std::string_view("-*+>|<=#").find(line[indent]) == std::string_view::npos;
}

}  // namespace

std::string_view NextLine(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  std::string_view line = text.substr(at, end - at);
  at = std::min(end + 1, text.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view WithoutByteOrderMark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

bool MarkdownReader::Next(MarkdownLine& line) {
  using Kind = MarkdownLine::Kind;
  if (at_ >= text_.size()) return false;
  line = {};
  line.begin = at_;
  line.text = NextLine(text_, at_);
  line.end = at_;
  line.number = ++number_;
  if (IsCode(line.text, fence_mark_, fence_length_)) {
    line.kind = Kind::kCode;
  } else if (base::Trim(line.text) == kMoreMark) {
    line.kind = Kind::kMore;
  } else if (!ReadHeading(line) && after_blank_ && MayBeUnderlined(line.text)) {
    ReadUnderline(line);
  }
  after_blank_ = line.kind != Kind::kText || IsBlank(line.text);
  return true;
}

void MarkdownReader::ReadUnderline(MarkdownLine& line) {
  std::size_t behind = at_;
  line.level = UnderlineLevel(NextLine(text_, behind));
  if (line.level == 0) return;
  line.kind = MarkdownLine::Kind::kHeading;
  line.heading = base::Trim(line.text);
  line.end = at_ = behind;
  ++number_;
}

FrontMatter FindFrontMatter(std::string_view text) {
  const auto is_edge = [](std::string_view line) { return line.starts_with("---") && IsBlank(line.substr(3)); };
  FrontMatter found{.present = false, .closed = false, .yaml = {}, .body = text, .body_line = 1};
  std::size_t at = 0;
  if (!is_edge(NextLine(text, at))) return found;
  found.present = true;
  const std::size_t start = at;
  for (int line_number = 2; at < text.size(); ++line_number) {
    const std::size_t line_start = at;
    if (!is_edge(NextLine(text, at))) continue;
    found.closed = true;
    found.yaml = text.substr(start, line_start - start);
    found.body = text.substr(at);
    found.body_line = line_number + 1;
    break;
  }
  return found;
}

}  // namespace frontdesk::knowledge
