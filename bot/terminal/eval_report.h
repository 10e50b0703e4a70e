// What `frontdesk eval` prints: an evaluation for people and for machines.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "knowledge/evaluation.h"

namespace frontdesk::terminal {

// `path` is the file of the questions; examples are shown with their line in it.
std::string EvaluationText(const knowledge::Evaluation& evaluation, const std::string& path);

// One object, keys in a fixed order; figures without a meaning for these questions are null.
std::string EvaluationJson(const knowledge::Evaluation& evaluation);

}  // namespace frontdesk::terminal
