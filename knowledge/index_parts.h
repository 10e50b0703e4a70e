// The inside of an Index; only index.cpp and search.cpp read it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "knowledge/concepts.h"
#include "knowledge/field_index.h"
#include "knowledge/index.h"
#include "knowledge/language.h"
#include "knowledge/phrasing_space.h"
#include "knowledge/spelling.h"

namespace frontdesk::knowledge {

// A title or question, word for word.
struct ExactPhrasing {
  Hash key = 0;
  std::uint32_t article = 0;
  std::string locale;
};

Hash ExactKey(std::span<const Token> tokens);

struct Index::Parts {
  std::shared_ptr<const Language> language;
  Lexicon lexicon;
  Spelling spelling;
  std::vector<ExactPhrasing> exact;  // by key, article, locale
  PhrasingSpace space;
  FieldIndex fields;
};

}  // namespace frontdesk::knowledge
