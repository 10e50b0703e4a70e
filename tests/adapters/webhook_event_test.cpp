// What systems send becomes the right event, once, whatever its members; what is wrong is told in a sentence.
#include "adapters/webhook/webhook_event.h"

#include <set>

#include "tests/adapters/webhook_account.h"

namespace frontdesk::adapters::webhook {
namespace {

using base::ErrorCode;

class WebhookEvent : public WebhookAccount {
 protected:
  base::Result<std::vector<base::Event>> Parse(std::string_view body, std::string_view delivery = "msg_1") const {
    const Headers headers = Sign(delivery, body);
    const auto verified = adapter().Verify(Post(headers, body), env());
    if (!verified) return tl::unexpected(verified.error());
    auto parsed = adapter().Parse(*verified, env());
    if (!parsed) return tl::unexpected(parsed.error());
    return std::get<adapters::Taken>(*parsed).events;
  }
  base::Event One(std::string_view body, std::string_view delivery = "msg_1") const {
    const auto events = Parse(body, delivery);
    EXPECT_TRUE(events.has_value()) << (events ? "" : events.error().message);
    if (!events || events->size() != 1) {
      ADD_FAILURE() << "not one event of " << body.substr(0, 200);
      return {};
    }
    return events->front();
  }
  void ExpectWrong(std::string_view body, ErrorCode code, std::string_view word) const {
    const auto events = Parse(body);
    ASSERT_FALSE(events.has_value()) << body.substr(0, 200);
    EXPECT_EQ(events.error().code, code);
    EXPECT_NE(events.error().message.find(word), std::string::npos) << events.error().message;
  }
};

std::string Message(std::string_view more, std::string_view type = "message.created") {
  return "{\"type\":\"" + std::string(type) +
         R"(","timestamp":"2026-01-01T00:00:00Z","data":{"conversation_id":"c1","sender":{"id":"u1"})" +
         std::string(more) + "}}";
}

TEST_F(WebhookEvent, AMessageIsSaidWhereItSays) {
  const auto event = One(Message(R"(,"thread_id":"t1","message_id":"m1","text":"Hi","locale":"zh-CN")"));
  EXPECT_EQ(event.id, "m1");
  EXPECT_EQ(event.address, (base::Address{"shop", "c1", "t1"}));
  EXPECT_EQ(event.author, (base::Author{"u1", "", false, false}));
  EXPECT_EQ(event.locale, "zh-CN");
  EXPECT_EQ(event.at, kNow) << "when it arrived, not what the sender says";
  EXPECT_EQ(std::get<base::Said>(event.body).text, "Hi");
}

TEST_F(WebhookEvent, AMessageSaysUntilWhenItCanBeAnswered) {
  const auto event = One(Message(R"(,"text":"Hi","reply_until":"2026-01-03T00:00:00Z")"));
  ASSERT_TRUE(event.path);
  EXPECT_EQ(event.path->until, *base::ParseTime("2026-01-03T00:00:00Z"));
  EXPECT_FALSE(One(Message(R"(,"text":"Hi")")).path) << "else it can be answered at any time";
  ExpectWrong(Message(R"(,"text":"Hi","reply_until":"tomorrow")"), ErrorCode::kInvalid, "data.reply_until");
}

TEST_F(WebhookEvent, AMessageHasOneIdentityHoweverItIsDelivered) {
  EXPECT_EQ(One(Message(R"(,"message_id":"m1","text":"Hi")"), "msg_1").id, "m1");
  EXPECT_EQ(One(Message(R"(,"message_id":"m1","text":"Hi")"), "msg_2").id, "m1");
  EXPECT_EQ(One(Message(R"(,"text":"Hi")"), "msg_2").id, "msg_2");
}

TEST_F(WebhookEvent, WhatHappensToAMessageIsNotTheMessage) {
  std::set<std::string> ids;
  const std::string_view same = R"(,"message_id":"m1","text":"Hi","action":{"value":"yes"})";
  for (const std::string_view type :
       {"message.created", "message.updated", "message.deleted", "action.submitted", "member.joined"})
    ids.insert(One(Message(same, type)).id);
  EXPECT_EQ(ids.size(), 5u);
}

TEST_F(WebhookEvent, PressesOfOneMessageAreToldApartByTheirDelivery) {
  const std::string press = Message(R"(,"message_id":"m1","action":{"value":"yes","label":"Yes"})", "action.submitted");
  EXPECT_NE(One(press, "msg_1").id, One(press, "msg_2").id);
  EXPECT_EQ(std::get<base::Pressed>(One(press).body).value, "yes");
  EXPECT_EQ(std::get<base::Pressed>(One(press).body).label, "Yes");
}

TEST_F(WebhookEvent, IdsMayBeNumbersOfAnySize) {
  const auto event = One(
      R"({"type":"message.created","data":{"conversation_id":42,"message_id":18446744073709551615,
          "sender":{"id":1029457500870543736},"text":"Hi"}})");
  EXPECT_EQ(event.id, "18446744073709551615");
  EXPECT_EQ(event.address.channel, "42");
  EXPECT_EQ(event.author.id, "1029457500870543736");
}

TEST_F(WebhookEvent, ContextComesAlongAndTheAddressOfTheSender) {
  const auto event = One(
      R"({"type":"message.created","data":{"conversation_id":"c1","text":"Hi","context":{"os":"iOS"},
          "sender":{"id":"u1","name":"Ann","email":"ann@example.com","verified":true}}})");
  EXPECT_EQ(event.context, R"({"email":"ann@example.com","os":"iOS"})");
  EXPECT_EQ(event.author, (base::Author{"u1", "Ann", false, true}));
  const auto given = One(Message(R"(,"context":{"app_version":"3.2"})", "context.updated"));
  EXPECT_EQ(std::get<base::GaveContext>(given.body).json, R"({"app_version":"3.2"})");
  EXPECT_TRUE(given.context.empty()) << "told once";
}

TEST_F(WebhookEvent, FilesAreNamedAndNotFetchedYet) {
  const std::string_view files =
      R"(,"text":"see","files":[{"url":"https://cdn.example.com/a.png?x=1","name":"a.png","type":"image/png","size":7}])";
  for (const std::string_view type : {"message.created", "file.created"}) {
    const auto sent = std::get<base::SentFiles>(One(Message(files, type)).body);
    EXPECT_EQ(sent.caption, "see");
    ASSERT_EQ(sent.files.size(), 1u);
    EXPECT_EQ(sent.files[0], (base::FileRef{"", "a.png", "image/png", 7, "https://cdn.example.com/a.png?x=1"}));
  }
}

TEST_F(WebhookEvent, FilesAreFetchedFromProperAddressesOnly) {
  const FileSource& source = *adapter().file_source();
  for (const char* url : {"http://cdn.example.com/a", "ftp://x/a", "file:///etc/passwd", "https://", "https:///a",
                          "https://user@evil.example/", "https://cdn.example.com/a b", "https://cdn.example.com\\@x/",
                          "https://cdn.example.com/a#b", "https://cdn.example.com/\xC3\xA9", "//cdn.example.com/a"}) {
    const auto call = source.Next({"", "a", "", 0, url}, {}, env());
    ASSERT_FALSE(call.has_value()) << url;
    EXPECT_EQ(call.error().code, ErrorCode::kForbidden);
    EXPECT_FALSE(IsFileUrl(url));
  }
  const auto step = source.Next({"", "a", "", 0, "https://cdn.example.com/a?b=c%20d"}, {}, env());
  ASSERT_TRUE(step.has_value());
  const auto* call = std::get_if<Call>(&*step);
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->method, "GET");
  EXPECT_EQ(call->url, "https://cdn.example.com/a?b=c%20d");
  EXPECT_TRUE(call->headers.empty()) << "no secret of ours goes there";
  EXPECT_TRUE(adapter().capabilities().guarded_calls);
}

TEST_F(WebhookEvent, EditsAndDeletionsNameTheMessage) {
  const std::string_view without_sender =
      R"({"type":"message.updated","data":{"conversation_id":"c1","message_id":"m1","text":"Hello"}})";
  const auto edited = std::get<base::Edited>(One(without_sender).body);
  EXPECT_EQ(edited.message, "m1");
  EXPECT_EQ(edited.text, "Hello");
  EXPECT_EQ(std::get<base::Deleted>(One(Message(R"(,"message_id":"m1")", "message.deleted")).body).message, "m1");
  ExpectWrong(Message(R"(,"text":"x")", "message.updated"), ErrorCode::kInvalid, "data.message_id");
  ExpectWrong(Message("", "message.deleted"), ErrorCode::kInvalid, "data.message_id");
}

TEST_F(WebhookEvent, APostStandsByItself) {
  const auto event = One(
      R"({"type":"post.created","data":{"message_id":"r9","source":"review","title":"Crash","text":"It crashes",
          "url":"https://store.example.com/r9","facts":[{"key":"rating","label":"Rating","value":"2 of 5"}]}})");
  EXPECT_EQ(event.id, "r9");
  EXPECT_EQ(event.address.channel, "r9");
  EXPECT_EQ(event.author.id, "r9") << "nobody else's";
  const auto post = std::get<base::Posted>(event.body);
  EXPECT_EQ(post.source, "review");
  EXPECT_EQ(post.title, "Crash");
  EXPECT_EQ(post.text, "It crashes");
  EXPECT_EQ(post.url, "https://store.example.com/r9");
  ASSERT_EQ(post.facts.size(), 1u);
  EXPECT_EQ(post.facts[0], (base::Fact{"rating", "Rating", "2 of 5"}));
  ExpectWrong(R"({"type":"post.created","data":{"text":"x","url":"javascript:alert"
}
})",
              ErrorCode::kInvalid, "url");
}

TEST_F(WebhookEvent, OneWayAccountsHoldNoTalk) {
  settings_.values["one_way"] = "true";
  settings_.values["source"] = "forum";
  const auto event = One(Message(R"(,"message_id":"m1","text":"Hi")"));
  EXPECT_EQ(std::get<base::Posted>(event.body).source, "forum");
  EXPECT_EQ(event.id, "m1");
}

TEST_F(WebhookEvent, UnknownTypesAreNoMistake) {
  for (const char* body : {R"({"type":"ticket.created","data":{"id":"42"}})", R"({"type":"reply.created"})",
                           R"({"type":"Message.Created","data":null})"}) {
    const auto events = Parse(body);
    ASSERT_TRUE(events.has_value()) << body;
    EXPECT_TRUE(events->empty()) << body;
  }
  EXPECT_EQ(adapter().Answer({}).status, 200);
}

TEST_F(WebhookEvent, WhatABotSaidIsNotTakenIn) {
  const auto events =
      Parse(R"({"type":"message.created","data":{"conversation_id":"c1","sender":{"id":"b","bot":true},"text":"Hi"}})");
  ASSERT_TRUE(events.has_value());
  EXPECT_TRUE(events->empty());
}

TEST_F(WebhookEvent, AMissingMemberIsNamed) {
  ExpectWrong(Message(""), ErrorCode::kInvalid, "data.text");
  ExpectWrong(Message(R"(,"text":" \n")"), ErrorCode::kInvalid, "data.text");
  ExpectWrong(Message("", "file.created"), ErrorCode::kInvalid, "data.files");
  ExpectWrong(Message("", "action.submitted"), ErrorCode::kInvalid, "data.action.value");
  ExpectWrong(Message("", "context.updated"), ErrorCode::kInvalid, "data.context");
  ExpectWrong(R"({"type":"post.created","data":{}})", ErrorCode::kInvalid, "data.text");
  ExpectWrong(R"({"data":{}})", ErrorCode::kInvalid, "type");
  ExpectWrong(R"({"type":"message.created","data":{"sender":{"id":"u"},"text":"x"}})", ErrorCode::kInvalid,
              "data.conversation_id");
  ExpectWrong(R"({"type":"message.created","data":{"conversation_id":"c","text":"x"}})", ErrorCode::kInvalid,
              "data.sender.id");
}

TEST_F(WebhookEvent, AMemberOfTheWrongFormIsNamed) {
  ExpectWrong(Message(R"(,"text":7)"), ErrorCode::kInvalid, "data.text");
  ExpectWrong(Message(R"(,"text":"x","context":[1])"), ErrorCode::kInvalid, "data.context");
  ExpectWrong(Message(R"(,"text":"x","message_id":"a\u0000b")"), ErrorCode::kInvalid, "data.message_id");
  ExpectWrong(Message(R"(,"text":"x","message_id":1.5)"), ErrorCode::kInvalid, "data.message_id");
  ExpectWrong(Message(R"(,"files":[7])"), ErrorCode::kInvalid, "data.files");
  ExpectWrong(Message(R"(,"files":[{"url":"http://x/"}])"), ErrorCode::kInvalid, "data.files.url");
  ExpectWrong(R"({"type":"message.created","data":[]})", ErrorCode::kInvalid, "data");
  ExpectWrong(R"({"type":"post.created","data":{"text":"x","facts":["y"]}})", ErrorCode::kInvalid, "data.facts.label");
  ExpectWrong("[]", ErrorCode::kInvalid, "JSON object");
}

TEST_F(WebhookEvent, EveryMemberHasABound) {
  const auto text = [](std::size_t size) { return "\"" + std::string(size, 'x') + "\""; };
  EXPECT_TRUE(Parse(Message(",\"text\":" + text(kMaxTextBytes))).has_value());
  ExpectWrong(Message(",\"text\":" + text(kMaxTextBytes + 1)), ErrorCode::kTooLarge, "data.text");
  ExpectWrong(Message(",\"text\":\"x\",\"message_id\":" + text(kMaxIdentityBytes + 1)), ErrorCode::kTooLarge,
              "message_id");
  ExpectWrong(Message(",\"text\":\"x\",\"context\":{\"a\":" + text(kMaxContextBytes) + "}"), ErrorCode::kTooLarge,
              "data.context");
  std::string files = "{\"url\":\"https://x/\"}";
  for (std::size_t i = 0; i < kMaxFilesAtOnce; ++i) files += ",{\"url\":\"https://x/\"}";
  ExpectWrong(Message(",\"files\":[" + files + "]"), ErrorCode::kTooLarge, "data.files");
  ExpectWrong(std::string(kMaxBody + 1, ' '), ErrorCode::kTooLarge, "bytes");
}

TEST_F(WebhookEvent, HostileBodiesAreRefusedAfterTheSignature) {
  for (const std::string& body :
       {std::string(), std::string("{"), std::string("\xff\xfe{}"), std::string("{\"a\":\"\xff\"}"),
        std::string(10'000, '['), std::string("{\"type\":\"x\",\"type\":\"y\"}"), std::string("{}\0{}", 5)})
    ExpectWrong(body, ErrorCode::kInvalid, "");
}

TEST_F(WebhookEvent, AnswersAsSendersExpect) {
  const auto status = [&](ErrorCode code) { return adapter().Answer(base::Fail(code, "No.")).status; };
  EXPECT_EQ(adapter().Answer({}).status, 200);
  EXPECT_EQ(status(ErrorCode::kInvalid), 400);
  EXPECT_EQ(status(ErrorCode::kTooLarge), 413);
  EXPECT_EQ(status(ErrorCode::kRateLimited), 429);
  EXPECT_EQ(status(ErrorCode::kUnavailable), 503);
  EXPECT_FALSE(adapter().Answer(base::Fail(ErrorCode::kUnavailable, "Later.")).Header("Retry-After").empty());
  EXPECT_NE(adapter().Answer(base::Fail(ErrorCode::kInvalid, "'data.text' is missing.")).body.find("data.text"),
            std::string::npos);
  for (const ErrorCode code : {ErrorCode::kUnauthenticated, ErrorCode::kForbidden}) {
    const HttpAnswer refusal = adapter().Answer(base::Fail(code, "a reason"));
    EXPECT_EQ(refusal.status, 401);
    EXPECT_TRUE(refusal.body.empty()) << "strangers learn nothing";
  }
}

}  // namespace
}  // namespace frontdesk::adapters::webhook
