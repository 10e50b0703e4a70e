// Which steps of a flow can come before which.
//
// Thread safety: plain values and pure functions.
#pragma once

#include <bitset>
#include <vector>

#include "flows/flow.h"
#include "flows/loader.h"

namespace frontdesk::flows {

using StepSet = std::bitset<kMaxSteps>;

// Every step that may directly follow; also the `on_fail` of a question.
std::vector<int> Successors(const Flow& flow, int step);

// result[i] holds the steps that can be reached from i by one edge or more. `edges[i]` are the direct ones.
std::vector<StepSet> Closure(std::vector<StepSet> edges);
std::vector<StepSet> ReachableFrom(const Flow& flow);

}  // namespace frontdesk::flows
