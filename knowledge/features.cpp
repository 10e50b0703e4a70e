#include "knowledge/features.h"

#include <algorithm>

#include "knowledge/concepts.h"

namespace frontdesk::knowledge {

namespace {

constexpr Hash kHan = 1, kStem = 5, kSpelled = 6, kConcept = 7;
constexpr float kConceptCount = 2;  // a concept weighs as much as a word said twice

// A word's stem or one Chinese character: what neighbours are counted over.
struct Unit {
  Hash hash = 0;
  bool cjk = false;
};

std::vector<Unit> Units(std::span<const Token> tokens) {
  std::vector<Unit> units;
  for (const Token& token : tokens) {
    if (token.cjk) {
      for (std::size_t i = 0; i < token.text.size(); ++i) units.push_back({HanHash(token.text.substr(i, 1)), true});
    } else {
      units.push_back({StemHash(token.text), false});
    }
  }
  return units;
}

std::vector<Hash> TermsOf(std::span<const Token> tokens, const std::vector<std::uint32_t>& concepts) {
  std::vector<Hash> terms;
  for (const Token& token : tokens) {
    if (!token.cjk) {
      terms.push_back(StemHash(token.text));
    } else if (token.text.size() == 1) {
      terms.push_back(HanHash(token.text));
    } else {
      for (std::size_t i = 0; i + 1 < token.text.size(); ++i) terms.push_back(HanHash(token.text.substr(i, 2)));
    }
  }
  for (const std::uint32_t concept_number : concepts) terms.push_back(ConceptHash(concept_number));
  return terms;
}

// Pairs of neighbours, start and end included. Two Chinese characters are no pair here: they are a term already.
void AddPairs(const std::vector<Unit>& units, std::vector<Counted>& words) {
  if (units.empty()) return;
  for (std::size_t i = 0; i <= units.size(); ++i) {
    if (i > 0 && i < units.size() && units[i - 1].cjk && units[i].cjk) continue;
    words.push_back({PairHash(i > 0 ? units[i - 1].hash : kStartMark, i < units.size() ? units[i].hash : kEndMark), 1});
  }
}

std::vector<Counted> LettersOf(std::span<const Token> tokens) {
  std::vector<Counted> letters;
  for (const Token& token : tokens) {
    if (!token.cjk) {
      ForLetterGroups(token.text, [&](Hash hash) { letters.push_back({hash, 1}); });
      continue;
    }
    for (std::size_t i = 0; i < token.text.size(); ++i) {
      letters.push_back({HanHash(token.text.substr(i, 1)), 1});
      if (i + 1 < token.text.size()) letters.push_back({HanHash(token.text.substr(i, 2)), 1});
    }
  }
  return letters;
}

void SortAndCount(std::vector<Counted>& features) {
  std::sort(features.begin(), features.end(), [](const Counted& a, const Counted& b) { return a.hash < b.hash; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < features.size();) {
    Counted sum = features[i++];
    while (i < features.size() && features[i].hash == sum.hash) sum.count += features[i++].count;
    features[kept++] = sum;
  }
  features.resize(kept);
}

}  // namespace

Features ExtractFeatures(std::span<const Token> tokens, const Lexicon& lexicon) {
  const std::vector<std::uint32_t> concepts = lexicon.Find(tokens);
  Features features;
  features.terms = TermsOf(tokens, concepts);
  for (const Hash term : features.terms) features.words.push_back({term, 1});
  for (std::size_t i = 0; i < concepts.size(); ++i) {
    features.words[features.words.size() - 1 - i].count = kConceptCount;
  }
  AddPairs(Units(tokens), features.words);
  features.letters = LettersOf(tokens);
  SortAndCount(features.words);
  SortAndCount(features.letters);
  return features;
}

std::vector<Hash> ExtractTerms(std::span<const Token> tokens, const Lexicon& lexicon) {
  return TermsOf(tokens, lexicon.Find(tokens));
}

Hash SpelledHash(std::u32string_view word) { return HashOf(word, kSpelled); }

Hash StemHash(std::u32string_view word) {
  thread_local std::u32string stem;
  stem.assign(word);
  Stem(stem);
  return HashOf(stem, kStem);
}

Hash HanHash(std::u32string_view characters) { return HashOf(characters, kHan + characters.size()); }
Hash PairHash(Hash first, Hash second) { return Mix(first, second); }
Hash ConceptHash(std::size_t number) { return Mix(kConcept, number); }

}  // namespace frontdesk::knowledge
