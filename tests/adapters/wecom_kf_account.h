// An account of WeChat customer service as frontdesk.yaml would give it, what is pulled, and messages on their way out.
#pragma once

#include <gmock/gmock.h>

#include "adapters/wecom_kf/customer_word.h"
#include "adapters/wecom_kf/kf_adapter.h"
#include "adapters/wecom_kf/session.h"
#include "bot/base/json.h"
#include "tests/adapters/wecom_account.h"

namespace frontdesk::adapters::wecom::kf {

using nlohmann::json;

inline constexpr char kKf[] = "wkOne";
inline constexpr char kOtherKf[] = "wkTwo";
inline constexpr char kCustomer[] = "wmAda-Q_1";

class KfAccount : public ::testing::Test {
 protected:
  KfAccount() {
    settings_ = AccountSettings();
    settings_.account = "kf";
    settings_.lists["open_kfid"] = {kKf, kOtherKf};
    settings_.values["handoff"] = "desk";
    row_.event_id = "e1";
    path_ = {"", kNow + std::chrono::hours(48), 5};
  }
  Env env() const { return {now_, settings_, kRandom, "the-token"}; }

  // --- what is pulled
  static json Item(const std::string& kind, json inside, const std::string& id = "m1") {
    return {{"msgid", id}, {"open_kfid", kKf}, {"external_userid", kCustomer}, {"send_time", 1'700'000'000},
            {"origin", 3}, {"msgtype", kind},  {kind, std::move(inside)}};
  }
  static json Happened(json inside, const std::string& id = "m1") {
    inside["open_kfid"] = kKf;
    inside["external_userid"] = kCustomer;
    return {{"msgid", id}, {"send_time", 1'700'000'000}, {"origin", 4}, {"msgtype", "event"}, {"event", inside}};
  }
  static json Page(json items, const std::string& next, bool more = false) {
    return {{"errcode", 0},
            {"errmsg", "ok"},
            {"next_cursor", next},
            {"has_more", more ? 1 : 0},
            {"msg_list", std::move(items)}};
  }
  static std::string Word(const std::string& account, const std::string& token) {
    return json{{"kf", account}, {"token", token}}.dump();
  }
  Call PullCall(const std::string& cursor, const std::string& word) const {
    auto call = adapter_.puller()->Pull({cursor, word}, env());
    EXPECT_TRUE(call.has_value());
    return call.value_or(Call{});
  }
  base::Result<Pulled> OnPulled(const json& body, const std::string& cursor = "", const std::string& word = "") const {
    return adapter_.puller()->OnPulled(PullCall(cursor, word), {200, {}, body.dump()}, {cursor, word}, env());
  }
  std::vector<base::Event> EventsOf(const json& item) const {
    auto pulled = OnPulled(Page(json::array({item}), "c1"));
    EXPECT_TRUE(pulled.has_value());
    return pulled ? pulled->taken.events : std::vector<base::Event>();
  }

  // --- what goes out
  base::Result<Step> TryNext(const base::Message& message, int part = 0) const {
    Sending sending{address_, row_, message, part, answers_};
    sending.read_file = [this](const base::FileRef&) -> base::Result<std::string> { return file_; };
    sending.sent_since = sent_since_ + part;
    sending.avoid = avoid_;
    if (path_ != base::ReplyPath{}) sending.path = &path_;
    return adapter_.Next(sending, env());
  }
  Step Next(const base::Message& message, int part = 0) const {
    auto step = TryNext(message, part);
    EXPECT_TRUE(step.has_value()) << step.error().message;
    return step ? *step : Step(Done{});
  }
  Call CallOf(const base::Message& message, int part = 0) const {
    Step step = Next(message, part);
    EXPECT_TRUE(std::holds_alternative<Call>(step));
    return std::holds_alternative<Call>(step) ? std::get<Call>(step) : Call{};
  }
  json BodyOf(const base::Message& message, int part = 0) const {
    return json::parse(CallOf(message, part).body, nullptr, false);
  }
  std::vector<json> BodiesOf(const base::Message& message) const {
    std::vector<json> bodies;
    for (int part = 0; part < 100; ++part) {
      Step step = Next(message, part);
      if (!std::holds_alternative<Call>(step)) return bodies;
      bodies.push_back(json::parse(std::get<Call>(step).body, nullptr, false));
    }
    ADD_FAILURE() << "a message without end";
    return bodies;
  }
  static bool Asks(const Call& call, std::string_view path) {
    return call.url.find("/cgi-bin/" + std::string(path) + "?access_token=the-token") != std::string::npos;
  }
  void Learn(const json& body) { answers_.push_back({200, {}, body.dump()}); }
  SendResult Refused(const Call& call, long long code) const {
    return adapter_.Classify(call, {HttpAnswer{200, {}, json{{"errcode", code}, {"errmsg", "no"}}.dump()}, false});
  }

  const KfAdapter adapter_;
  Settings settings_;
  base::TimePoint now_ = kNow;
  base::Address address_{"kf", kCustomer, kKf};
  Row row_{7, 42, kNow, "bot", "", ""};
  std::vector<HttpAnswer> answers_;
  std::vector<std::string> avoid_;
  std::string file_ = "#!AMR\nvoice";
  base::ReplyPath path_;
  int sent_since_ = 0;
};

inline base::Message OfKind(base::MessageKind kind, const std::string& text) {
  base::Message message = base::Say(text);
  message.kind = kind;
  return message;
}

}  // namespace frontdesk::adapters::wecom::kf
