// What a whole flow must satisfy once it is read: every mistake is found here rather than by a user.
//
// Thread safety: pure functions.
#pragma once

#include <set>
#include <string>

#include "flows/flow.h"
#include "flows/library.h"
#include "flows/loader.h"

namespace frontdesk::flows {

// The shape of the steps: unreachable step, no way to end, loop without input, two tickets on one way.
void CheckGraph(const Flow& flow, base::Findings& findings);

// Names and types: duplicates, unknown names in templates, conditions and ticket fields, a slot used before it can be
// set, values that a slot cannot have, unknown queue, slots that nobody reads.
void CheckNames(const Flow& flow, const LoadOptions& options, base::Findings& findings);

// `locales`: those in which a translation was found.
void CheckLocales(const Flow& flow, const std::set<std::string>& locales, const LoadOptions& options,
                  base::Findings& findings);

// Over all flows: the same trigger twice, a trigger that is a global word.
void CheckTriggers(const FlowLibrary& library, base::Findings& findings);

// One condition: unknown names, tests that do not fit a slot's type, values that it cannot have. Calls `used` with
// each slot's name and place.
void CheckCondition(const Flow& flow, const Condition& condition, const LoadOptions& options,
                    const std::function<void(const std::string&, const base::Place&)>& used, base::Findings& findings);

}  // namespace frontdesk::flows
