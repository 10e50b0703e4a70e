// What an effect row does, as its payload says it: today, fetching a file that a user sent on another platform.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/message.h"
#include "bot/base/result.h"

namespace frontdesk::core {

std::string FetchJson(const base::FileRef& file);
// kInvalid when it is no payload of FetchJson.
base::Result<base::FileRef> FetchFromJson(std::string_view payload);

}  // namespace frontdesk::core
