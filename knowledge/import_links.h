// Where the links between documents lead once their sections are articles.
//
// Ownership: plain values. Thread safety: const functions from any thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "bot/base/finding.h"
#include "knowledge/markdown_links.h"

namespace frontdesk::knowledge {

class LinkMap {
 public:
  void AddDocument(const std::string& path);
  // The first article of a document is the one that a link to the whole document leads to.
  void AddArticle(const std::string& document, std::string_view anchor, const std::string& id);

  // `body`, which begins in `line` of the document `path`: links into the folder lead to articles; of a link to an
  // article that is not there only the words stay, which is said.
  std::string Rewrite(std::string_view body, const std::string& path, int line, base::Findings& findings) const;

 private:
  struct Target {
    std::string first;                           // the id of its first article; empty: it has none
    std::map<std::string, std::string> anchors;  // folded anchor -> id
    const std::string& At(std::string_view target) const;
  };
  // Null: the target is not a document of the folder.
  const Target* Find(std::string_view target, const std::string& from) const;
  bool IsDead(const MarkdownLink& link) const;
  std::string WithoutDeadLinks(std::string_view body) const;

  std::map<std::string, Target, std::less<>> documents_;
  std::set<std::string, std::less<>> ids_;
};

}  // namespace frontdesk::knowledge
