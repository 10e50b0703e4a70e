#include "knowledge/clusters.h"

#include <algorithm>
#include <map>

#include "knowledge/feature_space.h"
#include "knowledge/language.h"
#include "knowledge/postings.h"

namespace frontdesk::knowledge {

namespace {

// The cosine from which two questions are taken for one, chosen on the development sets: there nine in ten questions of
// a cluster mean the same.
constexpr float kSame = 0.40F;

// Texts that are word for word the same.
struct Wording {
  std::u32string key;
  std::vector<std::size_t> asked;
  std::size_t people = 0;
};

std::vector<Wording> Wordings(std::span<const Asked> asked, const Language& language) {
  std::map<std::u32string, Wording> by_key;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::u32string text = Normalize(asked[i].text, language.characters);
    std::u32string key = Join(Tokenize(text));
    Wording& wording = by_key[key];
    wording.key = std::move(key);
    wording.asked.push_back(i);
    wording.people += asked[i].people;
  }
  std::vector<Wording> wordings;
  for (auto& [key, wording] : by_key) wordings.push_back(std::move(wording));
  std::stable_sort(wordings.begin(), wordings.end(),
                   [](const Wording& a, const Wording& b) { return a.people > b.people; });
  if (wordings.size() > kMaxClustered) wordings.resize(kMaxClustered);
  for (Wording& wording : wordings)
    std::stable_sort(wording.asked.begin(), wording.asked.end(), [&](std::size_t a, std::size_t b) {
      return asked[a].people != asked[b].people ? asked[a].people > asked[b].people : asked[a].text < asked[b].text;
    });
  return wordings;
}

// For each wording those that are near it, itself too.
std::vector<std::vector<std::uint32_t>> Neighbours(const std::vector<Wording>& wordings,
                                                   std::span<const Concept> synonyms, const Language& language) {
  const Lexicon lexicon(language.concepts, synonyms, language.characters);
  std::vector<Features> features;
  for (const Wording& wording : wordings) features.push_back(ExtractFeatures(Tokenize(wording.key), lexicon));
  std::vector<const Features*> texts;
  for (const Features& text : features) texts.push_back(&text);
  const FeatureSpace space(texts, language.background);
  std::vector<std::vector<Weighted>> vectors;
  for (const Features& text : features) vectors.push_back(space.ToVector(text).weights);
  const Postings postings(vectors, space.size());
  std::vector<std::vector<std::uint32_t>> neighbours(wordings.size());
  for (std::uint32_t i = 0; i < wordings.size(); ++i) {
    const std::vector<float> cosines = postings.Dot(vectors[i]);
    for (std::uint32_t j = 0; j < wordings.size(); ++j)
      if (j == i || cosines[j] >= kSame) neighbours[i].push_back(j);
  }
  return neighbours;
}

// The wording with the most people around it takes its neighbours, and so on with those that are left.
std::vector<std::vector<std::uint32_t>> TakeStars(const std::vector<Wording>& wordings,
                                                  const std::vector<std::vector<std::uint32_t>>& neighbours) {
  std::vector<std::size_t> around(wordings.size(), 0);
  for (std::size_t i = 0; i < wordings.size(); ++i)
    for (const std::uint32_t j : neighbours[i]) around[i] += wordings[j].people;
  std::vector<char> taken(wordings.size(), 0);
  std::vector<std::vector<std::uint32_t>> stars;
  for (;;) {
    std::size_t middle = wordings.size();
    for (std::size_t i = 0; i < wordings.size(); ++i)
      if (!taken[i] && (middle == wordings.size() || around[i] > around[middle])) middle = i;
    if (middle == wordings.size()) return stars;
    std::vector<std::uint32_t>& star = stars.emplace_back(1, static_cast<std::uint32_t>(middle));
    for (const std::uint32_t j : neighbours[middle])
      if (!taken[j] && j != middle) star.push_back(j);
    for (const std::uint32_t j : star) {
      taken[j] = 1;
      for (const std::uint32_t k : neighbours[j]) around[k] -= wordings[j].people;
    }
  }
}

}  // namespace

std::vector<std::vector<std::size_t>> ClusterQuestions(std::span<const Asked> asked, std::span<const Concept> synonyms,
                                                       const Language& language) {
  const std::vector<Wording> wordings = Wordings(asked, language);
  std::vector<std::vector<std::size_t>> clusters;
  for (const auto& star : TakeStars(wordings, Neighbours(wordings, synonyms, language))) {
    std::vector<std::size_t>& cluster = clusters.emplace_back();
    for (const std::uint32_t wording : star)
      cluster.insert(cluster.end(), wordings[wording].asked.begin(), wordings[wording].asked.end());
  }
  const auto people = [&](const std::vector<std::size_t>& cluster) {
    std::size_t sum = 0;
    for (const std::size_t i : cluster) sum += asked[i].people;
    return sum;
  };
  std::stable_sort(clusters.begin(), clusters.end(),
                   [&](const auto& a, const auto& b) { return people(a) > people(b); });
  return clusters;
}

}  // namespace frontdesk::knowledge
