// The Events API: what was said, edited and deleted, and who opened the app.
//
// Thread safety: pure functions. Failure: kInvalid for what is no event of Slack.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

// An "event_callback"; nothing in it for what is not for the bot.
base::Result<Taken> TakeEvent(const nlohmann::json& callback, Env env);

// Whether it is of the workspace that the account is for.
bool IsOfTeam(const nlohmann::json& payload, const Settings& settings);

}  // namespace frontdesk::adapters::slack
