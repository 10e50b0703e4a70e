// What became of a call that carries a message, or a step of one.
//
// The API takes no id of ours that would make a second try harmless, so a message of which nobody can tell whether it
// arrived stays unknown. A change of a card may be made again, and so may a step that delivers nothing.
//
// A session that takes no more, and a card that is refused, have another way beside them (SendResult::avoid).
//
// Thread safety: pure functions. Sources: as api_error.h.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

inline constexpr char kAvoidSession[] = "session";
inline constexpr char kAvoidCard[] = "card";

SendResult OutcomeOf(const Call& call, const CallResult& result);

}  // namespace frontdesk::adapters::dingtalk
