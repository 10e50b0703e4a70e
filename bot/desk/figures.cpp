#include "bot/desk/figures.h"

#include <algorithm>

namespace frontdesk::desk {

int PointsOf(const Points& points, std::string_view value) {
  const auto it = points.find(std::string(value));
  return it == points.end() ? 0 : it->second;
}

Figure SumUp(std::vector<Factor> factors) {
  Figure figure{0, std::move(factors)};
  for (const Factor& factor : figure.factors)
    if (factor.known) figure.score += factor.points;
  figure.score = std::clamp(figure.score, 0, kMostScore);
  return figure;
}

}  // namespace frontdesk::desk
