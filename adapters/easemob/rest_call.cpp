#include "adapters/easemob/rest_call.h"

#include <nlohmann/json.hpp>

#include "adapters/easemob/account.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::easemob {

namespace {

constexpr std::size_t kMaxReason = 200;

}  // namespace

Headers ApiHeaders(std::string_view token) {
  return {{"Authorization", "Bearer " + std::string(token)}, {"Accept", "application/json"}};
}

Call PostJson(std::string_view path, std::string body, Env env) {
  Call call;
  call.url = ApiUrl(env.settings, path);
  call.headers = ApiHeaders(env.token);
  call.headers.emplace_back("Content-Type", "application/json");
  call.body = std::move(body);
  return call;
}

ApiError ErrorOf(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object()) return {};
  return {base::TextAt(*body, "error"), base::TextAt(*body, "error_description")};
}

std::string ReasonOf(const HttpAnswer& answer) {
  const ApiError error = ErrorOf(answer);
  std::string reason = std::to_string(answer.status);
  if (!error.code.empty()) reason += " " + error.code;
  if (!error.description.empty()) reason += ": " + error.description;
  return base::Shorten(base::CleanUtf8(reason), kMaxReason);
}

}  // namespace frontdesk::adapters::easemob
