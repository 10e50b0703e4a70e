// Nothing that is not signed as Standard Webhooks says gets in, and what we send is signed so that others can tell.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/webhook/signature.h"
#include "bot/base/json.h"
#include "tests/adapters/webhook_account.h"

namespace frontdesk::adapters::webhook {
namespace {

using base::ErrorCode;
using base::Secret;
using nlohmann::json;
using std::chrono::seconds;

class WebhookSignature : public WebhookAccount {
 protected:
  bool Takes(const Headers& headers, std::string_view body, base::TimePoint now = kNow) const {
    const auto verified = adapter().Verify(Post(headers, body), env(now));
    if (!verified) {
      EXPECT_EQ(verified.error().code, ErrorCode::kUnauthenticated);
    }
    return verified.has_value();
  }
};

json Vectors() {
  std::ifstream file(FD_SOURCE_DIR "/tests/fixtures/webhook/standard-webhooks.json");
  std::stringstream text;
  text << file.rdbuf();
  return base::ParseJson(text.str()).value_or(json::object());
}

// Made by the official JS library (v1) and by Node's crypto (v1a).
TEST_F(WebhookSignature, AgreesWithOtherImplementations) {
  const json file = Vectors();
  ASSERT_GE(file["vectors"].size(), 30u);
  for (const json& vector : file["vectors"]) {
    const bool by_key = vector["scheme"] == "v1a";
    settings_ = by_key ? SettingsWith("public_key", kPublicKey) : SettingsWith("secret", kSecret);
    Headers headers;
    for (const auto& [name, value] : vector["headers"].items()) headers.emplace_back(name, value.get<std::string>());
    EXPECT_EQ(Takes(headers, vector["body"].get<std::string>()), vector["expected"] == "accept") << vector["name"];
  }
}

TEST_F(WebhookSignature, IsProofOfTheWholeBody) {
  const Headers headers = Sign("msg_1", "{}");
  const auto verified = adapter().Verify(Post(headers, "{}"), env());
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->proof(), Verified::Proof::kSignedBody);
  EXPECT_TRUE(adapter().capabilities().signs_body);
  EXPECT_EQ(adapter().capabilities().refusal_status, 401);
}

TEST_F(WebhookSignature, NeedsEachHeaderOnce) {
  const Headers good = Sign("msg_1", "{}");
  ASSERT_TRUE(Takes(good, "{}"));
  for (std::size_t i = 0; i < good.size(); ++i) {
    Headers missing = good, doubled = good, empty = good;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    doubled.push_back(good[i]);
    empty[i].second.clear();
    EXPECT_FALSE(Takes(missing, "{}")) << good[i].first;
    EXPECT_FALSE(Takes(doubled, "{}")) << good[i].first;
    EXPECT_FALSE(Takes(empty, "{}")) << good[i].first;
  }
}

TEST_F(WebhookSignature, IsGoodForFiveMinutesBothWays) {
  for (const auto age : {seconds(-300), seconds(0), seconds(300)})
    EXPECT_TRUE(Takes(Sign("m", "{}"), "{}", kNow + age)) << age.count();
  for (const auto age : {seconds(-301), seconds(301), seconds(-400'000'000), seconds(400'000'000)})
    EXPECT_FALSE(Takes(Sign("m", "{}"), "{}", kNow + age)) << age.count();
}

TEST_F(WebhookSignature, SaysHowFarTheClocksAreApart) {
  const Headers headers = Sign("m", "{}");
  const auto verified = adapter().Verify(Post(headers, "{}"), env(kNow + seconds(4711)));
  ASSERT_FALSE(verified.has_value());
  EXPECT_NE(verified.error().message.find("4711 s"), std::string::npos) << verified.error().message;
}

TEST_F(WebhookSignature, TakesNoTimestampButDigits) {
  for (const char* text : {"1767225600abc", " 1767225600", "+1767225600", "-1", "1767225600.0", "0x6955b900",
                           "99999999999999999999999", "1767225600000", "soon"}) {
    // Signed with the very text, so that only its form can be the reason.
    const Secret key = SigningKey(Secret(kSecret)).value_or(Secret());
    const std::string code = base::HmacSha256(key.Reveal(), std::string("m.") + text + ".{}");
    const Headers headers = {
        {"webhook-id", "m"}, {"webhook-timestamp", text}, {"webhook-signature", "v1," + base::Base64Encode(code)}};
    EXPECT_FALSE(Takes(headers, "{}")) << text;
  }
}

TEST_F(WebhookSignature, OldAndNewSecretCountDuringARotation) {
  const Headers by_old = Sign("m", "{}", kNow, kOtherSecret);
  EXPECT_FALSE(Takes(by_old, "{}"));
  SetSecret("secret_old", kOtherSecret);
  EXPECT_TRUE(Takes(by_old, "{}"));
  EXPECT_TRUE(Takes(Sign("m", "{}"), "{}"));
}

TEST_F(WebhookSignature, APublicKeyCountsOnlyWhereItIsConfigured) {
  const json file = Vectors();
  for (const json& vector : file["vectors"]) {
    if (vector["name"] != "v1a_valid") continue;
    Headers headers;
    for (const auto& [name, value] : vector["headers"].items()) headers.emplace_back(name, value.get<std::string>());
    const std::string body = vector["body"];
    EXPECT_FALSE(Takes(headers, body));
    SetSecret("public_key", kPublicKey);
    EXPECT_TRUE(Takes(headers, body));
    return;
  }
  FAIL() << "no such vector";
}

TEST_F(WebhookSignature, OlderSendersNameTheirHeadersAfterSvix) {
  const Headers standard = Sign("m", "{}");
  settings_.values["headers"] = "svix";
  EXPECT_FALSE(Takes(standard, "{}")) << "the settings decide, not the request";
  const Headers svix = Sign("m", "{}");
  EXPECT_EQ(svix[0].first, "svix-id");
  EXPECT_TRUE(Takes(svix, "{}"));
}

TEST_F(WebhookSignature, LooksAtABoundedNumberOfSignatures) {
  Headers headers = Sign("m", "{}");
  const std::string right = headers[2].second;
  std::string others;
  for (std::size_t i = 1; i < kMaxSignatures; ++i) others += "v1,AAAA ";
  Set(headers, "webhook-signature", others + right);
  EXPECT_TRUE(Takes(headers, "{}"));
  Set(headers, "webhook-signature", others + "v1,AAAA " + right);
  EXPECT_FALSE(Takes(headers, "{}"));
}

TEST_F(WebhookSignature, OfOursNamesBothSecretsDuringARotation) {
  SetSecret("secret_old", kOtherSecret);
  const std::string both = SignedHeaders("m", "{}", env())[2].second;
  const std::string now = Sign("m", "{}")[2].second, before = Sign("m", "{}", kNow, kOtherSecret)[2].second;
  EXPECT_EQ(both, now + " " + before);
  SetSecret("callback_secret", kOtherSecret);
  EXPECT_EQ(SignedHeaders("m", "{}", env())[2].second, before) << "callback_secret alone signs what goes out";
}

TEST_F(WebhookSignature, CallbackSecretLetsNobodyIn) {
  SetSecret("callback_secret", kOtherSecret);
  EXPECT_FALSE(Takes(Sign("m", "{}", kNow, kOtherSecret), "{}"));
}

// --- what may stand in frontdesk.yaml

TEST_F(WebhookSignature, NeedsASecretThatCanBeRead) {
  EXPECT_TRUE(adapter().CheckSettings(settings_).has_value());
  const std::string short_key = "whsec_" + base::Base64Encode(std::string(23, 'k'));
  const std::string long_key = "whsec_" + base::Base64Encode(std::string(65, 'k'));
  const std::string url_key = "whsec_" + base::Base64UrlEncode(std::string(32, '\xff'));
  for (const std::string name : {"secret", "secret_old", "callback_secret"}) {
    for (const std::string& wrong : {std::string("changeme"), std::string("whsec_"), short_key, long_key, url_key}) {
      Settings settings = settings_;
      settings.values["callback_url"] = "https://shop.example.com/replies";
      settings.secrets.insert_or_assign(name, Secret(wrong));
      const auto status = adapter().CheckSettings(settings);
      ASSERT_FALSE(status.has_value()) << name << " " << wrong;
      EXPECT_NE(status.error().message.find("'" + name + "'"), std::string::npos) << status.error().message;
      EXPECT_NE(status.error().message.find("openssl rand -base64 32"), std::string::npos) << status.error().message;
      const bool told = wrong != "whsec_" && status.error().message.find(wrong) != std::string::npos;
      EXPECT_FALSE(told) << "a secret in a message";
    }
  }
}

TEST_F(WebhookSignature, AnEmptySecretIsAnErrorAndProvesNothing) {
  settings_.secrets.clear();
  const auto status = adapter().CheckSettings(settings_);
  ASSERT_FALSE(status.has_value());
  EXPECT_NE(status.error().message.find("'secret' is empty"), std::string::npos);
  const std::string code = base::Base64Encode(base::HmacSha256("", "m.1767225600.{}"));
  EXPECT_FALSE(
      Takes({{"webhook-id", "m"}, {"webhook-timestamp", "1767225600"}, {"webhook-signature", "v1," + code}}, "{}"));
}

TEST_F(WebhookSignature, ThePrefixOfASecretMayBeMissing) {
  const Headers headers = Sign("m", "{}");
  SetSecret("secret", std::string(kSecret).substr(6));
  EXPECT_TRUE(adapter().CheckSettings(settings_).has_value());
  EXPECT_TRUE(Takes(headers, "{}"));
}

TEST_F(WebhookSignature, NeedsAPublicKeyThatCanBeRead) {
  SetSecret("public_key", kPublicKey);
  EXPECT_TRUE(adapter().CheckSettings(settings_).has_value());
  SetSecret("public_key", "whpk_AAAA");
  EXPECT_FALSE(adapter().CheckSettings(settings_).has_value());
}

TEST_F(WebhookSignature, ACallbackSecretWithoutACallbackIsAMistake) {
  SetSecret("callback_secret", kSecret);
  EXPECT_FALSE(adapter().CheckSettings(settings_).has_value());
  settings_.values["callback_url"] = "https://shop.example.com/replies";
  EXPECT_TRUE(adapter().CheckSettings(settings_).has_value());
}

}  // namespace
}  // namespace frontdesk::adapters::webhook
