// Tokens, files of users, and callbacks that failed: the calls that an account makes for itself.
#include <zlib.h>

#include <cstdlib>
#include <random>

#include "adapters/easemob/access_token.h"
#include "adapters/easemob/stored_callbacks.h"
#include "bot/base/crypto.h"
#include "tests/adapters/easemob_fixture.h"

namespace frontdesk::adapters::easemob {
namespace {

using base::ErrorCode;
using nlohmann::json;

std::string Inflated(const std::string& token) {
  std::string text = token.substr(3);
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  const std::string bytes = base::Base64UrlDecode(text).value_or("");
  std::string out(10'000, '\0');
  uLongf size = out.size();
  if (uncompress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                 bytes.size()) != Z_OK) {
    return {};
  }
  out.resize(size);
  return out;
}

AccessToken TokenOf(const json& one) {
  AccessToken token{one["app_id"], one["app_certificate"], one["issue_ts"], one["expire"], one["salt"], {}};
  for (const json& service : one["services"]) {
    ChatService chat;
    chat.user = service["user"];
    for (const auto& [privilege, seconds] : service["privileges"].items())
      chat.privileges[static_cast<std::uint16_t>(std::stoi(privilege))] = seconds;
    token.services.push_back(std::move(chat));
  }
  return token;
}

TEST(AgoraToken, HoldsWhatTheVendorsOwnBuildersPutIn) {
  const json vectors = Vectors("agora/tokens.json");
  std::size_t tried = 0;
  for (const json& one : vectors["cases"]) {
    const std::string token = ToText(TokenOf(one));
    ++tried;
    if (one["expect"] != "token") {
      EXPECT_EQ(token, "") << one["name"];
      continue;
    }
    ASSERT_TRUE(token.starts_with("007")) << one["name"];
    EXPECT_EQ(base::HexEncode(Inflated(token)), one["content_hex"]) << one["name"];
  }
  EXPECT_GE(tried, 10u);
}

TEST(AgoraToken, IsMadeHereAndGoodForADay) {
  const Settings settings = AgoraSettings();
  const Env env{base::FromMillis(kNowMs), settings, kRandom, {}};
  const EasemobAdapter adapter(Profile::kAgora);
  const auto made = adapter.token()->Make(env);
  ASSERT_TRUE(made.has_value());
  const Token& token = std::get<Token>(*made);
  EXPECT_EQ(token.expires, env.now + std::chrono::hours(24));
  EXPECT_EQ(token.renew_at, env.now + std::chrono::seconds(69'120));
  const std::string content = Inflated(token.value.Reveal());
  EXPECT_NE(content.find("0123456789abcdef0123456789abcdef"), std::string::npos);
  EXPECT_EQ(content.find("fedcba98"), std::string::npos) << "the certificate must not travel";
}

TEST(AgoraToken, CannotBeMadeOfWrongIds) {
  Settings settings = AgoraSettings();
  settings.values["app_id"] = "notanappid";
  const auto made = AgoraTokens().Make({base::FromMillis(kNowMs), settings, kRandom, {}});
  EXPECT_EQ(made.error().code, ErrorCode::kUnauthenticated);
}

// tests/peers/run builds the same tokens with the vendor's package.
TEST(AgoraToken, AreWrittenForTheVendorsPackage) {
  const char* path = std::getenv("FRONTDESK_PEER_TOKENS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/run";
  std::mt19937 random(20'231'114);
  const auto hex = [&random] { return base::HexEncode(base::Sha256(std::to_string(random())).substr(0, 16)); };
  const std::string users[] = {"", "user1", "用户😀", std::string(64, 'u')};
  std::ofstream file(path);
  for (std::size_t i = 0; i < 200; ++i) {
    const auto seconds = static_cast<std::uint32_t>(random());
    AccessToken token{hex(),
                      hex(),
                      static_cast<std::uint32_t>(random()) | 1U,
                      seconds,
                      static_cast<std::uint32_t>(random() % 99'999'999 + 1),
                      {}};
    token.services = {{users[i % 4], {{static_cast<std::uint16_t>(1 + i % 2), seconds}}}};
    const json made = {{"app_id", token.app_id},
                       {"certificate", token.certificate},
                       {"issued", token.issued},
                       {"lifetime", seconds},
                       {"salt", token.salt},
                       {"user", users[i % 4]},
                       {"privileges", {{std::to_string(1 + i % 2), seconds}}},
                       {"token", ToText(token)}};
    file << made.dump() << "\n";
  }
  EXPECT_TRUE(file.flush().good());
}

class EasemobToken : public EasemobAccount {
 protected:
  base::Result<Token> Read(int status, const std::string& body) {
    return adapter().token()->Read({status, {}, body}, env());
  }
};

TEST_F(EasemobToken, IsAskedForWithTheClientsCredentials) {
  const auto made = adapter().token()->Make(env());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, "https://a1.easemob.com/acme/support/token");
  EXPECT_EQ(json::parse(call.body), json::parse(R"({"grant_type":"client_credentials","client_id":"CANARY-CLIENT-ID",
                                                    "client_secret":"CANARY-CLIENT-SECRET"})"));
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "");
}

TEST_F(EasemobToken, IsRenewedEarlyAndNeverKeptForLongerThanADay) {
  const auto hour = Read(200, R"({"access_token":"YWMt","expires_in":3600,"application":"x"})");
  ASSERT_TRUE(hour.has_value());
  EXPECT_EQ(hour->value.Reveal(), "YWMt");
  EXPECT_EQ(hour->renew_at, now_ + std::chrono::seconds(2'880));
  // 60 days, for ever, and 60 days in the milliseconds of some clusters.
  for (const char* life : {"5184000", "0", "5184000000", "9223372036854775807"}) {
    const auto token = Read(200, R"({"access_token":"YWMt","expires_in":)" + std::string(life) + "}");
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->expires, now_ + std::chrono::hours(24)) << life;
  }
}

TEST_F(EasemobToken, SaysWhenAskingAgainDoesNotHelp) {
  EXPECT_EQ(Read(400, R"({"error":"invalid_grant"})").error().code, ErrorCode::kUnauthenticated);
  EXPECT_EQ(Read(404, R"({"error":"organization_application_not_found"})").error().code, ErrorCode::kUnauthenticated);
  EXPECT_EQ(Read(429, "").error().code, ErrorCode::kRateLimited);
  EXPECT_EQ(Read(500, "").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(Read(200, "<html>").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(Read(200, R"({"access_token":"a\r\nX: y"})").error().code, ErrorCode::kUnavailable);
}

class EasemobFiles : public EasemobAccount {
 protected:
  base::Result<std::variant<Call, std::string>> Fetch(const std::string& url, const std::string& secret = "S3cret_-") {
    base::FileRef file;
    file.remote = json{{"url", url}, {"secret", secret}}.dump();
    return adapter().file_source()->Next(file, {}, env());
  }
};

TEST_F(EasemobFiles, AreFetchedWithTheirSecret) {
  const auto call = Fetch("https://A1.easemob.com/acme/support/chatfiles/65e54a4a-fb7b");
  ASSERT_TRUE(call.has_value());
  const auto& get = std::get<Call>(*call);
  EXPECT_EQ(get.method, "GET");
  EXPECT_EQ(FindHeader(get.headers, "share-secret"), "S3cret_-");
  EXPECT_EQ(FindHeader(get.headers, "Authorization"), "Bearer the-token");
}

// The user chose the address, and our token opens the whole API.
TEST_F(EasemobFiles, AreFetchedFromNowhereElse) {
  for (const char* url :
       {"", "x", "https://evil.example/acme/support/chatfiles/1", "http://a1.easemob.com/acme/support/chatfiles/1",
        "https://a1.easemob.com.evil.example/acme/support/chatfiles/1",
        "https://a1.easemob.com@evil.example/acme/support/chatfiles/1",
        "https://evil.example#@a1.easemob.com/acme/support/chatfiles/1",
        "https://a1.easemob.com:444/acme/support/chatfiles/1",
        "https://a1.easemob.com\\.evil.example/acme/support/chatfiles/1", "https://a1.easemob.com/acme/support/users",
        "https://a1.easemob.com/acme/support/chatfiles/../users",
        "https://a1.easemob.com/acme/support/chatfiles/1?x=/../users",
        "https://a1.easemob.com/acme/support/chatfiles/%2e%2e", "https://a1.easemob.com/acme/support/chatfiles/",
        "https://a1.easemob.com/acme/other/chatfiles/1", "https://a1.easemob.com/acme/support/chatfiles/1#",
        "https://169.254.169.254/acme/support/chatfiles/1"}) {
    const auto call = Fetch(url);
    ASSERT_FALSE(call.has_value()) << url;
    EXPECT_EQ(call.error().code, ErrorCode::kForbidden) << url;
  }
}

TEST_F(EasemobFiles, MayLieOnAHostThatTheAccountNames) {
  const char* url = "https://a1-hsb.easemob.com/acme/support/chatfiles/1";
  EXPECT_FALSE(Fetch(url).has_value());
  settings_.lists["media_hosts"] = {"a1-hsb.easemob.com"};
  EXPECT_TRUE(Fetch(url).has_value());
  EXPECT_FALSE(Fetch("http://a1-hsb.easemob.com/acme/support/chatfiles/1").has_value());
}

TEST_F(EasemobFiles, ASecretThatIsNoneDoesNotBecomeAHeader) {
  const auto call = Fetch("https://a1.easemob.com/acme/support/chatfiles/1", "a\r\nX: y");
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(FindHeader(std::get<Call>(*call).headers, "share-secret"), "");
}

class EasemobStoredCallbacks : public EasemobAccount {
 protected:
  void SetUp() override { settings_.values["stored_callbacks"] = "true"; }
  // As the runtime does: follows `more` until there is none. Gives the dates that were asked for again.
  std::vector<std::string> Round(const std::string& slices) {
    std::vector<std::string> asked;
    base::Result<Call> call = adapter().puller()->Pull({cursor_, {}}, env());
    for (int step = 0; call && step < 50; ++step) {
      const bool again = call->method == "POST";
      if (again) asked.push_back(json::parse(call->body)["date"]);
      const HttpAnswer answer = again ? again_ : HttpAnswer{200, {}, R"({"data":)" + slices + "}"};
      const auto pulled = adapter().puller()->OnPulled(*call, answer, {cursor_, {}}, env());
      if (!pulled) return asked;
      EXPECT_TRUE(pulled->taken.events.empty());
      if (!pulled->cursor.empty()) cursor_ = pulled->cursor;
      if (!pulled->more) return asked;
      call = *pulled->more;
    }
    return asked;
  }

  std::string cursor_;
  HttpAnswer again_{200, {}, R"({"data":"success"})"};
};

using Dates = std::vector<std::string>;

TEST_F(EasemobStoredCallbacks, AreAskedForOnceInOrder) {
  const std::string slices =
      R"([{"date":"202109091450","size":103,"retry":0},{"date":"202109091440","size":15,"retry":0},
                                 {"date":"202109091500","size":4,"retry":0}])";
  EXPECT_EQ(Round(slices), (Dates{"202109091440", "202109091450"}));
  EXPECT_EQ(Round(slices), (Dates{"202109091500"})) << "the newest has stopped growing";
  EXPECT_EQ(Round(slices), Dates{});
}

TEST_F(EasemobStoredCallbacks, ASliceThatStillGrowsIsLeftAlone) {
  EXPECT_EQ(Round(R"([{"date":"202109091440","size":15,"retry":0}])"), Dates{});
  EXPECT_EQ(Round(R"([{"date":"202109091440","size":16,"retry":0}])"), Dates{});
  EXPECT_EQ(Round(R"([{"date":"202109091440","size":16,"retry":0}])"), (Dates{"202109091440"}));
}

TEST_F(EasemobStoredCallbacks, AreTriedAgainWhenThePlatformFailed) {
  const std::string slices =
      R"([{"date":"202109091440","size":15,"retry":0},{"date":"202109091450","size":1,"retry":0}])";
  again_ = {200, {}, R"({"data":"failure"})"};
  EXPECT_EQ(Round(slices), (Dates{"202109091440"}));
  again_ = {200, {}, R"({"data":"success"})"};
  EXPECT_EQ(Round(slices).front(), "202109091440");
}

TEST_F(EasemobStoredCallbacks, AreGivenUpAfterTenTries) {
  EXPECT_EQ(Round(R"([{"date":"202109091440","size":15,"retry":10},{"date":"202109091450","size":1,"retry":0}])"),
            Dates{});
}

TEST_F(EasemobStoredCallbacks, SurviveEveryAnswer) {
  for (const char* odd : {"7", "[]", "[7]", "{}", R"([{"date":"x","size":1}])", R"([{"date":7,"size":"1"}])"})
    EXPECT_EQ(Round(odd), Dates{}) << odd;
}

TEST_F(EasemobStoredCallbacks, AreNotAskedForWhereTheOptionIsOff) {
  settings_.values["stored_callbacks"] = "false";
  EXPECT_EQ(adapter().puller()->Pull({}, env()).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace frontdesk::adapters::easemob
