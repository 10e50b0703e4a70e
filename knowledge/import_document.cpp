#include "knowledge/import_document.h"

#include <algorithm>

#include "bot/base/rich_text.h"
#include "bot/base/text.h"
#include "knowledge/article_file.h"
#include "knowledge/article_writer.h"
#include "knowledge/import.h"
#include "knowledge/library.h"
#include "knowledge/markdown_lines.h"

namespace frontdesk::knowledge {

namespace {

using Kind = MarkdownLine::Kind;

constexpr std::size_t kTitleLetters = 200;

// The words of a heading without markup.
std::string PlainWords(std::string_view heading) {
  std::string words;
  for (const base::Block& block : base::Markdown(heading).blocks)
    for (const base::Span& span : block.spans) words += span.text;
  words = OneLine(words);
  return base::Shorten(words.empty() ? OneLine(heading) : words, kTitleLetters);
}

// "Install {#setup}" -> "Install", "setup".
std::string TakeAnchor(std::string_view& heading) {
  const std::size_t open = heading.rfind("{#");
  if (open == std::string_view::npos || !heading.ends_with('}')) return {};
  const std::string_view anchor = heading.substr(open + 2, heading.size() - open - 3);
  heading = base::Trim(heading.substr(0, open));
  return std::string(anchor.substr(0, anchor.find(' ')));
}

// "docs/getting-started.md" -> "Getting started".
std::string TitleFromPath(std::string_view path) {
  path = path.substr(0, path.rfind('.'));
  std::string title(path.substr(path.rfind('/') + 1));
  std::replace_if(
      title.begin(), title.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return OneLine(title);
}

// Cuts a body at its headings.
class SectionReader {
 public:
  explicit SectionReader(int first_line) : first_line_(first_line) {}

  std::vector<DocumentSection> Read(std::string_view body) {
    DocumentSection now{.level = 0, .title = {}, .anchor = {}, .above = {}, .body = {}, .line = first_line_};
    std::size_t start = 0;
    MarkdownReader lines(body);
    for (MarkdownLine line; lines.Next(line);) {
      if (line.kind != Kind::kHeading || line.level > kDeepestArticle || line.heading.empty()) continue;
      now.body = base::Trim(body.substr(start, line.begin - start));
      sections_.push_back(std::move(now));
      now = Open(line);
      start = line.end;
    }
    now.body = base::Trim(body.substr(start));
    sections_.push_back(std::move(now));
    JoinPreamble();
    return std::move(sections_);
  }

 private:
  DocumentSection Open(const MarkdownLine& line) {
    DocumentSection section;
    std::string_view heading = line.heading;
    section.level = line.level;
    section.anchor = TakeAnchor(heading);
    section.title = PlainWords(heading);
    section.line = first_line_ + line.number;
    while (!open_.empty() && open_.back().first >= line.level) open_.pop_back();
    for (const auto& [level, title] : open_) section.above.push_back(title);
    open_.emplace_back(line.level, section.title);
    return section;
  }

  // What stands above a first heading of level 1 belongs to it; where nothing stands, nothing is left.
  void JoinPreamble() {
    if (sections_.size() < 2) return;
    DocumentSection& first = sections_[1];
    if (!sections_[0].body.empty() && first.level != 1) return;
    if (!sections_[0].body.empty()) first.body = sections_[0].body + "\n\n" + first.body;
    sections_.erase(sections_.begin());
  }

  int first_line_;
  std::vector<DocumentSection> sections_;
  std::vector<std::pair<int, std::string>> open_;
};

// A paragraph may end the short part when what follows does not belong to it.
bool MayCutBefore(std::string_view before, const MarkdownLine& next) {
  before = base::Trim(before);
  if (before.ends_with(':') || before.ends_with("：")) return false;
  constexpr std::string_view kContinues = " \t-*+>|0123456789";
  return next.kind == Kind::kCode || kContinues.find(next.text.front()) == std::string_view::npos;
}

}  // namespace

std::optional<Document> ReadDocument(const base::SourceFile& file, base::Findings& findings) {
  if (!CheckBytes(file, kMaxArticleBytes, findings)) return std::nullopt;
  Document document;
  document.path = file.path;
  FrontMatter front = FindFrontMatter(WithoutByteOrderMark(file.text));
  if (front.closed) document.head = ReadDocumentHead(file.path, front.yaml, findings);
  if (document.head.is_article) {
    const std::string title = document.head.title.empty() ? std::string(SplitBody(front.body).title) : std::string();
    document.sections = {{.level = 1,
                          .title = PlainWords(title),
                          .anchor = {},
                          .above = {},
                          .body = std::string(base::Trim(front.body)),
                          .line = front.body_line}};
  } else {
    document.sections = SectionReader(front.body_line).Read(front.body);
  }
  DocumentSection& own = document.sections.front();
  if (own.level <= 1 && !document.head.title.empty()) own.title = document.head.title;
  if (own.title.empty()) own.title = TitleFromPath(file.path);
  if (own.level != 1) {
    const std::string name = document.head.title.empty() ? TitleFromPath(file.path) : document.head.title;
    for (DocumentSection& section : document.sections)
      if (section.level > 0) section.above.insert(section.above.begin(), name);
  }
  return document;
}

std::string WithShortPart(std::string body) {
  if (base::CountGraphemes(body) <= kShortPartLetters) return body;
  std::size_t cut = 0;
  bool after_blank = false;
  MarkdownReader lines(body);
  for (MarkdownLine line; lines.Next(line);) {
    if (line.kind == Kind::kHeading || line.kind == Kind::kMore) return body;  // the short part ends here already
    const bool blank = line.kind == Kind::kText && base::Trim(line.text).empty();
    if (after_blank && !blank && MayCutBefore(std::string_view(body).substr(0, line.begin), line)) {
      if (cut > 0 && base::CountGraphemes(body.substr(0, line.begin)) > kShortPartLetters) break;
      cut = line.begin;
    }
    after_blank = blank;
  }
  if (cut > 0) body.insert(cut, "<!-- more -->\n\n");
  return body;
}

}  // namespace frontdesk::knowledge
