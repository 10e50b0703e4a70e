// Every mistake of loader_errors.txt is found at its place, with a way to mend it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/base/text.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

struct ErrorCase {
  std::string name;
  std::string flow;
  std::string chinese;
  std::string says;
};

std::vector<ErrorCase> ReadCases(const std::string& text) {
  std::vector<ErrorCase> cases;
  std::string* part = nullptr;
  for (const std::string& line : base::SplitLines(text)) {
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), "", "", ""});
      part = &cases.back().flow;
    } else if (part == nullptr || line == "") {
      continue;
    } else if (line == "-- zh") {
      part = &cases.back().chinese;
    } else if (line == "-- says") {
      part = &cases.back().says;
    } else {
      *part += line + "\n";
    }
  }
  return cases;
}

std::string FindingsOf(const ErrorCase& error_case) {
  base::SourceFiles files = {{"flows/test.yaml", error_case.flow}};
  if (!error_case.chinese.empty()) files.push_back({"flows/test.zh.yaml", error_case.chinese});
  base::Findings findings;
  LoadFlows(files, error_case.chinese.empty() ? EnglishOnly() : BothLocales(), findings);
  return Lines(findings);
}

TEST(FlowLoader, SaysWhatIsWrongWhereAndHowToMendIt) {
  const std::vector<ErrorCase> cases = ReadCases(ReadSource("tests/flows/loader_errors.txt"));
  ASSERT_GE(cases.size(), 80u);
  for (const ErrorCase& error_case : cases) {
    const std::string found = FindingsOf(error_case);
    EXPECT_FALSE(error_case.says.empty()) << error_case.name;
    EXPECT_EQ(found, error_case.says) << "in the case: " << error_case.name << "\n" << error_case.flow;
  }
}

}  // namespace
}  // namespace frontdesk::flows
