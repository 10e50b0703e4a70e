// What users press, fill in, ask for by a command or a shortcut: interactivity and slash commands, over HTTP and over
// Socket Mode alike.
//
// Thread safety: pure functions. Failure: kInvalid for what is none of these.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

// Of an interactive payload or the fields of a command. What the bot does not know is nothing, and no failure.
base::Result<Taken> TakeInteraction(const nlohmann::json& payload, Env env);

// What its request is answered with once it is taken: JSON, or "".
std::string AcknowledgementOf(const nlohmann::json& payload, const Settings& settings);

bool IsSubmission(const nlohmann::json& payload);

}  // namespace frontdesk::adapters::slack
