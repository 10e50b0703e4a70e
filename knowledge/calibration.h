// What the confidence is worth on one knowledge base. Calibrate hides a fifth of the questions and a fifth of the
// articles of the base at a time, trains on the rest, asks what was hidden and, besides, lines that no support desk
// answers; then it bends the generic confidence to what came out and finds the two thresholds of the answer policy.
//
// It trains several times: call it off the path of requests.
// Thread safety: pure functions and plain values.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "knowledge/matcher.h"

namespace frontdesk::knowledge {

// The default is what holds for bases at large.
struct Calibration {
  double slope = 1, shift = 0;  // of the generic logit
  double sure = 0.6;            // T1: from this confidence on the article is sent
  double energy = -100;         // T0: from this energy on titles are offered
  double offer = 0.2;           // and from this confidence on
  std::size_t asked = 0;        // questions it was measured with; 0: not measured
};

// The confidence of `signals`, 0..1.
double CalibratedConfidence(const Signals& signals, const Calibration& calibration);

// One question of the measurement.
struct Trial {
  double logit = 0;  // generic
  double energy = 0;
  bool right = false;     // the article that ranked first is the right one
  bool in_scope = false;  // there is a right one
};

// Hides, trains and asks. `ids` one for each article; what is hidden hangs on them and on the questions, not on places.
std::vector<Trial> RunTrials(std::span<const Example> examples, std::span<const std::vector<Hash>> bodies,
                             std::span<const std::string> ids, std::span<const Features> out_of_scope,
                             const Background& background);

// The generic calibration when the trials are too few to learn from.
Calibration FitCalibration(std::span<const Trial> trials);

}  // namespace frontdesk::knowledge
