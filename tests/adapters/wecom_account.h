// Accounts of WeCom as frontdesk.yaml would give them, and messages on their way out.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/common/wx_crypt.h"
#include "adapters/wecom/app_adapter.h"
#include "adapters/wecom/group_adapter.h"
#include "adapters/wecom/robot_adapter.h"

namespace frontdesk::adapters::wecom {

inline constexpr char kCorp[] = "ww7e57c0de0badf00d";
inline constexpr char kAesKeyText[] = "hfum2c7PxCqn4kgPvnL7Z/XmSkqphuIrseXPane2Xcc";
inline constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
inline constexpr base::TimePoint kNow = base::TimePoint{base::Millis{1'700'000'000'000}};

inline Settings AccountSettings() {
  Settings settings;
  settings.account = "im";
  settings.public_url = "https://help.example.com";
  settings.values = {{"corp_id", kCorp},         {"agent_id", "1000002"}, {"api_base", "https://qyapi.weixin.qq.com"},
                     {"clock_window", "300"},    {"locale", "zh"},        {"buttons", "cards"},
                     {"passive_replies", "true"}};
  settings.secrets["secret"] = base::Secret("CANARY-SECRET");
  settings.secrets["token"] = base::Secret("ThrowAwayTok3n");
  settings.secrets["aes_key"] = base::Secret(kAesKeyText);
  settings.secrets["key"] = base::Secret("CANARY-KEY");
  return settings;
}

// One account and what it makes of messages.
class Account : public ::testing::Test {
 protected:
  explicit Account(const Adapter& adapter) : adapter_(adapter) {}
  Env env() const { return {kNow, settings_, kRandom, "the-token"}; }

  // A decrypted callback that waits for its answer.
  Verified Opened(const std::string& message) const {
    return Verified(Verified::Proof::kSignedBody, {}, {"POST", "/hooks/im", {}, {}, {}}, message);
  }
  base::Result<Step> TryNext(const base::Message& message, int part = 0, const Verified* open = nullptr) const {
    const Row row{7, 42, kNow, "bot", "", ""};
    Sending sending{address_, row, message, part, answers_};
    sending.read_file = [this](const base::FileRef&) -> base::Result<std::string> { return file_; };
    sending.open = open;
    sending.replaces = replaces_;
    sending.sent_since = sent_since_;
    if (path_.words != "") sending.path = &path_;
    return adapter_.Next(sending, env());
  }
  Step Next(const base::Message& message, int part = 0, const Verified* open = nullptr) const {
    auto step = TryNext(message, part, open);
    EXPECT_TRUE(step.has_value()) << step.error().message;
    return step ? *step : Step(Done{});
  }
  std::vector<Call> CallsOf(const base::Message& message) const {
    std::vector<Call> calls;
    for (int part = 0; part < 100; ++part) {
      Step step = Next(message, part);
      if (std::holds_alternative<Done>(step)) return calls;
      calls.push_back(std::get<Call>(std::move(step)));
    }
    ADD_FAILURE() << "a message without end";
    return calls;
  }
  static nlohmann::json BodyOf(const Call& call) { return nlohmann::json::parse(call.body, nullptr, false); }
  SendResult Outcome(const std::string& body, int status = 200) const {
    return adapter_.Classify({}, {HttpAnswer{status, {}, body}, false});
  }
  SendResult OutcomeOfCode(long long code) const {
    return Outcome(nlohmann::json{{"errcode", code}, {"errmsg", "went wrong"}}.dump());
  }

  const Adapter& adapter_;
  Settings settings_ = AccountSettings();
  base::Address address_{"im", "zhangsan", ""};
  std::vector<HttpAnswer> answers_;
  std::string file_ = "PNG bytes";
  std::string replaces_;
  base::ReplyPath path_;
  int sent_since_ = 0;
};

inline base::Message YesOrNo(const std::string& question) {
  base::Message message = base::Say("先做这个。");
  base::Append(message.text, base::PlainRichText(question));
  message.asks = true;
  message.buttons = {{"解决了", "verdict:yes"}, {"没有", "verdict:no"}};
  return message;
}

}  // namespace frontdesk::adapters::wecom
