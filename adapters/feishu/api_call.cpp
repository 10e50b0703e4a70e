#include "adapters/feishu/api_call.h"

#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

constexpr std::size_t kMaxReason = 200;  // graphemes

}  // namespace

Headers ApiHeaders(std::string_view token) {
  return {{"Authorization", "Bearer " + std::string(token)}, {"Accept", "application/json"}};
}

Call JsonCall(std::string method, std::string_view path, std::string body, Env env) {
  Call call;
  call.method = std::move(method);
  call.url = ApiUrl(env.settings, path);
  call.headers = ApiHeaders(env.token);
  call.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  call.body = std::move(body);
  return call;
}

Call GetCall(std::string_view path, Env env) {
  Call call;
  call.method = "GET";
  call.url = ApiUrl(env.settings, path);
  // With this type the answer names a file that it holds.
  call.headers = {{"Authorization", "Bearer " + std::string(env.token)},
                  {"Content-Type", "application/json; charset=utf-8"}};
  call.delivers = false;
  return call;
}

std::optional<std::int64_t> CodeOf(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object()) return std::nullopt;
  const auto code = body->find("code");
  if (code == body->end() || !code->is_number_integer()) return std::nullopt;
  return code->get<std::int64_t>();
}

std::string ReasonOf(const HttpAnswer& answer) {
  std::string reason = std::to_string(answer.status);
  const auto body = base::ParseJson(answer.body);
  if (body && body->is_object()) {
    if (const auto code = CodeOf(answer)) reason += " " + std::to_string(*code);
    if (const std::string words = base::TextAt(*body, "msg"); !words.empty()) reason += ": " + words;
  }
  return base::Shorten(base::CleanUtf8(reason), kMaxReason);
}

}  // namespace frontdesk::adapters::feishu
