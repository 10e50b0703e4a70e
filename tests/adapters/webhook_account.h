// A webhook account as the tests of the adapter use it: the keys of tests/fixtures/webhook/standard-webhooks.json, its
// moment, and a sender that signs.
#pragma once

#include <gtest/gtest.h>

#include "adapters/registry.h"
#include "adapters/webhook/signature.h"

namespace frontdesk::adapters::webhook {

class WebhookAccount : public ::testing::Test {
 protected:
  static constexpr char kSecret[] = "whsec_ge+w7Ito4rbL7BquKMGllXf5OQiK34z4HhaXZOvyIAk=";
  static constexpr char kOtherSecret[] = "whsec_6mLv+CZLkJ2ULz4lo7ZjdvHvMh0oPVfJo+5yQu/pH/s=";
  static constexpr char kPublicKey[] = "whpk_NsAfVOUu9fR3fszCuN9au1gWk7aAlwLepXM/1l7Avz8=";
  static constexpr base::TimePoint kNow{std::chrono::seconds(1767225600)};

  WebhookAccount() { settings_ = SettingsWith("secret", kSecret); }

  static Settings SettingsWith(const std::string& secret, const std::string& value) {
    Settings settings;
    settings.account = "shop";
    settings.public_url = "https://help.example.com";
    settings.values["source"] = "webhook";
    settings.secrets.insert_or_assign(secret, base::Secret(value));
    return settings;
  }
  void SetSecret(const std::string& name, const std::string& value) {
    settings_.secrets.insert_or_assign(name, base::Secret(value));
  }

  const Adapter& adapter() const { return *FindAdapter("webhook"); }
  Env env(base::TimePoint now = kNow) const { return {now, settings_, {}, {}}; }
  RawRequest Post(const Headers& headers, std::string_view body) const {
    return {"POST", "/hooks/shop", {}, headers, body};
  }
  // As a sender with `secret` signs `content` at `at`.
  Headers Sign(std::string_view id, std::string_view content, base::TimePoint at = kNow,
               const std::string& secret = kSecret) const {
    Settings sender = SettingsWith("secret", secret);
    sender.values["headers"] = settings_.Text("headers");
    return SignedHeaders(id, content, {at, sender, {}, {}});
  }
  static void Set(Headers& headers, std::string_view name, const std::string& value) {
    for (auto& [key, text] : headers)
      if (key == name) text = value;
  }

  Settings settings_;
};

}  // namespace frontdesk::adapters::webhook
