// Questions whose right article is known, as people collect them to see how well their knowledge base answers. One
// JSON object a line:
//   {"text": "how do I get in", "label": "sign-in"}               label "oos": out of scope, no article is right
//   {"query": "how do I get in", "relevant": ["sign-in", "sso"]}  [] is out of scope
// "text" and "query" mean the same; "id" and "locale" are optional; other keys are passed over.
//
// Thread safety: pure functions and plain values.
// On failure: a line that cannot be read is an error with its place, and the others are read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/source_file.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

inline constexpr std::size_t kMaxLabelledBytes = 256u << 20;
inline constexpr std::size_t kMaxLabelledLineBytes = 1u << 20;
inline constexpr std::size_t kMaxLabelledQuestions = 500'000;
inline constexpr std::size_t kMaxWrongLines = 100;      // told one by one; then reading stops
inline constexpr std::size_t kMaxUnknownArticles = 20;  // warned about one by one
inline constexpr std::string_view kOutOfScopeLabel = "oos";

struct LabelledQuestion {
  std::string text = {};
  std::string locale = {};                 // may be empty
  std::vector<std::string> relevant = {};  // ids of the right articles; empty: out of scope
  int line = 0;
};

// An id that the library does not have is a warning: the question counts, and cannot be answered rightly.
std::vector<LabelledQuestion> ReadLabelledQuestions(const base::SourceFile& file, const Library& library,
                                                    base::Findings& findings);

}  // namespace frontdesk::knowledge
