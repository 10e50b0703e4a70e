// One call to the platform's API: its address, its token, its JSON; and what its answer says of itself.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

// {"Authorization": "Bearer ...", "Accept": "application/json"}
Headers ApiHeaders(std::string_view token);

// `path` begins with '/'.
Call JsonCall(std::string method, std::string_view path, std::string body, Env env);
Call GetCall(std::string_view path, Env env);

// `code` of the answer: 0 is success. Nothing when the body is not the platform's JSON.
std::optional<std::int64_t> CodeOf(const HttpAnswer& answer);

// "400 230020: This operation triggers the frequency limit.", at most 200 graphemes.
std::string ReasonOf(const HttpAnswer& answer);

// Where the platform says how long to wait: for common::RetryAfter.
inline constexpr std::string_view kRetryHeaders[] = {"Retry-After", "x-ogw-ratelimit-reset"};

}  // namespace frontdesk::adapters::feishu
