// Puts the steps and questions of a called flow behind those of the flow that calls it. What a conversation does with
// them (back, edit, review, a restart, a ticket) is then what it does with the flow's own: there is no stack.
//
// The answers of both are one set, by name. The called flow's `end: done` leads back to what follows the call;
// `end: cancelled` ends both. A flow is called once on the whole way down, so that each question has one place.
//
// Thread safety: pure functions. Failure: what cannot be joined is a finding at the call.
#pragma once

#include <functional>
#include <vector>

#include "flows/flow.h"

namespace frontdesk::flows {

// The flow's own steps that call another, by index.
std::vector<int> CallsOf(const Flow& flow);

// `called` has its own calls joined already. False after an error.
bool JoinCalled(Flow& flow, int call, const Flow& called, base::Findings& findings);

}  // namespace frontdesk::flows
