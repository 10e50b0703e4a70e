// The inside of an Index, shared by the index and its calibrated copy; only index.cpp, search.cpp and explain.cpp
// read it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "knowledge/index.h"
#include "knowledge/language.h"
#include "knowledge/matcher.h"
#include "knowledge/spelling.h"
#include "knowledge/text_space.h"

namespace frontdesk::knowledge {

// A title or question, word for word.
struct ExactPhrasing {
  Hash key = 0;
  std::uint32_t article = 0;
  std::string locale;
};

struct Index::Parts {
  Library library;
  std::shared_ptr<const Language> language;
  TextSpace texts;
  Spelling spelling;
  std::vector<ExactPhrasing> exact;  // by key, article, locale
  Matcher matcher;
  std::vector<std::string> phrasings;  // as written; Views::closest points here
};

}  // namespace frontdesk::knowledge
