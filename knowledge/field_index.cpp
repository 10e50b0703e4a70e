#include "knowledge/field_index.h"

#include <algorithm>
#include <utility>

#include "knowledge/exact_math.h"

namespace frontdesk::knowledge {

namespace {

constexpr double kSaturation = 1.2;  // k1
constexpr std::array<double, kFieldCount> kFieldWeight = {6, 6, 1};
constexpr std::array<double, kFieldCount> kLengthPenalty = {0.3, 0.3, 0.6};  // b

using TermWeight = std::pair<Hash, double>;

// Over the articles that have the field.
std::array<double, kFieldCount> AverageLengths(std::span<const FieldTerms> articles) {
  std::array<double, kFieldCount> averages{};
  for (int field = 0; field < kFieldCount; ++field) {
    double total = 0, filled = 0;
    for (const FieldTerms& article : articles) {
      total += static_cast<double>(article[field].size());
      filled += article[field].empty() ? 0 : 1;
    }
    averages[field] = std::max(1.0, total / std::max(1.0, filled));
  }
  return averages;
}

std::vector<TermWeight> WeighTerms(const FieldTerms& article, const std::array<double, kFieldCount>& averages) {
  std::vector<TermWeight> weights;
  for (int field = 0; field < kFieldCount; ++field) {
    const double length = static_cast<double>(article[field].size()) / averages[field];
    const double weight = kFieldWeight[field] / (1 - kLengthPenalty[field] + kLengthPenalty[field] * length);
    for (const Hash term : article[field]) weights.emplace_back(term, weight);
  }
  std::sort(weights.begin(), weights.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < weights.size();) {
    TermWeight sum = weights[i++];
    while (i < weights.size() && weights[i].first == sum.first) sum.second += weights[i++].second;
    weights[kept++] = sum;
  }
  weights.resize(kept);
  return weights;
}

double Bm25Idf(double documents, double count) { return Log(1 + (documents - count + 0.5) / (count + 0.5)); }

}  // namespace

FieldIndex::FieldIndex(std::span<const FieldTerms> articles, const Background& background)
    : articles_(articles.size()), starts_(1, 0) {
  const auto averages = AverageLengths(articles);
  struct Row {
    std::uint32_t term, article;
    float weight;
  };
  std::vector<Row> rows;
  std::vector<Hash> names;
  std::vector<std::uint32_t> counts;
  for (std::uint32_t article = 0; article < articles.size(); ++article) {
    for (const auto& [term, weight] : WeighTerms(articles[article], averages)) {
      const std::uint32_t number = terms_.At(term, static_cast<std::uint32_t>(names.size()));
      if (number == names.size()) {
        names.push_back(term);
        counts.push_back(0);
      }
      ++counts[number];
      rows.push_back({number, article, static_cast<float>(weight * (kSaturation + 1) / (weight + kSaturation))});
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    starts_.push_back(starts_.back() + counts[i]);
    rarity_.push_back(static_cast<float>(Rarity(counts[i], background, names[i])));
  }
  postings_.resize(rows.size());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (const Row& row : rows) postings_[next[row.term]++] = {row.article, row.weight};
}

// A term is only as rare as it is both here and in everyday language.
double FieldIndex::Rarity(double count, const Background& background, Hash term) const {
  const double here = Bm25Idf(static_cast<double>(articles_), count);
  const double seen = background.Count(term);
  return seen == 0 ? here : std::min(here, Bm25Idf(background.sentences(), seen));
}

std::vector<float> FieldIndex::Scores(std::span<const Hash> terms, const Background& background) const {
  std::vector<Hash> once(terms.begin(), terms.end());
  std::sort(once.begin(), once.end());
  once.erase(std::unique(once.begin(), once.end()), once.end());
  std::vector<float> scores(articles_, 0);
  double most = 1e-6;
  for (const Hash term : once) {
    const std::uint32_t number = terms_.Find(term);
    if (number == HashTable::kAbsent) {
      most += Rarity(0, background, term) * (kSaturation + 1);
      continue;
    }
    const float rarity = rarity_[number];
    most += rarity * (kSaturation + 1);
    for (std::uint32_t i = starts_[number]; i < starts_[number + 1]; ++i) {
      scores[postings_[i].article] += rarity * postings_[i].weight;
    }
  }
  for (float& score : scores) score = static_cast<float>(score / most);
  return scores;
}

}  // namespace frontdesk::knowledge
