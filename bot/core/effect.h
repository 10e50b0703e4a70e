// What an effect row does, as its payload says it: fetching a file that a user sent on another platform, or asking
// another system for a flow.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/message.h"
#include "bot/base/result.h"
#include "flows/engine.h"

namespace frontdesk::core {

std::string FetchJson(const base::FileRef& file);
// kInvalid when it is no payload of FetchJson.
base::Result<base::FileRef> FetchFromJson(std::string_view payload);

std::string LookupJson(const flows::LookupRequest& request);
// kInvalid when it is no payload of LookupJson.
base::Result<flows::LookupRequest> LookupFromJson(std::string_view payload);

}  // namespace frontdesk::core
