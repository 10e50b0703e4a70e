// What people type -> the normal form that is kept.
#include "flows/answer.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "bot/base/text.h"
#include "flows/contact.h"
#include "flows/volunteer.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

struct Row {
  const char* typed;
  const char* kept;  // nullptr: refused
};

AnswerContext Reader() {
  static const FlowContext context = TestContext();
  return {"en", context.now, context.zone};
}

Slot Of(SlotType type) {
  Slot slot;
  slot.name = "slot";
  slot.type = type;
  return slot;
}

void Expect(const Slot& slot, std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    const ParsedAnswer parsed = ParseAnswer(slot, row.typed, Reader());
    if (row.kept == nullptr) {
      EXPECT_FALSE(parsed.value.has_value()) << row.typed << " became " << parsed.value.value_or("");
      EXPECT_FALSE(parsed.refusal.empty()) << row.typed;
    } else {
      EXPECT_EQ(parsed.value.value_or("(refused)"), row.kept) << row.typed;
    }
  }
}

TEST(Answers, NumbersAreReadInAllWidthsAndShortPhrases) {
  Expect(Of(SlotType::kNumber), {{"3", "3"},
                                 {"３．５", "3.5"},
                                 {"-2", "-2"},
                                 {"+7", "7"},
                                 {"1,200", "1200"},
                                 {"12,345,678", "12345678"},
                                 {"0.50", "0.5"},
                                 {"about 15 times", "15"},
                                 {"大概 15 次", "15"},
                                 {"3 or 4", nullptr},
                                 {"how do I find 2FA?", nullptr},
                                 {"many", nullptr},
                                 {"", nullptr},
                                 {"1e400", nullptr}});
}

TEST(Answers, IntegersAreWholeAndWithinTheirBounds) {
  Slot slot = Of(SlotType::kInteger);
  slot.min = "1";
  slot.max = "10";
  Expect(slot, {{"１０", "10"}, {"2.0", "2"}, {"2.5", nullptr}, {"0", nullptr}, {"11", nullptr}});
  EXPECT_EQ(ParseAnswer(slot, "11", Reader()).refusal, "The largest number possible here is 10.");
  EXPECT_TRUE(ParseAnswer(slot, "11", Reader()).over_limit);
}

TEST(Answers, YesAndNoAreKnownInBothLanguages) {
  Expect(Of(SlotType::kYesNo), {{"Yes", "yes"},
                                {"y", "yes"},
                                {"是的", "yes"},
                                {"有", "yes"},
                                {"对。", "yes"},
                                {"好的", "yes"},
                                {"no", "no"},
                                {"Nope!", "no"},
                                {"没有", "no"},
                                {"不是", "no"},
                                {"无", "no"},
                                {"yes, by restarting it", "yes"},
                                {"没有，试过了", "no"},
                                {"maybe", nullptr},
                                {"yesterday", nullptr},
                                {"not now but later", nullptr}});
}

TEST(Answers, EmailAddressesAreFoundAndTheirDomainMadeSmall) {
  Expect(Of(SlotType::kEmail), {{"ada@example.com", "ada@example.com"},
                                {" Ada.Lovelace+bot@Example.COM ", "Ada.Lovelace+bot@example.com"},
                                {"ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ada@example.com"},
                                {"my mail is ada@example.com, thanks", "ada@example.com"},
                                {"我的邮箱是ada@example.com。", "ada@example.com"},
                                {"ada@example", nullptr},
                                {"a@example.com or b@example.com", nullptr},
                                {"@example.com", nullptr}});
}

TEST(Answers, PhoneNumbersLoseTheirSigns) {
  Expect(Of(SlotType::kPhone), {{"13800138000", "13800138000"},
                                {"138 0013 8000", "13800138000"},
                                {"+86 10-1234 5678", "+861012345678"},
                                {"0049 (30) 901820", "+4930901820"},
                                {"１３８００１３８０００", "13800138000"},
                                {"call me at +49 30 901820", "+4930901820"},
                                {"我的手机 13800138000", "13800138000"},
                                {"123", nullptr},
                                {"no phone", nullptr},
                                {"1234567890123456", nullptr}});
}

TEST(Answers, WebAddressesGetTheirSchemeAndASmallHost) {
  Expect(Of(SlotType::kUrl), {{"https://Example.com/Page?x=1", "https://example.com/Page?x=1"},
                              {"example.com/x", "https://example.com/x"},
                              {"see http://example.com/a.", "http://example.com/a"},
                              {"javascript:alert(1)", nullptr},
                              {"ftp://example.com", nullptr},
                              {"the login page", nullptr}});
}

TEST(Answers, VersionsLoseTheirWords) {
  Expect(Of(SlotType::kVersion), {{"3.2", "3.2"},
                                  {"v3.2", "3.2"},
                                  {"V３.２.１", "3.2.1"},
                                  {"version 3.2.1", "3.2.1"},
                                  {"版本3.2", "3.2"},
                                  {"版本号：3.2.1", "3.2.1"},
                                  {"3.2版本", "3.2"},
                                  {"3", "3"},
                                  {"3.2-beta1", "3.2-beta1"},
                                  {"I think it is 3.2.1 on my phone", "3.2.1"},
                                  {"3.2 or 3.3", nullptr},
                                  {"is 3.2 too old?", nullptr},
                                  {"the newest", nullptr}});
}

TEST(Answers, DaysAreReadAsPeopleWriteThem) {
  Expect(Of(SlotType::kDate), {{"2026-03-02", "2026-03-02"},
                               {"2026/3/2", "2026-03-02"},
                               {"2026.3.2", "2026-03-02"},
                               {"２０２６－３－２", "2026-03-02"},
                               {"2026年3月2日", "2026-03-02"},
                               {"3月1日", "2026-03-01"},
                               {"12月24日", "2025-12-24"},
                               {"today", "2026-03-02"},
                               {"Yesterday!", "2026-03-01"},
                               {"昨天", "2026-03-01"},
                               {"前天", "2026-02-28"},
                               {"今天", "2026-03-02"},
                               {"since 2026-02-28, I think", "2026-02-28"},
                               {"2024-02-29", "2024-02-29"},
                               {"2026-02-29", nullptr},
                               {"2026-13-01", nullptr},
                               {"some day", nullptr}});
}

TEST(Answers, TodayIsTheDayInTheUsersZone) {
  FlowContext context = TestContext();
  context.now = *base::ParseTime("2026-03-02T23:30Z");
  EXPECT_EQ(ReadDate("today", {"en", context.now, "UTC"}), "2026-03-02");
  EXPECT_EQ(ReadDate("today", {"en", context.now, "Asia/Shanghai"}), "2026-03-03");
  EXPECT_EQ(ReadDate("昨天", {"zh", context.now, "America/New_York"}), "2026-03-01");
}

TEST(Answers, TextsKeepTheirWordsAndHaveALength) {
  Slot slot = Of(SlotType::kLongText);
  slot.min = "10";
  slot.max = "30";
  Expect(slot, {{"  it crashes a lot  ", "it crashes a lot"},
                {"crash", nullptr},
                {"闪退闪退了", "闪退闪退了"},  // five CJK characters say as much as ten letters
                {"闪退", nullptr},
                {"{{area}} ${x} <b>bold</b>", "{{area}} ${x} <b>bold</b>"},
                {"a text that is far too long for this", nullptr}});
  EXPECT_TRUE(ParseAnswer(slot, std::string(31, 'x'), Reader()).over_limit);
}

TEST(Answers, PatternsMustMatchTheWholeAnswer) {
  const FlowLibrary library = LoadText(
      "flow: test\ntitle: T\nsteps:\n"
      "  - {ask: id, type: pattern, pattern: '[A-Z]{2}-\\d{4}', text: Id?}\n"
      "  - ticket: {category: service, title: x}\n  - end: done\n");
  const Slot& slot = library.Find("test")->slots.front();
  Expect(slot, {{"AB-1234", "AB-1234"}, {" ＡＢ－１２３４ ", "AB-1234"}, {"xAB-1234", nullptr}, {"AB-12345", nullptr}});
}

TEST(Answers, EvilPatternsTakeLinearTime) {
  Slot slot = Of(SlotType::kEmail);
  Expect(slot, {{(std::string(100'000, 'a') + "@").c_str(), nullptr}});
  Expect(slot, {{std::string(100'000, '@').c_str(), nullptr}});
  slot.type = SlotType::kUrl;
  Expect(slot, {{("http://" + std::string(100'000, '.')).c_str(), nullptr}});
  slot.type = SlotType::kVersion;
  Expect(slot, {{std::string(100'000, '.').c_str(), nullptr}});
}

// Each of them takes a backtracking engine for ever on the answer beside it; here the test ends.
TEST(Answers, PatternsThatExplodeElsewhereEndOnAHundredKilobytes) {
  struct Evil {
    const char* pattern;
    const char* piece;
  };
  const Evil evils[] = {{"(a+)+", "a"},       {"(a|aa)+b", "a"},      {"(a|a?)+b", "a"},     {"(.*)*x", "a"},
                        {"(a*)*b", "a"},      {"([a-zA-Z]+)*1", "a"}, {"(.*a){11}b", "a"},   {"^(\\w+\\s?)*$", "ab "},
                        {"(x+x+)+y", "x"},    {"(\\d+)+!", "1"},      {"((a+)+)+b", "a"},    {"(a?){50}a{50}b", "a"},
                        {"(.|\\s)*z", " "},   {"(0+|0)*1", "0"},      {"(\\S+\\s*)*;", "a"}, {"(ab?)*c", "ab"},
                        {"(?:a*b*)*c", "ab"}, {"(a+b+)+c", "ab"},     {"([^x]*,)*x", ","},   {"(.+)+(.+)+#", "é"}};
  static_assert(std::size(evils) == 20);
  for (const Evil& evil : evils) {
    Slot slot = Of(SlotType::kPattern);
    slot.pattern = std::make_shared<const re2::RE2>(evil.pattern);
    std::string answer;
    while (answer.size() < 100'000) answer += evil.piece;
    const bool whole = std::string_view(evil.pattern) == "(a+)+" || std::string_view(evil.pattern).ends_with("$");
    EXPECT_EQ(ParseAnswer(slot, answer, Reader()).value.has_value(), whole) << evil.pattern;
    EXPECT_FALSE(ParseAnswer(slot, answer + "\x01", Reader()).value.has_value()) << evil.pattern;
  }
}

// Every kind of slot, on the texts that its own expressions like least.
TEST(Answers, AnyKindOfSlotEndsOnAHundredKilobytes) {
  for (const char* piece : {"a", "1 ", ".", "3月", "http://", "v1."}) {
    std::string answer;
    while (answer.size() < 100'000) answer += piece;
    for (int type = 0; type < kSlotTypes; ++type) {
      Slot slot = Of(static_cast<SlotType>(type));
      slot.unit = "ms";
      slot.pattern = std::make_shared<const re2::RE2>("x");
      const auto value = ParseAnswer(slot, answer, Reader()).value;
      EXPECT_LE(value.value_or("").size(), 2000u) << ToString(slot.type) << " keeps " << piece;
    }
  }
}

Slot Areas() {
  Slot slot = Of(SlotType::kChoice);
  auto add = [&](const char* value, const char* english, const char* chinese) {
    Option option{.value = value, .label = {}, .also = {}, .match = {}, .place = {}};
    option.label.Set("en", english);
    option.label.Set("zh", chinese);
    option.match = {value, base::FoldForMatch(english), base::FoldForMatch(chinese)};
    slot.options.push_back(option);
  };
  add("call", "Calls and meetings", "通话和会议");
  add("message", "Messages", "消息");
  add("file", "Files", "文件");
  return slot;
}

TEST(Answers, OptionsAreNamedByValueLabelInAnyLocaleBeginningOrSlip) {
  Expect(Areas(), {{"message", "message"},
                   {"MESSAGES", "message"},
                   {"消息", "message"},
                   {"Ｆｉｌｅｓ", "file"},
                   {"calls", "call"},
                   {"Mesages", "message"},
                   {"Messages, I think", "message"},
                   {"通话", "call"},
                   {"me", nullptr},
                   {"Messages, Files", nullptr},
                   {"how do I find the log?", nullptr}});
}

TEST(Answers, SeveralOptionsAreReadFromAList) {
  Slot slot = Areas();
  slot.type = SlotType::kMulti;
  Expect(slot, {{"1, 3", "call,file"},
                {"３ １", "call,file"},
                {"1、2", "call,message"},
                {"Messages and files", "message,file"},
                {"消息和文件", "message,file"},
                {"Calls and meetings", "call"},
                {"Messages, parties", nullptr},
                {"4", nullptr}});
}

TEST(Volunteered, TakesOnlyUnambiguousFormsForTheOnlySlotOfTheirKind) {
  Flow flow;
  auto add = [&](const char* name, SlotType type) {
    Slot slot = type == SlotType::kChoice ? Areas() : Of(type);
    slot.name = name;
    flow.slots.push_back(slot);
  };
  add("actual", SlotType::kText);
  add("area", SlotType::kChoice);
  add("version", SlotType::kVersion);
  add("mail", SlotType::kEmail);
  add("phone", SlotType::kPhone);
  Session session;
  const Slot* open = &flow.slots.front();
  using Values = std::map<std::string, std::string>;
  EXPECT_EQ(Volunteered(flow, session, open, "Version 3.2 crashes. My mail is ada@example.com"),
            (Values{{"version", "3.2"}, {"mail", "ada@example.com"}}));
  EXPECT_EQ(Volunteered(flow, session, open, "It hangs, Messages, v3.2, 13800138000"),
            (Values{{"area", "message"}, {"version", "3.2"}, {"phone", "13800138000"}}));
  EXPECT_EQ(Volunteered(flow, session, open, "I get error messages in 3.2 since 2 days"), Values{});
  EXPECT_EQ(Volunteered(flow, session, open, "Messages"), Values{});
  EXPECT_EQ(Volunteered(flow, session, open, "3"), Values{});
  EXPECT_EQ(Volunteered(flow, session, open, "a@example.com and b@example.com"), Values{});
  session.slots["version"] = {.value = "3.1", .files = {}};
  EXPECT_EQ(Volunteered(flow, session, open, "version 3.2"), Values{}) << "a filled slot stays";
  add("other_mail", SlotType::kEmail);
  EXPECT_EQ(Volunteered(flow, session, &flow.slots.front(), "ada@example.com"), Values{}) << "two slots could be meant";
}

}  // namespace
}  // namespace frontdesk::flows
