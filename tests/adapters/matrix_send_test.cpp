// What we say on Matrix: as text and as HTML, inside an event's size, in the right thread, and rings only who is meant.
#include "bot/base/rich_text.h"
#include "tests/adapters/matrix_world.h"

namespace frontdesk::adapters::matrix {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxContent = 60'000;  // an event has 65,536 with what the homeserver adds

class MatrixSend : public MatrixAccount {};

TEST_F(MatrixSend, SaysTextAndHtmlInANoticeThatRingsNobody) {
  const Call call = CallFor(SendingOf(base::Say("Hello <b>you</b> & @room")));
  EXPECT_EQ(call.method, "PUT");
  EXPECT_EQ(call.url,
            "https://hs.test/_matrix/client/v3/rooms/%21dm%3Ahs.test/send/m.room.message/fd-7-1767225600000.0");
  EXPECT_EQ(json::parse(call.body), (json{{"msgtype", "m.notice"},
                                          {"body", "Hello <b>you</b> & @room"},
                                          {"format", "org.matrix.custom.html"},
                                          {"formatted_body", "<p>Hello &lt;b&gt;you&lt;/b&gt; &amp; @room</p>"},
                                          {"m.mentions", json::object()}}));
}

TEST_F(MatrixSend, WhatAPersonSaysRings) {
  base::Message message = base::Say("Hello!");
  message.kind = base::MessageKind::kAgent;
  message.author = "Kim";
  const json shown = Shown(message);
  EXPECT_EQ(shown["msgtype"], "m.text") << "clients are silent about notices";
  EXPECT_EQ(shown["body"], "Kim: Hello!");
}

TEST_F(MatrixSend, WhatAgentsMustSeeRings) {
  address_.channel = "!desk:hs.test";
  EXPECT_EQ(Shown(base::Say("#1001 waits"))["msgtype"], "m.text");
  base::Message small = base::Say("Kim: taken");
  small.kind = base::MessageKind::kNotice;
  EXPECT_EQ(Shown(small)["msgtype"], "m.notice");
}

TEST_F(MatrixSend, AnswersInTheThreadWhereTheUserWrote) {
  EXPECT_FALSE(Shown(base::Say("x")).contains("m.relates_to"));
  path_ = base::ReplyPath{"$root"};
  const json relation = {{"rel_type", "m.thread"},
                         {"event_id", "$root"},
                         {"is_falling_back", true},
                         {"m.in_reply_to", {{"event_id", "$root"}}}};
  EXPECT_EQ(Shown(base::Say("x"))["m.relates_to"], relation);
  path_.reset();
  address_.thread = "$root";
  EXPECT_EQ(Shown(base::Say("x"))["m.relates_to"], relation);
  avoid_ = {"thread"};
  EXPECT_FALSE(Shown(base::Say("x")).contains("m.relates_to")) << "the homeserver has refused the thread";
}

TEST_F(MatrixSend, WritesMarkupThatClientsKnow) {
  base::Message message;
  message.text = base::Markdown(
      "# Reset\n\n1. Open *Settings*\n2. Press `Reset <now>`\n\n- one\n- two\n\n> said\n\n```\na < b\n```\n\n"
      "See [the page](https://help.example.com/a?b=1&c=2) or https://example.com/x.");
  EXPECT_EQ(
      Shown(message)["formatted_body"],
      "<h1>Reset</h1><ol start=\"1\"><li>Open <em>Settings</em></li><li>Press <code>Reset &lt;now&gt;</code></li></ol>"
      "<ul><li>one</li><li>two</li></ul><blockquote>said</blockquote><pre><code>a &lt; b</code></pre>"
      "<p>See <a href=\"https://help.example.com/a?b=1&amp;c=2\">the page</a> or "
      "<a href=\"https://example.com/x\">https://example.com/x</a>.</p>");
}

TEST_F(MatrixSend, NumbersTheChoices) {
  base::Message message = base::Say("Which one?");
  message.buttons = {{"Phone", "a"}, {"Desk", "b"}};
  EXPECT_EQ(Shown(message)["body"], "Which one?\n1. Phone\n2. Desk");
  EXPECT_TRUE(CallFor(SendingOf(message)).delivers);
}

TEST_F(MatrixSend, PutsAKeyUnderAQuestionForEachChoiceWhereThatIsWanted) {
  settings_.values["choice_reactions"] = "true";
  base::Message message = base::Say("Which one?");
  message.buttons = {{"Phone", "a"}, {"Desk", "b"}};
  std::vector<HttpAnswer> answers;
  Call call = CallFor(SendingOf(message));
  EXPECT_FALSE(call.delivers);
  EXPECT_EQ(adapter_.Classify(call, {Answer({{"event_id", "$q"}})}).platform_id, "$q");
  answers.push_back(Answer({{"event_id", "$q"}}));
  call = CallFor(SendingOf(message, 0, answers));
  EXPECT_TRUE(call.url.ends_with("/send/m.reaction/fd-7-1767225600000.0.k1"));
  EXPECT_EQ(json::parse(call.body)["m.relates_to"],
            (json{{"rel_type", "m.annotation"}, {"event_id", "$q"}, {"key", "1️⃣"}}));
  EXPECT_FALSE(call.delivers);
  answers.push_back(Answer({{"event_id", "$k1"}}));
  call = CallFor(SendingOf(message, 0, answers));
  EXPECT_EQ(json::parse(call.body)["m.relates_to"]["key"], "2️⃣");
  EXPECT_TRUE(call.delivers);
  const SendResult kept = adapter_.Classify(call, {Answer({{"errcode", "M_FORBIDDEN"}}, 403)});
  EXPECT_EQ(kept.kind, SendResult::Kind::kSent) << "the number can be typed";
  EXPECT_EQ(kept.platform_id, "") << "the message is what is named";
  EXPECT_EQ(adapter_.Classify(call, {Answer(json::object(), 429)}).kind, SendResult::Kind::kRetry);
}

TEST_F(MatrixSend, SaysTheSameAgainUnderTheSameTxnId) {
  const base::Message message = base::Say("x");
  EXPECT_EQ(CallFor(SendingOf(message)).url, CallFor(SendingOf(message)).url);
  now_ += std::chrono::hours(1);
  const std::string before = CallFor(SendingOf(message)).url;
  row_.at += base::Millis(1);
  EXPECT_NE(CallFor(SendingOf(message)).url, before) << "a row of another database";
}

TEST_F(MatrixSend, SplitsSeventyKilobytes) {
  std::string text;
  while (text.size() < 70'000) text += "All of \"this\" must <arrive> & stay. ";
  const std::vector<Call> calls = AllCalls(base::Say(text));
  EXPECT_GE(calls.size(), 7u);
  std::string all;
  for (const Call& call : calls) {
    EXPECT_LT(call.body.size(), kMaxContent);
    all += json::parse(call.body)["body"].get<std::string>();
  }
  const auto count = [](const std::string& in) { return std::count(in.begin(), in.end(), '&'); };
  EXPECT_EQ(count(all), count(text));
}

TEST_F(MatrixSend, ReplacesAMessage) {
  const base::Message message = base::Say("✓ Yes");
  Sending sending = SendingOf(message);
  sending.replaces = "$q";
  const Call call = CallFor(sending);
  const json body = json::parse(call.body);
  EXPECT_EQ(body["body"], "* ✓ Yes");
  EXPECT_EQ(body["m.new_content"]["body"], "✓ Yes");
  EXPECT_EQ(body["m.new_content"]["formatted_body"], "<p>✓ Yes</p>");
  EXPECT_EQ(body["m.relates_to"], (json{{"rel_type", "m.replace"}, {"event_id", "$q"}}));
  const base::Message other = base::Say("✓ No");
  Sending changed = SendingOf(other);
  changed.replaces = "$q";
  EXPECT_NE(CallFor(changed).url, call.url) << "another change is another event";
  sending.part = 1;
  const auto step = adapter_.Next(sending, env());
  ASSERT_TRUE(step.has_value());
  EXPECT_TRUE(std::holds_alternative<Done>(*step));
}

TEST_F(MatrixSend, EvenTheLargestReplacementStaysInsideAnEvent) {
  const base::Message message = base::Say(std::string(9'900, '\\'));
  Sending sending = SendingOf(message);
  sending.replaces = "$q";
  EXPECT_LT(CallFor(sending).body.size(), 65'000u);
}

TEST_F(MatrixSend, BringsAFileInTwoCalls) {
  base::Message message;
  message.kind = base::MessageKind::kAgent;
  message.files = {{"f1", "报告 1.pdf", "application/pdf", 5}};
  const Call upload = CallFor(SendingOf(message));
  EXPECT_EQ(upload.method, "POST");
  EXPECT_EQ(upload.url, "https://hs.test/_matrix/media/v3/upload?filename=%E6%8A%A5%E5%91%8A%201.pdf");
  EXPECT_EQ(upload.body, "bytes");
  EXPECT_EQ(FindHeader(upload.headers, "Content-Type"), "application/pdf");
  EXPECT_FALSE(upload.delivers);
  const std::vector<HttpAnswer> answers = {Answer({{"content_uri", "mxc://hs.test/abc"}})};
  const Call call = CallFor(SendingOf(message, 0, answers));
  EXPECT_TRUE(call.delivers);
  const json body = json::parse(call.body);
  EXPECT_EQ(body["msgtype"], "m.file");
  EXPECT_EQ(body["url"], "mxc://hs.test/abc");
  EXPECT_EQ(body["body"], "报告 1.pdf");
  EXPECT_EQ(body["info"], (json{{"mimetype", "application/pdf"}, {"size", 5}}));
  message.files[0].type = "image/png";
  EXPECT_EQ(json::parse(CallFor(SendingOf(message, 0, answers)).body)["msgtype"], "m.image");
  const std::vector<HttpAnswer> odd = {Answer({{"content_uri", "https://evil.example/x"}})};
  EXPECT_FALSE(adapter_.Next(SendingOf(message, 0, odd), env()).has_value());
}

TEST_F(MatrixSend, ShowsThatSomebodyWrites) {
  auto step = adapter_.ShowTyping({address_, true}, env());
  ASSERT_TRUE(step.has_value());
  const Call call = std::get<Call>(*step);
  EXPECT_EQ(call.method, "PUT");
  EXPECT_EQ(call.url, "https://hs.test/_matrix/client/v3/rooms/%21dm%3Ahs.test/typing/%40support%3Ahs.test");
  EXPECT_EQ(call.body, R"({"timeout":20000,"typing":true})");
  step = adapter_.ShowTyping({address_, false}, env());
  EXPECT_EQ(std::get<Call>(*step).body, R"({"typing":false})");
}

TEST_F(MatrixSend, AnApplicationServiceSaysAsWhom) {
  settings_ = ServiceSettings();
  EXPECT_TRUE(CallFor(SendingOf(base::Say("x"))).url.ends_with(".0?user_id=%40support%3Ahs.test"));
}

}  // namespace
}  // namespace frontdesk::adapters::matrix
