// How a call of the connector ended: by the code in its error, else by its status. Microsoft asks for another try after
// 412, 429, 502, 503 and 504.
//
// Thread safety: pure functions.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::teams {

SendResult OutcomeOf(const Call& call, const CallResult& result);

}  // namespace frontdesk::adapters::teams
