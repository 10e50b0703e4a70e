// How calls end: every error of the server that means more than its status.
#include "adapters/mattermost/send_outcome.h"
#include "tests/adapters/mattermost_world.h"

namespace frontdesk::adapters::mattermost {
namespace {

using nlohmann::json;
using Kind = SendResult::Kind;

class MattermostOutcome : public MattermostAccount {
 protected:
  SendResult Of(int status, const std::string& id = {}, Headers headers = {}, const std::string& root = {}) const {
    Call call;
    call.url = "https://chat.example.com/api/v4/posts";
    call.body = json{{"channel_id", "dm1"}, {"root_id", root}}.dump();
    const json body = {{"id", id}, {"message", "what it says"}, {"status_code", status}, {"request_id", "r1"}};
    return adapter().Classify(call, {HttpAnswer{status, std::move(headers), id.empty() ? "" : body.dump()}});
  }
};

TEST_F(MattermostOutcome, APostThatIsThereHasItsId) {
  const SendResult sent = adapter().Classify({}, {HttpAnswer{201, {}, R"({"id":"p1","message":"x"})"}});
  EXPECT_EQ(sent.kind, Kind::kSent);
  EXPECT_EQ(sent.platform_id, "p1");
  // Whoever cannot tell may ask again: the mark keeps the post from being shown twice.
  EXPECT_EQ(adapter().Classify({}, {HttpAnswer{201, {}, "<html>"}}).kind, Kind::kRetry);
  EXPECT_EQ(adapter().Classify({}, {}).kind, Kind::kRetry);
  EXPECT_TRUE(adapter().capabilities().deduplicates_sends);
}

TEST_F(MattermostOutcome, ADeadTokenStopsTheAccount) {
  for (const char* id : {"api.context.session_expired.app_error", "api.context.invalid_token.error", ""}) {
    const SendResult result = Of(401, id);
    EXPECT_EQ(result.kind, Kind::kRetry) << id;
    EXPECT_TRUE(result.whole_account) << id;
    EXPECT_EQ(result.retry_after, std::chrono::minutes(5)) << id;
    EXPECT_EQ(result.reason.find("CANARY"), std::string::npos);
  }
  EXPECT_TRUE(Of(501).whole_account) << "a feature that is off";
}

TEST_F(MattermostOutcome, ALimitIsWaitedFor) {
  const SendResult result = Of(429, {}, {{"X-RateLimit-Reset", "12"}});
  EXPECT_EQ(result.kind, Kind::kRetry);
  EXPECT_EQ(result.retry_after, std::chrono::seconds(12));
  EXPECT_TRUE(result.whole_account);
  EXPECT_EQ(Of(429, {}, {{"Retry-After", "3"}}).retry_after, std::chrono::seconds(3));
  EXPECT_EQ(Of(429).retry_after, std::chrono::seconds(1));
  EXPECT_EQ(Of(429, {}, {{"X-RateLimit-Reset", "-5"}}).retry_after, std::chrono::seconds(1));
  EXPECT_EQ(Of(429, {}, {{"X-RateLimit-Reset", "99999999"}}).retry_after, std::chrono::hours(1));
}

TEST_F(MattermostOutcome, WhoIsGoneIsGone) {
  for (const auto& [status, id] :
       std::vector<std::pair<int, std::string>>{{403, "api.context.permissions.app_error"},
                                                {400, "api.post.create_post.can_not_post_to_deleted.error"},
                                                {400, "api.post.create_post.can_not_post_in_restricted_dm.error"},
                                                {404, "app.channel.get.existing.app_error"},
                                                {404, "app.user.missing_account.const"},
                                                {403, ""},
                                                {404, ""}})
    EXPECT_EQ(Of(status, id).kind, Kind::kGone) << status << " " << id;
  EXPECT_NE(Of(403, "api.context.permissions.app_error").reason.find("add the bot"), std::string::npos);
}

TEST_F(MattermostOutcome, AThreadThatIsGoneIsAvoided) {
  const std::string id = "api.post.create_post.root_id.app_error";
  const SendResult result = Of(400, id, {}, "root1");
  EXPECT_EQ(result.kind, Kind::kRejected);
  EXPECT_EQ(result.avoid, "thread");
  EXPECT_EQ(Of(400, "api.post.create_post.channel_root_id.app_error", {}, "root1").avoid, "thread");
  EXPECT_TRUE(Of(400, id).avoid.empty());
}

TEST_F(MattermostOutcome, WhatNeverFitsIsRejected) {
  for (const char* id :
       {"model.post.is_valid.msg.app_error", "model.post.is_valid.message_length.app_error",
        "model.post.is_valid.props.app_error", "api.context.invalid_body_param.app_error",
        "api.post.update_post.permissions_time_limit.app_error", "api.file.upload_file.too_large_detailed.app_error",
        "interactive_message.decode_trigger_id.expired", "something.new", ""})
    EXPECT_EQ(Of(400, id).kind, Kind::kRejected) << id;
  EXPECT_EQ(Of(413).kind, Kind::kRejected);
}

TEST_F(MattermostOutcome, PassingTroublesPass) {
  const SendResult saving = Of(500, "api.post.deduplicate_create_post.pending");
  EXPECT_EQ(saving.kind, Kind::kRetry);
  EXPECT_EQ(saving.retry_after, std::chrono::seconds(1));
  for (const int status : {408, 500, 502, 503, 504}) {
    EXPECT_EQ(Of(status).kind, Kind::kRetry) << status;
    EXPECT_FALSE(Of(status).whole_account) << status;
  }
}

}  // namespace
}  // namespace frontdesk::adapters::mattermost
