// An official account as frontdesk.yaml would give it, its callbacks, and messages on their way out.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/common/wx_crypt.h"
#include "adapters/wechat_oa/wechat_oa_adapter.h"

namespace frontdesk::adapters::wechat_oa {

inline constexpr char kApp[] = "wx0123456789abcdef";
inline constexpr char kOriginal[] = "gh_123456789abc";
inline constexpr char kUser[] = "oUser0001";
inline constexpr char kTokenText[] = "throwawayOaToken";
inline constexpr char kAesKeyText[] = "7BP6HU3ezyzOG1e8pqFHIblgJD0ujAsLJzPbX4CwEWU";
inline constexpr char kPathSecret[] = "0123456789abcdefXYZ";
inline constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
inline constexpr base::TimePoint kNow = base::TimePoint{base::Millis{1'700'000'000'000}};

inline Settings AccountSettings() {
  Settings settings;
  settings.account = "oa";
  settings.public_url = "https://help.example.com";
  settings.values = {{"app_id", kApp},        {"mode", "safe"},      {"api_base", "https://api.weixin.qq.com"},
                     {"clock_window", "300"}, {"locale", "zh"},      {"buttons", "menus"},
                     {"typing", "true"},      {"transfer", "false"}, {"passive_replies", "true"}};
  settings.secrets["secret"] = base::Secret("CANARY-SECRET");
  settings.secrets["token"] = base::Secret(kTokenText);
  settings.secrets["aes_key"] = base::Secret(kAesKeyText);
  return settings;
}

class OfficialAccount : public ::testing::Test {
 protected:
  Env env() const { return {now_, settings_, kRandom, "the-token"}; }

  static std::string Xml(const std::string& kind, const std::string& rest) {
    return std::string("<xml><ToUserName><![CDATA[") + kOriginal + "]]></ToUserName><FromUserName><![CDATA[" + kUser +
           "]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[" + kind + "]]></MsgType>" + rest +
           "</xml>";
  }
  static std::string Text(const std::string& text, const std::string& id = "7300000000000000001") {
    return Xml("text", "<Content><![CDATA[" + text + "]]></Content><MsgId>" + id + "</MsgId>");
  }
  static std::string Happened(const std::string& what, const std::string& rest = {}) {
    return Xml("event", "<Event><![CDATA[" + what + "]]></Event>" + rest);
  }
  std::vector<base::Event> EventsOf(const std::string& xml) const {
    const Verified verified(Verified::Proof::kSignedBody, {}, {"POST", "/hooks/oa", {}, {}, {}}, xml);
    const auto parsed = adapter_.Parse(verified, env());
    EXPECT_TRUE(parsed.has_value()) << xml;
    return parsed ? std::get<Taken>(*parsed).events : std::vector<base::Event>();
  }
  base::Event EventOf(const std::string& xml) const {
    auto events = EventsOf(xml);
    EXPECT_EQ(events.size(), 1u) << xml;
    return events.empty() ? base::Event() : events.front();
  }

  // A callback that waits for its answer.
  static Verified Opened(const std::string& xml) {
    return Verified(Verified::Proof::kSignedBody, {}, {"POST", "/hooks/oa", {}, {}, {}}, xml);
  }
  base::Result<Step> TryNext(const base::Message& message, int part = 0, const Verified* open = nullptr) const {
    const Row row{7, 42, now_, "bot", "", ""};
    Sending sending{address_, row, message, part, answers_};
    sending.read_file = [this](const base::FileRef&) -> base::Result<std::string> { return file_; };
    sending.open = open;
    sending.sent_since = sent_since_;
    sending.avoid = avoid_;
    if (path_ != base::ReplyPath{}) sending.path = &path_;
    return adapter_.Next(sending, env());
  }
  Step Next(const base::Message& message, int part = 0, const Verified* open = nullptr) const {
    auto step = TryNext(message, part, open);
    EXPECT_TRUE(step.has_value()) << (step ? "" : step.error().message);
    return step ? *step : Step(Done{});
  }
  std::vector<Call> CallsOf(const base::Message& message) const {
    std::vector<Call> calls;
    for (int part = 0; part < 100; ++part) {
      Step step = Next(message, part);
      if (!std::holds_alternative<Call>(step)) return calls;
      calls.push_back(std::get<Call>(std::move(step)));
    }
    ADD_FAILURE() << "a message without end";
    return calls;
  }
  static nlohmann::json BodyOf(const Call& call) { return nlohmann::json::parse(call.body, nullptr, false); }
  // What a sealed answer says.
  static std::string OpenedAnswer(const HttpAnswer& answer) {
    const auto field = [&](const std::string& name) {
      const std::size_t begin = answer.body.find("<" + name + "><![CDATA[") + name.size() + 11;
      return answer.body.substr(begin, answer.body.find("]]>", begin) - begin);
    };
    const auto opened = common::WxDecrypt(*common::WxKey(kAesKeyText), field("Encrypt"), kApp);
    return opened ? *opened : "(it cannot be opened)";
  }
  SendResult Outcome(const std::string& body, int status = 200) const {
    return adapter_.Classify({}, {HttpAnswer{status, {}, body}, false});
  }
  SendResult OutcomeOfCode(long long code) const {
    return Outcome(nlohmann::json{{"errcode", code}, {"errmsg", "went wrong"}}.dump());
  }

  const WechatOaAdapter adapter_;
  Settings settings_ = AccountSettings();
  base::TimePoint now_ = kNow;
  base::Address address_{"oa", kUser, ""};
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

inline base::Message YesOrNo(const std::string& question) {
  base::Message message = base::Say("先做这个。");
  base::Append(message.text, base::PlainRichText(question));
  message.asks = true;
  message.buttons = {{"解决了", "verdict:yes=reset"}, {"没有", "verdict:no=reset"}};
  return message;
}

}  // namespace frontdesk::adapters::wechat_oa
