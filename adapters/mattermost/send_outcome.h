// How a call to Mattermost ended, by the error's id where there is one, else by the status.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::mattermost {

// Words for Sending::avoid: the post is not put into a thread that is gone.
inline constexpr std::string_view kAvoidThread = "thread";

SendResult OutcomeOf(const Call& call, const CallResult& result);
// Of an answer that is no success.
base::Error ErrorOf(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::mattermost
