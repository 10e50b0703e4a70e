// JSON from anybody: read within bounds, or refused with a reason; never a crash, never an exception.
#include "bot/base/json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace frontdesk::base {
namespace {

using testing::HasSubstr;

ErrorCode CodeOf(std::string_view text, std::size_t max_bytes = kMaxJsonBytes) {
  const auto parsed = ParseJson(text, max_bytes);
  return parsed ? ErrorCode::kInternal : parsed.error().code;
}

std::string Nested(std::size_t depth, char open, const std::string& middle, char close) {
  return std::string(depth, open) + middle + std::string(depth, close);
}

TEST(Json, ReadsWhatItWrites) {
  for (const std::string text : {R"({"a":[1,-2,3.5,true,false,null,"x"],"b":{"c":{}}})", R"("密码\n")", "[]", "0"}) {
    const auto value = ParseJson(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(DumpJson(*value), text);
  }
}

TEST(Json, SurvivesTwoHundredThousandBrackets) {
  for (const char open : {'[', '{'}) EXPECT_EQ(CodeOf(std::string(200'000, open)), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf(Nested(200'000, '[', "", ']')), ErrorCode::kInvalid);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(CodeOf(objects), ErrorCode::kInvalid);
}

TEST(Json, IsAtMostSixtyFourLevelsDeep) {
  EXPECT_TRUE(ParseJson(Nested(kMaxJsonDepth, '[', "", ']')));
  const auto deeper = ParseJson(Nested(kMaxJsonDepth + 1, '[', "", ']'));
  ASSERT_FALSE(deeper);
  EXPECT_THAT(deeper.error().message, HasSubstr("64 levels"));
}

TEST(Json, RefusesNumbersThatAreNotFinite) {
  for (const std::string text : {"1e400", "-1e400", "[1e400]", "NaN", "Infinity", "-", "01", "1.", ".5", "+1"})
    EXPECT_EQ(CodeOf(text), ErrorCode::kInvalid) << text;
  EXPECT_TRUE(ParseJson("1e300"));
}

TEST(Json, RefusesAKeyThatStandsTwice) {
  const auto twice = ParseJson(R"({"a":1,"b":{"a":2},"a":3})");
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().message, HasSubstr("'a' stands twice"));
  EXPECT_EQ(CodeOf(R"({"a":1,"\u0061":2})"), ErrorCode::kInvalid) << "however it is written";
  EXPECT_TRUE(ParseJson(R"({"a":{"a":{"a":1}}})"));
}

TEST(Json, RefusesTextThatIsNotUnicode) {
  for (const std::string text : {R"("\ud800")", R"("\udc00\ud800")", R"("\ud800x")", "\"\xFF\"", "\"\xC0\xAF\"",
                                 "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xE5\xAE\""})
    EXPECT_EQ(CodeOf(text), ErrorCode::kInvalid) << text;
  EXPECT_EQ(*ParseJson(R"("\ud83d\ude00")"), nlohmann::json("😀"));
}

TEST(Json, RefusesBareControlBytesAndNul) {
  EXPECT_EQ(CodeOf(std::string_view("\"a\0b\"", 5)), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf(std::string_view("{}\0", 3)), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("\"a\nb\""), ErrorCode::kInvalid);
  EXPECT_EQ(ParseJson(R"("a\u0000b")")->get<std::string>().size(), 3u);
}

TEST(Json, TakesAKeyOfAMegabyteOnlyWhereTheCallerAllowsIt) {
  const std::string key(1 << 20, 'k');
  const std::string text = "{\"" + key + "\":1}";
  EXPECT_EQ(CodeOf(text), ErrorCode::kTooLarge);
  EXPECT_EQ(CodeOf(text, text.size() - 1), ErrorCode::kTooLarge);
  const auto value = ParseJson(text, text.size());
  ASSERT_TRUE(value);
  EXPECT_TRUE(value->contains(key));
  const auto twice = ParseJson("{\"" + key + "\":1,\"" + key + "\":1}", 4 << 20);
  ASSERT_FALSE(twice);
  EXPECT_LT(twice.error().message.size(), 200u) << "the key is not repeated in full";
}

TEST(Json, RefusesWhatIsNoJson) {
  for (const std::string text : {"", " ", "{", "}", "[1,]", "{\"a\"}", "{a:1}", "'a'", "1 2", "// x\n1", "tru", "[1}"})
    EXPECT_EQ(CodeOf(text), ErrorCode::kInvalid) << text;
  const auto where = ParseJson("[1, x]");
  EXPECT_THAT(where.error().message, HasSubstr("at byte 5"));
}

TEST(Json, ReadsMembersOfTheRightTypeOnly) {
  const auto value = *ParseJson(R"({"text":"x","number":5,"yes":true,"half":0.5,"none":null})");
  EXPECT_EQ(TextAt(value, "text"), "x");
  EXPECT_EQ(TextAt(value, "number", "fallback"), "fallback");
  EXPECT_EQ(TextAt(value, "absent", "fallback"), "fallback");
  EXPECT_EQ(IntAt(value, "number"), 5);
  EXPECT_EQ(IntAt(value, "half", 7), 7);
  EXPECT_TRUE(BoolAt(value, "yes"));
  EXPECT_TRUE(BoolAt(value, "none", true));
}

TEST(Json, QuotesTextSoThatItCannotLeaveItsQuotesOrItsScript) {
  EXPECT_EQ(JsonQuote("a\"b\\c\n"), R"("a\"b\\c\u000a")");
  EXPECT_EQ(JsonQuote("</script>"), R"("\u003c/script>")");
  EXPECT_EQ(JsonQuote("\xE2\x80\xA8\xE2\x80\xA9"), R"("\u2028\u2029")");
  using namespace std::string_literals;
  const std::string odd = "\0\x01\x1F\x7F 密码 \xF0\x9F\x98\x80 <!--"s;
  EXPECT_EQ(ParseJson(JsonQuote(odd))->get<std::string>(), odd);
}

TEST(Json, QuotesEvenTextThatIsNotUnicode) {
  EXPECT_TRUE(
      ParseJson(JsonQuote("a\xFF"
                          "b")));
  EXPECT_TRUE(
      ParseJson(DumpJson(nlohmann::json("a\xFF"
                                        "b"))));
}

}  // namespace
}  // namespace frontdesk::base
