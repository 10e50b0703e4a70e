// How calls to Slack end: each error code asks for one of six things, and the reason says what to do.
#include <algorithm>

#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using Kind = SendResult::Kind;
using nlohmann::json;

class SlackOutcome : public SlackAccount {
 protected:
  SendResult Of(const json& body, int status = 200, Headers headers = {}) {
    const Call call = std::get<Call>(*NextOf(base::Say("hello")));
    return adapter().Classify(call, {HttpAnswer{status, std::move(headers), body.dump()}, false});
  }
  SendResult OfError(const std::string& error) { return Of({{"ok", false}, {"error", error}}); }
};

TEST_F(SlackOutcome, OfSuccessIsThePlaceOfTheMessage) {
  SendResult result = Of({{"ok", true}, {"channel", "C0001"}, {"ts", kTs}});
  EXPECT_EQ(result.kind, Kind::kSent);
  EXPECT_EQ(result.platform_id, kTs) << "the thread of what is said below it";
  result = Of({{"ok", true}, {"channel", "D0001"}, {"ts", kTs}});
  EXPECT_EQ(result.platform_id, std::string("D0001:") + kTs) << "the address names the person only";
  EXPECT_EQ(Of({{"ok", true}, {"files", json::array()}}).platform_id, "");
}

TEST_F(SlackOutcome, IsNoSuccessBecauseOfTheStatus) {
  EXPECT_EQ(OfError("some_new_error").kind, Kind::kRejected);
  EXPECT_EQ(OfError("some_new_error").reason, "some_new_error");
}

TEST_F(SlackOutcome, OfABrokenInstallationHoldsTheWholeAccount) {
  for (const char* error : {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired",
                            "missing_scope", "not_allowed_token_type", "access_denied", "org_login_required",
                            "ekm_access_denied", "team_access_not_granted"}) {
    const SendResult result = OfError(error);
    EXPECT_EQ(result.kind, Kind::kRetry) << error;
    EXPECT_TRUE(result.whole_account) << error;
    EXPECT_GE(result.retry_after.value_or(base::Millis{0}), std::chrono::minutes(1)) << error;
    EXPECT_TRUE(result.reason.starts_with(error)) << result.reason;
    EXPECT_NE(result.reason.find(": "), std::string::npos) << error << " has no advice";
  }
  EXPECT_NE(Of({{"ok", false}, {"error", "missing_scope"}, {"needed", "files:write"}}).reason.find("files:write"),
            std::string::npos);
}

TEST_F(SlackOutcome, OfALostTargetIsFinal) {
  for (const char* error : {"channel_not_found", "not_in_channel", "is_archived", "user_not_found", "user_disabled",
                            "user_not_visible", "cannot_dm_bot"}) {
    EXPECT_EQ(OfError(error).kind, Kind::kGone) << error;
    EXPECT_FALSE(OfError(error).whole_account) << error;
  }
}

TEST_F(SlackOutcome, OfAMessageThatIsRefusedIsFinalForIt) {
  for (const char* error : {"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "message_not_found",
                            "edit_window_closed", "cant_update_message", "thread_not_found", "cannot_reply_to_message",
                            "expired_trigger_id", "exchanged_trigger_id"}) {
    EXPECT_EQ(OfError(error).kind, Kind::kRejected) << error;
    EXPECT_TRUE(OfError(error).reason.starts_with(error)) << error;
  }
  const SendResult blocks = Of({{"ok", false},
                                {"error", "invalid_blocks"},
                                {"response_metadata", {{"messages", {"[ERROR] too long [json-pointer:/blocks/0]"}}}}});
  EXPECT_NE(blocks.reason.find("/blocks/0"), std::string::npos);
}

TEST_F(SlackOutcome, OfAPassingTroubleIsTriedAgain) {
  for (const char* error : {"internal_error", "service_unavailable", "fatal_error", "request_timeout"}) {
    EXPECT_EQ(OfError(error).kind, Kind::kRetry) << error;
    EXPECT_FALSE(OfError(error).whole_account) << error;
    EXPECT_EQ(Of({{"ok", false}, {"error", error}}, 500).kind, Kind::kRetry) << error;
  }
  EXPECT_EQ(OfError("messages_tab_disabled").kind, Kind::kRetry);
  EXPECT_FALSE(OfError("messages_tab_disabled").whole_account) << "channels are not touched by it";
}

TEST_F(SlackOutcome, OfARateLimitWaitsAsLongAsItIsToldAndHoldsNobodyElse) {
  const SendResult told = Of({{"ok", false}, {"error", "ratelimited"}}, 429, {{"Retry-After", "7"}});
  EXPECT_EQ(told.kind, Kind::kRetry);
  EXPECT_EQ(told.retry_after, std::chrono::seconds(7));
  EXPECT_FALSE(told.whole_account) << "a channel's limit is not the workspace's";
  EXPECT_EQ(OfError("ratelimited").retry_after, std::chrono::seconds(1));
  EXPECT_EQ(OfError("message_limit_exceeded").kind, Kind::kRetry);
}

TEST_F(SlackOutcome, OfAThreadThatIsGoneIsTriedBesideIt) {
  for (const char* error : {"thread_not_found", "cannot_reply_to_message"}) {
    EXPECT_EQ(OfError(error).avoid, "") << error << ": it was in no thread";
    address_ = {"slack", "C0001", kRoot};
    EXPECT_EQ(OfError(error).avoid, kAvoidThread) << error;
    EXPECT_EQ(OfError(error).kind, Kind::kRejected) << error << ": when that is refused as well, it stands";
    avoid_ = {std::string(kAvoidThread)};
    const json beside = Shown(base::Say("hello"));
    EXPECT_FALSE(beside.contains("thread_ts"));
    EXPECT_EQ(beside["channel"], "C0001");
    EXPECT_EQ(OfError(error).avoid, "") << "no third way";
    avoid_.clear();
    address_.thread.clear();
  }
}

TEST_F(SlackOutcome, OfRefusedBlocksIsTriedAsText) {
  base::Message message = base::Say("Which part is it about?");
  message.asks = true;
  message.buttons = {{"Calls", "slot:area=call"}, {"Mail", "slot:area=mail"}};
  message.facts = {{"version", "Version", "3.2"}};
  for (const char* error : {"invalid_blocks", "msg_blocks_too_long", "msg_too_long", "invalid_blocks_format"}) {
    avoid_.clear();
    EXPECT_EQ(OfError(error).avoid, kAvoidBlocks) << error;
    avoid_ = {std::string(kAvoidBlocks)};
    const json body = Shown(message);
    EXPECT_FALSE(body.contains("blocks"));
    const std::string text = body["text"];
    for (const char* shown : {"Which part is it about?", "1", "Calls", "2", "Mail", "Version", "3.2"})
      EXPECT_NE(text.find(shown), std::string::npos) << shown << " in " << text;
    EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message, 1)));
    EXPECT_EQ(OfError(error).avoid, "") << "no third way";
  }
  const json changed = BodyOf(NextOf(message, 0, {}, kTs));
  EXPECT_EQ(url_, "https://slack.com/api/chat.update");
  EXPECT_FALSE(changed.contains("blocks")) << "text alone takes the blocks away";
}

TEST_F(SlackOutcome, OfRefusedBlocksKeepsWhatHasArrived) {
  const base::Message message = base::Say(std::string(2'900, 'a') + "\n\n" + std::string(2'900, 'b'));
  const json second = Shown(message, 1);
  avoid_ = {std::string(kAvoidBlocks)};
  EXPECT_EQ(Shown(message, 1)["text"], second["text"]);
  EXPECT_EQ(Shown(message, 0)["text"].get<std::string>().size(), 2'900u);
}

// There is no key against duplicates.
TEST_F(SlackOutcome, OfALostAnswerIsUnknown) {
  const Call call = std::get<Call>(*NextOf(base::Say("hello")));
  EXPECT_EQ(adapter().Classify(call, {std::nullopt, false}).kind, Kind::kUnknown);
  EXPECT_EQ(adapter().Classify(call, {std::nullopt, true}).kind, Kind::kRetry);
  EXPECT_EQ(adapter().Classify(call, {std::nullopt, true}).avoid, "") << "it is surely not there";
  EXPECT_FALSE(adapter().capabilities().deduplicates_sends);
}

class SlackLostAnswer : public SlackOutcome {
 protected:
  // What Next does once the answer to the first call is lost.
  Call Search(std::vector<HttpAnswer> answers = {}) {
    avoid_.clear();
    const Call sent = std::get<Call>(*NextOf(base::Say("hello")));
    avoid_ = {adapter().Classify(sent, {std::nullopt, false}).avoid};
    auto step = NextOf(base::Say("hello"), 0, std::move(answers));
    EXPECT_TRUE(step.has_value() && std::holds_alternative<Call>(*step));
    return std::get<Call>(std::move(*step));
  }
  SendResult Found(const Call& search, const json& messages, bool more = false) {
    const json listed = {{"ok", true}, {"messages", messages}, {"has_more", more}};
    return adapter().Classify(search, {HttpAnswer{200, {}, listed.dump()}, false});
  }
  static json Ours(const std::string& id) {
    return {{"type", "message"},
            {"bot_id", "B0001"},
            {"ts", kTs},
            {"metadata", {{"event_type", "frontdesk_message"}, {"event_payload", {{"id", id}}}}}};
  }
  static json Theirs() { return {{"type", "message"}, {"user", "U0001"}, {"ts", kRoot}, {"text", "hello?"}}; }
};

TEST_F(SlackLostAnswer, IsLookedForBelowTheSameMessage) {
  address_ = {"slack", "C0001", kRoot};
  const Call search = Search();
  EXPECT_EQ(search.url,
            "https://slack.com/api/conversations.replies?channel=C0001&include_all_metadata=true&limit=200&"
            "oldest=1767225000.000000&ts=" +
                std::string(kRoot));
  EXPECT_EQ(search.method, "GET");
  const SendResult found = Found(search, {Theirs(), Ours("fd-6.0"), Ours("fd-7.0")});
  EXPECT_EQ(found.kind, Kind::kSent);
  EXPECT_EQ(found.platform_id, kTs);
}

TEST_F(SlackLostAnswer, OfADirectMessageIsLookedForInItsTalk) {
  const Call open = Search();
  EXPECT_EQ(open.url, "https://slack.com/api/conversations.open");
  const HttpAnswer talk{200, {}, R"({"ok":true,"channel":{"id":"D0001"}})"};
  EXPECT_EQ(adapter().Classify(open, {talk, false}).kind, Kind::kSent);
  EXPECT_FALSE(open.delivers);
  const Call search = Search({talk});
  EXPECT_TRUE(search.url.starts_with("https://slack.com/api/conversations.history?channel=D0001&")) << search.url;
  EXPECT_EQ(Found(search, json::array({Ours("fd-7.0")})).platform_id, std::string("D0001:") + kTs);
}

TEST_F(SlackLostAnswer, ThatIsNotThereIsSentOnceMore) {
  address_ = {"slack", "C0001", kRoot};
  const SendResult missing = Found(Search(), {Theirs(), Ours("fd-6.0"), Ours("fd-7.1")});
  EXPECT_EQ(missing.kind, Kind::kRejected);
  avoid_.push_back(missing.avoid);
  Shown(base::Say("hello"));
  EXPECT_EQ(url_, "https://slack.com/api/chat.postMessage");
  EXPECT_EQ(OfError("invalid_blocks").avoid, kAvoidBlocks) << "what it is refused for is no other than before";
}

TEST_F(SlackLostAnswer, OfOnePartIsNoneOfAnother) {
  const std::string two = std::string(2'900, 'a') + "\n\n" + std::string(2'900, 'b');
  Search();
  EXPECT_EQ(BodyOf(NextOf(base::Say(two), 1))["metadata"]["event_payload"]["id"], "fd-7.1");
}

TEST_F(SlackLostAnswer, StaysUnknownWhereSlackDoesNotTell) {
  address_ = {"slack", "C0001", kRoot};
  const Call search = Search();
  json bare = Ours("fd-7.0");
  bare.erase("metadata");
  EXPECT_EQ(Found(search, json::array({bare})).kind, Kind::kUnknown) << "it may be this one";
  EXPECT_EQ(Found(search, json::array({Theirs()}), true).kind, Kind::kUnknown) << "there are more";
  EXPECT_EQ(adapter().Classify(search, {std::nullopt, true}).kind, Kind::kUnknown);
  for (const char* body :
       {R"({"ok":false,"error":"missing_scope"})", R"({"ok":false,"error":"ratelimited"})", "<html>"})
    EXPECT_EQ(adapter().Classify(search, {HttpAnswer{200, {}, body}, false}).kind, Kind::kUnknown) << body;
  EXPECT_EQ(adapter().Classify(search, {HttpAnswer{429, {}, ""}, false}).kind, Kind::kUnknown);
}

TEST_F(SlackOutcome, NeverNamesTheToken) {
  for (const char* error : {"invalid_auth", "missing_scope", "ratelimited", "some_new_error"})
    EXPECT_EQ(OfError(error).reason.find("CANARY"), std::string::npos) << error;
}

class SlackProfile : public SlackAccount {
 protected:
  base::Result<std::variant<Call, Profile>> Next(std::vector<HttpAnswer> answers) {
    return adapter().profiles()->Next("U0001", answers, env());
  }
};

TEST_F(SlackProfile, IsANameALanguageAndAZone) {
  const auto ask = Next({});
  ASSERT_TRUE(ask.has_value());
  EXPECT_EQ(std::get<Call>(*ask).url, "https://slack.com/api/users.info?include_locale=true&user=U0001");
  const auto told = Next({HttpAnswer{200, {}, R"({"ok":true,"user":{"id":"U0001","name":"ann","tz":"Europe/London",
      "locale":"en-GB","profile":{"real_name":"Ann Lee","display_name":"ann"}}})"}});
  ASSERT_TRUE(told.has_value());
  const Profile& profile = std::get<Profile>(*told);
  EXPECT_EQ(profile.name, "Ann Lee");
  EXPECT_EQ(profile.locale, "en-GB");
  EXPECT_EQ(profile.zone, "Europe/London");
}

TEST_F(SlackProfile, IsAskedForAgainOnlyWhenThatHelps) {
  const auto code = [&](const std::string& error) {
    return Next({HttpAnswer{200, {}, R"({"ok":false,"error":")" + error + "\"}"}}).error().code;
  };
  EXPECT_EQ(code("ratelimited"), base::ErrorCode::kUnavailable);
  EXPECT_EQ(code("user_not_found"), base::ErrorCode::kNotFound);
  EXPECT_EQ(code("missing_scope"), base::ErrorCode::kForbidden);
  EXPECT_FALSE(adapter().profiles()->Next("../x", {}, env()).has_value());
}

class SlackFile : public SlackAccount {
 protected:
  base::Result<std::variant<Call, std::string>> Next(const json& remote, std::vector<HttpAnswer> answers = {}) {
    base::FileRef file;
    file.type = "image/png";
    file.remote = remote.dump();
    return adapter().file_source()->Next(file, answers, env());
  }
};

TEST_F(SlackFile, IsFetchedFromSlackWithOurToken) {
  const auto call = Next({{"id", "F1"}, {"url", "https://files.slack.com/files-pri/T1-F1/download/a.png"}});
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(FindHeader(std::get<Call>(*call).headers, "Authorization"), "Bearer xoxb-CANARY-BOT");
  const auto bytes =
      Next({{"url", "https://files.slack.com/a"}}, {HttpAnswer{200, {{"Content-Type", "image/png"}}, "x"}});
  EXPECT_EQ(std::get<std::string>(*bytes), "x");
}

TEST_F(SlackFile, IsNotFetchedFromAnywhereElse) {
  for (const char* url :
       {"https://evil.example/a", "http://files.slack.com/a", "https://files.slack.com.evil.example/a",
        "https://evilslack.com/a", "https://files.slack.com@evil.example/a", "ftp://files.slack.com/a",
        "https://evil.example\\.slack.com/a", "//files.slack.com/a"}) {
    const auto call = Next({{"url", url}});
    ASSERT_FALSE(call.has_value()) << url;
    EXPECT_EQ(call.error().code, base::ErrorCode::kForbidden) << url;
  }
}

TEST_F(SlackFile, ThatIsAPageToSignInIsNoFile) {
  const auto page = Next({{"url", "https://files.slack.com/a"}},
                         {HttpAnswer{200, {{"Content-Type", "text/html; charset=utf-8"}}, "<html>"}});
  ASSERT_FALSE(page.has_value());
  EXPECT_NE(page.error().message.find("files:read"), std::string::npos);
}

TEST_F(SlackFile, OfASharedChannelIsLookedUpFirst) {
  const auto ask = Next({{"id", "F1"}});
  ASSERT_TRUE(ask.has_value());
  EXPECT_EQ(std::get<Call>(*ask).url, "https://slack.com/api/files.info?file=F1");
  const HttpAnswer info{200, {}, R"({"ok":true,"file":{"url_private_download":"https://files.slack.com/a"}})"};
  EXPECT_EQ(std::get<Call>(*Next({{"id", "F1"}}, {info})).url, "https://files.slack.com/a");
  EXPECT_FALSE(Next({{"id", "F1"}}, {HttpAnswer{200, {}, R"({"ok":false,"error":"file_not_found"})"}}).has_value());
}

}  // namespace
}  // namespace frontdesk::adapters::slack
