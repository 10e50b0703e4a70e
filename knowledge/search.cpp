#include <algorithm>
#include <deque>
#include <utility>

#include "knowledge/index_parts.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kMaxTokens = 1'000;  // of a question
constexpr std::size_t kMaxMended = 16;     // misspelt words of a question

// The share of each view of a match in the score, chosen on the development sets.
constexpr float kNearestShare = 0.5F, kCentroidShare = 1.0F, kFieldShare = 0.8F;

std::string_view Head(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

// A question cut into tokens, its misspelt words mended.
class ReadQuestion {
 public:
  ReadQuestion(std::string_view text, const Language& language, const Spelling& spelling)
      : text_(Normalize(Head(text, kMaxQuestionBytes), language.characters)), tokens_(Tokenize(text_)) {
    if (tokens_.size() > kMaxTokens) tokens_.resize(kMaxTokens);
    keys_.push_back(ExactKey(tokens_));
    for (Token& token : tokens_) {
      if (token.cjk || mended_.size() >= kMaxMended) continue;
      if (auto word = spelling.Mend(token.text, language.background)) {
        token.text = mended_.emplace_back(std::move(*word));
      }
    }
    if (!mended_.empty()) keys_.push_back(ExactKey(tokens_));
  }
  ReadQuestion(const ReadQuestion&) = delete;
  ReadQuestion& operator=(const ReadQuestion&) = delete;

  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Hash>& keys() const { return keys_; }  // as typed, then as mended

 private:
  std::u32string text_;
  std::deque<std::u32string> mended_;  // tokens point into these two
  std::vector<Token> tokens_;
  std::vector<Hash> keys_;
};

bool Holds(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// What was found, one number for each article.
struct Views {
  std::vector<float> nearest, centroid, fields, score;
};

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
    if (scores[i] > 0 && Visible(library_.articles[i], question)) order.push_back(i);
  }
  const std::size_t count = std::min(order.size(), kMaxHits);
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](std::uint32_t a, std::uint32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < count; ++i) hits.push_back({order[i], library_.articles[order[i]].id, scores[order[i]]});
  return hits;
}

// The article that has this very phrasing, if there is one that the person may see.
std::optional<std::uint32_t> Index::Exact(const std::vector<Hash>& keys, const Question& question) const {
  std::optional<std::uint32_t> found;
  for (const Hash key : keys) {
    auto at = std::lower_bound(parts_->exact.begin(), parts_->exact.end(), key,
                               [](const ExactPhrasing& phrasing, Hash k) { return phrasing.key < k; });
    for (; at != parts_->exact.end() && at->key == key; ++at) {
      if (!Visible(library_.articles[at->article], question)) continue;
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
  const Features features = ExtractFeatures(read.tokens(), parts_->lexicon);
  const FeatureVector vector = parts_->space.ToVector(features, language.background);
  Views views{parts_->space.Nearest(vector),
              parts_->space.Centroid(vector),
              parts_->fields.Scores(features.terms, language.background),
              {}};
  for (std::size_t i = 0; i < library_.articles.size(); ++i) {
    views.score.push_back(kNearestShare * views.nearest[i] + kCentroidShare * views.centroid[i] +
                          kFieldShare * views.fields[i]);
  }
  const auto exact = Exact(read.keys(), question);
  if (exact) views.score[*exact] = 1 + *std::max_element(views.score.begin(), views.score.end());

  Ranking ranking;
  ranking.hits = Best(views.score, question);
  if (ranking.hits.empty()) return ranking;
  const std::size_t best = ranking.hits[0].article;
  Signals& signals = ranking.signals;
  signals.score = views.score[best];
  signals.gap = signals.score - (ranking.hits.size() > 1 ? ranking.hits[1].score : 0);
  signals.nearest = views.nearest[best];
  signals.centroid = views.centroid[best];
  signals.fields = views.fields[best];
  signals.exact = exact.has_value();
  ranking.confidence = Confidence(signals);
  ranking.band = BandOf(ranking.confidence);
  return ranking;
}

}  // namespace frontdesk::knowledge
