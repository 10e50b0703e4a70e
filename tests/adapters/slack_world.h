// One Slack account, as frontdesk.yaml would give it, and what Slack sends to it.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/slack/send_outcome.h"
#include "adapters/slack/signature.h"
#include "adapters/slack/slack_adapter.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::slack {

constexpr std::int64_t kNowMs = 1'767'225'600'000;
constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
constexpr char kTs[] = "1767225599.000100";
constexpr char kRoot[] = "1767225500.000200";

inline Settings HttpSettings() {
  Settings settings;
  settings.account = "slack";
  settings.public_url = "https://help.example.com";
  settings.values = {{"api_base", "https://slack.com"}};
  settings.lists = {{"help_channels", {"C0HELP"}}, {"desk_channels", {"C0DESK"}}};
  settings.secrets["bot_token"] = base::Secret("xoxb-CANARY-BOT");
  settings.secrets["signing_secret"] = base::Secret("throwaway-slack-signing-secret-0001");
  return settings;
}

inline Settings SocketSettings() {
  Settings settings = HttpSettings();
  settings.secrets.erase("signing_secret");
  settings.secrets["app_token"] = base::Secret("xapp-CANARY-APP");
  return settings;
}

class SlackAccount : public ::testing::Test {
 protected:
  using json = nlohmann::json;

  Env env() const { return {now_, settings_, kRandom}; }
  const SlackAdapter& adapter() const { return adapter_; }

  // Signed now, as Slack does.
  base::Result<Verified> Verify(const std::string& body) {
    body_ = body;
    const std::string seconds = std::to_string(base::ToMillis(now_) / 1'000);
    headers_ = {{"X-Slack-Request-Timestamp", seconds},
                {"X-Slack-Signature", SignatureOf(settings_.SecretOf("signing_secret"), seconds, body_)}};
    return adapter_.Verify({"POST", "/hooks/slack", {}, headers_, body_}, env());
  }
  Taken Take(const std::string& body) {
    const auto verified = Verify(body);
    EXPECT_TRUE(verified.has_value());
    auto parsed = adapter_.Parse(*verified, env());
    EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
    if (!parsed || !std::holds_alternative<Taken>(*parsed)) return {};
    return std::get<Taken>(std::move(*parsed));
  }
  Taken TakeEvent(const json& event) { return Take(EventBody(event).dump()); }
  Taken TakeForm(const json& payload) { return Take(Form(payload)); }

  static json EventBody(const json& event) {
    return {{"type", "event_callback"},
            {"team_id", "T0001"},
            {"event_id", "Ev0001"},
            {"authorizations", {{{"team_id", "T0001"}, {"user_id", "U0BOT"}, {"is_bot", true}}}},
            {"event", event}};
  }
  static json Message(const std::string& text, const json& more = json::object()) {
    json message = {{"type", "message"}, {"channel", "D0001"}, {"channel_type", "im"},
                    {"user", "U0001"},   {"text", text},       {"ts", kTs}};
    message.update(more);
    return message;
  }
  static std::string Form(const json& payload) { return "payload=" + base::PercentEncode(payload.dump()); }
  static json Click(const json& action,
                    const json& container = {{"type", "message"}, {"message_ts", kRoot}, {"channel_id", "D0001"}}) {
    return {{"type", "block_actions"}, {"team", {{"id", "T0001"}}}, {"user", {{"id", "U0001"}}},
            {"container", container},  {"trigger_id", "1.2.ab"},    {"actions", {action}}};
  }

  // The next step for a message to the user U0001, or into a thread.
  base::Result<Step> NextOf(const base::Message& message, int part = 0, std::vector<HttpAnswer> answers = {},
                            std::string_view replaces = {}) {
    Sending sending{address_, row_, message, part, answers};
    sending.replaces = replaces;
    sending.path = path_ ? &*path_ : nullptr;
    sending.open = open_;
    sending.avoid = avoid_;
    sending.read_file = [](const base::FileRef&) -> base::Result<std::string> { return std::string("bytes"); };
    return adapter_.Next(sending, env());
  }
  // What the call of that step says; null when it is none.
  json BodyOf(const base::Result<Step>& step) {
    EXPECT_TRUE(step.has_value()) << (step ? "" : step.error().message);
    const Call* call = step ? std::get_if<Call>(&*step) : nullptr;
    if (call == nullptr) return nullptr;
    url_ = call->url;
    return json::parse(call->body, nullptr, false);
  }
  json Shown(const base::Message& message, int part = 0) { return BodyOf(NextOf(message, part)); }

  base::TimePoint now_ = base::FromMillis(kNowMs);
  Settings settings_ = HttpSettings();
  base::Address address_{"slack", "U0001", ""};
  Row row_{7, 7, base::FromMillis(kNowMs), "bot", "event", "{}"};
  std::optional<base::ReplyPath> path_;
  const Verified* open_ = nullptr;
  std::vector<std::string> avoid_;
  std::string url_;

 private:
  SlackAdapter adapter_;
  Headers headers_;
  std::string body_;
};

}  // namespace frontdesk::adapters::slack
