// One Mattermost account, as frontdesk.yaml would give it, and what the server sends to it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/mattermost/mattermost_adapter.h"
#include "adapters/mattermost/press_token.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::mattermost {

constexpr std::int64_t kNowMs = 1'767'225'600'000;
constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
constexpr char kPathSecret[] = "throwaway-path-secret-01";
constexpr char kCommandToken[] = "throwawaycmdtoken00000001";
constexpr char kWebhookToken[] = "throwawayouttoken00000001";

inline Settings MattermostSettings() {
  Settings settings;
  settings.account = "chat";
  settings.public_url = "https://help.example.com";
  settings.values = {{"api_base", "https://chat.example.com"}};
  settings.lists = {{"help_channels", {"chanhelp"}}, {"desk_channels", {"chandesk"}}};
  settings.secrets["bot_token"] = base::Secret("CANARYbottoken000000000001");
  settings.secrets["path_secret"] = base::Secret(kPathSecret);
  settings.secrets["command_token"] = base::Secret(kCommandToken);
  settings.secrets["webhook_token"] = base::Secret(kWebhookToken);
  return settings;
}

inline nlohmann::json MattermostVectors() {
  std::ifstream in(std::string(FD_SOURCE_DIR) + "/tests/fixtures/mattermost/vectors.json");
  return nlohmann::json::parse(in);
}

class MattermostAccount : public ::testing::Test {
 protected:
  using json = nlohmann::json;

  Env env() const { return {now_, settings_, kRandom, {}, {}, memory_}; }
  const MattermostAdapter& adapter() const { return adapter_; }

  // --- over HTTP
  base::Result<Verified> Verify(const std::string& body, Headers headers = {},
                                const std::string& secret = kPathSecret) {
    body_ = body;
    headers_ = std::move(headers);
    path_of_request_ = "/hooks/chat/" + secret;
    return adapter_.Verify({"POST", path_of_request_, {}, headers_, body_}, env());
  }
  Parsed Parse(const std::string& body) {
    const auto verified = Verify(body);
    EXPECT_TRUE(verified.has_value()) << (verified ? "" : verified.error().message);
    if (!verified) return Taken();
    auto parsed = adapter_.Parse(*verified, env());
    EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
    return parsed ? std::move(*parsed) : Parsed(Taken());
  }
  Taken Take(const std::string& body) {
    Parsed parsed = Parse(body);
    return std::holds_alternative<Taken>(parsed) ? std::get<Taken>(std::move(parsed)) : Taken();
  }
  // A click of user1 below the post p7, with what the server has kept of the button.
  static json Click(const std::string& sealed, const json& more = json::object()) {
    json click = {{"user_id", "user1"},  {"user_name", "ann"},
                  {"channel_id", "dm1"}, {"team_id", ""},
                  {"post_id", "p7"},     {"trigger_id", "dHJpZzp1c2VyMTpzaWc="},
                  {"type", "button"},    {"context", {{"fd", sealed}}},
                  {"data_source", ""}};
    click.update(more);
    return click;
  }
  std::string Sealed(PressToken::What what, std::vector<base::Button> choices,
                     const base::Address& at = {"chat", "user1", ""}) const {
    PressToken token;
    token.what = what;
    token.row = 7;
    token.address = at;
    token.choices = std::move(choices);
    token.until = base::FromMillis(kNowMs) + kPressable;
    return Seal(token, settings_);
  }

  // --- over the socket
  void Connect() {
    const auto address = adapter_.socket()->OnOpened({200, {}, R"({"id":"bot1","username":"support"})"}, env());
    ASSERT_TRUE(address.has_value()) << address.error().message;
    memory_ = address->memory;
    url_ = address->url;
    headers_ = address->headers;
  }
  Heard Hear(const json& frame) {
    auto heard = adapter_.socket()->OnFrame(frame.dump(), env());
    EXPECT_TRUE(heard.has_value()) << (heard ? "" : heard.error().message);
    if (!heard) return {};
    if (heard->memory) memory_ = *heard->memory;
    return std::move(*heard);
  }
  void Greeted(const std::string& connection = "c1") { Hear(Hello(connection)); }
  static json Hello(const std::string& connection) {
    return {{"event", "hello"},
            {"data", {{"connection_id", connection}, {"server_version", "10.5"}}},
            {"broadcast", {{"user_id", "bot1"}}},
            {"seq", 0}};
  }
  json Event(const std::string& name, const json& data, const std::string& channel = "chan1") {
    return {{"event", name}, {"data", data}, {"broadcast", {{"channel_id", channel}}}, {"seq", seq_++}};
  }
  static json Post(const std::string& text, const json& more = json::object()) {
    json post = {{"id", "p1"},         {"create_at", kNowMs - 1'000}, {"edit_at", 0},  {"delete_at", 0},
                 {"user_id", "user1"}, {"channel_id", "chan1"},       {"root_id", ""}, {"message", text},
                 {"type", ""},         {"props", json::object()}};
    post.update(more);
    return post;
  }
  json Posted(const std::string& type, const json& post, const json& mentions = {"bot1"}) {
    return Event(
        "posted",
        {{"channel_type", type}, {"sender_name", "@ann"}, {"post", post.dump()}, {"mentions", mentions.dump()}},
        post["channel_id"]);
  }
  // What comes of a post on a connection that is open.
  std::vector<base::Event> Say(const std::string& type, const json& post, const json& mentions = {"bot1"}) {
    return Hear(Posted(type, post, mentions)).taken.events;
  }

  // --- going out
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
  const Call* CallOf(const base::Result<Step>& step) {
    EXPECT_TRUE(step.has_value()) << (step ? "" : step.error().message);
    const Call* call = step ? std::get_if<Call>(&*step) : nullptr;
    EXPECT_NE(call, nullptr);
    if (call != nullptr) called_ = *call;
    return call == nullptr ? nullptr : &called_;
  }
  json BodyOf(const base::Result<Step>& step) {
    const Call* call = CallOf(step);
    return call == nullptr ? json() : json::parse(call->body, nullptr, false);
  }
  json Shown(const base::Message& message, int part = 0) { return BodyOf(NextOf(message, part)); }

  base::TimePoint now_ = base::FromMillis(kNowMs);
  Settings settings_ = MattermostSettings();
  std::string memory_;
  std::string url_;
  int seq_ = 1;
  base::Address address_{"chat", "user1", ""};
  std::optional<base::ReplyPath> path_ = base::ReplyPath{"dm1"};
  Row row_{7, 7, base::FromMillis(kNowMs), "bot", "event", "{}"};
  const Verified* open_ = nullptr;
  std::vector<std::string> avoid_;
  Headers headers_;
  Call called_;

 private:
  MattermostAdapter adapter_;
  std::string body_, path_of_request_;
};

}  // namespace frontdesk::adapters::mattermost
