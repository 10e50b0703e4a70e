// One Teams account, as frontdesk.yaml would give it, and what Teams sends to it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "adapters/teams/signing_keys.h"
#include "adapters/teams/teams_adapter.h"
#include "adapters/teams/wire.h"
#include "bot/base/json.h"
#include "tests/adapters/teams_token.h"

namespace frontdesk::adapters::teams {

constexpr std::int64_t kNowMs = 1'767'225'600'000;
constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
constexpr char kPathSecret[] = "throwaway-path-secret-0001";
constexpr char kChat[] = "a:1personalChat";
constexpr char kChannel[] = "19:help@thread.tacv2";
constexpr char kUser[] = "0a0a0a0a-1111-2222-3333-444444444444";

inline Settings BotSettings() {
  Settings settings;
  settings.account = "teams";
  settings.public_url = "https://help.example.com";
  settings.values = {{"app_id", kAppId}, {"tenant", kTenant}, {"forms", "card"}, {"cloud", "public"}};
  settings.lists = {{"help_channels", {kChannel}}, {"desk_channels", {"19:desk@thread.tacv2"}}};
  settings.secrets["app_secret"] = base::Secret("CANARY-APP-SECRET");
  settings.secrets["path_secret"] = base::Secret(kPathSecret);
  return settings;
}

inline Settings EmulatorSettings() {
  Settings settings;
  settings.account = "teams";
  settings.values = {{"emulator", "http://localhost:56150/_connector"}, {"forms", "card"}, {"cloud", "public"}};
  settings.secrets["path_secret"] = base::Secret(kPathSecret);
  return settings;
}

class TeamsAccount : public ::testing::Test {
 protected:
  using json = nlohmann::json;

  Env env() const { return {now_, settings_, kRandom, "CANARY-TOKEN", keys_}; }
  const TeamsAdapter& adapter() const { return adapter_; }
  std::int64_t seconds() const { return base::ToMillis(now_) / 1'000; }

  base::Result<Verified> VerifyWith(const std::string& authorization, const json& activity) {
    body_ = activity.dump();
    headers_ = {{"Authorization", authorization}};
    path_in_url_ = std::string("/hooks/teams/") + kPathSecret;
    return adapter_.Verify({"POST", path_in_url_, {}, headers_, body_}, env());
  }
  // Signed now, as the Bot Framework does.
  base::Result<Verified> Verify(const json& activity) {
    return VerifyWith("Bearer " + TokenOf(ClaimsFrom(seconds(), seconds() + 3'600)), activity);
  }
  Parsed Parse(const json& activity) {
    auto verified = Verify(activity);
    EXPECT_TRUE(verified.has_value()) << (verified ? "" : verified.error().message);
    if (!verified) return Taken();
    verified_ = std::move(*verified);
    auto parsed = adapter_.Parse(*verified_, env());
    EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
    return parsed ? std::move(*parsed) : Parsed(Taken());
  }
  Taken Take(const json& activity) {
    Parsed parsed = Parse(activity);
    return std::holds_alternative<Taken>(parsed) ? std::get<Taken>(std::move(parsed)) : Taken();
  }
  json Answered(const json& activity) {
    Parsed parsed = Parse(activity);
    const auto* answer = std::get_if<HttpAnswer>(&parsed);
    return answer == nullptr ? json() : json::parse(answer->body, nullptr, false);
  }

  static json Activity(const std::string& type, const json& more = json::object()) {
    json activity = {{"type", type},
                     {"id", "1767225599000"},
                     {"timestamp", "2026-01-01T00:00:00.000Z"},
                     {"channelId", "msteams"},
                     {"serviceUrl", kService},
                     {"from", {{"id", "29:1abc"}, {"name", "Ann"}, {"aadObjectId", kUser}}},
                     {"recipient", {{"id", std::string("28:") + kAppId}, {"name", "Support"}}},
                     {"conversation", {{"id", kChat}, {"conversationType", "personal"}}},
                     {"locale", "en-US"},
                     {"channelData", {{"tenant", {{"id", kTenant}}}}}};
    activity.update(more);
    return activity;
  }
  static json Message(const std::string& text, const json& more = json::object()) {
    json activity = Activity("message", {{"text", text}, {"textFormat", "plain"}});
    activity.update(more);
    return activity;
  }
  static json InChannel(const std::string& channel, const std::string& root) {
    return {{"id", channel + ";messageid=" + root}, {"conversationType", "channel"}, {"isGroup", true}};
  }
  static json MentionOfUs() {
    return {{"type", "mention"},
            {"text", "<at>Support</at>"},
            {"mentioned", {{"id", std::string("28:") + kAppId}, {"name", "Support"}}}};
  }
  static json Invoke(const std::string& name, const json& value) {
    return Activity("invoke", {{"name", name}, {"value", value}, {"id", "f:invoke-1"}, {"replyToId", "1767225500000"}});
  }
  static json Press(const json& data) {
    return Invoke("adaptiveCard/action", {{"action", {{"type", "Action.Execute"}, {"verb", "press"}, {"data", data}}}});
  }

  // The next step for a message to the user's chat, or where address_ says.
  base::Result<Step> NextOf(const base::Message& message, int part = 0, std::string_view replaces = {}) {
    Sending sending{address_, row_, message, part, answers_};
    sending.replaces = replaces;
    sending.path = way_ ? &*way_ : nullptr;
    sending.open = open_ ? &*verified_ : nullptr;
    sending.avoid = avoid_;
    sending.read_file = [this](const base::FileRef&) -> base::Result<std::string> { return bytes_; };
    return adapter_.Next(sending, env());
  }
  Call CallOf(const base::Result<Step>& step) {
    EXPECT_TRUE(step.has_value()) << (step ? "" : step.error().message);
    const Call* call = step ? std::get_if<Call>(&*step) : nullptr;
    EXPECT_NE(call, nullptr);
    return call == nullptr ? Call{} : *call;
  }
  json Shown(const base::Message& message, int part = 0) {
    const Call call = CallOf(NextOf(message, part));
    url_ = call.url;
    return json::parse(call.body, nullptr, false);
  }
  static json CardOf(const json& activity) {
    if (!activity.contains("attachments")) return nullptr;
    return activity["attachments"][0]["content"];
  }

  base::TimePoint now_ = base::FromMillis(kNowMs);
  Settings settings_ = BotSettings();
  std::string keys_ = *KeysOf(json{{"keys", {ThrowawayJwk()}}}.dump(), base::FromMillis(kNowMs));
  base::Address address_{"teams", kChat, ""};
  Row row_{7, 7, base::FromMillis(kNowMs), "bot", "event", "{}"};
  std::optional<base::ReplyPath> way_ = base::ReplyPath{kService};
  std::vector<std::string> avoid_;
  std::vector<HttpAnswer> answers_;  // to the calls of this part
  bool open_ = false;
  std::string bytes_ = "bytes";
  std::string url_;
  std::optional<Verified> verified_;

 private:
  TeamsAdapter adapter_;
  Headers headers_;
  std::string body_, path_in_url_;
};

inline base::Message Question() {
  base::Message message = base::Say("Is it <b>on</b>?");
  message.kind = base::MessageKind::kAsk;
  message.asks = true;
  message.buttons = {{"Yes", "yes"}, {"No", "no"}};
  return message;
}

inline base::Message Form() {
  base::Message message = base::Say("Which number?");
  message.asks = true;
  base::FormField number{"number", "Which number?", "such as A-17", "text", {}, true, {}};
  base::FormField area{"area", "Where?", {}, "multi", {{"Calls", "calls"}, {"Chat", "chat"}}, false, {}};
  message.form = {number, area};
  return message;
}

}  // namespace frontdesk::adapters::teams
