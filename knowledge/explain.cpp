#include <algorithm>

#include "bot/base/text.h"
#include "knowledge/index_parts.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kMaxWords = 100;  // shown of a question

std::string ToText(std::u32string_view word) { return base::FromCodePoints({word.begin(), word.end()}); }

double Part(const std::vector<float>& view, float weight, std::size_t article) {
  return view.empty() ? 0 : static_cast<double>(weight) * view[article];
}

HitParts PartsOf(const Views& views, const FusionWeights& weights, std::size_t article) {
  HitParts parts;
  parts.share = Part(views.shares, weights.share, article);
  parts.margin = Part(views.margins, weights.margin, article);
  parts.nearest = Part(views.nearest, weights.nearest, article);
  parts.centroid = Part(views.centroid, weights.centroid, article);
  parts.fields = Part(views.fields, weights.fields, article);
  parts.cosine = Part(views.nearest, 1, article);
  return parts;
}

}  // namespace

Explanation Index::Explain(std::span<const Token> tokens, const Views& views, std::span<const Hit> hits) const {
  Explanation explanation;
  for (const Token& token : tokens.first(std::min(tokens.size(), kMaxWords))) {
    explanation.words.push_back(ToText(token.text));
    if (!token.cjk && !parts_->spelling.Knows(token.text)) explanation.unknown.push_back(explanation.words.back());
  }
  for (const Hit& hit : hits) {
    HitParts parts = PartsOf(views, parts_->matcher.weights(), hit.article);
    if (parts.cosine > 0) parts.phrasing = parts_->phrasings[views.closest[hit.article]];
    explanation.hits.push_back(std::move(parts));
  }
  return explanation;
}

}  // namespace frontdesk::knowledge
