// The stream's frames: each is answered as the vendor's own packages answer it.
#include <cstdlib>

#include "tests/adapters/dingtalk_account.h"

namespace frontdesk::adapters::dingtalk {
namespace {

using nlohmann::json;

constexpr char kRobotTopic[] = "/v1.0/im/bot/messages/get";
constexpr char kCardTopic[] = "/v1.0/card/instances/callback";

class DingTalkStream : public DingTalkAccount {
 protected:
  const Socket& socket() const { return *adapter().socket(); }
  Call OpenCall() const {
    auto opening = socket().Open(env());
    EXPECT_TRUE(opening.has_value());
    return opening ? std::get<Call>(*opening) : Call{};
  }
  static HttpAnswer Json(int status, const json& body) { return {status, {}, body.dump()}; }
  // Everything that is written for a frame, once it is kept.
  static std::vector<std::string> Written(const Heard& heard) {
    std::vector<std::string> written = heard.answers;
    written.insert(written.end(), heard.committed.begin(), heard.committed.end());
    return written;
  }
};

TEST_F(DingTalkStream, IsAskedForWithTheAppsCredentialsAndThreeTopics) {
  const Call call = OpenCall();
  EXPECT_EQ(call.method, "POST");
  EXPECT_EQ(call.url, "https://api.dingtalk.com/v1.0/gateway/connections/open");
  EXPECT_EQ(FindHeader(call.headers, "Accept"), "application/json") << "else the answer is XML";
  const json body = BodyOf(call);
  EXPECT_EQ(body["clientId"], "dingapp");
  EXPECT_EQ(body["clientSecret"], "CANARY-CLIENT-SECRET");
  EXPECT_EQ(body["subscriptions"], Vectors()["stream"]["open_request_subscriptions_observed"]);
}

TEST_F(DingTalkStream, IsOpenedWithTheTicketEncoded) {
  const auto address = socket().OnOpened(
      Json(200, {{"endpoint", "wss://wss-open-connection.dingtalk.com:443/connect"}, {"ticket", "77 24+a/b="}}), env());
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->url, "wss://wss-open-connection.dingtalk.com:443/connect?ticket=77%2024%2Ba%2Fb%3D");
}

TEST_F(DingTalkStream, IsNotOpenedAnywhereElse) {
  for (const char* endpoint : {"http://a.dingtalk.com/connect", "ws://a.dingtalk.com/connect", "",
                               "wss://a.dingtalk.com@evil.example/connect", "wss://a b/connect"}) {
    EXPECT_FALSE(socket().OnOpened(Json(200, {{"endpoint", endpoint}, {"ticket", "t"}}), env()).has_value())
        << endpoint;
  }
  EXPECT_FALSE(socket().OnOpened(Json(200, {{"endpoint", "wss://a.dingtalk.com/connect"}}), env()).has_value());
  EXPECT_FALSE(socket().OnOpened({200, {}, "<xml/>"}, env()).has_value());
}

TEST_F(DingTalkStream, AWrongSecretIsNotTriedAgainSoonAndTroubleOfTheirsIs) {
  const auto code = [&](int status, const json& body) {
    return socket().OnOpened(Json(status, body), env()).error().code;
  };
  EXPECT_EQ(code(401, {{"code", "InvalidAuthentication"}}), base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(code(400, {{"code", "invalidClientIdOrSecret"}}), base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(code(500, json::object()), base::ErrorCode::kUnavailable);
  EXPECT_EQ(code(403, {{"code", "Forbidden.AccessDenied.QpsLimitForApi"}}), base::ErrorCode::kRateLimited);
}

TEST_F(DingTalkStream, IsNotOpenedWhenTheAccountIsToldOverHttp) {
  settings_.values["transport"] = "http";
  const auto opening = socket().Open(env());
  ASSERT_FALSE(opening.has_value());
  EXPECT_EQ(opening.error().code, base::ErrorCode::kNotFound);
}

// The vendor's answers as they were seen. What stands in the data of a message's and a click's answer is the
// application's own.
TEST_F(DingTalkStream, AnswersEveryFrameOfTheVectors) {
  std::size_t tried = 0;
  const json vectors = Vectors();
  for (const json& one : vectors["stream"]["frames"]) {
    SCOPED_TRACE(one["name"]);
    const auto heard = Hear(one["server_frame"]);
    ASSERT_TRUE(heard.has_value()) << heard.error().message;
    const auto written = Written(*heard);
    ASSERT_EQ(written.size(), one["client_frames_observed"].size());
    ++tried;
    if (written.empty()) continue;
    const json ours = json::parse(written[0]),
               theirs = json::parse(one["client_frames_observed"][0].get<std::string>());
    EXPECT_EQ(ours["code"], theirs["code"]);
    EXPECT_EQ(ours["message"], theirs["message"]);
    EXPECT_EQ(ours["headers"]["messageId"], theirs["headers"]["messageId"]);
    EXPECT_EQ(ours["headers"]["contentType"], theirs["headers"]["contentType"]);
    ASSERT_TRUE(ours["data"].is_string());
    const json data = json::parse(ours["data"].get<std::string>());
    const bool callback = json::parse(one["server_frame"].get<std::string>())["type"] == "CALLBACK";
    if (callback) {
      EXPECT_TRUE(data.contains("response"));
    } else {
      EXPECT_EQ(data, json::parse(theirs["data"].get<std::string>()));
    }
  }
  EXPECT_EQ(tried, 5u);
}

TEST_F(DingTalkStream, AMessageIsConfirmedWhenItIsKeptAndNotBefore) {
  const auto heard = Hear(Frame("CALLBACK", kRobotTopic, Told(), "m-7"));
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->taken.events.size(), 1u);
  EXPECT_TRUE(heard->answers.empty());
  ASSERT_EQ(heard->committed.size(), 1u);
  EXPECT_EQ(json::parse(heard->committed[0])["headers"]["messageId"], "m-7");
}

TEST_F(DingTalkStream, AClickIsConfirmedWhenItIsKept) {
  const json click = {{"type", "actionCallback"},
                      {"outTrackId", "fd-42-1700000000000"},
                      {"userId", "16650"},
                      {"spaceType", "IM_GROUP"},
                      {"spaceId", "cidA=="},
                      {"value", R"({"cardPrivateData":{"actionIds":["b"],"params":{"value":"desk:take=1001"}}})"}};
  const auto heard = Hear(Frame("CALLBACK", kCardTopic, click, "m-8"));
  ASSERT_TRUE(heard.has_value());
  ASSERT_EQ(heard->taken.events.size(), 1u);
  const base::Event& event = heard->taken.events[0];
  EXPECT_EQ(event.address.channel, "group:cidA==");
  EXPECT_EQ(std::get<base::Pressed>(event.body).row, 42);
  EXPECT_EQ(std::get<base::Pressed>(event.body).value, "desk:take=1001");
  const auto again = Hear(Frame("CALLBACK", kCardTopic, click, "m-8"));
  EXPECT_EQ(again->taken.events[0].id, event.id) << "told twice";
  const auto second = Hear(Frame("CALLBACK", kCardTopic, click, "m-9"));
  EXPECT_NE(second->taken.events[0].id, event.id) << "pressed twice";
  EXPECT_EQ(heard->committed.size(), 1u);
}

TEST_F(DingTalkStream, WhatItDoesNotKnowIsAnsweredAndTheLineStays) {
  for (const std::string& frame : {Frame("CALLBACK", "/v1.0/graph/api/invoke", {}), Frame("TELEGRAM", "*", {})}) {
    const auto heard = Hear(frame);
    ASSERT_TRUE(heard.has_value());
    EXPECT_FALSE(heard->reconnect.has_value());
    ASSERT_EQ(heard->answers.size(), 1u);
    EXPECT_EQ(json::parse(heard->answers[0])["code"], 404);
  }
  const auto broken =
      Hear(R"({"type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get","messageId":"m"},"data":"{"})");
  ASSERT_TRUE(broken.has_value());
  EXPECT_EQ(json::parse(broken->answers.at(0))["code"], 500);
  for (const char* odd : {"", "no json", "[]", "17", R"({"headers":7})"}) {
    const auto heard = Hear(odd);
    if (heard) {
      EXPECT_TRUE(heard->taken.events.empty()) << odd;
    }
  }
}

TEST_F(DingTalkStream, ADisconnectOpensAnotherOneAtOnce) {
  const auto heard = Hear(Frame("SYSTEM", "disconnect", {{"reason", "connection is expired"}}));
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->reconnect, base::Millis{0});
  for (const char* topic : {"CONNECTED", "REGISTERED", "KEEPALIVE"}) {
    const auto quiet = Hear(Frame("SYSTEM", topic, {}));
    EXPECT_TRUE(Written(*quiet).empty()) << topic;
    EXPECT_FALSE(quiet->reconnect.has_value()) << topic;
  }
}

// For the vendor's own package, which answers the same frames (tests/peers/dingtalk).
TEST_F(DingTalkStream, AnswersAreWrittenForTheVendorsPackage) {
  const char* file = std::getenv("FRONTDESK_PEER_DINGTALK");
  if (file == nullptr) GTEST_SKIP() << "run by tests/peers/dingtalk/run";
  std::vector<std::string> frames;
  const json vectors = Vectors();
  for (const json& one : vectors["stream"]["frames"]) frames.push_back(one["server_frame"]);
  for (int i = 0; i < 200; ++i) {
    const std::string id = "m-" + std::to_string(i) + "_文\"\\" + std::string(static_cast<std::size_t>(i % 7), 'x');
    frames.push_back(Frame("SYSTEM", "ping", {{"opaque", id}}, id));
    frames.push_back(Frame("CALLBACK", kRobotTopic, Told({{"msgId", "m" + std::to_string(i)}}), id));
    frames.push_back(Frame("CALLBACK", kCardTopic, {{"outTrackId", "fd-1-1"}, {"n", i}}, id));
    frames.push_back(Frame("EVENT", "*", {{"n", i}}, id));
  }
  std::ofstream out(file);
  const Call open = OpenCall();
  out << json{{"open", {{"method", open.method}, {"url", open.url}, {"headers", open.headers}, {"body", open.body}}}}
             .dump()
      << "\n";
  for (const std::string& frame : frames)
    out << json{{"frame", frame}, {"answers", Written(*Hear(frame))}}.dump() << "\n";
}

}  // namespace
}  // namespace frontdesk::adapters::dingtalk
