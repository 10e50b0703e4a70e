#include <algorithm>

#include "bot/base/text.h"
#include "bot/base/yaml.h"
#include "knowledge/article_file.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kMore = "<!-- more -->";

// One line of `text` from `at`, without its line break; `at` moves behind it.
std::string_view NextLine(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  std::string_view line = text.substr(at, end - at);
  at = std::min(end + 1, text.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

struct FrontMatter {
  bool present = false;
  bool closed = false;
  std::string_view yaml;
  std::string_view body;
  int body_line = 1;
};

FrontMatter FindFrontMatter(std::string_view text) {
  FrontMatter found{.present = false, .closed = false, .yaml = {}, .body = text, .body_line = 1};
  std::size_t at = 0;
  if (NextLine(text, at) != "---") return found;
  found.present = true;
  const std::size_t start = at;
  for (int line_number = 2; at < text.size(); ++line_number) {
    const std::size_t line_start = at;
    if (NextLine(text, at) != "---") continue;
    found.closed = true;
    found.yaml = text.substr(start, line_start - start);
    found.body = text.substr(at);
    found.body_line = line_number + 1;
    break;
  }
  return found;
}

std::optional<base::TimePoint> Day(base::Fields& fields, std::string_view key, base::Findings& findings) {
  const std::string text = fields.Text(key);
  if (text.empty()) return std::nullopt;
  auto day = base::ParseTime(text + "T00:00:00Z");
  if (day) return *day;
  findings.Error(fields.PlaceOf(key), "'" + text + "' is not a day", "write it as 2027-01-31");
  return std::nullopt;
}

void ReadValidity(const base::YamlNode& node, ArticleFile& article, base::Findings& findings) {
  base::Fields fields(node, "'valid'", findings);
  article.valid_from = Day(fields, "from", findings);
  article.valid_until = Day(fields, "until", findings);
  article.until_place = fields.PlaceOf("until");
  fields.Finish();
  if (article.valid_from && article.valid_until && *article.valid_from >= *article.valid_until) {
    findings.Error(article.until_place, "'until' is not after 'from'", "the article would never be shown");
  }
}

void ReadRejected(const base::YamlNode& node, ArticleFile& article, base::Findings& findings) {
  base::Fields fields(node, "'rejected'", findings);
  article.rejected_flow = fields.Text("flow");
  article.flow_place = fields.PlaceOf("flow");
  fields.Finish();
}

void ReadQuestions(base::Fields& fields, ArticleFile& article) {
  article.text.questions = fields.Texts("questions");
  const base::YamlNode* node = fields.Get("questions");
  for (std::size_t i = 0; i < article.text.questions.size(); ++i) {
    const bool has_item = node && i < node->items.size();
    article.question_places.push_back(has_item ? node->items[i].place : fields.PlaceOf("questions"));
  }
}

void ReadFrontMatter(const base::YamlNode& root, ArticleFile& article, base::Findings& findings) {
  if (root.IsNull()) return;
  base::Fields fields(root, "the front matter", findings);
  if (fields.Has("id")) article.id = fields.RequiredText("id");
  article.text.title = fields.Text("title");
  article.title_place = fields.PlaceOf("title");
  fields.Get("id");
  ReadQuestions(fields, article);
  article.tags = fields.Texts("tags");
  article.accounts = fields.Texts("accounts");
  article.tiers = fields.Texts("tiers");
  if (const base::YamlNode* valid = fields.Get("valid")) ReadValidity(*valid, article, findings);
  if (const base::YamlNode* rejected = fields.Get("rejected")) ReadRejected(*rejected, article, findings);
  fields.Finish();
}

std::string FileStem(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return std::string(path.substr(0, path.rfind('.')));
}

bool IsFence(std::string_view line) { return line.starts_with("```") || line.starts_with("~~~"); }

// "#" to "######", then a space or nothing.
bool IsHeading(std::string_view line) {
  const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
  return marks >= 1 && marks <= 6 && (marks == line.size() || line[marks] == ' ');
}

// A relative address without a scheme that names an article: "other.md", "../zh/other.md#part", "other".
bool NamesArticle(std::string_view target) {
  if (target.empty() || target.front() == '#' || target.front() == '/' || target.front() == '<') return false;
  target = target.substr(0, target.find_first_of("#?"));
  if (target.find(':') != std::string_view::npos) return false;
  const std::string_view name = target.substr(target.rfind('/') + 1);
  return name.ends_with(".md") || name.find('.') == std::string_view::npos;
}

// Links on one line, outside `code`.
void FindLinks(std::string_view line, const base::Place& line_place, std::vector<ArticleLink>& links) {
  bool code = false;
  for (std::size_t at = 0; at + 1 < line.size(); ++at) {
    if (line[at] == '`') code = !code;
    if (code || line[at] != ']' || line[at + 1] != '(') continue;
    const std::size_t start = at + 2;
    const std::string_view target = line.substr(start, line.find_first_of(") ", start) - start);
    if (!NamesArticle(target)) continue;
    base::Place place = line_place;
    place.column = static_cast<int>(start) + 1;
    links.push_back({std::string(target), place});
  }
}

std::vector<ArticleLink> LinksOf(const std::string& path, std::string_view body, int first_line) {
  std::vector<ArticleLink> links;
  bool fenced = false;
  int number = first_line;
  for (std::size_t at = 0; at < body.size(); ++number) {
    const std::string_view line = NextLine(body, at);
    if (IsFence(base::Trim(line))) fenced = !fenced;
    if (!fenced) FindLinks(line, {path, number, 1}, links);
  }
  return links;
}

}  // namespace

BodyParts SplitBody(std::string_view body) {
  BodyParts parts;
  std::size_t start = 0;
  bool fenced = false;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t line_start = at;
    const std::string_view line = NextLine(body, at);
    if (IsFence(line)) fenced = !fenced;
    const bool more = base::Trim(line) == kMore;
    if (fenced || (!more && !IsHeading(line))) continue;
    const bool nothing_yet = base::Trim(body.substr(start, line_start - start)).empty();
    if (nothing_yet && !more && parts.title.empty()) {
      parts.title = base::Trim(line.substr(
          line.find_first_not_of('#') == std::string_view::npos ? line.size() : line.find_first_not_of('#')));
      start = at;
      continue;
    }
    parts.short_part = base::Trim(body.substr(start, line_start - start));
    parts.rest = base::Trim(body.substr(more ? at : line_start));
    return parts;
  }
  parts.short_part = base::Trim(body.substr(start));
  return parts;
}

std::optional<ArticleFile> ReadMarkdownArticle(const base::SourceFile& file, std::string locale,
                                               base::Findings& findings) {
  std::string_view text = file.text;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const FrontMatter front = FindFrontMatter(text);
  if (front.present && !front.closed) {
    findings.Error({file.path, 1, 1}, "the front matter has no end", "close it with a line that holds only ---");
    return std::nullopt;
  }
  ArticleFile article;
  article.id = FileStem(file.path);
  article.text.locale = std::move(locale);
  article.text.path = file.path;
  article.place = article.title_place = {file.path, 1, 1};
  if (front.present) {
    const auto root = base::ParseYaml(file.path, front.yaml, findings, 2);
    if (!root) return std::nullopt;
    ReadFrontMatter(*root, article, findings);
  }
  const BodyParts parts = SplitBody(front.body);
  if (article.text.title.empty()) article.text.title = parts.title;
  article.text.short_text = base::Markdown(parts.short_part);
  article.text.rest = parts.rest;
  article.links = LinksOf(file.path, front.body, front.body_line);
  if (!CheckSizes(article, findings)) return std::nullopt;
  return article;
}

}  // namespace frontdesk::knowledge
