// What a platform cannot show stands in words.
#include <gmock/gmock.h>

#include "adapters/common/degrade.h"

namespace frontdesk::adapters::common {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

base::Message Review() {
  base::Message message = base::Say("Is this right?");
  message.facts = {{"area", "Area", "Messages"}};
  message.buttons = {{"Submit the report", "flow:submit"}, {"Cancel", "flow:cancel"}};
  return message;
}

TEST(Degrade, WithNothingGivesLinesAndNumbers) {
  const Degraded shown = Degrade(Review(), {}, Markup::kPlain, "");
  EXPECT_THAT(shown.parts, ElementsAre("Is this right?\nArea: Messages\n1. Submit the report\n2. Cancel"));
  EXPECT_THAT(shown.buttons, IsEmpty());
  EXPECT_THAT(shown.facts, IsEmpty());
}

TEST(Degrade, LeavesWhatThePlatformShowsOutOfTheText) {
  Capabilities can;
  can.buttons = 2;
  can.cards = true;
  const Degraded shown = Degrade(Review(), can, Markup::kPlain, "");
  EXPECT_THAT(shown.parts, ElementsAre("Is this right?"));
  EXPECT_EQ(shown.buttons, Review().buttons);
  EXPECT_EQ(shown.facts, Review().facts);
}

TEST(Degrade, NumbersAllButtonsWhenThereAreTooMany) {
  Capabilities can;
  can.buttons = 1;
  const Degraded shown = Degrade(Review(), can, Markup::kPlain, "");
  EXPECT_THAT(shown.buttons, IsEmpty());
  EXPECT_THAT(shown.parts, ElementsAre("Is this right?\nArea: Messages\n1. Submit the report\n2. Cancel"));
}

TEST(Degrade, ShortensLabelsButNotValues) {
  Capabilities can;
  can.buttons = 5;
  can.button_label = 8;
  EXPECT_THAT(Degrade(Review(), can, Markup::kPlain, "").buttons,
              ElementsAre(base::Button{"Submit …", "flow:submit"}, base::Button{"Cancel", "flow:cancel"}));
}

TEST(Degrade, NumbersButtonsThatShortLabelsWouldMakeTheSame) {
  Capabilities can;
  can.buttons = 5;
  can.button_label = 5;
  base::Message message = base::Say("Which one?");
  message.buttons = {{"Account one", "a"}, {"Account two", "b"}};
  const Degraded shown = Degrade(message, can, Markup::kPlain, "");
  EXPECT_THAT(shown.buttons, IsEmpty());
  EXPECT_THAT(shown.parts, ElementsAre("Which one?\n1. Account one\n2. Account two"));
}

TEST(Degrade, NamesFilesThatThePlatformCannotCarry) {
  base::Message message = base::Say("See this.");
  message.files = {{"f1", "log.txt", "text/plain", 5}};
  Capabilities can;
  EXPECT_THAT(Degrade(message, can, Markup::kPlain, "").parts, ElementsAre("See this.\n[log.txt]"));
  can.files = true;
  EXPECT_THAT(Degrade(message, can, Markup::kPlain, "").parts, ElementsAre("See this."));
}

TEST(Degrade, SplitsByThePlatformsLimitAndMakesTheTextInert) {
  Capabilities can;
  can.message_limit = 6;
  can.unit = Capabilities::Unit::kCodePoints;
  EXPECT_THAT(Degrade(base::Say("第一句话。第二句话。"), can, Markup::kPlain, "").parts,
              ElementsAre("第一句话。", "第二句话。"));
  EXPECT_THAT(Degrade(base::Say("\u202e"), {}, Markup::kPlain, "").parts, ElementsAre("‹U+202E›"));
}

}  // namespace
}  // namespace frontdesk::adapters::common
