// Findings read like a compiler's: where, what, and how to mend it.
#include "bot/base/finding.h"

#include <gmock/gmock.h>

#include <array>

namespace frontdesk::base {
namespace {

using testing::EndsWith;

TEST(Finding, IsOneLineWithPlaceAndFix) {
  EXPECT_EQ(ToString({Severity::kError, {"flows/bug.yaml", 3, 5}, "unknown key 'opitons'", "did you mean 'options'?"}),
            "flows/bug.yaml:3:5: error: unknown key 'opitons'; did you mean 'options'?");
  EXPECT_EQ(ToString({Severity::kWarning, {"a.yaml", 7, 0}, "never read", ""}), "a.yaml:7:1: warning: never read");
  EXPECT_EQ(ToString({Severity::kError, {"a.yaml", 0, 0}, "larger than 1 MB", "split the file"}),
            "a.yaml: error: larger than 1 MB; split the file");
}

TEST(Finding, ComesInTheOrderOfItsPlace) {
  Findings findings;
  findings.Warning({"b.yaml", 1, 1}, "5");
  findings.Error({"a.yaml", 10, 1}, "4");
  findings.Error({"a.yaml", 2, 9}, "2");
  findings.Error({"a.yaml", 2, 9}, "3");
  findings.Error({"a.yaml", 2, 1}, "1");
  std::string order;
  const auto sorted = findings.Sorted();
  for (const Finding& finding : sorted) order += finding.what;
  EXPECT_EQ(order, "12345");
}

TEST(Finding, OfAWarningIsNoError) {
  Findings findings;
  EXPECT_TRUE(findings.empty());
  findings.Warning({"a.yaml", 1, 1}, "odd");
  EXPECT_FALSE(findings.empty());
  EXPECT_FALSE(findings.HasErrors());
  findings.Error({"a.yaml", 1, 1}, "wrong");
  EXPECT_TRUE(findings.HasErrors());
}

TEST(DidYouMean, NamesTheNearestOrAllThatAreKnown) {
  constexpr std::array<std::string_view, 3> keys = {"options", "ask", "say"};
  EXPECT_EQ(DidYouMean("opitons", keys), "did you mean 'options'?");
  EXPECT_EQ(DidYouMean("sey", keys), "did you mean 'say'?");
  EXPECT_EQ(DidYouMean("zebra", keys), "known: options, ask, say");
  EXPECT_EQ(DidYouMean("", keys), "known: options, ask, say");
  EXPECT_EQ(DidYouMean("x", {}), "");
  constexpr std::array<std::string_view, 2> longer = {"integer", "max"};
  EXPECT_EQ(DidYouMean("int", longer), "did you mean 'integer'?");
  EXPECT_EQ(DidYouMean("maximum", longer), "did you mean 'max'?");
  EXPECT_EQ(DidYouMean("in", longer), "known: integer, max");
}

TEST(DidYouMean, NamesAtMostTwelve) {
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back("name-number-" + std::to_string(i));
  const std::vector<std::string_view> views(names.begin(), names.end());
  EXPECT_THAT(DidYouMean("zebra", views), EndsWith("name-number-11 ..."));
}

}  // namespace
}  // namespace frontdesk::base
