#include "knowledge/phrasing_space.h"

#include <algorithm>
#include <cmath>

namespace frontdesk::knowledge {

namespace {

// Features in the order in which they are first met, so that sums are always taken in one order.
class Middle {
 public:
  explicit Middle(std::size_t features) : sum_(features, 0) {}

  void Add(std::span<const Weighted> vector) {
    for (const Weighted& entry : vector) {
      if (sum_[entry.feature] == 0) touched_.push_back(entry.feature);
      sum_[entry.feature] += entry.weight;
    }
  }

  // At unit length; starts anew.
  std::vector<Weighted> Take() {
    double square = 0;
    for (const std::uint32_t feature : touched_) square += static_cast<double>(sum_[feature]) * sum_[feature];
    std::vector<Weighted> middle;
    for (const std::uint32_t feature : touched_) {
      middle.push_back({feature, static_cast<float>(sum_[feature] / std::sqrt(square))});
      sum_[feature] = 0;
    }
    touched_.clear();
    return middle;
  }

 private:
  std::vector<float> sum_;
  std::vector<std::uint32_t> touched_;
};

}  // namespace

PhrasingSpace::PhrasingSpace(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features)
    : articles_(articles) {
  std::vector<std::vector<Weighted>> vectors, middles(articles);
  Middle middle(features);
  for (std::size_t i = 0; i < phrasings.size(); ++i) {
    article_of_.push_back(phrasings[i].article);
    vectors.push_back(phrasings[i].weights);
    middle.Add(phrasings[i].weights);
    const bool last = i + 1 == phrasings.size() || phrasings[i + 1].article != phrasings[i].article;
    if (last) middles[phrasings[i].article] = middle.Take();
  }
  phrasings_ = Postings(vectors, features);
  middles_ = Postings(middles, features);
}

Cosines PhrasingSpace::Compare(std::span<const Weighted> question) const {
  Cosines cosines;
  cosines.nearest.assign(articles_, 0);
  cosines.closest.assign(articles_, 0);
  cosines.centroid = middles_.Dot(question);
  const std::vector<float> all = phrasings_.Dot(question);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const std::uint32_t article = article_of_[i];
    if (all[i] <= cosines.nearest[article]) continue;
    cosines.nearest[article] = all[i];
    cosines.closest[article] = i;
  }
  return cosines;
}

double PhrasingSpace::Covered(std::span<const Weighted> question, std::uint32_t article) const {
  double covered = 0;
  for (const Weighted& entry : question) {
    if (middles_.Has(entry.feature, article)) covered += static_cast<double>(entry.weight) * entry.weight;
  }
  return covered;
}

}  // namespace frontdesk::knowledge
