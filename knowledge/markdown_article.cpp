#include <algorithm>

#include "bot/base/text.h"
#include "bot/base/yaml.h"
#include "knowledge/article_file.h"
#include "knowledge/library.h"
#include "knowledge/markdown_lines.h"
#include "knowledge/markdown_links.h"

namespace frontdesk::knowledge {

namespace {

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

// The places of the texts under `key`, as many as Fields::Texts gives.
std::vector<base::Place> PlacesOf(const base::YamlNode& root, std::string_view key) {
  std::vector<base::Place> places;
  const base::YamlNode* node = root.Find(key);
  if (node == nullptr) return places;
  if (node->IsScalar()) return {node->place};
  for (const base::YamlNode& item : node->items)
    if (item.IsScalar()) places.push_back(item.place);
  return places;
}

void ReadFrontMatter(const base::YamlNode& root, ArticleFile& article, base::Findings& findings) {
  if (root.IsNull()) return;
  base::Fields fields(root, "the front matter", findings);
  article.id = fields.Text("id", article.id);
  if (fields.Has("id")) article.id_place = fields.PlaceOf("id");
  article.text.title = fields.Text("title");
  article.title_place = fields.PlaceOf("title");
  article.text.questions = fields.Texts("questions");
  article.question_places = PlacesOf(root, "questions");
  article.tags = fields.Texts("tags");
  article.accounts = fields.Texts("accounts");
  article.account_places = PlacesOf(root, "accounts");
  article.tiers = fields.Texts("tiers");
  if (const base::YamlNode* valid = fields.Get("valid")) ReadValidity(*valid, article, findings);
  if (const base::YamlNode* rejected = fields.Get("rejected")) ReadRejected(*rejected, article, findings);
  fields.Finish();
}

// Front matter behind an empty line is not read, and would be sent to people.
void WarnLateFrontMatter(const std::string& path, std::string_view text, base::Findings& findings) {
  std::size_t at = 0;
  int number = 1;
  std::string_view line = NextLine(text, at);
  for (; base::Trim(line).empty() && at < text.size(); ++number) line = NextLine(text, at);
  if (number == 1 || base::Trim(line) != "---") return;
  findings.Warning({path, number, 1}, "front matter is read only from the first line", "remove what stands above it");
}

std::string FileStem(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return std::string(path.substr(0, path.rfind('.')));
}

}  // namespace

std::vector<ArticleLink> LinksOf(const std::string& path, std::string_view body, int first_line) {
  std::vector<ArticleLink> links;
  for (const MarkdownLink& link : FindMarkdownLinks(body)) {
    if (!NamesArticle(link.target) || link.picture) continue;
    links.push_back({std::string(link.target), {path, first_line + link.line - 1, link.column}});
  }
  return links;
}

BodyParts SplitBody(std::string_view body) {
  using Kind = MarkdownLine::Kind;
  BodyParts parts;
  std::size_t start = 0;
  MarkdownReader lines(body);
  for (MarkdownLine line; lines.Next(line);) {
    if (line.kind != Kind::kHeading && line.kind != Kind::kMore) continue;
    const bool nothing_yet = base::Trim(body.substr(start, line.begin - start)).empty();
    if (nothing_yet && line.kind == Kind::kHeading && parts.title.empty()) {
      parts.title = line.heading;
      start = line.end;
      continue;
    }
    parts.short_part = base::Trim(body.substr(start, line.begin - start));
    parts.rest = base::Trim(body.substr(line.kind == Kind::kMore ? line.end : line.begin));
    return parts;
  }
  parts.short_part = base::Trim(body.substr(start));
  return parts;
}

std::optional<ArticleFile> ReadMarkdownArticle(const base::SourceFile& file, std::string locale,
                                               base::Findings& findings) {
  const std::string_view text = WithoutByteOrderMark(file.text);
  const FrontMatter front = FindFrontMatter(text);
  if (front.present && !front.closed) {
    findings.Error({file.path, 1, 1}, "the front matter has no end", "close it with a line that holds only ---");
    return std::nullopt;
  }
  if (!front.present) WarnLateFrontMatter(file.path, text, findings);
  ArticleFile article;
  article.id = FileStem(file.path);
  article.text.locale = std::move(locale);
  article.text.path = file.path;
  article.place = article.id_place = article.title_place = {file.path, 1, 1};
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
  Tidy(article);
  if (!CheckSizes(article, findings)) return std::nullopt;
  return article;
}

}  // namespace frontdesk::knowledge
