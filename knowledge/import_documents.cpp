#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "bot/base/text.h"
#include "knowledge/article_writer.h"
#include "knowledge/import.h"
#include "knowledge/import_document.h"
#include "knowledge/import_links.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

namespace {

// An article on its way: the section of a document, and what it will be called.
struct Planned {
  const Document* document = nullptr;
  const DocumentSection* section = nullptr;
  bool first = false;  // of its document
  std::string locale;
  std::string id, path, title;
};

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

std::string LocaleOf(std::string_view path, const std::vector<std::string>& locales) {
  for (const std::string& locale : locales)
    if (path.starts_with(locale + "/")) return locale;
  return {};
}

// "en/guide/install.md" -> "guide-install"; a file that stands for its folder is called like the folder.
std::string IdFromPath(std::string_view path, const std::string& locale) {
  if (!locale.empty()) path.remove_prefix(locale.size() + 1);
  std::string_view whole = path.substr(0, path.rfind('.'));
  const std::string_view folder = FolderOf(whole);
  const std::string name = base::AsciiLower(whole.substr(folder.size()));
  if (!folder.empty() && (name == "index" || name == "_index" || name == "readme")) whole = folder;
  return Slug(whole);
}

// What an article may be called in a link and a file name.
bool IsLinkable(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes && id.find_first_of("/#?: <>()") == std::string_view::npos;
}

std::string OwnId(const Document& document, const std::string& locale, base::Findings& findings) {
  const std::string& id = document.head.id;
  if (id.empty()) return IdFromPath(document.path, locale);
  if (IsLinkable(id)) return id;
  findings.Warning({document.path, 1, 1}, "the id '" + base::Shorten(id, 60) + "' became '" + Slug(id) + "'");
  return Slug(id);
}

bool HasText(const Document& document, const DocumentSection& section, bool first) {
  return !section.body.empty() || (first && document.head.is_article);
}

// Every section with text of its own, with an id and a file of its own.
std::vector<Planned> Plan(const std::vector<Document>& documents, const ImportOptions& options,
                          base::Findings& findings) {
  std::vector<Planned> plan;
  std::map<std::string, UniqueNames> ids;  // by locale
  UniqueNames paths;
  for (const Document& document : documents) {
    const std::string locale = LocaleOf(document.path, options.locales);
    const std::string own = OwnId(document, locale, findings);
    for (const DocumentSection& section : document.sections) {
      const bool first = &section == &document.sections.front();
      if (!HasText(document, section, first)) continue;
      Planned article{&document, &section, first, locale, own, "", section.title};
      const bool whole = first && (section.level <= 1 || !document.head.id.empty());
      if (!whole) article.id = Slug(own) + "-" + Slug(section.anchor.empty() ? section.title : section.anchor);
      article.id = ids[locale].Take(article.id);
      const std::string name = article.id == own ? Slug(own) : article.id;
      article.path = paths.Take(options.folder + "/" + std::string(FolderOf(document.path)) + name) + ".md";
      plan.push_back(std::move(article));
    }
  }
  return plan;
}

// Whether a heading is understood, and found, without the name of its document: a question is, "Example" is not.
bool IsQuestion(std::string_view heading) { return heading.ends_with('?') || heading.ends_with("？"); }

using TitleCount = std::map<std::pair<std::string, std::string>, int>;

std::pair<std::string, std::string> TitleKey(const Planned& article) {
  return {article.locale, base::FoldForMatch(article.title)};
}

TitleCount CountTitles(const std::vector<Planned>& plan) {
  TitleCount count;
  for (const Planned& article : plan) ++count[TitleKey(article)];
  return count;
}

// Adds the document's name to titles that are no question, and the heading above where that is not enough.
void TellTitlesApart(std::vector<Planned>& plan) {
  const TitleCount before = CountTitles(plan);
  for (Planned& article : plan) {
    const DocumentSection& section = *article.section;
    if (section.above.empty() || (IsQuestion(section.title) && before.at(TitleKey(article)) == 1)) continue;
    article.title = section.title + " (" + section.above.front() + ")";
  }
  const TitleCount after = CountTitles(plan);
  for (Planned& article : plan) {
    const DocumentSection& section = *article.section;
    if (section.above.size() < 2 || after.at(TitleKey(article)) == 1) continue;
    article.title = section.title + " (" + section.above.front() + ", " + section.above.back() + ")";
  }
}

LinkMap MapLinks(const std::vector<Document>& documents, const std::vector<Planned>& plan) {
  LinkMap map;
  for (const Document& document : documents) map.AddDocument(document.path);
  for (const Planned& article : plan) {
    const DocumentSection& section = *article.section;
    map.AddArticle(article.document->path, section.anchor.empty() ? section.title : section.anchor, article.id);
  }
  return map;
}

std::vector<std::string> TagsOf(const Planned& article) {
  std::vector<std::string> tags = article.document->head.tags;
  for (const std::string& title : article.section->above) {
    if (std::find(tags.begin(), tags.end(), title) == tags.end()) tags.push_back(title);
  }
  return tags;
}

base::SourceFile Write(const Planned& article, const LinkMap& links, base::Findings& findings) {
  const DocumentHead& head = article.document->head;
  WrittenArticle written;
  written.path = article.path;
  written.id = article.id;
  written.title = article.title;
  written.tags = TagsOf(article);
  written.more_front_matter = (article.first ? head.own : std::string()) + head.shared;
  std::string body = links.Rewrite(article.section->body, article.document->path, article.section->line, findings);
  written.body = head.is_article ? std::move(body) : WithShortPart(std::move(body));
  return {article.path, ToMarkdownFile(written)};
}

void TellUnknownKeys(const std::vector<Document>& documents, base::Findings& findings) {
  std::map<std::string, std::pair<const Document*, int>> keys;
  for (const Document& document : documents)
    for (const std::string& key : document.head.unknown_keys)
      ++keys.try_emplace(key, &document, 0).first->second.second;
  for (const auto& [key, where] : keys) {
    const std::string others = where.second > 1 ? " and " + std::to_string(where.second - 1) + " other files" : "";
    findings.Warning({where.first->path, 1, 1}, "'" + base::Shorten(key, 40) + "' in the front matter of this" +
                                                    others + " was kept as a remark: articles have no such key");
  }
}

}  // namespace

base::SourceFiles ImportDocuments(const base::SourceFiles& documents, const ImportOptions& options,
                                  base::Findings& findings) {
  std::vector<Document> read;
  for (const base::SourceFile& file : documents) {
    if (auto document = ReadDocument(file, findings)) read.push_back(std::move(*document));
  }
  std::sort(read.begin(), read.end(), [](const Document& a, const Document& b) { return a.path < b.path; });
  std::vector<Planned> plan = Plan(read, options, findings);
  TellTitlesApart(plan);
  const LinkMap links = MapLinks(read, plan);
  TellUnknownKeys(read, findings);
  base::SourceFiles files;
  for (const Planned& article : plan) files.push_back(Write(article, links, findings));
  return files;
}

}  // namespace frontdesk::knowledge
