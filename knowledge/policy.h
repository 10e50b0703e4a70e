// How sure is sure enough: the bands of DESIGN.md's answer policy.
//
// Thread safety: pure functions.
#pragma once

#include "knowledge/calibration.h"

namespace frontdesk::knowledge {

enum class Band {
  kAnswer,      // send the article
  kDidYouMean,  // offer the three best titles and "none of these"
  kNeither,     // say so at once, offer a flow and a person
};

Band BandOf(double confidence, double energy, const Calibration& calibration);

}  // namespace frontdesk::knowledge
