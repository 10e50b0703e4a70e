// Reads the knowledge of a workspace: everything under knowledge/ that is an article or a synonym.
//   *.md           one article in one language; its folder names the language, its front matter the rest
//   *.csv          question, answer, tags [, phrasings, id]: one article a row; the names may be Chinese
//   *.jsonl        {"id","title","questions" or "phrasings","tags","body"}: one article a line
//   synonyms.txt   one concept a line, terms split by '|'
// All mistakes are reported at once with their place; what can be read is read.
//
// Thread safety: pure functions and plain values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/finding.h"
#include "bot/base/source_file.h"
#include "knowledge/article.h"

namespace frontdesk::knowledge {

// What was drafted and nobody has reviewed yet lies here, where it would lie without this folder. It is never read.
inline constexpr std::string_view kDraftsFolder = "knowledge/drafts/";

inline constexpr std::size_t kMaxArticleBytes = 5u << 20;  // one Markdown file
inline constexpr std::size_t kMaxTableBytes = 64u << 20;   // one .csv or .jsonl file
inline constexpr std::size_t kMaxRowBytes = 5u << 20;      // one line of a .jsonl file
inline constexpr std::size_t kMaxArticles = 50'000;
inline constexpr std::size_t kMaxIdBytes = 200;
inline constexpr std::size_t kMaxTitleBytes = 1'000;
inline constexpr std::size_t kMaxQuestions = 2'000;  // of one text
inline constexpr std::size_t kMaxQuestionBytes = 4'000;
inline constexpr std::size_t kMaxConcepts = 10'000;
inline constexpr std::size_t kFewQuestions = 3;  // fewer deserve a warning

struct LoadOptions {
  std::vector<std::string> locales = {"en"};  // of the workspace, the first is its own
  std::vector<std::string> flows;             // ids that `rejected.flow` may name
  base::TimePoint now{};                      // for "expired"; the epoch means: do not ask
  std::vector<std::string> accounts = {};     // that articles may name; empty means: do not ask
};

struct Library {
  std::vector<Article> articles;                   // by id
  std::vector<std::vector<std::string>> synonyms;  // concepts that this workspace adds
};

// `files` may hold the whole workspace; only those under knowledge/ are read. Their order does not matter.
Library LoadLibrary(const base::SourceFiles& files, const LoadOptions& options, base::Findings& findings);

}  // namespace frontdesk::knowledge
