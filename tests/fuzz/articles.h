// The files of a knowledge base, from bytes that anybody may have saved: what must hold whatever the bytes.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "bot/base/text.h"
#include "knowledge/import.h"
#include "knowledge/library.h"
#include "tests/fuzz/demand.h"

namespace frontdesk::fuzz {

using knowledge::ImportDocuments;
using knowledge::ImportTable;
using knowledge::LoadLibrary;

inline void CheckFindings(const base::Findings& findings, const std::string& path, std::string_view text) {
  const auto lines = std::count(text.begin(), text.end(), '\n') + 2;  // front matter may end behind the last line
  for (const base::Finding& finding : findings.Sorted()) {
    Demand(finding.place.path == path, "a finding names its file");
    Demand(finding.place.line >= 0 && finding.place.line <= lines, "a finding stands within its file");
    Demand(base::IsUtf8(base::ToString(finding)), "a finding can be printed");
    Demand(!finding.what.empty(), "a finding says what is wrong");
  }
}

inline void CheckLibrary(const knowledge::Library& library) {
  std::string before;
  for (const knowledge::Article& article : library.articles) {
    Demand(!article.id.empty() && article.id.size() <= knowledge::kMaxIdBytes, "an id has 1 to 200 bytes");
    Demand(before < article.id, "an id stands once, in order");
    before = article.id;
    Demand(!article.texts.empty() && !article.TitleIn("en").empty(), "an article has a name to show");
    for (const knowledge::ArticleText& text : article.texts) {
      Demand(text.questions.size() == text.question_spots.size(), "a question has its place");
      Demand(base::IsUtf8(text.title) && base::IsUtf8(text.rest), "an article is text");
    }
  }
}

// Reads `text` as a file of a knowledge base, twice.
inline void Read(const std::string& path, std::string_view text) {
  const base::SourceFiles files = {{path, std::string(text)}};
  base::Findings findings, again;
  const knowledge::Library library = LoadLibrary(files, {}, findings);
  CheckFindings(findings, path, text);
  CheckLibrary(library);
  LoadLibrary(files, {}, again);
  Demand(findings.Sorted().size() == again.Sorted().size(), "read again, told again");
}

// What was imported has no errors.
inline void CheckImported(const base::SourceFiles& files) {
  base::Findings findings;
  LoadLibrary(files, {}, findings);
  for (const base::Finding& finding : findings.Sorted()) {
    if (finding.severity == base::Severity::kError) std::fprintf(stderr, "%s\n", base::ToString(finding).c_str());
  }
  Demand(!findings.HasErrors(), "what is imported passes check");
}

inline void TryDocument(std::string_view bytes) {
  Read("knowledge/a.md", bytes);
  base::Findings findings;
  CheckImported(ImportDocuments({{"a.md", std::string(bytes)}, {"b.md", "# B\n[a](a.md#x)\n"}}, {}, findings));
}

inline void TryFrontMatter(std::string_view bytes) {
  TryDocument("---\n" + std::string(bytes) + "\n---\n# Heading\nText.\n");
}

// `ending` is ".csv" or ".jsonl".
inline void TryTable(const std::string& ending, std::string_view bytes) {
  Read("knowledge/a" + ending, bytes);
  base::Findings findings;
  const base::SourceFiles files = ImportTable({"a" + ending, std::string(bytes)}, {}, findings);
  CheckFindings(findings, "a" + ending, bytes);
  base::Findings of_files;  // links of a row may be dead: the command leaves such a row out
  CheckLibrary(LoadLibrary(files, {}, of_files));
}

}  // namespace frontdesk::fuzz
