#include "knowledge/import_links.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

constexpr int kMaxNested = 16;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "%E4%BD%A0" -> "你"; what is no escape stays.
std::string Unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? HexDigit(text[at + 1]) : -1;
    const int low = high < 0 ? -1 : HexDigit(text[at + 2]);
    out += low < 0 ? text[at] : static_cast<char>(high * 16 + low);
    if (low >= 0) at += 2;
  }
  return out;
}

// Anchors are made from headings by different rules: only their letters and digits count.
std::string FoldAnchor(std::string_view anchor) {
  std::string folded;
  for (const char32_t point : base::ToCodePoints(base::FoldForMatch(base::CleanUtf8(anchor)))) {
    const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) base::AppendUtf8(point, folded);
  }
  return folded;
}

// `target` seen from the folder of `from`; one that begins with '/' is seen from the top.
std::string Resolve(std::string_view from, std::string_view target) {
  std::string path(target.starts_with('/') ? std::string_view() : from.substr(0, from.rfind('/') + 1));
  if (path.ends_with('/')) path.pop_back();
  for (std::size_t at = 0; at <= target.size();) {
    const std::size_t end = std::min(target.find('/', at), target.size());
    const std::string_view part = target.substr(at, end - at);
    if (part == "..") {
      const std::size_t slash = path.rfind('/');
      path.resize(slash == std::string::npos ? 0 : slash);
    } else if (part != "." && !part.empty()) {
      if (!path.empty()) path += '/';
      path += part;
    }
    at = end + 1;
  }
  return path;
}

bool IsRelative(std::string_view target) {
  return !target.empty() && !target.starts_with("//") &&
         target.substr(0, target.find_first_of("/?#")).find(':') == std::string_view::npos;
}

// Replaces parts of a text, from front to back; what overlaps an earlier part is left alone.
class Edits {
 public:
  explicit Edits(std::string_view text) : text_(text) {}
  void Replace(std::size_t begin, std::size_t end, std::string_view with) {
    if (begin < done_) return;
    out_.append(text_.substr(done_, begin - done_)).append(with);
    done_ = end;
  }
  std::string Take() { return std::move(out_.append(text_.substr(done_))); }

 private:
  std::string_view text_;
  std::string out_;
  std::size_t done_ = 0;
};

}  // namespace

const std::string& LinkMap::Target::At(std::string_view target) const {
  const std::size_t hash = target.find('#');
  if (hash == std::string_view::npos) return first;
  const auto at = anchors.find(FoldAnchor(Unescape(target.substr(hash + 1))));
  return at == anchors.end() ? first : at->second;
}

void LinkMap::AddDocument(const std::string& path) { documents_[path]; }

void LinkMap::AddArticle(const std::string& document, std::string_view anchor, const std::string& id) {
  Target& target = documents_[document];
  if (target.first.empty()) target.first = id;
  target.anchors.try_emplace(FoldAnchor(anchor), id);
  ids_.insert(id);
}

const LinkMap::Target* LinkMap::Find(std::string_view target, const std::string& from) const {
  const std::string written = Unescape(target.substr(0, target.find_first_of("#?")));
  std::string path = written.empty() ? from : Resolve(from, written);
  if (path.ends_with(".html")) path.resize(path.size() - 5);
  constexpr std::array<std::string_view, 6> kEndings = {"",          ".md",        ".markdown",
                                                        "/index.md", "/README.md", "/_index.md"};
  for (const std::string_view ending : kEndings) {
    const auto at =
        documents_.find(path.empty() ? std::string(ending.substr(ending.find('/') + 1)) : path + std::string(ending));
    if (at != documents_.end()) return &at->second;
  }
  return nullptr;
}

bool LinkMap::IsDead(const MarkdownLink& link) const {
  if (link.picture || !NamesArticle(link.target)) return false;
  std::string_view name = link.target.substr(0, link.target.find_first_of("#?"));
  if (name.ends_with(".md")) name.remove_suffix(3);
  return !ids_.contains(name);
}

std::string LinkMap::WithoutDeadLinks(std::string_view body) const {
  Edits edits(body);
  for (const MarkdownLink& link : FindMarkdownLinks(body)) {
    if (!IsDead(link)) continue;
    if (link.inline_words) {
      edits.Replace(link.begin, link.end, link.words);
    } else {
      edits.Replace(link.target_begin, link.target_begin + link.target.size(), "#");
    }
  }
  return edits.Take();
}

std::string LinkMap::Rewrite(std::string_view body, const std::string& path, int line, base::Findings& findings) const {
  Edits edits(body);
  for (const MarkdownLink& link : FindMarkdownLinks(body)) {
    if (link.picture || !IsRelative(link.target)) continue;
    const Target* target = Find(link.target, path);
    if (target != nullptr && !target->first.empty()) {
      edits.Replace(link.target_begin, link.target_begin + link.target.size(), target->At(link.target) + ".md");
    } else if (NamesArticle(link.target)) {
      findings.Warning({path, line + link.line - 1, link.column},
                       "nothing to link to at '" + base::Shorten(link.target, 80) + "'; only the words were kept");
    }
  }
  std::string rewritten = edits.Take();
  for (int depth = 0; depth < kMaxNested; ++depth) {  // of a link within a link, the outer shows when the inner is gone
    std::string without = WithoutDeadLinks(rewritten);
    if (without == rewritten) break;
    rewritten = std::move(without);
  }
  return rewritten;
}

}  // namespace frontdesk::knowledge
