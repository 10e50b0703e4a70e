// How errors of our own APIs look on the wire: {"error":{"code":"too large","message":"..."}} with the fitting status.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::web {

int StatusOf(base::ErrorCode code);
// `limit`: how many bytes would be few enough; 0 where that is not the matter.
std::string ErrorJson(std::string_view code, std::string_view message, std::int64_t limit = 0);
// With Retry-After where trying again makes sense.
HttpAnswer ErrorAnswer(const base::Error& error);
HttpAnswer JsonAnswer(std::string json);

}  // namespace frontdesk::adapters::web
