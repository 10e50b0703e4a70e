// How a call to Slack ended. Slack says 200 to almost everything: what counts is "ok" and "error".
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

// Other ways (SendResult::avoid): beside a thread that is gone, as text where blocks are refused.
inline constexpr std::string_view kAvoidThread = "thread", kAvoidBlocks = "blocks";

SendResult OutcomeOf(const Call& call, const CallResult& result);

// Of {"ok": false, "error": "..."}, for calls that ask.
base::Error ErrorOf(const nlohmann::json& body);

}  // namespace frontdesk::adapters::slack
