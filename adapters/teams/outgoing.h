// Bringing a message to Teams: its words part by part, then its files; a message that changed; the answer to an invoke
// that is still open; the sign that somebody writes.
//
// What begins a thread in a channel makes a conversation, whose first activity is the message; all else is an activity
// of a conversation that there is.
//
// Thread safety: pure functions. Failure: kInvalid for an address that is none or a file that Teams does not take
// there.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

// Words of SendResult::avoid.
inline constexpr std::string_view kAvoidCard = "card";
inline constexpr std::string_view kAvoidThread = "thread";
inline constexpr std::string_view kAvoidChange = "change";  // the message that would read otherwise is gone

// The call by which the activity `id` at the sending's address reads otherwise from now on.
Call ChangeCall(const Sending& sending, const std::string& id, nlohmann::json activity, Env env);

base::Result<Step> NextStep(const Sending& sending, Env env);
base::Result<Step> TypingStep(const TypingSign& sign, Env env);

}  // namespace frontdesk::adapters::teams
