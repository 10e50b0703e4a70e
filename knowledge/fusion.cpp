#include "knowledge/fusion.h"

#include <span>

#include "knowledge/linear_model.h"

namespace frontdesk::knowledge {

FusionWeights WeightsFor(std::size_t articles, std::size_t phrasings, bool bodies) {
  FusionWeights weights;
  if (bodies && phrasings < 2 * articles) {
    weights.share = 2;
    weights.margin = 0;
    weights.fields = 0.7F;
  }
  return weights;
}

void Fuse(const FusionWeights& weights, std::size_t articles, Views& views) {
  views.scores.assign(articles, 0);
  const auto add = [&](const std::vector<float>& view, float weight) {
    if (weight != 0 && view.size() == articles) AddScaled(views.scores.data(), view.data(), weight, articles);
  };
  add(views.shares, weights.share);
  add(views.margins, weights.margin);
  add(views.nearest, weights.nearest);
  add(views.centroid, weights.centroid);
  add(views.fields, weights.fields);
}

}  // namespace frontdesk::knowledge
