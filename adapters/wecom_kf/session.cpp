#include "adapters/wecom_kf/session.h"

#include <nlohmann/json.hpp>

#include "adapters/wecom/account.h"
#include "adapters/wecom_kf/customer_word.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using nlohmann::json;

constexpr std::string_view kMove = "kf/service_state/trans";

json Whose(const base::Address& address, const Settings& settings) {
  return {{"open_kfid", AccountOf(address, settings)}, {"external_userid", address.channel}};
}

Call Before(const char* path, const json& body, Env env) {
  Call call = PostJson(ApiUrlWithToken(env, path), base::DumpJson(body));
  call.delivers = false;
  return call;
}

}  // namespace

Call AskState(const base::Address& address, Env env) {
  return Before("kf/service_state/get", Whose(address, env.settings), env);
}

Call MoveTo(State state, std::string_view servicer, const base::Address& address, Env env) {
  json body = Whose(address, env.settings);
  body["service_state"] = static_cast<int>(state);
  if (state == State::kServicer) body["servicer_userid"] = std::string(servicer);
  return Before(kMove.data(), body, env);
}

Learned LearnedFrom(std::span<const HttpAnswer> answers) {
  Learned learned;
  for (const HttpAnswer& answer : answers) {
    const auto body = base::ParseJson(answer.body);
    if (!body || !body->is_object()) continue;
    if (body->contains("media_id")) {
      learned.media = base::TextAt(*body, "media_id");
    } else if (body->contains("service_state")) {
      const auto state = base::IntAt(*body, "service_state", static_cast<int>(State::kEnded));
      learned.state = state >= 0 && state <= 4 ? static_cast<State>(state) : State::kEnded;
      learned.servicer = base::TextAt(*body, "servicer_userid", base::TextAt(*body, "service_userid"));
    } else {
      learned.moved = true;
      learned.code = base::TextAt(*body, "msg_code");
    }
  }
  return learned;
}

std::string_view RefusedWord(const Call& call) {
  if (call.url.find("kf/send_msg?") != std::string::npos) return kSendRefused;
  if (call.url.find(kMove) == std::string::npos) return {};
  const auto body = base::ParseJson(call.body);
  const auto state = body && body->is_object() ? base::IntAt(*body, "service_state") : 0;
  if (state == static_cast<int>(State::kPool)) return kPoolRefused;
  return state == static_cast<int>(State::kServicer) ? kServicerRefused : std::string_view();
}

}  // namespace frontdesk::adapters::wecom::kf
