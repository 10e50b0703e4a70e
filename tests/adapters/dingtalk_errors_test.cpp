// Every code that the platform is known to answer with, and what is done about it.
#include <algorithm>

#include "tests/adapters/dingtalk_account.h"

namespace frontdesk::adapters::dingtalk {
namespace {

using nlohmann::json;
using Kind = SendResult::Kind;

class DingTalkErrors : public DingTalkAccount {
 protected:
  static Call Sent(bool delivers = true) {
    Call call;
    call.url = "https://api.dingtalk.com/v1.0/robot/oToMessages/batchSend";
    call.delivers = delivers;
    return call;
  }
  SendResult Of(int status, const std::string& body, bool delivers = true) const {
    return adapter().Classify(Sent(delivers), {HttpAnswer{status, {}, body}, false});
  }
  SendResult OfCode(int status, const std::string& code) const {
    return Of(status, json{{"code", code}, {"message", "说明"}, {"requestid", "r"}}.dump());
  }
  SendResult OfErrcode(int errcode, const std::string& sub_code = {}) const {
    json body = {{"errcode", errcode}, {"errmsg", "说明"}};
    if (!sub_code.empty()) body["sub_code"] = sub_code;
    return Of(200, body.dump());
  }
  static void ExpectRetry(const SendResult& result, base::Millis after, bool whole_account) {
    EXPECT_EQ(result.kind, Kind::kRetry);
    EXPECT_EQ(result.retry_after.value_or(base::Millis{0}), after);
    EXPECT_EQ(result.whole_account, whole_account);
    EXPECT_FALSE(result.reason.empty());
  }
};

TEST_F(DingTalkErrors, ATokenThatIsNoMoreIsFetchedAnew) {
  EXPECT_EQ(OfCode(401, "InvalidAuthentication").kind, Kind::kTokenRefused);
  EXPECT_EQ(OfCode(400, "InvalidAuthentication").kind, Kind::kTokenRefused);
  EXPECT_EQ(OfErrcode(40014).kind, Kind::kTokenRefused);
  EXPECT_EQ(OfErrcode(42001).kind, Kind::kTokenRefused);
}

TEST_F(DingTalkErrors, Errcode88HidesTheRealOneInItsSubCode) {
  EXPECT_EQ(OfErrcode(88, "40014").kind, Kind::kTokenRefused);
  ExpectRetry(OfErrcode(88, "90018"), std::chrono::seconds(1), true);
  ExpectRetry(OfErrcode(88, "60011"), std::chrono::minutes(10), true);
  EXPECT_EQ(Of(200, R"({"errcode":88,"sub_code":40014})").kind, Kind::kTokenRefused) << "as a number, too";
  EXPECT_EQ(OfErrcode(88, "isv.unknown").kind, Kind::kRejected);
}

TEST_F(DingTalkErrors, A403ThatIsARateIsToldFromOneThatIsAPermission) {
  ExpectRetry(OfCode(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"), std::chrono::seconds(1), true);
  ExpectRetry(OfCode(403, "Forbidden.AccessDenied.QpmLimitForApi"), std::chrono::minutes(1), true);
  ExpectRetry(OfCode(403, "qps.exceed.limit"), std::chrono::seconds(1), true);
  ExpectRetry(OfCode(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied"), std::chrono::minutes(10), true);
  ExpectRetry(OfCode(403, "Forbidden.AccessDenied.IpNotInWhiteList"), std::chrono::minutes(10), true);
  ExpectRetry(OfCode(400, "apiPermissionDenied"), std::chrono::minutes(10), true);
}

TEST_F(DingTalkErrors, TheOldApisRatesAndPermissions) {
  ExpectRetry(OfErrcode(90018), std::chrono::seconds(1), true);
  ExpectRetry(OfErrcode(90002), base::Millis{0}, true);  // longer and longer, by the outbox's own pauses
  ExpectRetry(OfErrcode(60011), std::chrono::minutes(10), true);
  ExpectRetry(OfErrcode(60020), std::chrono::minutes(10), true);
  ExpectRetry(OfErrcode(-1), base::Millis{0}, false);
}

TEST_F(DingTalkErrors, AFloodIsTheConversationsOwn) {
  ExpectRetry(OfCode(400, "send.too.fast"), std::chrono::minutes(1), false);
  ExpectRetry(OfCode(400, "send.byToken.tooFast"), std::chrono::minutes(1), false);
  ExpectRetry(OfCode(400, "too.many.group"), std::chrono::minutes(1), false);
  ExpectRetry(OfErrcode(660026), std::chrono::minutes(1), false);
  ExpectRetry(OfErrcode(410100), std::chrono::minutes(10), false);
}

TEST_F(DingTalkErrors, TheProtectionInFrontIsLeftAlone) {
  for (const int status : {200, 403}) {
    ExpectRetry(Of(status, R"({"status":1111,"wait":5,"source":"x5","punish":"deny"})"), std::chrono::minutes(5), true);
  }
  ExpectRetry(Of(403, "<html>punish</html>"), std::chrono::minutes(5), true);
  EXPECT_EQ(Of(200, "<html>punish</html>").kind, Kind::kUnknown) << "it may have been shown";
}

TEST_F(DingTalkErrors, ATargetThatIsNoMoreIsNotTriedAgain) {
  for (const char* code : {"invalidParameter.robotCode.notExsit", "invalidParameter.robotCode.empty",
                           "robot.not.in.group", "invalid.openConversationId", "bot.stopped"}) {
    const SendResult result = OfCode(400, code);
    EXPECT_EQ(result.kind, Kind::kGone) << code;
    EXPECT_NE(result.reason.find(code), std::string::npos);
  }
}

TEST_F(DingTalkErrors, WhatWasDoneAlreadyIsDone) {
  EXPECT_EQ(OfCode(409, "invalidRequest.duplicateClientToken").kind, Kind::kSent);
}

TEST_F(DingTalkErrors, A200IsNoSuccessForWhoStandsInItsLists) {
  const auto lists = [&](const json& invalid, const json& slow) {
    return Of(
        200,
        json{{"processQueryKey", "k"}, {"invalidStaffIdList", invalid}, {"flowControlledStaffIdList", slow}}.dump());
  };
  EXPECT_EQ(lists(json::array(), json::array()).kind, Kind::kSent);
  EXPECT_EQ(lists({"16650"}, json::array()).kind, Kind::kGone);
  ExpectRetry(lists(json::array(), {"16650"}), std::chrono::minutes(1), false);
}

TEST_F(DingTalkErrors, ASessionSaysOkAndTheApiGivesAKey) {
  EXPECT_EQ(Of(200, R"({"errcode":0,"errmsg":"ok"})").kind, Kind::kSent);
  EXPECT_EQ(Of(200, R"({"processQueryKey":"abc"})").kind, Kind::kSent);
  EXPECT_EQ(Of(200, "{}").kind, Kind::kUnknown);
  EXPECT_EQ(Of(200, "").kind, Kind::kUnknown);
  EXPECT_EQ(OfErrcode(310000).kind, Kind::kRejected);
}

TEST_F(DingTalkErrors, ACardIsKnownByTheIdThatWeGaveIt) {
  Call call = Sent();
  call.body = R"({"outTrackId":"fd-42-1700000000000"})";
  const auto of = [&](const char* body) { return adapter().Classify(call, {HttpAnswer{200, {}, body}, false}); };
  const SendResult sent = of(
      R"({"success":true,"result":{"outTrackId":"fd-42-1700000000000","deliverResults":[{"success":true,"carrierId":"c"}]}})");
  EXPECT_EQ(sent.kind, Kind::kSent);
  EXPECT_EQ(sent.platform_id, "fd-42-1700000000000");
  const SendResult lost =
      of(R"({"success":true,"result":{"deliverResults":[{"success":false,"errorMsg":"chatbot not exist"}]}})");
  EXPECT_EQ(lost.kind, Kind::kRejected);
  EXPECT_NE(lost.reason.find("chatbot not exist"), std::string::npos);
  EXPECT_EQ(of(R"({"success":false})").kind, Kind::kUnknown);
}

TEST_F(DingTalkErrors, WhatMayHaveBeenShownIsNotRepeatedAndAllElseIs) {
  const auto lost = [&](const Call& call, bool certainly) {
    return adapter().Classify(call, {std::nullopt, certainly}).kind;
  };
  EXPECT_EQ(lost(Sent(), false), Kind::kUnknown);
  EXPECT_EQ(lost(Sent(), true), Kind::kRetry);
  EXPECT_EQ(lost(Sent(false), false), Kind::kRetry);
  Call update = Sent();
  update.method = "PUT";
  EXPECT_EQ(lost(update, false), Kind::kRetry) << "the last state of a card is sent until it is there";
  EXPECT_EQ(Of(502, "").kind, Kind::kUnknown);
  EXPECT_EQ(Of(502, "", false).kind, Kind::kRetry);
  EXPECT_EQ(Of(500, "").kind, Kind::kRetry);
}

TEST_F(DingTalkErrors, AnUploadThatFailedIsNoStep) {
  EXPECT_EQ(Of(200, R"({"errcode":0,"media_id":"m"})", false).kind, Kind::kSent);
  EXPECT_EQ(Of(200, R"({"errcode":40014})", false).kind, Kind::kTokenRefused);
  EXPECT_EQ(Of(200, R"({"errcode":40006,"errmsg":"file too large"})", false).kind, Kind::kRejected);
}

TEST_F(DingTalkErrors, ReasonsAreShort) {
  const SendResult result = Of(400, json{{"code", "x"}, {"message", std::string(5'000, 'y')}}.dump());
  EXPECT_EQ(result.kind, Kind::kRejected);
  EXPECT_LE(result.reason.size(), 210u);
}

}  // namespace
}  // namespace frontdesk::adapters::dingtalk
