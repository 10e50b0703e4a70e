// A bot of QQ as frontdesk.yaml would give it, its callbacks, and messages on their way out.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/qq/qq_adapter.h"
#include "adapters/qq/signing_key.h"
#include "bot/base/crypto.h"

namespace frontdesk::adapters::qq {

inline constexpr char kUser[] = "E4F4AEA33253A2797FB897C50B81D7ED";
inline constexpr char kGroup[] = "C9F778FE6ADF9D1D1DBE395BF744A33A";
inline constexpr char kSecret[] = "naOC0ocQE3shWLAfffVLB1rhYPG7ab12";
inline constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
inline constexpr base::TimePoint kNow = base::TimePoint{base::Millis{1'700'000'000'000}};

inline Settings AccountSettings() {
  Settings settings;
  settings.account = "qq";
  settings.public_url = "https://help.example.com";
  settings.values = {{"app_id", "11111111"},
                     {"api_base", "https://api.sgroup.qq.com"},
                     {"token_base", "https://bots.qq.com"},
                     {"clock_window", "300"},
                     {"locale", "zh"},
                     {"buttons", "text"}};
  settings.secrets["secret"] = base::Secret(kSecret);
  return settings;
}

class Bot : public ::testing::Test {
 protected:
  Env env() const { return {now_, settings_, kRandom, "the-token"}; }

  base::Result<Taken> TryTake(const nlohmann::json& payload) const {
    const std::string body = payload.dump();
    const Verified verified(Verified::Proof::kSignedBody, {}, {"POST", "/hooks/qq", {}, {}, body});
    TRY(Parsed parsed, adapter_.Parse(verified, env()));
    return std::get<Taken>(std::move(parsed));
  }
  Taken Take(const std::string& type, const nlohmann::json& d, const std::string& id = "EVENT:e1") const {
    auto taken = TryTake({{"id", id}, {"op", 0}, {"s", 7}, {"t", type}, {"d", d}});
    EXPECT_TRUE(taken.has_value());
    return taken ? *taken : Taken();
  }
  base::Event EventOf(const std::string& type, const nlohmann::json& d, const std::string& id = "EVENT:e1") const {
    const Taken taken = Take(type, d, id);
    EXPECT_EQ(taken.events.size(), 1u) << d;
    return taken.events.empty() ? base::Event() : taken.events.front();
  }
  static nlohmann::json Words(const std::string& content, const std::string& id = "ROBOT1.0_.b6nx!") {
    return {{"id", id},
            {"author", {{"user_openid", kUser}}},
            {"content", content},
            {"timestamp", "2023-11-06T13:37:18+08:00"}};
  }

  base::Result<Step> TryNext(const base::Message& message, int part = 0) const {
    const Row row{7, row_, row_at_, "bot", event_, ""};
    Sending sending{address_, row, message, part, answers_};
    sending.read_file = [this](const base::FileRef&) -> base::Result<std::string> { return file_; };
    sending.sent_since = sent_since_;
    sending.avoid = avoid_;
    if (path_ != base::ReplyPath{}) sending.path = &path_;
    return adapter_.Next(sending, env());
  }
  Call CallOf(const base::Message& message, int part = 0) const {
    const auto step = TryNext(message, part);
    EXPECT_TRUE(step.has_value() && std::holds_alternative<Call>(*step)) << (step ? "" : step.error().message);
    return step && std::holds_alternative<Call>(*step) ? std::get<Call>(*step) : Call();
  }
  nlohmann::json BodyOf(const base::Message& message, int part = 0) const {
    return nlohmann::json::parse(CallOf(message, part).body, nullptr, false);
  }
  void Answering(const std::string& words, int left = 5, base::Millis time = std::chrono::minutes(60)) {
    path_ = {words, now_ + time, 5};
    sent_since_ = 5 - left;
  }

  const QqAdapter adapter_;
  Settings settings_ = AccountSettings();
  base::TimePoint now_ = kNow;
  base::Address address_{"qq", kUser, ""};
  std::int64_t row_ = 42;
  base::TimePoint row_at_ = kNow;
  std::string event_;
  std::vector<HttpAnswer> answers_;
  std::vector<std::string> avoid_;
  std::string file_ = "PNG bytes";
  base::ReplyPath path_;
  int sent_since_ = 0;
};

inline base::Message SaidBy(base::MessageKind kind, const std::string& text) {
  base::Message message = base::Say(text);
  message.kind = kind;
  return message;
}

}  // namespace frontdesk::adapters::qq
