// Before any user meets it: what a platform would show otherwise than its author wrote it.
#include "bot/runtime/platform_checks.h"

#include <gtest/gtest.h>

#include "flows/loader.h"

namespace frontdesk::runtime {
namespace {

constexpr char kFlow[] =
    "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
    "  - ask: area\n    type: choice\n    text: Which part of the product is it about?\n"
    "    options: [{value: a, label: A}, {value: b, label: A long label 很长}, {value: c, label: C}]\n"
    "  - {ticket: {category: service, title: x}}\n"
    "  - {label: thanks, say: '{{ticket.number}} is its number, thank you very much indeed.'}\n"
    "  - {end: done}\n";

std::string WarningsFor(std::vector<PlatformAccount> accounts) {
  base::Findings findings;
  const auto flows = flows::LoadFlows({{"flows/test.yaml", kFlow}}, {}, findings);
  CheckPlatforms(flows, accounts, findings);
  EXPECT_FALSE(findings.HasErrors());
  std::string lines;
  for (const base::Finding& finding : findings.Sorted()) lines += ToString(finding) + "\n";
  return lines;
}

TEST(PlatformChecks, SayNothingWhereEverythingCanBeShown) {
  EXPECT_EQ(WarningsFor({}), "");
  adapters::Capabilities roomy;
  roomy.buttons = 3;
  roomy.button_label = 15;
  roomy.message_limit = 200;
  adapters::Capabilities numbered;  // no buttons at all: numbers are what its users know
  EXPECT_EQ(WarningsFor({{"roomy", roomy}, {"numbered", numbered}}), "");
}

TEST(PlatformChecks, NameTheAccountsAndThePlace) {
  adapters::Capabilities few, narrow, small;
  few.buttons = 2;
  narrow.buttons = 10;
  narrow.button_label = 5;
  small.message_limit = 30;
  EXPECT_EQ(
      WarningsFor({{"few", few}, {"narrow", narrow}, {"small", small}, {"tiny", small}}),
      "flows/test.yaml:5:10: warning: 3 options are more than 'few' can show as buttons; fewer options; else users "
      "get a numbered list\n"
      "flows/test.yaml:7:11: warning: this text is longer than one message of 'small', 'tiny'; a shorter one; else "
      "it comes in parts\n"
      "flows/test.yaml:8:37: warning: the label 'A long label 很长' is too long for a button of 'narrow'; a shorter "
      "one; else it is cut\n"
      "flows/test.yaml:10:26: warning: this text is longer than one message of 'small', 'tiny'; a shorter one; "
      "else it comes in parts\n");
}

}  // namespace
}  // namespace frontdesk::runtime
