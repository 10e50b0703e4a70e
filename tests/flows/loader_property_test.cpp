// Whatever happens to a line of a shipped flow: it is still a sound flow, or the finding points into that file.
#include <gtest/gtest.h>

#include "bot/base/text.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

constexpr std::size_t kKinds = 6;

// The damages that an editor does by accident.
std::vector<std::vector<std::string>> Damaged(const std::vector<std::string>& lines, std::size_t at) {
  std::vector<std::vector<std::string>> results;
  auto change = [&](auto edit) {
    results.push_back(lines);
    edit(results.back());
  };
  const auto line = static_cast<std::ptrdiff_t>(at);
  change([&](auto& l) { l.erase(l.begin() + line); });
  change([&](auto& l) { l.insert(l.begin() + line, l[at]); });
  change([&](auto& l) { l[at] = l[at].substr(0, l[at].size() / 2); });
  change([&](auto& l) { l[at] = " " + l[at]; });
  change([&](auto& l) {
    if (const std::size_t colon = l[at].find(':'); colon != std::string::npos) l[at].insert(colon, "x");
  });
  change([&](auto& l) {
    if (const std::size_t colon = l[at].find(':'); colon != std::string::npos)
      l[at] = l[at].substr(0, colon + 1) + " [7]";
  });
  return results;
}

void CheckDamaged(const std::string& id, const std::string& flow, const std::string& chinese) {
  base::Findings findings;
  const FlowLibrary library =
      LoadFlows({{"flows/" + id + ".yaml", flow}, {"flows/" + id + ".zh.yaml", chinese}}, BothLocales(), findings);
  if (!findings.HasErrors()) {
    ASSERT_NE(library.Find(id), nullptr) << flow;
    const Outcome outcome = Start(*library.Find(id), TestContext());
    EXPECT_TRUE(outcome.waiting() || !outcome.messages.empty());
    return;
  }
  EXPECT_EQ(library.Find(id), nullptr);
  for (const base::Finding& finding : findings.Sorted()) {
    EXPECT_TRUE(finding.place.path.starts_with("flows/" + id)) << base::ToString(finding);
    EXPECT_FALSE(finding.what.empty());
  }
}

// One kind of damage a line, another kind for the next line and the next flow: all kinds meet all kinds of lines.
TEST(FlowLoader, TellsADamagedLineOfAShippedFlowFromASoundOne) {
  std::size_t turn = 0;
  for (const std::string id : {"bug-report", "cannot-sign-in", "call-quality"}) {
    const std::string flow = ReadSource("flows/library/" + id + ".yaml");
    const std::string chinese = ReadSource("flows/library/" + id + ".zh.yaml");
    const std::vector<std::string> lines = base::SplitLines(flow), chinese_lines = base::SplitLines(chinese);
    for (std::size_t at = 0; at < lines.size(); ++at, ++turn)
      CheckDamaged(id, Joined(Damaged(lines, at)[turn % kKinds]), chinese);
    for (std::size_t at = 0; at < chinese_lines.size(); ++at, ++turn)
      CheckDamaged(id, flow, Joined(Damaged(chinese_lines, at)[turn % kKinds]));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace frontdesk::flows
