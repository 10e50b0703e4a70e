// What became of a call that carries a message, or a step of one.
//
// The API takes no id of ours that would make a second try harmless, so a message of which nobody can tell whether it
// arrived stays unknown: after a time-out, after a gateway's 502 or 504, after a 200 that says nothing. A step that
// delivers nothing is simply made again.
//
// Thread safety: pure functions. Source: Easemob, REST status codes; sending messages, limits.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

SendResult OutcomeOf(const Call& call, const CallResult& result);

}  // namespace frontdesk::adapters::easemob
