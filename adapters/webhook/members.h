// Members of an event's JSON, with their bounds.
//
// Thread safety: pure functions. `path` is the member's name in messages: "data.sender.id".
// Failure: kInvalid for the wrong form, kTooLarge over the bound.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace frontdesk::adapters::webhook {

// Text; absent or null reads as "".
base::Result<std::string> TextMember(const nlohmann::json& object, std::string_view path, std::size_t most);
// The same, but it must say something.
base::Result<std::string> NeededText(const nlohmann::json& object, std::string_view path, std::size_t most);
// An id: text without control characters, or a whole number, which reads as its digits.
base::Result<std::string> IdMember(const nlohmann::json& object, std::string_view path);
base::Result<std::string> NeededId(const nlohmann::json& object, std::string_view path);
// The object of that name; an empty one when it is absent.
base::Result<nlohmann::json> ObjectMember(const nlohmann::json& object, std::string_view path);

}  // namespace frontdesk::adapters::webhook
