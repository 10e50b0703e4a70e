// The language tables that every workspace shares: characters, everyday words, concepts. Embedded in the binary; a
// workspace only adds its synonyms. A table that is missing is empty: search still works, less well.
//
// Thread safety: immutable once read.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bot/base/embedded.h"
#include "knowledge/background.h"
#include "knowledge/concepts.h"
#include "knowledge/normalize.h"

namespace frontdesk::knowledge {

struct Language {
  Characters characters;
  Background background;
  std::vector<Concept> concepts;
  std::vector<std::string> out_of_scope;  // what no support desk answers
};

// Reads characters.txt, background.txt, concepts.txt and out_of_scope.txt.
std::shared_ptr<const Language> ReadLanguage(std::span<const base::EmbeddedFile> files);

// The one in the binary, read at the first call and kept.
std::shared_ptr<const Language> ShippedLanguage();

}  // namespace frontdesk::knowledge
