#include <algorithm>
#include <utility>

#include "knowledge/index_parts.h"
#include "knowledge/read_question.h"

namespace frontdesk::knowledge {

namespace {

// No word or letter group of the question is in the base.
bool SaysNothing(const Views& views) {
  return views.question.weights.empty() &&
         std::all_of(views.fields.begin(), views.fields.end(), [](float score) { return score == 0; });
}

bool Holds(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool Index::Visible(const Article& article, const Question& question) const {
  if (Holds(question.exclude, article.id)) return false;
  if (!question.account.empty()) {
    if (!article.accounts.empty() && !Holds(article.accounts, question.account)) return false;
    if (!article.tiers.empty() && !Holds(article.tiers, question.tier)) return false;
  }
  if (question.now == base::TimePoint{}) return true;
  return (!article.valid_from || question.now >= *article.valid_from) &&
         (!article.valid_until || question.now < *article.valid_until);
}

// Equal scores: the smaller id first.
std::vector<Hit> Index::Best(const std::vector<float>& scores, const Question& question) const {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (Visible(parts_->library.articles[i], question)) order.push_back(i);
  }
  const std::size_t count = std::min(order.size(), kMaxHits);
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](std::uint32_t a, std::uint32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < count; ++i)
    hits.push_back({order[i], parts_->library.articles[order[i]].id, scores[order[i]]});
  return hits;
}

// The article that has this very phrasing, if there is one that the person may see.
std::optional<std::uint32_t> Index::Exact(const std::vector<Hash>& keys, const Question& question) const {
  std::optional<std::uint32_t> found;
  for (const Hash key : keys) {
    auto at = std::lower_bound(parts_->exact.begin(), parts_->exact.end(), key,
                               [](const ExactPhrasing& phrasing, Hash k) { return phrasing.key < k; });
    for (; at != parts_->exact.end() && at->key == key; ++at) {
      if (!Visible(parts_->library.articles[at->article], question)) continue;
      if (!found || (!question.locale.empty() && at->locale == question.locale)) found = at->article;
      if (at->locale == question.locale) return found;
    }
    if (found) return found;
  }
  return found;
}

Ranking Index::Search(const Question& question) const {
  const Language& language = *parts_->language;
  const ReadQuestion read(question.text, language, parts_->spelling);
  if (read.tokens().empty()) return {};
  const Features features = ExtractFeatures(read.tokens(), parts_->texts.lexicon());
  Views views = parts_->matcher.Look(features);
  if (SaysNothing(views)) return {};
  const auto exact = Exact(read.keys(), question);
  if (exact) views.scores[*exact] = 1 + *std::max_element(views.scores.begin(), views.scores.end());

  Ranking ranking;
  ranking.hits = Best(views.scores, question);
  if (ranking.hits.empty()) return ranking;
  std::vector<std::uint32_t> rivals;
  for (std::size_t i = 1; i < ranking.hits.size(); ++i)
    rivals.push_back(static_cast<std::uint32_t>(ranking.hits[i].article));
  ranking.signals = parts_->matcher.SignalsOf(views, static_cast<std::uint32_t>(ranking.hits[0].article), rivals);
  ranking.signals.exact = exact.has_value();
  ranking.confidence = CalibratedConfidence(ranking.signals, calibration_);
  ranking.band = BandOf(ranking.confidence, ranking.signals, calibration_);
  return ranking;
}

}  // namespace frontdesk::knowledge
