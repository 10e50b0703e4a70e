// A DingTalk account as frontdesk.yaml would give it, and what the platform tells it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/callback.h"
#include "adapters/dingtalk/dingtalk_adapter.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::dingtalk {

constexpr std::int64_t kNowMs = 1'700'000'000'000;
constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
constexpr char kPathSecret[] = "a-path-secret-for-tests";
constexpr char kSession[] = "https://oapi.dingtalk.com/robot/sendBySession?session=76da36b4";

inline nlohmann::json Vectors() {
  std::ifstream in(std::string(FD_SOURCE_DIR) + "/tests/fixtures/dingtalk/vectors.json");
  return nlohmann::json::parse(in);
}

inline Settings DingTalkSettings() {
  Settings settings;
  settings.account = "ding";
  settings.public_url = "https://help.example.com";
  settings.values = {{"client_id", "dingapp"},
                     {"transport", "stream"},
                     {"api_base", "https://api.dingtalk.com"},
                     {"old_api_base", "https://oapi.dingtalk.com"}};
  settings.secrets["client_secret"] = base::Secret("CANARY-CLIENT-SECRET");
  settings.secrets["path_secret"] = base::Secret(kPathSecret);
  return settings;
}

class DingTalkAccount : public ::testing::Test {
 protected:
  using json = nlohmann::json;
  Env env() const { return {now_, settings_, std::string_view(kRandom, 32), "the-token"}; }
  const DingTalkAdapter& adapter() const { return adapter_; }

  // What the robot is told, with the members of `more` over those of a text in direct talk.
  static json Told(const json& more = json::object()) {
    json body = {{"conversationId", "cid8Rk2=="},
                 {"conversationType", "1"},
                 {"chatbotUserId", "$:LWCP_v1:$bot"},
                 {"msgId", "msg1=="},
                 {"senderNick", "张三"},
                 {"senderStaffId", "16650"},
                 {"senderId", "$:LWCP_v1:$u"},
                 {"sessionWebhook", kSession},
                 {"sessionWebhookExpiredTime", kNowMs + 5'400'000},
                 {"robotCode", "dingapp"},
                 {"msgtype", "text"},
                 {"text", {{"content", "hello"}}}};
    body.update(more);
    return body;
  }
  // As the stream brings it.
  static std::string Frame(const std::string& type, const std::string& topic, const json& data,
                           const std::string& id = "m-1") {
    return json{{"specVersion", "1.0"},
                {"type", type},
                {"headers", {{"messageId", id}, {"topic", topic}, {"contentType", "application/json"}}},
                {"data", data.dump()}}
        .dump();
  }
  base::Result<Heard> Hear(const std::string& frame) const { return adapter_.socket()->OnFrame(frame, env()); }
  std::vector<base::Event> EventsOf(const json& told) const {
    auto heard = Hear(Frame("CALLBACK", "/v1.0/im/bot/messages/get", told));
    EXPECT_TRUE(heard.has_value());
    return heard ? std::move(heard->taken.events) : std::vector<base::Event>{};
  }
  base::Result<Verified> Verify(const std::string& body, const Headers& headers, const std::string& query = {}) {
    body_ = body;
    headers_ = headers;
    query_ = query;
    path_ = std::string("/hooks/ding/") + kPathSecret;
    return adapter_.Verify({"POST", path_, query_, headers_, body_}, env());
  }
  base::Result<Verified> VerifyTold(const json& told) {
    const std::string time = std::to_string(base::ToMillis(now_));
    return Verify(told.dump(), {{"timestamp", time}, {"sign", RobotSign(settings_.SecretOf("client_secret"), time)}});
  }

  base::Result<Step> TryNext(const base::Message& message, int part = 0, std::span<const HttpAnswer> answers = {}) {
    const Row row{7, 42, now_, "bot", "", ""};
    Sending sending{address_, row,     message,
                    part,     answers, [](const base::FileRef&) -> base::Result<std::string> { return "PNG bytes"; }};
    if (path_back_) sending.path = &*path_back_;
    sending.replaces = replaces_;
    sending.avoid = avoid_;
    return adapter_.Next(sending, env());
  }
  // All parts, each taken for sent.
  std::vector<Call> CallsOf(const base::Message& message) {
    std::vector<Call> calls;
    for (int part = 0; part < 1'000; ++part) {
      auto step = TryNext(message, part);
      EXPECT_TRUE(step.has_value()) << step.error().message;
      if (!step || std::holds_alternative<Done>(*step)) return calls;
      calls.push_back(std::get<Call>(std::move(*step)));
    }
    ADD_FAILURE() << "a message without end";
    return calls;
  }
  static json BodyOf(const Call& call) { return json::parse(call.body); }
  static json ParameterOf(const Call& call) { return json::parse(BodyOf(call)["msgParam"].get<std::string>()); }
  static base::Message WithButtons(int count = 2) {
    base::Message message = base::Say("解决了吗？");
    const char* labels[] = {"是的", "没有", "转人工", "其他", "稍后", "不知道"};
    for (int i = 0; i < count; ++i) message.buttons.push_back({labels[i], "value:" + std::to_string(i)});
    return message;
  }

  base::TimePoint now_ = base::FromMillis(kNowMs);
  Settings settings_ = DingTalkSettings();
  DingTalkAdapter adapter_;
  base::Address address_{"ding", "16650", ""};
  std::optional<base::ReplyPath> path_back_;
  std::string replaces_;
  std::vector<std::string> avoid_;

 private:
  std::string body_, query_, path_;
  Headers headers_;
};

}  // namespace frontdesk::adapters::dingtalk
