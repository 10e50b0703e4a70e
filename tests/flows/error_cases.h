// The cases of loader_errors.txt.
#pragma once

#include <string>
#include <vector>

#include "bot/base/text.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {

struct ErrorCase {
  std::string name;
  std::string flow;
  std::string chinese;
  std::string says;
};

inline std::vector<ErrorCase> ReadErrorCases() {
  std::vector<ErrorCase> cases;
  std::string* part = nullptr;
  for (const std::string& line : base::SplitLines(ReadSource("tests/flows/loader_errors.txt"))) {
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

}  // namespace frontdesk::flows
