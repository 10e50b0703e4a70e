// One Matrix account in each of its two ways, as frontdesk.yaml would give it, and a homeserver's answers.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/matrix/matrix_adapter.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::matrix {

constexpr std::int64_t kNowMs = 1'767'225'600'000;
constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
constexpr char kRoom[] = "!dm:hs.test";

inline Settings ClientSettings() {
  Settings settings;
  settings.account = "matrix";
  settings.public_url = "https://help.example.com";
  settings.values = {{"api_base", "https://hs.test"}, {"user", "@support:hs.test"}, {"device", "FRONTDESK"}};
  settings.lists = {{"help_channels", {"!help:hs.test"}}, {"desk_channels", {"!desk:hs.test"}}};
  settings.secrets["password"] = base::Secret("CANARY-PASSWORD");
  return settings;
}

inline Settings ServiceSettings() {
  Settings settings = ClientSettings();
  settings.values.erase("device");
  settings.secrets.erase("password");
  settings.secrets["as_token"] = base::Secret("throwaway_as_token_0001");
  settings.secrets["hs_token"] = base::Secret("throwaway_hs_token_000001");
  settings.lists["group_channels"] = {"!group:hs.test"};
  return settings;
}

class MatrixAccount : public ::testing::Test {
 protected:
  using json = nlohmann::json;

  Env env() const { return {now_, settings_, kRandom, "CANARY-TOKEN"}; }
  const MatrixAdapter& adapter() const { return adapter_; }

  Sending SendingOf(const base::Message& message, int part = 0, std::span<const HttpAnswer> answers = {}) const {
    Sending sending{address_, row_, message, part, answers};
    sending.read_file = [](const base::FileRef&) { return base::Result<std::string>("bytes"); };
    if (path_) sending.path = &*path_;
    sending.avoid = avoid_;
    return sending;
  }
  Call CallFor(const Sending& sending) const {
    const auto step = adapter_.Next(sending, env());
    EXPECT_TRUE(step.has_value()) << (step ? "" : step.error().message);
    const auto* call = step ? std::get_if<Call>(&*step) : nullptr;
    EXPECT_NE(call, nullptr);
    return call ? *call : Call{};
  }
  json Shown(const base::Message& message) const {
    return json::parse(CallFor(SendingOf(message)).body, nullptr, false);
  }
  std::vector<Call> AllCalls(const base::Message& message) const {
    std::vector<Call> calls;
    for (int part = 0; part < 100; ++part) {
      const auto step = adapter_.Next(SendingOf(message, part), env());
      if (!step || !std::holds_alternative<Call>(*step)) return calls;
      calls.push_back(std::get<Call>(*step));
    }
    return calls;
  }

  MatrixAdapter adapter_{Way::kClient};
  base::TimePoint now_ = base::FromMillis(kNowMs);
  Settings settings_ = ClientSettings();
  base::Address address_ = {"matrix", kRoom, {}};
  Row row_{7, 7, base::FromMillis(kNowMs), "bot", "", ""};
  std::optional<base::ReplyPath> path_;
  std::vector<std::string> avoid_;
};

// What happened in a room, as the homeserver tells it.
inline nlohmann::json EventOf(const std::string& id, const std::string& sender, const std::string& text,
                              nlohmann::json more = nlohmann::json::object()) {
  nlohmann::json content = {{"msgtype", "m.text"}, {"body", text}};
  content.update(more);
  return {{"type", "m.room.message"}, {"event_id", id}, {"sender", sender}, {"content", content}};
}

inline nlohmann::json OurJoin(const std::string& id, const std::string& inviter) {
  return {{"type", "m.room.member"},
          {"event_id", id},
          {"sender", "@support:hs.test"},
          {"state_key", "@support:hs.test"},
          {"content", {{"membership", "join"}}},
          {"unsigned", {{"prev_content", {{"membership", "invite"}}}, {"prev_sender", inviter}}}};
}

inline HttpAnswer Answer(const nlohmann::json& body, int status = 200, Headers headers = {}) {
  return {status, std::move(headers), base::DumpJson(body)};
}

}  // namespace frontdesk::adapters::matrix
