// Puts questions together that ask the same in other words: by the same features that find an article for a question,
// so that what is near here would be answered by one article.
//
// Thread safety: pure function. The same questions give the same clusters, in whatever order they come.
// Bounds: kMaxClustered different texts; quadratic in them, a fraction of a second at the most.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/concepts.h"

namespace frontdesk::knowledge {

struct Language;

inline constexpr std::size_t kMaxClustered = 2'000;

struct Asked {
  std::string_view text;
  std::size_t people = 1;  // who asked so: what many say leads
};

// Each cluster as indices into `asked`: the text in its middle first, then the others, by people. Clusters with the
// most people first. Of more than kMaxClustered different texts the least asked are in no cluster.
std::vector<std::vector<std::size_t>> ClusterQuestions(std::span<const Asked> asked, std::span<const Concept> synonyms,
                                                       const Language& language);

}  // namespace frontdesk::knowledge
