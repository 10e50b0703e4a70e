// Invokes: requests that want their answer in the response, within a few seconds. A press on a card is answered with
// the changed card, a form with the form and what was wrong, a window with its form; what fails, with words.
//
// Thread safety: pure functions. Source: Teams, Universal Actions, dialogs of bots, file consent.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

bool IsInvoke(const nlohmann::json& activity);

base::Result<Parsed> TakeInvoke(const nlohmann::json& activity, Env env);

// Whether what comes of it goes into the answer. Buttons of the desk change their card from another conversation.
bool WaitsForReply(const nlohmann::json& activity, const Settings& settings);

// The answer when nothing came in time, or it could not be taken.
HttpAnswer PlainAnswer(const nlohmann::json& activity, const base::Status& outcome);

// The next step to answer with a message that came in time; nothing when the message goes its own way first. What is
// answered is seen by whoever clicked, and while they look: the message itself is changed by a call, too.
std::optional<Step> AnswerWith(const nlohmann::json& activity, const Sending& sending, Env env);

}  // namespace frontdesk::adapters::teams
