// Turns what people already have into articles: a FAQ table, or a folder of Markdown documents. Every article becomes a
// Markdown file of its own, ready to be edited; what was left out or changed on the way is said in the findings, at its
// place in the source: errors for what could not be read, warnings for the rest.
//
// Thread safety: pure functions; reading and writing files is the caller's.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/source_file.h"

namespace frontdesk::knowledge {

inline constexpr int kDeepestArticle = 3;              // a heading deeper than this stays within its article
inline constexpr std::size_t kShortPartLetters = 600;  // a section with more is cut with <!-- more -->

struct ImportOptions {
  std::string folder = "knowledge/imported";  // that the articles go to, relative to the workspace
  std::vector<std::string> locales = {"en"};  // of the workspace: folders of these names hold languages
};

// One article a row; the table's ending says how to read it. The first row of an id wins.
base::SourceFiles ImportTable(const base::SourceFile& table, const ImportOptions& options, base::Findings& findings);

// Each heading down to kDeepestArticle that has text of its own becomes an article, tagged with the headings above it;
// links between the documents become links between articles. A document whose front matter has questions is an article
// already and stays whole. The paths of `documents` are relative to their folder.
base::SourceFiles ImportDocuments(const base::SourceFiles& documents, const ImportOptions& options,
                                  base::Findings& findings);

}  // namespace frontdesk::knowledge
