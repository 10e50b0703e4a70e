#include "knowledge/language.h"

#include <algorithm>

#include "bot/base/text.h"
#include "knowledge/features.h"

namespace frontdesk::knowledge {

namespace {

// How many everyday sentences hold one term of a concept.
double CountOf(const std::vector<Token>& term, const Background& background) {
  if (term.size() == 1 && term[0].cjk) return term[0].text.size() <= 2 ? background.Count(HanHash(term[0].text)) : 0;
  if (term.size() == 1) return background.Count(StemHash(term[0].text));
  if (term.size() != 2 || term[0].cjk || term[1].cjk) return 0;
  return background.Count(PairHash(StemHash(term[0].text), StemHash(term[1].text)));
}

// A concept is as common as its terms together.
void CountConcepts(Language& language) {
  for (std::size_t number = 0; number < language.concepts.size(); ++number) {
    double count = 0;
    for (const std::string& term : language.concepts[number]) {
      const std::u32string text = Normalize(term, language.characters);
      count += CountOf(Tokenize(text), language.background);
    }
    language.background.Add(ConceptHash(number), std::min(count, language.background.sentences()));
  }
}

}  // namespace

std::shared_ptr<const Language> ReadLanguage(std::span<const base::EmbeddedFile> files) {
  auto language = std::make_shared<Language>();
  language->characters = Characters(base::FindEmbedded(files, "characters.txt"));
  language->background = Background(base::FindEmbedded(files, "background.txt"));
  language->concepts = ParseConcepts(base::FindEmbedded(files, "concepts.txt"));
  CountConcepts(*language);
  for (const std::string& line : base::SplitLines(base::FindEmbedded(files, "out_of_scope.txt"))) {
    if (!line.empty() && line.front() != '#') language->out_of_scope.push_back(line);
  }
  return language;
}

std::shared_ptr<const Language> ShippedLanguage() {
  static const std::shared_ptr<const Language> shipped = ReadLanguage(embedded::language());
  return shipped;
}

}  // namespace frontdesk::knowledge
