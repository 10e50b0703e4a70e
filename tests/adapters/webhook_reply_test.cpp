// What the bot says leaves as one signed call that is the same call however often it is made.
#include <nlohmann/json.hpp>

#include "adapters/webhook/reply_json.h"
#include "bot/base/json.h"
#include "tests/adapters/webhook_account.h"

namespace frontdesk::adapters::webhook {
namespace {

using nlohmann::json;
using std::chrono::seconds;

class WebhookReply : public WebhookAccount {
 protected:
  WebhookReply() {
    settings_.values["callback_url"] = "https://shop.example.com/replies";
    message_ = base::Say("Use [this](http://evil.example) *now*");
    message_.kind = base::MessageKind::kAsk;
    message_.subject = "area";
    message_.input = "choice";
    message_.buttons = {{"Calls", "area:calls"}, {"Messages", "area:messages"}};
    message_.facts = {{"os", "System", "iOS 18"}};
    message_.files = {{"0123456789abcdef", "steps.pdf", "application/pdf", 1234}};
    message_.source = "Join a meeting";
    message_.source_href = "https://help.example.com/articles/join";
  }
  base::Result<Step> Next(int part = 0, base::TimePoint now = kNow + seconds(9)) const {
    return adapter().Next({address_, row_, message_, part}, env(now));
  }
  Call FirstCall(base::TimePoint now = kNow + seconds(9)) const {
    const auto step = Next(0, now);
    const Call* call = step ? std::get_if<Call>(&*step) : nullptr;
    EXPECT_NE(call, nullptr);
    return call == nullptr ? Call{} : *call;
  }
  SendResult After(int status, Headers headers = {}) const {
    return adapter().Classify(FirstCall(), {HttpAnswer{status, std::move(headers), "garbage"}});
  }

  base::Address address_{"shop", "c1", "t1"};
  Row row_{.seq = 7, .id = 42, .at = kNow, .from = "bot", .event_id = "m1", .body = {}};
  base::Message message_;
};

TEST_F(WebhookReply, IsOneSignedPost) {
  const Call call = FirstCall();
  EXPECT_EQ(call.method, "POST");
  EXPECT_EQ(call.url, "https://shop.example.com/replies");
  EXPECT_EQ(FindHeader(call.headers, "content-type"), "application/json");
  EXPECT_TRUE(call.delivers);
  const auto id = CheckSignature(Post(call.headers, call.body), call.body, env(kNow + seconds(9)));
  ASSERT_TRUE(id.has_value()) << id.error().message;
  EXPECT_EQ(id->find('.'), std::string::npos) << "a dot would blur what is signed";
  EXPECT_TRUE(std::holds_alternative<Done>(*Next(1)));
}

TEST_F(WebhookReply, CarriesEverythingThatTheMessageSays) {
  const json body = base::ParseJson(FirstCall().body).value_or(json());
  EXPECT_EQ(body["type"], "reply.created");
  EXPECT_EQ(body["timestamp"], "2026-01-01T00:00:00Z");
  const json& data = body["data"];
  EXPECT_EQ(data["conversation_id"], "c1");
  EXPECT_EQ(data["thread_id"], "t1");
  EXPECT_EQ(data["message_id"], FindHeader(FirstCall().headers, "webhook-id"));
  EXPECT_EQ(data["kind"], "ask");
  EXPECT_EQ(data["subject"], "area");
  EXPECT_EQ(data["from"], "bot");
  EXPECT_EQ(data["ui"]["input"], "choice");
  EXPECT_EQ(data["ui"]["buttons"],
            json::parse(R"([{"label":"Calls","value":"area:calls"},{"label":"Messages","value":"area:messages"}])"));
  EXPECT_EQ(data["ui"]["facts"], json::parse(R"([{"key":"os","label":"System","value":"iOS 18"}])"));
  EXPECT_EQ(data["files"], json::parse(R"([{"name":"steps.pdf","type":"application/pdf","size":1234,
      "url":"https://help.example.com/hooks/shop/files/0123456789abcdef"}])"));
  EXPECT_EQ(data["source"],
            json::parse(R"({"title":"Join a meeting","url":"https://help.example.com/articles/join"})"));
}

TEST_F(WebhookReply, WordsAreMarkdownInWhichNothingTypedIsMarkup) {
  const json data = base::ParseJson(FirstCall().body).value_or(json())["data"];
  const std::string text = data["text"];
  EXPECT_EQ(base::ToPlainText(base::Markdown(text)), "Use [this](http://evil.example) *now*") << text;
  EXPECT_EQ(text.find("Calls"), std::string::npos) << "choices stand in ui";
  const std::string plain = data["plain"];
  EXPECT_NE(plain.find("1. Calls\n2. Messages"), std::string::npos) << plain;
  EXPECT_NE(plain.find("System: iOS 18"), std::string::npos) << plain;
}

TEST_F(WebhookReply, RingsNoBellWhereTheReceiverPostsItsWords) {
  message_ = base::Say("@here @channel");
  const json data = base::ParseJson(FirstCall().body).value_or(json())["data"];
  for (const char* mention : {"@here", "@channel"})
    for (const char* key : {"text", "plain"})
      EXPECT_EQ(data[key].get<std::string>().find(mention), std::string::npos) << data[key];
}

TEST_F(WebhookReply, LeavesOutWhatIsEmpty) {
  message_ = base::Say("Hi");
  address_.thread.clear();
  const json data = base::ParseJson(FirstCall().body).value_or(json())["data"];
  for (const char* key : {"thread_id", "author", "subject", "ui", "files", "source"})
    EXPECT_FALSE(data.contains(key)) << key;
}

TEST_F(WebhookReply, IsTheSameCallLaterButForItsTime) {
  const Call first = FirstCall(kNow), second = FirstCall(kNow + seconds(3600));
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(FindHeader(first.headers, "webhook-id"), FindHeader(second.headers, "webhook-id"));
  EXPECT_EQ(FindHeader(first.headers, "webhook-timestamp"), "1767225600");
  EXPECT_EQ(FindHeader(second.headers, "webhook-timestamp"), "1767229200");
  EXPECT_NE(FindHeader(first.headers, "webhook-signature"), FindHeader(second.headers, "webhook-signature"));
  EXPECT_TRUE(adapter().capabilities().deduplicates_sends);
}

TEST_F(WebhookReply, OfAnotherRowIsAnotherCall) {
  const std::string id = ReplyId(address_, row_);
  Row other = row_;
  other.id = 43;
  EXPECT_NE(ReplyId(address_, other), id);
  other = row_;
  other.at += seconds(1);
  EXPECT_NE(ReplyId(address_, other), id) << "a fresh data directory counts from 1 again";
  EXPECT_NE(ReplyId({"forum", "c1", "t1"}, row_), id);
}

TEST_F(WebhookReply, WaitsInTheStoreWhereNobodyCanBeCalled) {
  settings_.values.erase("callback_url");
  EXPECT_TRUE(std::holds_alternative<Done>(*Next()));
}

// --- how a call ends

TEST_F(WebhookReply, IsSentWhenTheReceiverSaysSo) {
  for (const int status : {200, 201, 202, 204}) {
    const SendResult result = After(status);
    EXPECT_EQ(result.kind, SendResult::Kind::kSent) << status;
    EXPECT_EQ(result.platform_id, ReplyId(address_, row_));
  }
}

TEST_F(WebhookReply, IsTriedAgainWhateverElseComes) {
  for (const int status : {301, 302, 307, 400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504}) {
    const SendResult result = After(status);
    EXPECT_EQ(result.kind, SendResult::Kind::kRetry) << status;
    EXPECT_NE(result.reason.find(std::to_string(status)), std::string::npos) << result.reason;
    EXPECT_EQ(result.reason.find("garbage"), std::string::npos) << result.reason;
  }
}

TEST_F(WebhookReply, IsTriedAgainAfterSilenceSinceTheReceiverKnowsItsId) {
  for (const bool certainly_not_sent : {true, false}) {
    const SendResult result = adapter().Classify(FirstCall(), {std::nullopt, certainly_not_sent});
    EXPECT_EQ(result.kind, SendResult::Kind::kRetry);
    EXPECT_TRUE(result.whole_account);
  }
}

TEST_F(WebhookReply, WaitsAsLongAsABusyReceiverAsks) {
  for (const int status : {429, 502, 503, 504}) {
    const SendResult result = After(status, {{"Retry-After", "120"}});
    EXPECT_EQ(result.retry_after, base::Millis(120'000)) << status;
    EXPECT_TRUE(result.whole_account) << status;
  }
  EXPECT_EQ(After(429).retry_after, std::nullopt);
  for (const char* odd : {"-5", "soon", "1.5", "", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999"})
    EXPECT_EQ(After(429, {{"retry-after", odd}}).retry_after, std::nullopt) << odd;
  EXPECT_EQ(After(429, {{"retry-after", "4000000000"}}).retry_after, std::chrono::hours(24));
}

TEST_F(WebhookReply, StopsWhenTheReceiverIsGone) {
  const SendResult result = After(410);
  EXPECT_EQ(result.kind, SendResult::Kind::kGone);
  EXPECT_TRUE(result.whole_account);
  EXPECT_NE(result.reason.find("callback_url"), std::string::npos);
}

TEST_F(WebhookReply, SaysThatRedirectsAreNotFollowed) {
  EXPECT_NE(After(308).reason.find("redirect"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::adapters::webhook
