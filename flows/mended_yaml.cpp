#include "flows/mended_yaml.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::flows {
namespace {

// Where the items of the list `steps` begin, as lines; empty when there is none.
std::vector<std::size_t> StepLines(const std::vector<std::string>& lines) {
  std::vector<std::size_t> starts;
  auto at =
      std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with("steps:"); });
  std::size_t indent = std::string::npos;
  for (; at != lines.end(); ++at) {
    const std::size_t text = at->find_first_not_of(' ');
    if (text == std::string::npos || (*at)[text] != '-' || (at->size() > text + 1 && (*at)[text + 1] != ' ')) continue;
    if (indent == std::string::npos) indent = text;
    if (text == indent) starts.push_back(static_cast<std::size_t>(at - lines.begin()));
  }
  return starts;
}

// Empties the step that holds the line; false when none does.
bool LeaveOut(std::vector<std::string>& lines, int line) {
  const auto wrong = static_cast<std::size_t>(std::max(line - 1, 0));
  const std::vector<std::size_t> starts = StepLines(lines);
  const auto after = std::upper_bound(starts.begin(), starts.end(), wrong);
  if (after == starts.begin()) return false;
  const std::size_t end = after == starts.end() ? lines.size() : *after;
  for (std::size_t i = *std::prev(after); i < end; ++i) lines[i].clear();
  return true;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) (text += line) += '\n';
  return text;
}

}  // namespace

MendedYaml ReadPastMistakes(const base::SourceFile& file, base::Findings& findings) {
  base::Findings first;
  MendedYaml read{base::ParseYaml(file.path, file.text, first)};
  read.whole = read.root.has_value();
  std::vector<std::string> lines = base::SplitLines(file.text);
  int line = read.whole ? 0 : first.Sorted().front().place.line;
  for (int left = kMaxMends; !read.root && left > 0 && LeaveOut(lines, line); --left) {
    base::Findings again;
    read.root = base::ParseYaml(file.path, Joined(lines), again);
    // What else is broken may be but an echo of what was left out: only the first is told.
    if (!read.root) line = again.Sorted().front().place.line;
  }
  const std::string rest = read.root ? "" : "; until then the rest of this file is not looked through";
  for (const base::Finding& one : first.Sorted()) findings.Error(one.place, one.what, one.fix + rest);
  return read;
}

}  // namespace frontdesk::flows
