// Every mistake of loader_errors.txt is found at its place, with a way to mend it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/flows/error_cases.h"

namespace frontdesk::flows {
namespace {

std::string FindingsOf(const ErrorCase& error_case) {
  base::SourceFiles files = {{"flows/test.yaml", error_case.flow}};
  if (!error_case.chinese.empty()) files.push_back({"flows/test.zh.yaml", error_case.chinese});
  LoadOptions options = error_case.chinese.empty() ? EnglishOnly() : BothLocales();
  options.components = {"call", "message", "file", "other"};
  options.attributes = {"email", "plan", "time_zone"};
  base::Findings findings;
  LoadFlows(files, options, findings);
  return Lines(findings);
}

TEST(FlowLoader, SaysWhatIsWrongWhereAndHowToMendIt) {
  const std::vector<ErrorCase> cases = ReadErrorCases();
  ASSERT_GE(cases.size(), 80u);
  for (const ErrorCase& error_case : cases) {
    const std::string found = FindingsOf(error_case);
    EXPECT_FALSE(error_case.says.empty()) << error_case.name;
    EXPECT_EQ(found, error_case.says) << "in the case: " << error_case.name << "\n" << error_case.flow;
  }
}

}  // namespace
}  // namespace frontdesk::flows
