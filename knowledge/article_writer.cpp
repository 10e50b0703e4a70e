#include "knowledge/article_writer.h"

#include <utf8proc.h>

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

bool IsWordPoint(char32_t point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND: return true;
    default: return point == '_';
  }
}

// Words, digits and plain punctuation: what YAML can take for nothing else.
bool IsPlainYaml(std::string_view line) {
  constexpr std::string_view kSigns = ":#{}[],&*!|>'\"%@`\\~=";
  if (line.empty() || line.find_first_of(kSigns) != std::string_view::npos) return false;
  const auto first = static_cast<unsigned char>(line.front());
  const bool letter = first >= 0x80 || (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
  return letter && base::AsciiLower(line) != "null";
}

void AddList(std::string_view key, const std::vector<std::string>& texts, std::string& out) {
  if (texts.empty()) return;
  out.append(key).append(":\n");
  for (const std::string& text : texts) out.append("  - ").append(YamlText(text)).append("\n");
}

std::string_view Stem(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.rfind('.'));
}

}  // namespace

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : base::CleanUtf8(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (space && (line.empty() || line.back() == ' ')) continue;
    line += space ? ' ' : c;
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string YamlText(std::string_view text) {
  const std::string line = OneLine(text);
  if (IsPlainYaml(line)) return line;
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string ToMarkdownFile(const WrittenArticle& article) {
  std::string out = "---\n";
  if (article.id != Stem(article.path)) out += "id: " + YamlText(article.id) + "\n";
  if (!article.title.empty()) out += "title: " + YamlText(article.title) + "\n";
  AddList("questions", article.questions, out);
  AddList("tags", article.tags, out);
  out += article.more_front_matter + "---\n";
  std::string body(base::Trim(article.body));
  body.erase(std::remove(body.begin(), body.end(), '\r'), body.end());
  return body.empty() ? out : out + body + "\n";
}

std::string Slug(std::string_view text) {
  std::string slug;
  for (const char32_t point : base::ToCodePoints(base::CleanUtf8(text))) {
    const char32_t lower = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point)));
    std::string next;
    if (IsWordPoint(lower)) {
      base::AppendUtf8(lower, next);
    } else if (!slug.empty() && slug.back() != '-') {
      next = "-";
    }
    if (slug.size() + next.size() > kMaxSlugBytes) break;
    slug += next;
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug.empty() ? "article" : slug;
}

std::string UniqueNames::Take(const std::string& name) {
  const auto [first, added] = taken_.try_emplace(name, 2);
  if (added) return name;
  for (int& next = first->second;;) {
    std::string unique = name + "-" + std::to_string(next++);
    if (taken_.try_emplace(unique, 2).second) return unique;
  }
}

}  // namespace frontdesk::knowledge
