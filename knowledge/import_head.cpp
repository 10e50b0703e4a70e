#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/base/yaml.h"
#include "knowledge/article_file.h"
#include "knowledge/article_writer.h"
#include "knowledge/import_document.h"
#include "knowledge/markdown_lines.h"

namespace frontdesk::knowledge {

namespace {

constexpr int kFirstLine = 2;  // of front matter, below its "---"

std::string AsRemarks(std::string_view yaml) {
  std::string remarks;
  for (std::size_t at = 0; at < yaml.size();) {
    const std::string_view line = NextLine(yaml, at);
    if (!base::Trim(line).empty())
      remarks.append(line.starts_with('#') ? "" : "# ").append(base::CleanUtf8(line)).append("\n");
  }
  return remarks;
}

// Whether an article can have these lines as they are.
bool IsUnderstood(const std::string& lines) {
  base::Findings findings;
  return ReadMarkdownArticle({"article.md", "---\n" + lines + "---\n"}, "", findings) && !findings.HasErrors();
}

std::vector<std::string> TextsOf(const base::YamlNode& node) {
  std::vector<std::string> texts;
  if (node.IsScalar()) texts.push_back(node.scalar);
  for (const base::YamlNode& item : node.items)
    if (item.IsScalar()) texts.push_back(item.scalar);
  return texts;
}

// Sorts the entries of front matter, each as the lines from its key to the next.
class HeadReader {
 public:
  HeadReader(std::string_view yaml, base::Findings& findings) : yaml_(yaml), findings_(findings) {
    for (std::size_t at = 0; at < yaml.size(); NextLine(yaml, at)) line_starts_.push_back(at);
  }

  DocumentHead Read(const base::YamlNode& root) {
    const auto& entries = root.entries;
    head_.own = AsRemarks(Lines(kFirstLine, entries.empty() ? EndLine() : entries.front().key_place.line));
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const int next = i + 1 < entries.size() ? entries[i + 1].key_place.line : EndLine();
      Take(entries[i], std::string(Lines(entries[i].key_place.line, next)));
    }
    return std::move(head_);
  }

 private:
  int EndLine() const { return kFirstLine + static_cast<int>(line_starts_.size()); }

  std::string_view Lines(int first, int end) const {
    const auto at = [&](int line) {
      const auto index = static_cast<std::size_t>(line - kFirstLine);
      return index < line_starts_.size() ? line_starts_[index] : yaml_.size();
    };
    return yaml_.substr(at(first), at(std::max(first, end)) - at(first));
  }

  void Take(const base::YamlNode::Entry& entry, const std::string& lines) {
    constexpr std::array<std::string_view, 4> kShared = {"accounts", "tiers", "valid", "rejected"};
    const std::string& key = entry.key;
    const bool scalar = entry.value.IsScalar();
    if (key == "id" && scalar) {
      head_.id = OneLine(entry.value.scalar);
    } else if (key == "title" && scalar) {
      head_.title = OneLine(entry.value.scalar);
    } else if (key == "tags" && !entry.value.IsMap()) {
      head_.tags = TextsOf(entry.value);
    } else if (key == "questions" && IsUnderstood(lines)) {
      head_.own += lines;
      head_.is_article = true;
    } else if (std::find(kShared.begin(), kShared.end(), key) != kShared.end()) {
      TakeShared(entry, lines);
    } else {
      head_.unknown_keys.insert(key);
      head_.own += AsRemarks(lines);
    }
  }

  void TakeShared(const base::YamlNode::Entry& entry, const std::string& lines) {
    if (IsUnderstood(lines)) {
      head_.shared += lines;
      return;
    }
    head_.own += AsRemarks(lines);
    findings_.Warning(entry.key_place, "'" + entry.key + "' cannot be read and was kept as a remark",
                      "write it as the README of knowledge/ shows");
  }

  std::string_view yaml_;
  base::Findings& findings_;
  std::vector<std::size_t> line_starts_;
  DocumentHead head_;
};

}  // namespace

DocumentHead ReadDocumentHead(const std::string& path, std::string_view yaml, base::Findings& findings) {
  base::Findings broken;
  const auto root = base::ParseYaml(path, yaml, broken, kFirstLine);
  if (root && root->IsMap() && !broken.HasErrors()) return HeadReader(yaml, findings).Read(*root);
  DocumentHead head;
  head.own = AsRemarks(yaml);
  if (root && root->IsNull()) return head;
  const base::Place place = broken.empty() ? base::Place{path, 1, 1} : broken.Sorted().front().place;
  findings.Warning(place, "the front matter cannot be read and was kept as remarks", "mend it and import again");
  return head;
}

}  // namespace frontdesk::knowledge
