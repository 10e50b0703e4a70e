// What Mattermost sends to /hooks/ACCOUNT/SECRET: clicks, filled dialogs, slash commands and outgoing webhooks. None is
// signed: the secret in the path stands in, our own token in what was pressed, and the integration's token in the rest.
//
// Thread safety: pure functions. Failure: kUnauthenticated for what has not all its secrets; kInvalid for what is none
// of these.
#pragma once

#include <string>

#include "adapters/adapter.h"

namespace frontdesk::adapters::mattermost {

base::Result<Verified> VerifyHook(const RawRequest& request, Env env);
base::Result<Parsed> TakeHook(const Verified& request, Env env);

// Whether its answer may carry what came of it: a click's, a dialog's.
bool MayCarry(const Verified& request);
// What it is answered once it is taken: JSON.
std::string AcknowledgementOf(const Verified& request, const Settings& settings);

// The post that was pressed; "" for anything but a click.
std::string PressedPost(const Verified& request);
// Of a dialog; nothing for anything else.
std::optional<std::string> FormErrors(const Verified& request, const std::vector<base::FormField>& form);

}  // namespace frontdesk::adapters::mattermost
