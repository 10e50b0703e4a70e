// Every error of the connector's table, and what is made of it.
#include "tests/adapters/teams_world.h"

namespace frontdesk::adapters::teams {
namespace {

using nlohmann::json;
using Kind = SendResult::Kind;

class TeamsOutcome : public TeamsAccount {
 protected:
  SendResult Of(int status, const std::string& code = {}, const base::Message& message = base::Say("hi")) {
    const std::string body = code.empty() ? "" : json{{"error", {{"code", code}, {"message", "No"}}}}.dump();
    return adapter().Classify(CallOf(NextOf(message)), {HttpAnswer{status, {}, body}});
  }
};

TEST_F(TeamsOutcome, SaysWhatCameThrough) {
  const SendResult sent =
      adapter().Classify(CallOf(NextOf(base::Say("hi"))), {HttpAnswer{201, {}, R"({"id":"1767225601000"})"}});
  EXPECT_EQ(sent.kind, Kind::kSent);
  EXPECT_EQ(sent.platform_id, "1767225601000");
  EXPECT_EQ(Of(202).kind, Kind::kSent);
}

TEST_F(TeamsOutcome, SaysWhoIsGone) {
  for (const char* code :
       {"BotDisabledByAdmin", "BotNotInConversationRoster", "ConversationBlockedByUser", "ForbiddenOperationException",
        "NotEnoughPermissions", "InvalidBotApiHost", "MessageWritesBlocked"}) {
    const SendResult result = Of(403, code);
    EXPECT_EQ(result.kind, Kind::kGone) << code;
    EXPECT_NE(result.reason.find(code), std::string::npos);
    EXPECT_NE(result.reason.find('('), std::string::npos) << "what can be done: " << result.reason;
  }
  EXPECT_EQ(Of(403).kind, Kind::kGone);
  EXPECT_EQ(Of(404, "ConversationNotFound").kind, Kind::kGone);
  EXPECT_EQ(Of(404).kind, Kind::kRejected);
}

TEST_F(TeamsOutcome, LooksForAnotherWayWhereThereIsOne) {
  EXPECT_EQ(Of(404, "ActivityNotFoundInConversation").avoid, "");
  address_ = {"teams", kChannel, "5"};
  EXPECT_EQ(Of(404, "ActivityNotFoundInConversation").avoid, "thread");
  avoid_ = {"thread"};
  EXPECT_TRUE(CallOf(NextOf(base::Say("hi"))).url.ends_with("/v3/conversations")) << "beside it";
  avoid_.clear();
  for (const auto& [status, code] : {std::pair<int, const char*>{413, ""},
                                     {413, "MessageSizeTooBig"},
                                     {400, "MessageSizeTooBig"},
                                     {400, "BadSyntax"},
                                     {400, "Bad Argument"},
                                     {400, "BadArgument"}}) {
    EXPECT_EQ(Of(status, code, Question()).avoid, "card") << code;
    EXPECT_EQ(Of(status, code).avoid, "") << code << ": there was no card";
    EXPECT_EQ(Of(status, code).kind, Kind::kRejected) << code;
  }
}

TEST_F(TeamsOutcome, LeavesAMessageThatCannotBeChanged) {
  const Call change = CallOf(NextOf(Question(), 0, "1767225601000"));
  const SendResult gone = adapter().Classify(
      change, {HttpAnswer{404, {}, R"({"error":{"code":"ActivityNotFoundInConversation","message":"No"}})"}});
  EXPECT_EQ(gone.kind, Kind::kRejected);
  EXPECT_EQ(gone.avoid, "change");
  avoid_ = {"change"};
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(Question(), 0, "1767225601000")));
}

TEST_F(TeamsOutcome, TriesAgainWhatMicrosoftAsksToTryAgain) {
  for (const int status : {408, 412, 429, 502, 503, 504}) EXPECT_EQ(Of(status).kind, Kind::kRetry) << status;
  for (const char* code : {"Throttled", "TooManyRequests", "ServiceError"})
    EXPECT_EQ(Of(429, code).kind, Kind::kRetry) << code;
  EXPECT_EQ(Of(500).kind, Kind::kUnknown);
  for (const int status : {400, 405, 409, 410, 422}) EXPECT_EQ(Of(status).kind, Kind::kRejected) << status;
  const SendResult told =
      adapter().Classify(CallOf(NextOf(base::Say("hi"))), {HttpAnswer{429, {{"Retry-After", "7"}}, ""}});
  EXPECT_EQ(told.retry_after, std::chrono::seconds(7));
  EXPECT_FALSE(told.whole_account) << "the limit is the conversation's";
}

TEST_F(TeamsOutcome, AsksForAFreshTokenOnceAndTellsTheAdminOfABotThatIsNone) {
  EXPECT_EQ(Of(401).kind, Kind::kTokenRefused);
  const SendResult none = Of(401, "BotNotRegistered");
  EXPECT_EQ(none.kind, Kind::kRetry);
  EXPECT_TRUE(none.whole_account);
  EXPECT_NE(none.reason.find("app_id"), std::string::npos);
}

TEST_F(TeamsOutcome, OfALostAnswerIsUnknown) {
  EXPECT_EQ(adapter().Classify(CallOf(NextOf(base::Say("hi"))), {}).kind, Kind::kUnknown);
  EXPECT_EQ(adapter().Classify(CallOf(NextOf(base::Say("hi"))), {std::nullopt, true}).kind, Kind::kRetry);
}

}  // namespace
}  // namespace frontdesk::adapters::teams
