// One Easemob account and one of Agora, as frontdesk.yaml would give them, and requests as the platform makes them.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/easemob/callback_signature.h"
#include "adapters/easemob/easemob_adapter.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

constexpr std::int64_t kNowMs = 1'700'000'000'000;
constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
constexpr char kPathSecret[] = "a-path-secret-for-tests";

inline Settings EasemobSettings() {
  Settings settings;
  settings.account = "im";
  settings.public_url = "https://help.example.com";
  settings.values = {{"org", "acme"},        {"app", "support"},      {"api_base", "https://a1.easemob.com"},
                     {"bot", "support_bot"}, {"message_size", "3kb"}, {"menus", "text"}};
  settings.secrets["client_id"] = base::Secret("CANARY-CLIENT-ID");
  settings.secrets["client_secret"] = base::Secret("CANARY-CLIENT-SECRET");
  settings.secrets["callback_secret"] = base::Secret("throwaway-callback-secret");
  settings.secrets["path_secret"] = base::Secret(kPathSecret);
  return settings;
}

inline Settings AgoraSettings() {
  Settings settings = EasemobSettings();
  settings.values["api_base"] = "https://a41.chat.agora.io";
  settings.values["message_size"] = "5kb";
  settings.values["app_id"] = "0123456789abcdef0123456789abcdef";
  settings.secrets["app_certificate"] = base::Secret("fedcba9876543210fedcba9876543210");
  return settings;
}

inline nlohmann::json Vectors(const std::string& file) {
  std::ifstream in(std::string(FD_SOURCE_DIR) + "/tests/fixtures/" + file);
  return nlohmann::json::parse(in);
}

class EasemobAccount : public ::testing::Test {
 protected:
  Env env() const { return {now_, settings_, kRandom, "the-token"}; }
  const EasemobAdapter& adapter() const { return adapter_; }

  base::Result<Verified> Verify(const std::string& body, const std::string& path_secret = kPathSecret) {
    body_ = body;
    path_ = "/hooks/im/" + path_secret;
    return adapter_.Verify({"POST", path_, {}, {}, body_}, env());
  }
  // Of a callback that is signed here, with the fields of `more` over those of a text message.
  std::vector<base::Event> EventsOf(const nlohmann::json& more) {
    nlohmann::json callback = {{"callId", "acme#support_1"},
                               {"timestamp", kNowMs},
                               {"eventType", "chat"},
                               {"chat_type", "chat"},
                               {"from", "user1"},
                               {"to", "support_bot"},
                               {"msg_id", "17"}};
    callback.update(more);
    callback["security"] =
        CallbackSecurity("acme#support_1", settings_.SecretOf("callback_secret"), std::to_string(kNowMs));
    const auto verified = Verify(base::DumpJson(callback));
    if (!verified) {
      ADD_FAILURE() << verified.error().message;
      return {};
    }
    auto parsed = adapter_.Parse(*verified, env());
    return parsed ? std::get<adapters::Taken>(std::move(*parsed)).events : std::vector<base::Event>{};
  }
  static nlohmann::json Text(const std::string& text, const nlohmann::json& ext = nlohmann::json::object()) {
    return {{"ext", ext}, {"bodies", {{{"type", "txt"}, {"msg", text}}}}};
  }

  Settings settings_ = EasemobSettings();
  base::TimePoint now_ = base::FromMillis(kNowMs);

 private:
  EasemobAdapter adapter_{Profile::kEasemob};
  std::string body_, path_;
};

}  // namespace frontdesk::adapters::easemob
