// What became of a call: `code` in the answer decides, whatever the HTTP status.
//
// A message that is sent again with the same uuid within an hour shows nothing new, so that a call without an answer is
// made again. A reply into a thread that is gone goes beside it, a card that is refused goes as text
// (SendResult::avoid).
//
// Thread safety: pure functions. Source: Feishu, error codes of im/v1/messages and common ones.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

inline constexpr char kAvoidThread[] = "thread";
inline constexpr char kAvoidCard[] = "card";

SendResult OutcomeOf(const Call& call, const CallResult& result);

}  // namespace frontdesk::adapters::feishu
