// Messages on their way to Mattermost: posts in channels, threads and direct talks, changes of posts, files, and what
// goes in the answer to a click or a dialog.
//
// pending_post_id makes the server show a post once, but only for half a minute. A post that has been on its way for
// longer is looked for by its mark before it is made again.
//
// Thread safety: pure functions.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::mattermost {

// Of the server's memory for pending_post_id, less the time that a call may take.
inline constexpr base::Millis kTriesAreRemembered = std::chrono::seconds(20);

base::Result<Step> NextStep(const Sending& sending, Env env);
Step TypingStep(const TypingSign& sign, Env env);

}  // namespace frontdesk::adapters::mattermost
