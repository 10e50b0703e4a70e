// A Matrix account's settings, its token, what the homeserver says to calls, names and files.
#include "adapters/matrix/send_outcome.h"
#include "tests/adapters/matrix_world.h"

namespace frontdesk::adapters::matrix {
namespace {

using nlohmann::json;
using Kind = SendResult::Kind;

class MatrixCalls : public MatrixAccount {
 protected:
  SendResult Of(int status, const json& body, Headers headers = {}) {
    const base::Message message = base::Say("x");
    return adapter_.Classify(CallFor(SendingOf(message)), {Answer(body, status, std::move(headers))});
  }
  std::string Complaint() const {
    const auto status = MatrixAdapter(IsService(settings_) ? Way::kService : Way::kClient).CheckSettings(settings_);
    return status ? "" : status.error().message + ": " + status.error().where;
  }
};

TEST_F(MatrixCalls, TellTheEventThatBecameOfThem) {
  EXPECT_EQ(Of(200, {{"event_id", "$1"}}).platform_id, "$1");
  EXPECT_EQ(Of(200, json::object()).kind, Kind::kRetry) << "the same txnId shows nothing twice";
}

TEST_F(MatrixCalls, WaitByTheHeaderThenByTheField) {
  const json limited = {{"errcode", "M_LIMIT_EXCEEDED"}, {"retry_after_ms", 1500}};
  EXPECT_EQ(Of(429, limited).retry_after, base::Millis(1500));
  EXPECT_EQ(Of(429, limited, {{"Retry-After", "7"}}).retry_after, base::Millis(7000));
  EXPECT_EQ(Of(429, limited, {{"Retry-After", "soon"}}).retry_after, base::Millis(1500));
  EXPECT_EQ(Of(429, json::object()).retry_after, base::Millis(1000));
  EXPECT_TRUE(Of(429, limited).whole_account) << "the limit is the bot's user's";
}

TEST_F(MatrixCalls, KnowEachErrorOfTheSpecification) {
  const auto kind = [this](int status, const char* errcode) { return Of(status, {{"errcode", errcode}}).kind; };
  EXPECT_EQ(kind(401, "M_UNKNOWN_TOKEN"), Kind::kTokenRefused);
  EXPECT_EQ(kind(401, "M_MISSING_TOKEN"), Kind::kTokenRefused);
  EXPECT_EQ(kind(403, "M_FORBIDDEN"), Kind::kGone);
  EXPECT_EQ(kind(404, "M_NOT_FOUND"), Kind::kGone);
  EXPECT_EQ(kind(413, "M_TOO_LARGE"), Kind::kRejected);
  EXPECT_EQ(kind(400, "M_BAD_JSON"), Kind::kRejected);
  EXPECT_EQ(kind(400, "M_NOT_JSON"), Kind::kRejected);
  EXPECT_EQ(kind(500, "M_UNKNOWN"), Kind::kRetry);
  EXPECT_EQ(kind(502, ""), Kind::kRetry);
  EXPECT_EQ(kind(504, ""), Kind::kRetry);
  for (const auto& [status, errcode] : std::vector<std::pair<int, const char*>>{{403, "M_USER_DEACTIVATED"},
                                                                                {401, "M_USER_LOCKED"},
                                                                                {403, "M_USER_SUSPENDED"},
                                                                                {403, "M_CONSENT_NOT_GIVEN"},
                                                                                {403, "M_RESOURCE_LIMIT_EXCEEDED"},
                                                                                {404, "M_UNRECOGNIZED"},
                                                                                {400, "M_EXCLUSIVE"}}) {
    const SendResult result = Of(status, {{"errcode", errcode}});
    EXPECT_EQ(result.kind, Kind::kRetry) << errcode;
    EXPECT_TRUE(result.whole_account) << errcode;
    EXPECT_GE(result.retry_after.value_or(base::Millis{0}), std::chrono::minutes(1)) << errcode;
    EXPECT_NE(result.reason.find(errcode), std::string::npos);
  }
  EXPECT_NE(Of(403, {{"errcode", "M_CONSENT_NOT_GIVEN"}, {"consent_uri", "https://hs.test/terms"}})
                .reason.find("https://hs.test/terms"),
            std::string::npos);
}

TEST_F(MatrixCalls, FindAnotherWayWhereTheThreadIsRefused) {
  address_.thread = "$root";
  EXPECT_EQ(Of(400, {{"errcode", "M_UNKNOWN"}, {"error", "Cannot start threads from an event with a relation"}}).avoid,
            "thread");
  address_.thread = "";
  EXPECT_EQ(Of(400, {{"errcode", "M_UNKNOWN"}}).avoid, "");
}

TEST_F(MatrixCalls, SignInAlwaysAsTheSameDevice) {
  const auto made = adapter_.token()->Make(env());
  ASSERT_TRUE(made.has_value());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, "https://hs.test/_matrix/client/v3/login");
  EXPECT_EQ(json::parse(call.body), (json{{"type", "m.login.password"},
                                          {"identifier", {{"type", "m.id.user"}, {"user", "@support:hs.test"}}},
                                          {"password", "CANARY-PASSWORD"},
                                          {"device_id", "FRONTDESK"},
                                          {"initial_device_display_name", "Frontdesk"}}));
  const auto token = adapter_.token()->Read(Answer({{"access_token", "syt_1"}, {"device_id", "FRONTDESK"}}), env());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->value.Reveal(), "syt_1");
  EXPECT_GT(token->renew_at, now_ + std::chrono::hours(24));
  const auto brief = adapter_.token()->Read(Answer({{"access_token", "syt_2"}, {"expires_in_ms", 300'000}}), env());
  ASSERT_TRUE(brief.has_value());
  EXPECT_EQ(brief->expires, now_ + std::chrono::minutes(5));
  EXPECT_LT(brief->renew_at, brief->expires);
}

TEST_F(MatrixCalls, SayWhyTheyCannotSignIn) {
  const auto error = [this](int status, const json& body) {
    const auto token = adapter_.token()->Read(Answer(body, status), env());
    EXPECT_FALSE(token.has_value());
    return token ? base::Error{} : token.error();
  };
  EXPECT_EQ(error(403, {{"errcode", "M_FORBIDDEN"}, {"error", "Invalid username or password"}}).code,
            base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(error(429, {{"errcode", "M_LIMIT_EXCEEDED"}, {"retry_after_ms", 2000}}).retry_after, base::Millis(2000));
  EXPECT_EQ(error(502, json::object()).code, base::ErrorCode::kUnavailable);
  EXPECT_EQ(error(200, json::object()).code, base::ErrorCode::kUnavailable);
  EXPECT_EQ(error(200, {{"access_token", "a\r\nb"}}).code, base::ErrorCode::kUnavailable);
  EXPECT_EQ(error(403, {{"errcode", "M_FORBIDDEN"}}).message.find("CANARY"), std::string::npos);
}

TEST_F(MatrixCalls, TakeAGivenTokenAsItIs) {
  settings_.secrets.erase("password");
  settings_.secrets["access_token"] = base::Secret("syt_given");
  const auto made = adapter_.token()->Make(env());
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(std::get<Token>(*made).value.Reveal(), "syt_given");
}

TEST_F(MatrixCalls, OfAnApplicationServiceFirstRegisterItsUser) {
  settings_ = ServiceSettings();
  const auto made = adapter_.token()->Make(env());
  ASSERT_TRUE(made.has_value());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, "https://hs.test/_matrix/client/v3/register");
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "Bearer throwaway_as_token_0001");
  EXPECT_EQ(json::parse(call.body),
            (json{{"type", "m.login.application_service"}, {"username", "support"}, {"inhibit_login", true}}));
  for (const HttpAnswer& answer :
       {Answer({{"user_id", "@support:hs.test"}}), Answer({{"errcode", "M_USER_IN_USE"}}, 400)}) {
    const auto token = adapter_.token()->Read(answer, env());
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->value.Reveal(), "throwaway_as_token_0001");
  }
  const auto other = adapter_.token()->Read(Answer({{"errcode", "M_EXCLUSIVE"}}, 400), env());
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, base::ErrorCode::kUnauthenticated);
}

TEST_F(MatrixCalls, FetchFilesWithTheTokenFromTheHomeserverOnly) {
  base::FileRef file;
  file.remote = "mxc://far.test/AbC_1";
  auto step = adapter_.file_source()->Next(file, {}, env());
  ASSERT_TRUE(step.has_value());
  const Call call = std::get<Call>(*step);
  EXPECT_EQ(call.url, "https://hs.test/_matrix/client/v1/media/download/far.test/AbC_1");
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "Bearer CANARY-TOKEN");
  const std::vector<HttpAnswer> answers = {{200, {}, "bytes"}};
  step = adapter_.file_source()->Next(file, answers, env());
  EXPECT_EQ(std::get<std::string>(*step), "bytes");
  for (const char* odd : {"", "https://evil.example/x", "mxc://", "mxc://a", "mxc://a/", "mxc:///b", "mxc://a/../b",
                          "mxc://a/b?c", "mxc://a/b c"}) {
    file.remote = odd;
    const auto refused = adapter_.file_source()->Next(file, {}, env());
    ASSERT_FALSE(refused.has_value()) << odd;
    EXPECT_EQ(refused.error().code, base::ErrorCode::kForbidden) << odd;
  }
}

TEST_F(MatrixCalls, AskForNames) {
  auto step = adapter_.profiles()->Next("@ann:hs.test", {}, env());
  ASSERT_TRUE(step.has_value());
  EXPECT_EQ(std::get<Call>(*step).url, "https://hs.test/_matrix/client/v3/profile/%40ann%3Ahs.test");
  const std::vector<HttpAnswer> answers = {Answer({{"displayname", " Ann Lee "}})};
  step = adapter_.profiles()->Next("@ann:hs.test", answers, env());
  EXPECT_EQ(std::get<Profile>(*step).name, "Ann Lee");
  EXPECT_FALSE(adapter_.profiles()->Next("ann", {}, env()).has_value());
}

TEST_F(MatrixCalls, NeedSettingsThatFit) {
  EXPECT_EQ(Complaint(), "");
  settings_.secrets["access_token"] = base::Secret("syt");
  EXPECT_NE(Complaint().find("exclude each other"), std::string::npos);
  settings_.secrets.clear();
  EXPECT_NE(Complaint().find("access_token or password is missing"), std::string::npos);
  settings_ = ClientSettings();
  settings_.values["user"] = "support";
  EXPECT_NE(Complaint().find("user is no id"), std::string::npos);
  settings_ = ClientSettings();
  settings_.lists["help_channels"] = {"#help:hs.test"};
  EXPECT_NE(Complaint().find("'#help:hs.test' is none"), std::string::npos);
  settings_.lists["help_channels"] = {"!desk:hs.test"};
  EXPECT_NE(Complaint().find("in desk_channels and in another list"), std::string::npos);
  settings_ = ClientSettings();
  settings_.lists["invites_from"] = {"*", "@ann:hs.test", "far.test"};
  EXPECT_EQ(Complaint(), "");
  settings_.lists["invites_from"] = {"@ann"};
  EXPECT_NE(Complaint().find("invites_from takes"), std::string::npos);
  settings_ = ServiceSettings();
  EXPECT_EQ(Complaint(), "");
  settings_.secrets["hs_token"] = base::Secret("short");
  EXPECT_NE(Complaint().find("hs_token is too short"), std::string::npos);
  settings_.secrets["hs_token"] = base::Secret("throwaway_as_token_0001");
  EXPECT_NE(Complaint().find("are the same"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::adapters::matrix
