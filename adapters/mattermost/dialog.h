// A form of the bot as an interactive dialog: opened by a click, sent back whole, wrong answers named under their
// fields while it stays open.
//
// Thread safety: pure functions. Limits: of the server's model; texts are cut to them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/mattermost/place.h"
#include "bot/base/message.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::mattermost {

// Whether a dialog can show all of it.
bool CanShow(const std::vector<base::FormField>& form);

// Afterwards::words of a click on the form's button, and the call that it asks for; the trigger is good for some
// seconds. Without a form to show, the dialog says that it is closed.
std::string OpenWords(const std::string& trigger, const Place& place);
base::Result<Call> OpenCall(const Afterwards& asked, const base::Message* about, Env env);

base::FilledForm FilledOf(const nlohmann::json& submission);

// The answer that names the errors of `form` in the open dialog; nothing when there are none, or when the dialog does
// not show all that is asked now.
std::optional<std::string> ErrorsAnswer(const std::vector<base::FormField>& form, const nlohmann::json& submission);

}  // namespace frontdesk::adapters::mattermost
