// Bounds of a date that move with the day.
#include <gtest/gtest.h>

#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

TEST(DateBounds, MayBeWordsThatMeanAnotherDayTomorrow) {
  std::string lines;
  const FlowLibrary library = LoadText(
      "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
      "  - {ask: day, type: date, text: Which day?, min: today, max: \"2027-01-01\"}\n"
      "  - handoff: {reason: \"{{day}}\"}\n",
      &lines);
  EXPECT_EQ(lines, "");
  ASSERT_NE(library.Find("test"), nullptr);
  Talk talk(*library.Find("test"), TestContext());
  EXPECT_EQ(Text(talk.Type("yesterday")), "The earliest date possible here is 2026-03-02.\nWhich day?");
  EXPECT_EQ(Text(talk.Type("2027-01-02")), "The latest date possible here is 2027-01-01.\nWhich day?");
  EXPECT_EQ(talk.Type("tomorrow").handoff_reason, "2026-03-03");
}

}  // namespace
}  // namespace frontdesk::flows
