#include "bot/runtime/account_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace frontdesk::runtime {
namespace {

using adapters::SettingField;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = SettingField::Kind;

constexpr SettingField kFields[] = {
    {.name = "name", .required = true, .hint = "write name: shop"},
    {.name = "token", .kind = Kind::kSecret, .hint = "write token: env:NAME"},
    {.name = "pin", .kind = Kind::kSecret, .hint = "write pin: env:NAME"},
    {.name = "api", .kind = Kind::kUrl, .fallback = "https://api.example"},
    {.name = "size", .kind = Kind::kNumber, .fallback = "7", .hint = "write size: 10"},
    {.name = "loud", .kind = Kind::kFlag},
    {.name = "mode", .kind = Kind::kChoice, .fallback = "old", .choices = "old|new"},
    {.name = "hosts", .kind = Kind::kList},
};

// Takes these keys, and nothing else is asked of it.
class SomeAdapter final : public adapters::Adapter {
 public:
  adapters::Capabilities capabilities() const override { return {}; }
  std::span<const SettingField> fields() const override { return kFields; }
  base::Status CheckSettings(const adapters::Settings& settings) const override {
    ++checked;
    if (settings.Text("name") == "bad")
      return base::Fail(base::ErrorCode::kInvalid, "'bad' is taken", "choose another");
    return {};
  }
  base::Result<adapters::Verified> Verify(const adapters::RawRequest&, adapters::Env) const override { return None(); }
  base::Result<adapters::Parsed> Parse(const adapters::Verified&, adapters::Env) const override { return None(); }
  adapters::HttpAnswer Answer(const base::Status&) const override { return {}; }
  base::Result<adapters::Step> Next(const adapters::Sending&, adapters::Env) const override { return None(); }
  adapters::SendResult Classify(const adapters::Call&, const adapters::CallResult&) const override { return {}; }

  mutable int checked = 0;

 private:
  static tl::unexpected<base::Error> None() { return base::Fail(base::ErrorCode::kInternal, "not asked for"); }
};

class SettingsOfAnAccount : public ::testing::Test {
 protected:
  adapters::Settings Read(const std::string& yaml) {
    findings_ = {};
    const auto root = base::ParseYaml("frontdesk.yaml", yaml, findings_);
    EXPECT_TRUE(root);
    if (!root) return {};
    base::Fields fields(*root, "the account", findings_);
    adapters::Settings settings = ReadAccountSettings(fields, *root, adapter_, {}, findings_);
    fields.Finish();
    return settings;
  }
  std::string Said() {
    std::string lines;
    for (const base::Finding& finding : findings_.Sorted()) lines += base::ToString(finding) + "\n";
    return lines;
  }

  SomeAdapter adapter_;
  base::Findings findings_;
};

TEST_F(SettingsOfAnAccount, AreWhatTheFileSaysInOneSpelling) {
  ::setenv("FD_TEST_TOKEN", "CANARY", 1);
  const auto settings = Read(
      "name: shop\ntoken: env:FD_TEST_TOKEN\napi: https://b.example//\nsize: 12\nloud: yes\nmode: new\nhosts: [a, b]");
  EXPECT_EQ(Said(), "");
  EXPECT_EQ(settings.Text("name"), "shop");
  EXPECT_EQ(settings.SecretOf("token").Reveal(), "CANARY");
  EXPECT_EQ(settings.Text("api"), "https://b.example");
  EXPECT_EQ(settings.Number("size"), 12);
  EXPECT_TRUE(settings.Flag("loud"));
  EXPECT_EQ(settings.Text("mode"), "new");
  EXPECT_THAT(settings.List("hosts"), ElementsAre("a", "b"));
  EXPECT_EQ(adapter_.checked, 1);
}

TEST_F(SettingsOfAnAccount, FallBackToWhatTheAdapterSays) {
  const auto settings = Read("name: shop\nsize: ~");
  EXPECT_EQ(Said(), "");
  EXPECT_EQ(settings.Text("api"), "https://api.example");
  EXPECT_EQ(settings.Number("size"), 7);
  EXPECT_FALSE(settings.Flag("loud"));
  EXPECT_EQ(settings.Text("mode"), "old");
  EXPECT_THAT(settings.List("hosts"), IsEmpty());
  EXPECT_TRUE(settings.SecretOf("token").empty());
}

TEST_F(SettingsOfAnAccount, SayWhichRequiredKeyIsMissing) {
  Read("size: 1");
  EXPECT_EQ(Said(), "frontdesk.yaml:1:1: error: the account needs 'name'; write name: shop\n");
  EXPECT_EQ(adapter_.checked, 0) << "what is wrong by its form needs no other word";
}

TEST_F(SettingsOfAnAccount, RefuseNumbersThatAreNone) {
  for (const char* wrong : {"many", "1.5", "12x", "'12 '", "99999999999999999999", "[1]", "{a: 1}"}) {
    const auto settings = Read(std::string("name: shop\nsize: ") + wrong);
    EXPECT_THAT(Said(), HasSubstr("frontdesk.yaml:2:7: error: 'size' must be a")) << wrong;
    EXPECT_EQ(settings.Number("size"), 0) << wrong << ": what is wrong is left out";
  }
}

TEST_F(SettingsOfAnAccount, RefuseSecretsInPlainTextUnderAnyName) {
  for (const char* key : {"token", "pin"}) {
    const auto settings = Read(std::string("name: shop\n") + key + ": CANARY");
    EXPECT_THAT(Said(), HasSubstr(std::string("'") + key + "' holds a secret in plain text"));
    EXPECT_THAT(Said(), ::testing::Not(HasSubstr("CANARY")));
    EXPECT_EQ(findings_.Sorted().size(), 1u) << "said once";
    EXPECT_TRUE(settings.SecretOf(key).empty());
  }
}

TEST_F(SettingsOfAnAccount, RefuseTextsAndListsWithoutEnd) {
  Read("name: " + std::string(kMaxSettingBytes + 1, 'x'));
  EXPECT_THAT(Said(), HasSubstr("'name' must be a short text"));
  std::string hosts = "name: shop\nhosts: [a";
  for (std::size_t i = 0; i < kMaxSettingList; ++i) hosts += ",a";
  Read(hosts + "]");
  EXPECT_THAT(Said(), HasSubstr("'hosts' has more than 1,000 entries"));
}

TEST_F(SettingsOfAnAccount, RepeatWhatTheAdapterSaysOfThemTogether) {
  Read("name: bad");
  EXPECT_EQ(Said(), "frontdesk.yaml:1:1: error: 'bad' is taken; choose another\n");
}

}  // namespace
}  // namespace frontdesk::runtime
