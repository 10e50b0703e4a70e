// One account of Feishu, as frontdesk.yaml would give it, and requests as the platform makes them.
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/feishu/event_cipher.h"
#include "adapters/feishu/feishu_adapter.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

constexpr std::int64_t kNowMs = 1'700'000'000'000;
constexpr char kRandom[] = "0123456789abcdef0123456789abcdef";
constexpr char kEncryptKey[] = "throwaway-feishu-encrypt-key";
constexpr char kBot[] = "ou_bot";

inline Settings FeishuSettings() {
  Settings settings;
  settings.account = "feishu";
  settings.public_url = "https://help.example.com";
  settings.values = {{"region", "feishu"}, {"app_id", "cli_9f5343c580712544"}, {"transport", "webhook"}, {"bot", kBot}};
  settings.lists["help_channels"] = {"oc_help"};
  settings.secrets["app_secret"] = base::Secret("CANARY-SECRET");
  settings.secrets["encrypt_key"] = base::Secret(kEncryptKey);
  settings.secrets["verification_token"] = base::Secret("throwawayVerificationToken01");
  return settings;
}

inline const nlohmann::json& Vectors() {
  static const nlohmann::json vectors = [] {
    std::ifstream in(std::string(FD_SOURCE_DIR) + "/tests/fixtures/feishu/vectors.json");
    return nlohmann::json::parse(in);
  }();
  return vectors;
}

// As the platform encrypts; the vector is fixed, as nothing here is secret.
inline std::string Encrypted(const std::string& text) {
  const std::string aes = base::Sha256(kEncryptKey), iv(16, 'i');
  std::string out(text.size() + 32, '\0');
  int size = 0, rest = 0;
  const auto bytes = [](const std::string& of) { return reinterpret_cast<const unsigned char*>(of.data()); };
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  EVP_CIPHER_CTX* context = ::EVP_CIPHER_CTX_new();
  ::EVP_EncryptInit_ex(context, ::EVP_aes_256_cbc(), nullptr, bytes(aes), bytes(iv));
  ::EVP_EncryptUpdate(context, to, &size, bytes(text), static_cast<int>(text.size()));
  ::EVP_EncryptFinal_ex(context, to + size, &rest);
  ::EVP_CIPHER_CTX_free(context);
  out.resize(static_cast<std::size_t>(size + rest));
  return base::Base64Encode(iv + out);
}

inline std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

class FeishuAccount : public ::testing::Test {
 protected:
  Env env(std::string_view memory = {}) const { return {now_, settings_, kRandom, "t-token", {}, memory}; }
  const FeishuAdapter& adapter() const { return adapter_; }

  static nlohmann::json EventJson(const std::string& type, const nlohmann::json& event,
                                  const std::string& id = "ev-1") {
    return {{"schema", "2.0"},
            {"header", {{"event_id", id}, {"event_type", type}, {"token", "throwawayVerificationToken01"}}},
            {"event", event}};
  }
  static nlohmann::json ClickJson(const nlohmann::json& action, const std::string& chat = "oc_1") {
    return EventJson("card.action.trigger", {{"operator", {{"open_id", "ou_1"}}},
                                             {"token", "c-1"},
                                             {"action", action},
                                             {"context", {{"open_message_id", "om_card"}, {"open_chat_id", chat}}}});
  }
  static nlohmann::json MessageJson(const std::string& type, const std::string& content,
                                    const nlohmann::json& more = nlohmann::json::object()) {
    nlohmann::json message = {{"message_id", "om_1"},
                              {"chat_id", "oc_1"},
                              {"chat_type", "p2p"},
                              {"message_type", type},
                              {"content", content}};
    message.update(more);
    return EventJson(
        "im.message.receive_v1",
        {{"sender", {{"sender_id", {{"open_id", "ou_1"}}}, {"sender_type", "user"}}}, {"message", message}});
  }
  Taken TakenOf(const nlohmann::json& event) const {
    const std::string body = event.dump();
    auto parsed = adapter_.Parse(Verified(Verified::Proof::kSignedBody, {}, {"POST", "/", {}, {}, body}), env());
    EXPECT_TRUE(parsed.has_value()) << parsed.error().message;
    return parsed ? std::get<Taken>(std::move(*parsed)) : Taken();
  }
  std::string SaidIn(const nlohmann::json& event) const {
    const Taken taken = TakenOf(event);
    if (taken.events.size() != 1) return "(" + std::to_string(taken.events.size()) + " events)";
    const auto* said = std::get_if<base::Said>(&taken.events[0].body);
    return said ? said->text : "(something else)";
  }

  Settings settings_ = FeishuSettings();
  base::TimePoint now_ = base::FromMillis(kNowMs);

 private:
  FeishuAdapter adapter_;
};

}  // namespace frontdesk::adapters::feishu
