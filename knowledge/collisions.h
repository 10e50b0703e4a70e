// Articles that collide: a question of one that is much like a question of another, and that the index, asked without
// having been told it, answers with the other. People who ask about the one will sometimes get the other.
//
// For this the index is built anew without a fifth of the questions of each article, those are asked, and so on for the
// other fifths: a question is never asked of an index that knows it, and an article never loses many at once. On a
// large base a part is asked, spread evenly; the rest is counted as not asked.
//
// Thread safety: pure function. It takes as long as a few builds of the index.
#pragma once

#include <cstddef>

#include "bot/base/finding.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

inline constexpr std::size_t kCollisionFolds = 5;
inline constexpr double kMuchLike = 0.7;  // cosine to the other's nearest question

struct CollisionLimits {
  std::size_t phrasings = 40'000;  // that go into all builds together; one build is always made
  std::size_t asked = 4'000;
};

struct CollisionCount {
  std::size_t questions = 0;  // that could be asked: their article is known by other words too
  std::size_t asked = 0;
};

// One warning for each pair of articles, at the first question that is answered by the other.
CollisionCount CheckCollisions(const Library& library, base::Findings& findings, const CollisionLimits& limits = {});

}  // namespace frontdesk::knowledge
