// What is proven is still not believed: own words and other bots' give no event, hostile bodies are refused.
#include <gtest/gtest.h>

#include "bot/base/text.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

constexpr base::TimePoint kNow = base::TimePoint{base::Millis{1'800'000'000'000}};

class Parsing : public ::testing::TestWithParam<Entry> {
 protected:
  void SetUp() override {
    auto settings = SettingsOf(entry(), entry().secrets, entry().api);
    ASSERT_TRUE(settings.has_value()) << settings.error().message;
    settings_ = std::move(*settings);
  }
  const Entry& entry() const { return GetParam(); }
  Outcome TrySigned(const Request& request) const {
    return Try(entry(), settings_, entry().sign(request, {kNow, entry().secrets}), kNow);
  }

  adapters::Settings settings_;
};

TEST_P(Parsing, HearsNothingOfItsOwnWords) {
  for (const Request& echo : entry().own_words) {
    const Outcome outcome = TrySigned(echo);
    EXPECT_EQ(outcome.kind, Outcome::Kind::kEvents) << outcome.error.message << " " << echo.body;
    EXPECT_TRUE(outcome.events.empty()) << echo.body;
  }
}

TEST_P(Parsing, HearsNothingOfBots) {
  for (const Request& words : entry().words_of_bots) {
    const Outcome outcome = TrySigned(words);
    EXPECT_EQ(outcome.kind, Outcome::Kind::kEvents) << outcome.error.message << " " << words.body;
    EXPECT_TRUE(outcome.events.empty()) << words.body;
  }
}

// How deep things are written: beginnings that are never closed, and what stands for a text, with its two ends.
struct Nesting {
  std::vector<std::string> opens;
  std::string text;
  std::string open, close;
};

Nesting NestingOf(const Entry& entry) {
  if (entry.wire == Entry::Wire::kStanza) return {{"<message>", "<body><a>", "<a xmlns='b'>"}, "MARK", "<a>", "</a>"};
  if (entry.say({"x", "1", "user1"}).body.starts_with('<')) return {{"<xml>", "<xml><a>"}, "MARK", "<a>", "</a>"};
  const std::vector<std::string> opens = {"[", "{\"data\":", "{\"payload\":[", "{\"a\":["};
  // In a form all that is written is text.
  if (!entry.say({"x", "1", "user1"}).body.starts_with('{')) return {opens, "", "", ""};
  return {opens, "\"MARK\"", "[", "]"};
}

std::string Times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST_P(Parsing, SurvivesDepth) {
  constexpr int kDepth = 10'000;
  const Nesting nesting = NestingOf(entry());
  for (const std::string& open : nesting.opens) {
    Request deep = entry().say({"x", "1", "user1"});
    deep.body = Times(kDepth, open);
    EXPECT_TRUE(TrySigned(deep).events.empty()) << open;
  }
  if (nesting.text.empty()) return;
  // Also inside a body that is right otherwise.
  Request inside = entry().say({"MARK", "1", "user1"});
  const std::size_t at = inside.body.find(nesting.text);
  ASSERT_NE(at, std::string::npos) << "say() must carry the text as it is";
  inside.body.replace(at, nesting.text.size(), Times(kDepth, nesting.open) + Times(kDepth, nesting.close));
  EXPECT_TRUE(TrySigned(inside).events.empty());
}

TEST_P(Parsing, SurvivesOddBodies) {
  const std::string odd[] = {
      "",
      " ",
      "null",
      "0",
      "\"x\"",
      "[]",
      "{}",
      "{",
      "\xff\xfe",
      std::string(1, '\0'),
      R"({"type":1,"data":"x","eventType":[],"payload":7,"msg_id":{}})",
      "1e400",
      R"({"a":1,"a":2})",
      "\"\\ud800\"",
      "<",
      "<message/>",
      "<message from=",
      "<message from='user1@xmpp.test/a' type='chat'><body>&lol;</body></message>",
      "<!DOCTYPE a [<!ENTITY lol 'lol'>]><message from='user1@xmpp.test/a'><body>&lol;</body></message>",
      "<message from='user1@xmpp.test/a'><body>a</body></message><message/>",
      std::string(100'000, '9')};
  for (const std::string& body : odd) {
    Request request = entry().say({"x", "1", "user1"});
    request.body = body;
    const Outcome outcome = TrySigned(request);
    EXPECT_TRUE(outcome.events.empty()) << body.substr(0, 60);
    if (outcome.kind == Outcome::Kind::kInvalid) {
      EXPECT_TRUE(outcome.error.code == base::ErrorCode::kInvalid || outcome.error.code == base::ErrorCode::kTooLarge);
      EXPECT_FALSE(outcome.error.message.empty());
    }
  }
}

TEST_P(Parsing, SurvivesEveryCut) {
  const Request whole = entry().say({"hello", "17", "user1"});
  for (std::size_t size = 0; size < whole.body.size(); ++size) {
    Request cut = whole;
    cut.body.resize(size);
    EXPECT_TRUE(TrySigned(cut).events.empty()) << size;
  }
}

// 19 digits are more than a double holds.
TEST_P(Parsing, KeepsLongIdsWhole) {
  const Outcome one = TrySigned(entry().say({"a", "1029457500870543736", "user1"}));
  const Outcome two = TrySigned(entry().say({"a", "1029457500870543737", "user1"}));
  ASSERT_EQ(one.events.size(), 1u);
  ASSERT_EQ(two.events.size(), 1u);
  EXPECT_NE(one.events[0].id, two.events[0].id);
}

TEST_P(Parsing, TakesWordsAsTheyAre) {
  for (const std::string text : {"你好，我的消息发不出去", "👩‍👩‍👧‍👦 é", "<b>&amp;</b> `x` *y*",
                                 "${secret} {{slot}}", "a b"}) {
    const Outcome outcome = TrySigned(entry().say({text, "1", "user1"}));
    ASSERT_EQ(outcome.events.size(), 1u) << text << outcome.error.message;
    ASSERT_TRUE(std::holds_alternative<base::Said>(outcome.events[0].body));
    EXPECT_EQ(std::get<base::Said>(outcome.events[0].body).text, text);
  }
}

TEST_P(Parsing, TellsConversationsApart) {
  const Outcome one = TrySigned(entry().say({"a", "1", "user1"}));
  const Outcome two = TrySigned(entry().say({"a", "2", "user2"}));
  ASSERT_EQ(one.events.size(), 1u);
  ASSERT_EQ(two.events.size(), 1u);
  EXPECT_NE(one.events[0].address, two.events[0].address);
}

INSTANTIATE_TEST_SUITE_P(Of, Parsing, ::testing::ValuesIn(Entries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
