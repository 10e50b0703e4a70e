// Every way in which a call can end is one of six, and the dangerous ones are never mistaken: what failed is not
// "sent", what may have arrived is not sent again where that would show it twice.
#include <gtest/gtest.h>

#include "tests/contract/rendering.h"

namespace frontdesk::contract {
namespace {

using Kind = adapters::SendResult::Kind;

class Classifying : public ::testing::TestWithParam<Entry> {
 protected:
  void SetUp() override {
    auto settings = SettingsOf(entry(), entry().secrets, entry().api);
    ASSERT_TRUE(settings.has_value()) << settings.error().message;
    Rendering rendering(entry(), std::move(*settings));
    auto call = rendering.OneCall();
    ASSERT_TRUE(call.has_value()) << call.error().message;
    call_ = std::move(*call);
    good_ = rendering.Play(call_);
  }
  const Entry& entry() const { return GetParam(); }
  bool deduplicates() const { return AdapterOf(entry()).capabilities().deduplicates_sends; }
  adapters::SendResult Of(int status, std::string body = R"({"error":"something","error_description":"went wrong"})",
                          adapters::Headers headers = {{"Content-Type", "application/json"}}) const {
    return AdapterOf(entry()).Classify(call_,
                                       {adapters::HttpAnswer{status, std::move(headers), std::move(body)}, false});
  }
  adapters::SendResult OfNoAnswer(bool certainly_not_sent, bool delivers = true) const {
    adapters::Call call = call_;
    call.delivers = delivers;
    return AdapterOf(entry()).Classify(call, {std::nullopt, certainly_not_sent});
  }

  adapters::Call call_;
  adapters::HttpAnswer good_;
};

TEST_P(Classifying, KnowsSuccess) { EXPECT_EQ(AdapterOf(entry()).Classify(call_, {good_, false}).kind, Kind::kSent); }

TEST_P(Classifying, NeverTakesARefusalForSuccess) {
  for (const int status :
       {301, 302, 307, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 501, 502, 503, 504, 520, 599}) {
    for (const std::string& body :
         {good_.body, std::string(), std::string("<html>no</html>"), std::string("{\"error\":")}) {
      const adapters::SendResult result = Of(status, body);
      EXPECT_NE(result.kind, Kind::kSent) << status << " " << body;
      if (result.kind == Kind::kRejected || result.kind == Kind::kGone || result.whole_account) {
        EXPECT_FALSE(result.reason.empty()) << status << ": an agent must be able to read why";
      }
    }
  }
}

TEST_P(Classifying, FollowsTheTableOfThePlatform) {
  for (const auto& [status, kind] : entry().verdicts)
    EXPECT_EQ(static_cast<int>(Of(status).kind), static_cast<int>(kind)) << status;
}

TEST_P(Classifying, WaitsWhenItIsToldTo) {
  EXPECT_EQ(Of(429).kind, Kind::kRetry);
  const adapters::SendResult told = Of(429, "{}", {{"Retry-After", "7"}});
  EXPECT_EQ(told.kind, Kind::kRetry);
  ASSERT_TRUE(told.retry_after.has_value());
  EXPECT_GE(*told.retry_after, std::chrono::seconds(7));
  for (const std::string odd : {"-1", "soon", "99999999999999999999", "", "1e9"}) {
    const adapters::SendResult result = Of(429, "{}", {{"Retry-After", odd}});
    EXPECT_EQ(result.kind, Kind::kRetry) << odd;
    EXPECT_GE(result.retry_after.value_or(base::Millis{0}).count(), 0) << odd;
    EXPECT_LE(result.retry_after.value_or(base::Millis{0}), std::chrono::hours(24)) << odd;
  }
}

TEST_P(Classifying, TriesAgainWhenThePlatformIsDown) {
  EXPECT_EQ(Of(503).kind, Kind::kRetry);
  for (const int status : {500, 502, 504}) {
    const Kind kind = Of(status).kind;
    EXPECT_TRUE(kind == Kind::kRetry || (!deduplicates() && kind == Kind::kUnknown)) << status;
  }
}

TEST_P(Classifying, AsksForAFreshTokenWhereThereIsOne) {
  const Kind kind = Of(401).kind;
  EXPECT_EQ(kind == Kind::kTokenRefused, AdapterOf(entry()).token() != nullptr);
}

TEST_P(Classifying, DoesNotRepeatWhatCannotGetBetter) {
  for (const int status : {400, 413}) {
    if (entry().verdicts.contains(status)) continue;
    const Kind kind = Of(status).kind;
    EXPECT_TRUE(kind == Kind::kRejected || kind == Kind::kGone) << status;
  }
}

TEST_P(Classifying, ALostAnswerIsRepeatedOnlyWhereThePlatformDeduplicates) {
  EXPECT_EQ(OfNoAnswer(true).kind, Kind::kRetry);
  EXPECT_EQ(OfNoAnswer(false).kind, deduplicates() ? Kind::kRetry : Kind::kUnknown);
  EXPECT_EQ(OfNoAnswer(false, false).kind, Kind::kRetry) << "a step that shows nothing may be made again";
}

TEST_P(Classifying, ASuccessThatCannotBeReadIsNotRepeated) {
  for (const std::string body : {"", "\x01\xff{]", "<!doctype html><p>hi", "[]", "null", "0", "{\"ok\":"}) {
    const Kind kind = Of(200, body).kind;
    EXPECT_NE(kind, Kind::kTokenRefused) << body;
    if (!deduplicates()) {
      EXPECT_NE(kind, Kind::kRetry) << body << ": it may have been shown";
    }
  }
  EXPECT_NE(Of(200, std::string(20'000, '[')).kind, Kind::kTokenRefused);
}

INSTANTIATE_TEST_SUITE_P(Of, Classifying, ::testing::ValuesIn(CalledEntries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
