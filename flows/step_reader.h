// Reads the `steps` list of a flow into Flow::steps and Flow::slots, and then resolves every jump to an index.
//
// Thread safety: pure functions.
#pragma once

#include "bot/base/yaml.h"
#include "flows/flow.h"

namespace frontdesk::flows {

void ReadSteps(const base::YamlNode& list, Flow& flow, base::Findings& findings);

// Labels -> indices; reports missing targets and steps that run past the end of the list. False when a target is
// missing: then nothing can be said about the ways through the flow.
bool ResolveTargets(Flow& flow, base::Findings& findings);

}  // namespace frontdesk::flows
