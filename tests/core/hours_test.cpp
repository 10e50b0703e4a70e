// What users hear when a queue is not served around the clock.
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Monday, 2026-03-02, 10:00 UTC is 18:00 in Shanghai.
class OfficeHours : public TalkTest {
 protected:
  void SetUp() override {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    desk::Calendar office;
    office.zone = "Asia/Shanghai";
    for (int day = 0; day < 5; ++day) office.week[day] = {{9 * 60, 18 * 60}};
    catalog->policy.hours["general"] = {office};
    catalog->policy.zone = "Asia/Shanghai";
    catalog_ = std::move(catalog);
  }
};

TEST_F(OfficeHours, AfterHoursTheUserHearsWhenSomebodyIsBackAndByWhenThereIsAnAnswer) {
  const std::string said = TextOf(Type("talk to a person"));
  EXPECT_THAT(said, HasSubstr("they are back at 2026-03-03 09:00"));
  EXPECT_THAT(said, HasSubstr("an answer by 2026-03-03 13:00"));  // four open hours
}

TEST_F(OfficeHours, InChineseToo) {
  const std::string said = TextOf(Type("转人工"));
  EXPECT_THAT(said, HasSubstr("2026-03-03 09:00 开始上班"));
  EXPECT_THAT(said, HasSubstr("最晚 2026-03-03 13:00 前回复你"));
}

TEST_F(OfficeHours, WhileSomebodyIsThereNothingIsSaidOfOpening) {
  Pass(std::chrono::hours(16));  // Tuesday, 10:00 in Shanghai
  const std::string said = TextOf(Type("talk to a person"));
  EXPECT_THAT(said, Not(HasSubstr("back at")));
  EXPECT_THAT(said, HasSubstr("an answer by 2026-03-03 14:00"));
}

TEST_F(OfficeHours, WhatIsReopenedInTheEveningIsNotDueBeforeTheMorning) {
  Type("talk to a person");
  ASSERT_TRUE(Act("kim", base::AgentActed::Act::kReply, "Try now."));
  ASSERT_TRUE(Act("kim", base::AgentActed::Act::kResolve));
  EXPECT_THAT(TextOf(Do(base::Pressed{"solved:no", "No"})), HasSubstr("by 2026-03-03 13:00"));
}

}  // namespace
}  // namespace frontdesk::core
