// One call to the REST API: its address, its token, its JSON.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

// {"Authorization": "Bearer ...", "Accept": "application/json"}
Headers ApiHeaders(std::string_view token);

// POST of a JSON body to `path` under the app's address.
Call PostJson(std::string_view path, std::string body, Env env);

// "403 forbidden_op: user is muted", from an answer that failed; at most 200 graphemes.
std::string ReasonOf(const HttpAnswer& answer);

// What the platform calls the error, in two words of its own: {"error", "error_description"}; empty when the body is
// not its JSON.
struct ApiError {
  std::string code;
  std::string description;
};
ApiError ErrorOf(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::easemob
