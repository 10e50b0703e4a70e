// How sure is sure enough: the bands of DESIGN.md's answer policy.
//
// Thread safety: pure functions.
#pragma once

#include "knowledge/calibration.h"
#include "knowledge/confidence.h"

namespace frontdesk::knowledge {

enum class Band {
  kAnswer,      // send the article
  kDidYouMean,  // offer the three best titles and "none of these"
  kNeither,     // say so at once, offer a flow and a person
};

// A title that shares less than this with the question, by its phrasings as by its fields, is no guess worth showing.
// In a base of a few articles nothing else tells: there every question looks like one of them.
inline constexpr double kLeastLikeness = 0.05;

Band BandOf(double confidence, const Signals& signals, const Calibration& calibration);

}  // namespace frontdesk::knowledge
