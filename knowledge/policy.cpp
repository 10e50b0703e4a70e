#include "knowledge/policy.h"

#include <algorithm>

namespace frontdesk::knowledge {

Band BandOf(double confidence, const Signals& signals, const Calibration& calibration) {
  if (confidence >= calibration.sure) return Band::kAnswer;
  const bool alike = std::max(signals.nearest, signals.fields) >= kLeastLikeness;
  const bool worth_offering = alike && confidence >= calibration.offer && signals.energy >= calibration.energy;
  return worth_offering ? Band::kDidYouMean : Band::kNeither;
}

}  // namespace frontdesk::knowledge
