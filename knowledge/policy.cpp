#include "knowledge/policy.h"

namespace frontdesk::knowledge {

Band BandOf(double confidence, double energy, const Calibration& calibration) {
  if (confidence >= calibration.sure) return Band::kAnswer;
  const bool worth_offering = confidence >= calibration.offer && energy >= calibration.energy;
  return worth_offering ? Band::kDidYouMean : Band::kNeither;
}

}  // namespace frontdesk::knowledge
