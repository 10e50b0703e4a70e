// Agents' files: in the personal chat Teams asks the user first (a file consent card), then names a place for the
// bytes; elsewhere small pictures stand in the message, and nothing else can be brought.
//
// Thread safety: pure functions. Failure: kTooLarge, kInvalid for a file that cannot be brought there.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

// The activity that offers or shows the file.
base::Result<nlohmann::json> OfferFile(const base::FileRef& file, const Sending& sending, const Settings& settings);

// The user has said yes or no.
Taken TakeConsent(const nlohmann::json& activity, Env env);

// The calls that follow: the bytes to their place, the file into the chat, the offer out of it.
base::Result<Call> CallAfterConsent(std::string_view words, const base::Message* about,
                                    const std::function<base::Result<std::string>(const base::FileRef&)>& read_file,
                                    Env env);

}  // namespace frontdesk::adapters::teams
