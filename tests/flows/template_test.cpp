#include "flows/template.h"

#include <gtest/gtest.h>

#include "flows/condition.h"
#include "flows/moments.h"
#include "flows/view.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

std::string Write(const std::string& text, const std::map<std::string, TemplateValue>& values,
                  const std::string& locale = "en") {
  base::Findings findings;
  const Template parsed = ParseTemplate(text, {}, findings);
  EXPECT_TRUE(findings.empty()) << Lines(findings);
  const FlowContext context = TestContext();
  auto find = [&](std::string_view name) {
    const auto at = values.find(std::string(name));
    return at == values.end() ? TemplateValue() : at->second;
  };
  return Render(parsed, {find, locale, context.zone, context.now});
}

TEST(Templates, InsertValuesThroughTheirFilters) {
  const std::map<std::string, TemplateValue> values = {
      {"a", "Hello"}, {"long", "first line\nsecond"}, {"day", "2026-03-04"}, {"empty", ""}};
  EXPECT_EQ(Write("plain", values), "plain");
  EXPECT_EQ(Write("{{a}}, {{ a }}!", values), "Hello, Hello!");
  EXPECT_EQ(Write("{{a | upper}} {{a|lower}}", values), "HELLO hello");
  EXPECT_EQ(Write("{{long | first_line | shorten: 6}}", values), "first…");
  EXPECT_EQ(Write("{{empty | default: not given}}", values), "not given");
  EXPECT_EQ(Write("{{day | date}}", values), "4 March 2026");
  EXPECT_EQ(Write("{{day | date}}", values, "zh"), "2026年3月4日");
  EXPECT_EQ(Write("} {{a}} }}", values), "} Hello }}");
}

TEST(Templates, NeverReadWhatAUserTyped) {
  const std::string typed = "{{secret}} {{a | upper}} ${x} %s <script>";
  EXPECT_EQ(Write("You said: {{a}}", {{"a", typed}, {"secret", "s3cret"}}), "You said: " + typed);
}

TEST(Templates, SayMomentsInTheUsersZoneAndAsNearAsPossible) {
  auto at = [](const char* text) { return TemplateValue(*base::ParseTime(text)); };
  EXPECT_EQ(Write("{{t | time}}", {{"t", at("2026-03-02T10:15+08:00")}}), "10:15");
  EXPECT_EQ(Write("{{t | time}}", {{"t", at("2026-03-03T01:15Z")}}), "tomorrow 09:15");
  EXPECT_EQ(Write("{{t | time}}", {{"t", at("2026-03-09T09:15+08:00")}}), "9 March, 09:15");
  EXPECT_EQ(Write("{{t | time}}", {{"t", at("2027-01-02T09:15+08:00")}}), "2 January 2027, 09:15");
  EXPECT_EQ(Write("{{t | date}}", {{"t", at("2026-03-02T10:15+08:00")}}), "today");
  EXPECT_EQ(Write("{{t | time}}", {{"t", at("2026-03-03T09:15+08:00")}}, "zh-CN"), "明天 09:15");
  EXPECT_EQ(Write("{{t | time}}", {{"t", at("2026-03-09T09:15+08:00")}}, "zh"), "3月9日 09:15");
  EXPECT_EQ(Write("{{t | time | default: soon}}", {}), "soon");
}

TEST(Masks, ShowJustEnoughToRecogniseOnesOwnAnswer) {
  EXPECT_EQ(Mask("ada@example.com"), "a•••@example.com");
  EXPECT_EQ(Mask("13800138000"), "•••00");
  EXPECT_EQ(Mask("12345"), "•••");
  EXPECT_EQ(Mask(""), "•••");
}

bool IsTrue(const std::string& yaml, const std::map<std::string, ConditionValue>& values) {
  base::Findings findings;
  const auto node = base::ParseYaml("test.yaml", yaml, findings);
  const Condition condition = ReadCondition(*node, findings);
  EXPECT_TRUE(findings.empty()) << Lines(findings);
  return Holds(condition, [&](std::string_view name) -> std::optional<ConditionValue> {
    const auto at = values.find(std::string(name));
    if (at == values.end()) return std::nullopt;
    return at->second;
  });
}

TEST(Conditions, CompareByTheTypeOfTheSlot) {
  const std::map<std::string, ConditionValue> values = {{"area", {"call"}},
                                                        {"n", {"9", Comparison::kNumber}},
                                                        {"version", {"3.10", Comparison::kVersion}},
                                                        {"day", {"2026-03-02", Comparison::kDate}},
                                                        {"parts", {"call,file", Comparison::kMany}},
                                                        {"text", {"The App CRASHED"}},
                                                        {"context.loss", {"0.05"}}};
  EXPECT_TRUE(IsTrue("{area: call}", values));
  EXPECT_TRUE(IsTrue("{area: [file, call]}", values));
  EXPECT_FALSE(IsTrue("{area: file}", values));
  EXPECT_TRUE(IsTrue("{n: {below: 10}}", values));
  EXPECT_TRUE(IsTrue("{n: {at_least: 9, at_most: 9}}", values));
  EXPECT_FALSE(IsTrue("{n: {above: 9}}", values));
  EXPECT_TRUE(IsTrue("{version: {above: '3.9'}}", values));
  EXPECT_FALSE(IsTrue("{version: {below: '3.9'}}", values));
  EXPECT_TRUE(IsTrue("{day: {after: 2026-02-28}}", values));
  EXPECT_FALSE(IsTrue("{day: {before: 2026-02-28}}", values));
  EXPECT_TRUE(IsTrue("{parts: file}", values));
  EXPECT_TRUE(IsTrue("{parts: {contains: call}}", values));
  EXPECT_FALSE(IsTrue("{parts: message}", values));
  EXPECT_TRUE(IsTrue("{text: {contains: crash}}", values));
  EXPECT_TRUE(IsTrue("{text: {matches: '(?i)app .*ed$'}}", values));
  EXPECT_TRUE(IsTrue("{context.loss: {below: 0.1}}", values));
}

TEST(Conditions, CombineAndFailOnWhatIsUnknown) {
  const std::map<std::string, ConditionValue> values = {{"a", {"1"}}, {"b", {"2"}}};
  EXPECT_TRUE(IsTrue("{a: 1, b: 2}", values));
  EXPECT_FALSE(IsTrue("{a: 1, b: 3}", values));
  EXPECT_TRUE(IsTrue("{any: [{a: 9}, {b: 2}]}", values));
  EXPECT_FALSE(IsTrue("{all: [{a: 1}, {b: 9}]}", values));
  EXPECT_TRUE(IsTrue("{not: {a: 9}}", values));
  EXPECT_FALSE(IsTrue("{c: 1}", values));
  EXPECT_FALSE(IsTrue("{c: {below: 5}}", values));
  EXPECT_TRUE(IsTrue("{c: {known: false}}", values));
  EXPECT_FALSE(IsTrue("{c: {known: true}}", values));
  EXPECT_TRUE(IsTrue("{a: {known: true}}", values));
}

TEST(Conditions, CompareVersionsByTheirNumbers) {
  EXPECT_LT(CompareVersions("3.9", "3.10"), 0);
  EXPECT_EQ(CompareVersions("3.2", "3.2.0"), 0);
  EXPECT_EQ(CompareVersions("3.02", "3.2"), 0);
  EXPECT_GT(CompareVersions("10", "9.9.9"), 0);
  EXPECT_LT(CompareVersions("3.2-beta1", "3.3"), 0);
  EXPECT_LT(CompareVersions("1.99999999999999999998", "1.99999999999999999999"), 0);
}

}  // namespace
}  // namespace frontdesk::flows
