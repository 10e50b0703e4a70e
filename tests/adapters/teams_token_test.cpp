// Who may speak to a Teams account: the vendor's rules for its tokens, key roll-over, organisations, the emulator.
#include "adapters/teams/app_token.h"
#include "tests/adapters/teams_world.h"

namespace frontdesk::adapters::teams {
namespace {

using nlohmann::json;

json Vectors() {
  std::stringstream text;
  text << std::ifstream(std::string(FD_SOURCE_DIR) + "/tests/fixtures/teams/bearer-tokens.json").rdbuf();
  return json::parse(text.str());
}

class TeamsToken : public TeamsAccount {
 protected:
  // The set fetched this long ago.
  void KnowKeys(const json& set, base::Millis age = base::Millis{0}) { keys_ = *KeysOf(set.dump(), now_ - age); }
  base::ErrorCode CodeOf(const json& activity) {
    const auto verified = Verify(activity);
    return verified ? base::ErrorCode::kInternal : verified.error().code;
  }
};

TEST_F(TeamsToken, OfTheVectorsAreTakenAndRefusedAsTheySay) {
  const json all = Vectors();
  now_ = base::FromMillis(all["clock_unix"].get<std::int64_t>() * 1'000);
  settings_.values["app_id"] = all["app_id"];
  int taken = 0;
  for (const json& one : all["vectors"]) {
    KnowKeys(all[one["jwks"].get<std::string>()]);
    json activity = one["activity"];
    activity["channelData"]["tenant"]["id"] = kTenant;  // no token covers it
    const auto verified = VerifyWith(one["authorization"], activity);
    if (one["expected"] != "either") {
      EXPECT_EQ(verified.has_value(), one["expected"] == "accept") << one["name"] << " " << one["why"];
    } else {
      EXPECT_FALSE(verified.has_value()) << "we are strict: " << one["name"];
    }
    taken += verified ? 1 : 0;
  }
  EXPECT_EQ(all["vectors"].size(), 43u);
  EXPECT_EQ(taken, 6);
}

TEST_F(TeamsToken, WithAnUnknownKeyHasTheSetFetchedAnewOnlyWhenItIsAnHourOld) {
  const json other = Vectors()["jwks_1"];
  KnowKeys(other, std::chrono::minutes(59));
  EXPECT_EQ(CodeOf(Message("hi")), base::ErrorCode::kUnauthenticated);
  KnowKeys(other, std::chrono::minutes(61));
  EXPECT_EQ(CodeOf(Message("hi")), base::ErrorCode::kNotFound);
  keys_.clear();
  EXPECT_EQ(CodeOf(Message("hi")), base::ErrorCode::kNotFound) << "nothing was fetched yet";
}

// The runtime keeps the old set while a fetch fails.
TEST_F(TeamsToken, IsGoodWithAnOldSetOfKeys) {
  KnowKeys({{"keys", {ThrowawayJwk()}}}, std::chrono::hours(300));
  EXPECT_TRUE(Verify(Message("hi")).has_value());
}

TEST_F(TeamsToken, NeedsThePathSecretAndAKnownHostAndOrganisation) {
  json activity = Message("hi");
  activity["channelData"]["tenant"]["id"] = "ffffffff-bbbb-cccc-dddd-eeeeeeeeeeee";
  EXPECT_EQ(CodeOf(activity), base::ErrorCode::kForbidden);
  activity.erase("channelData");
  EXPECT_EQ(CodeOf(activity), base::ErrorCode::kForbidden);
  activity["conversation"]["tenantId"] = kTenant;
  EXPECT_TRUE(Verify(activity).has_value());
  settings_.lists["tenants"] = {"ffffffff-bbbb-cccc-dddd-eeeeeeeeeeee"};
  activity["conversation"]["tenantId"] = "ffffffff-bbbb-cccc-dddd-eeeeeeeeeeee";
  EXPECT_TRUE(Verify(activity).has_value());
  for (const std::string service : {"https://smba.trafficmanager.net.evil.example/", "https://evil.example/",
                                    "http://smba.trafficmanager.net/emea/", "https://x@evil.example/"}) {
    activity["serviceUrl"] = service;
    const std::string token = TokenOf(ClaimsFrom(seconds(), seconds() + 60, service));
    const auto verified = VerifyWith("Bearer " + token, activity);
    ASSERT_FALSE(verified.has_value()) << service;
    EXPECT_EQ(verified.error().code, base::ErrorCode::kForbidden) << service;
  }
  settings_.secrets["path_secret"] = base::Secret("another-path-secret-0002");
  EXPECT_EQ(CodeOf(Message("hi")), base::ErrorCode::kUnauthenticated);
}

TEST_F(TeamsToken, IsNotAskedForByAnEmulatorWhichHasOnlyItsOwnAddress) {
  settings_ = EmulatorSettings();
  EXPECT_TRUE(adapter().CheckSettings(settings_).has_value());
  json activity = Message("hi");
  EXPECT_EQ(CodeOf(activity), base::ErrorCode::kForbidden) << "Teams itself is not the emulator";
  activity["serviceUrl"] = "http://localhost:56150/_connector";
  EXPECT_TRUE(VerifyWith("", activity).has_value());
  activity["serviceUrl"] = "http://localhost:56150.evil.example/_connector";
  EXPECT_FALSE(VerifyWith("", activity).has_value());
  const auto token = AppTokens().Make(env());
  ASSERT_TRUE(token.has_value() && std::holds_alternative<Token>(*token)) << "nothing is asked for";
}

TEST_F(TeamsToken, OfAnEmulatorStandsBesideNoRealBotAndOnThisMachineOnly) {
  settings_ = EmulatorSettings();
  settings_.values["app_id"] = kAppId;
  EXPECT_FALSE(adapter().CheckSettings(settings_).has_value());
  settings_ = EmulatorSettings();
  for (const std::string url : {"http://playground.example/_connector", "http://127.0.0.1.evil.example/x",
                                "http://10.0.0.1:56150/x", "http://localhost@evil.example/x"}) {
    settings_.values["emulator"] = url;
    EXPECT_FALSE(adapter().CheckSettings(settings_).has_value()) << url;
  }
  settings_.values["emulator"] = "http://127.0.0.1:56150/_connector";
  EXPECT_TRUE(adapter().CheckSettings(settings_).has_value());
}

TEST_F(TeamsToken, SettingsThatCannotBeRightAreNamed) {
  const auto problem = [&] {
    const base::Status status = adapter().CheckSettings(settings_);
    return status ? std::string() : status.error().message;
  };
  EXPECT_EQ(problem(), "");
  settings_.values["app_id"] = "my-bot";
  EXPECT_NE(problem().find("app_id"), std::string::npos);
  settings_ = BotSettings();
  settings_.values["tenant"] = "botframework.com";
  EXPECT_NE(problem().find("tenant"), std::string::npos) << "of everybody's organisations none would be refused";
  settings_.lists["tenants"] = {kTenant};
  EXPECT_EQ(problem(), "");
  settings_ = BotSettings();
  settings_.secrets.erase("app_secret");
  EXPECT_NE(problem().find("app_secret"), std::string::npos);
  settings_ = BotSettings();
  settings_.lists["help_channels"] = {"General"};
  EXPECT_NE(problem().find("General"), std::string::npos);
  settings_.lists["help_channels"] = {"19:desk@thread.tacv2"};
  EXPECT_NE(problem().find("desk_channels"), std::string::npos);
}

// --- the set of keys

TEST_F(TeamsToken, KeysAreFetchedFromWhereTheMetadataSay) {
  const auto first = adapter().keys()->Next({}, env());
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(std::get<Call>(*first).url, "https://login.botframework.com/v1/.well-known/openidconfiguration");
  EXPECT_TRUE(FindHeader(std::get<Call>(*first).headers, "Authorization").empty());
  const HttpAnswer metadata{
      200,
      {},
      R"({"issuer":"https://api.botframework.com","jwks_uri":"https://login.botframework.com/v1/.well-known/keys"})"};
  const auto second = adapter().keys()->Next({&metadata, 1}, env());
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(std::get<Call>(*second).url, "https://login.botframework.com/v1/.well-known/keys");
  const HttpAnswer answers[] = {metadata, {200, {}, Vectors()["jwks_1"].dump()}};
  const auto set = adapter().keys()->Next(answers, env());
  ASSERT_TRUE(set.has_value());
  EXPECT_EQ(ReadKeys(std::get<std::string>(*set)).keys.size(), 2u) << "the key of an elliptic curve is not for us";
}

TEST_F(TeamsToken, KeysElsewhereOrNoneAreNoKeys) {
  for (const std::string body : {R"({"jwks_uri":"https://evil.example/keys"})", R"({"jwks_uri":7})", "[]", "{"}) {
    const HttpAnswer metadata{200, {}, body};
    EXPECT_FALSE(adapter().keys()->Next({&metadata, 1}, env()).has_value()) << body;
  }
  const HttpAnswer metadata{200, {}, R"({"jwks_uri":"https://login.botframework.com/v1/keys"})"};
  for (const HttpAnswer& set :
       {HttpAnswer{503, {}, {}}, HttpAnswer{200, {}, R"({"keys":[]})"}, HttpAnswer{200, {}, "x"}}) {
    const HttpAnswer answers[] = {metadata, set};
    EXPECT_FALSE(adapter().keys()->Next(answers, env()).has_value()) << set.body;
  }
}

// --- our own token

TEST_F(TeamsToken, OfOursIsAskedForByTheAppAndRenewedEarly) {
  const auto made = adapter().token()->Make(env());
  ASSERT_TRUE(made.has_value());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, std::string("https://login.microsoftonline.com/") + kTenant + "/oauth2/v2.0/token");
  EXPECT_EQ(call.body, std::string("grant_type=client_credentials&client_id=") + kAppId +
                           "&client_secret=CANARY-APP-SECRET&scope=https%3A%2F%2Fapi.botframework.com%2F.default");
  const auto token = adapter().token()->Read({200, {}, R"({"access_token":"a.b.c","expires_in":3599})"}, env());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->value.Reveal(), "a.b.c");
  EXPECT_EQ(token->renew_at, now_ + std::chrono::seconds(3'299));
  EXPECT_EQ(token->expires, now_ + std::chrono::seconds(3'599));
}

TEST_F(TeamsToken, OfOursThatIsRefusedSaysWhyWithoutTheSecret) {
  const auto refused = adapter().token()->Read(
      {401,
       {},
       R"({"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: 1"})"},
      env());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(refused.error().message,
            "No token from Microsoft: status 401, AADSTS7000215: Invalid client secret provided.");
  EXPECT_EQ(adapter().token()->Read({429, {}, ""}, env()).error().code, base::ErrorCode::kRateLimited);
  EXPECT_EQ(adapter().token()->Read({503, {}, "<html>"}, env()).error().code, base::ErrorCode::kUnavailable);
  for (const std::string body : {"{}", "[]", R"({"access_token":"a b","expires_in":9})", R"({"access_token":"a"})"})
    EXPECT_FALSE(adapter().token()->Read({200, {}, body}, env()).has_value()) << body;
}

}  // namespace
}  // namespace frontdesk::adapters::teams
