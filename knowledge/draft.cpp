#include "knowledge/draft.h"

#include <algorithm>

#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/base/yaml.h"

namespace frontdesk::knowledge {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kMaxNameBytes = 48;
constexpr std::string_view kFence = "---";
constexpr std::string_view kQuestions = "questions";

// Every JSON string is a YAML one.
std::string QuestionLine(std::string_view indent, std::string_view question) {
  return std::string(indent) + "- " + base::JsonQuote(question) + "\n";
}

// The lines of the front matter as [begin, end) in the lines of the file; empty when there is none.
struct Front {
  std::size_t begin = 0, end = 0;
  bool present = false;
};

base::Result<Front> FrontOf(const std::string& path, const std::vector<std::string>& lines) {
  if (lines.empty() || lines[0] != kFence) return Front{};
  const auto end = std::find(lines.begin() + 1, lines.end(), kFence);
  if (end == lines.end()) return Fail(ErrorCode::kInvalid, "the front matter of " + path + " has no end", path);
  return Front{1, static_cast<std::size_t>(end - lines.begin()), true};
}

std::string Join(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += lines[i] + "\n";
  return text;
}

// Where the value of an entry ends: the line of the next key, or the end of the front matter.
std::size_t EndOf(const base::YamlNode& root, const base::YamlNode::Entry& entry, std::size_t front_end) {
  std::size_t end = front_end;
  for (const base::YamlNode::Entry& other : root.entries)
    if (other.key_place.line > entry.key_place.line)
      end = std::min(end, static_cast<std::size_t>(other.key_place.line - 1));
  return end;
}

bool Asks(const base::YamlNode& questions, std::string_view question) {
  const std::string folded = base::FoldForMatch(question);
  return base::FoldForMatch(questions.scalar) == folded ||
         std::any_of(questions.items.begin(), questions.items.end(),
                     [&](const base::YamlNode& item) { return base::FoldForMatch(item.scalar) == folded; });
}

// The lines of the list with `question` behind the others.
std::string Extended(const std::vector<std::string>& lines, std::size_t key, std::size_t end,
                     const base::YamlNode& questions, std::string_view question) {
  const bool block = questions.IsList() && !questions.items.empty() &&
                     static_cast<std::size_t>(questions.items.front().place.line) > key + 1;
  if (block) {
    const std::string& last = lines[static_cast<std::size_t>(questions.items.back().place.line) - 1];
    const std::size_t indent = last.find_first_not_of(' ');
    std::size_t after = end;
    while (after > key + 1 && base::Trim(lines[after - 1]).empty()) --after;
    return Join(lines, key, after) + QuestionLine(last.substr(0, indent), question) + Join(lines, after, end);
  }
  std::string list = std::string(kQuestions) + ":\n";
  if (questions.IsScalar() && !questions.scalar.empty()) list += QuestionLine("  ", questions.scalar);
  for (const base::YamlNode& item : questions.items) list += QuestionLine("  ", item.scalar);
  return list + QuestionLine("  ", question);
}

}  // namespace

std::string DraftArticle(const NewArticle& article) {
  std::string text = std::string(kFence) + "\n";
  for (const std::string& note : article.notes)
    for (const std::string& line : base::SplitLines(note)) text += "# " + line + "\n";
  text += "title: " + base::JsonQuote(article.title) + "\n" + std::string(kQuestions) + ":\n";
  for (const std::string& question : article.questions) text += QuestionLine("  ", question);
  return text + std::string(kFence) + "\n" + std::string(base::Trim(article.body)) + "\n";
}

base::Result<std::string> AddQuestion(const std::string& path, std::string_view text, std::string_view question) {
  const std::vector<std::string> lines = base::SplitLines(text);
  TRY(const Front front, FrontOf(path, lines));
  const std::string fresh = std::string(kQuestions) + ":\n" + QuestionLine("  ", question);
  if (!front.present) {
    return std::string(kFence) + "\n" + fresh + std::string(kFence) + "\n" + std::string(text);
  }
  base::Findings findings;
  const auto root = base::ParseYaml(path, Join(lines, front.begin, front.end), findings, 2);
  if (!root || (!root->IsMap() && !root->IsNull())) {
    return Fail(ErrorCode::kInvalid, "the front matter of " + path + " cannot be read; 'frontdesk check' says why",
                path);
  }
  const auto entry = std::find_if(root->entries.begin(), root->entries.end(),
                                  [](const base::YamlNode::Entry& one) { return one.key == kQuestions; });
  const std::string behind = Join(lines, front.end, lines.size());
  if (entry == root->entries.end()) return Join(lines, 0, front.end) + fresh + behind;
  if (Asks(entry->value, question)) return Fail(ErrorCode::kConflict, "this question is in the article already", path);
  const auto key = static_cast<std::size_t>(entry->key_place.line - 1);
  const std::size_t end = EndOf(*root, *entry, front.end);
  return Join(lines, 0, key) + Extended(lines, key, end, entry->value, question) + Join(lines, end, front.end) + behind;
}

std::string FileNameFor(std::string_view title) {
  std::string name;
  bool plain = true;
  for (const char c : base::AsciiLower(title)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    plain = plain && static_cast<unsigned char>(c) < 0x80;
    if (letter && name.size() < kMaxNameBytes) name += c;
    if (!letter && !name.empty() && name.back() != '-' && name.size() < kMaxNameBytes) name += '-';
  }
  while (name.ends_with('-')) name.pop_back();
  // What has no Latin letters is told apart by a few hexadecimal ones.
  if (plain && !name.empty()) return name;
  return (name.empty() ? "article" : name) + "-" + base::HexEncode(base::Sha256(title)).substr(0, 8);
}

}  // namespace frontdesk::knowledge
