// `chat --as`: each platform's message as that platform can show it.
#include "bot/terminal/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

base::Message Question() {
  base::Message message = base::Say("Who brings it?");
  message.buttons = {{"The post", "post"}, {"Somebody else", "other"}};
  return message;
}

TEST(Profile, ShowsButtonsWhereThePlatformHasThemAndNumbersElsewhere) {
  EXPECT_THAT(ShownAs(ProfileOf("web"), Question(), ""),
              ElementsAre("Who brings it?\n     [1 The post]  [2 Somebody else]"));
  EXPECT_THAT(ShownAs(ProfileOf("webhook"), Question(), ""),
              ElementsAre("Who brings it?\n     [1 The post]  [2 Somebody else]"));
  for (const char* name : {"xmpp", "easemob", "agora", "plain"})
    EXPECT_THAT(ShownAs(ProfileOf(name), Question(), ""), ElementsAre("Who brings it?\n1. The post\n2. Somebody else"))
        << name;
}

TEST(Profile, CutsLongWordsWhereThePlatformDoes) {
  const base::Message message = base::Say(std::string(12'000, 'x'));
  EXPECT_EQ(ShownAs(ProfileOf("web"), message, "").size(), 1u);
  const auto parts = ShownAs(ProfileOf("easemob"), message, "");
  EXPECT_GT(parts.size(), 1u);
  std::string all;
  for (const std::string& part : parts) all += part;
  EXPECT_EQ(all, std::string(12'000, 'x'));
}

TEST(Profile, ShowsFactsAsACardOnlyWhereThereAreCards) {
  base::Message message = base::Say("Please check");
  message.facts = {{"area", "Area", "Calls"}};
  adapters::Capabilities can;
  EXPECT_THAT(ShownAs(can, message, ""), ElementsAre("Please check\nArea: Calls"));
  can.cards = true;
  EXPECT_THAT(ShownAs(can, message, ""), ElementsAre("Please check\n  | Area: Calls"));
}

TEST(Profile, IsThereForEveryAccountType) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  for (const std::string& name : ProfileNames()) {
    const Printed printed =
        RunCommand({"chat", small, "--as", name}, "my parcel is missing\nA-17\n/clock +26h\n/restart\n/locale zh\n2\n");
    EXPECT_EQ(printed.code, 0) << name << printed.err;
    EXPECT_THAT(printed.out, HasSubstr("Somebody else")) << name;
    EXPECT_THAT(printed.out, HasSubstr("(the bot has restarted)")) << name;
    EXPECT_THAT(printed.out, HasSubstr("This is number 100")) << name << printed.out;
  }
}

TEST(Profile, NamesTheAgentOnce) {
  const TempDirectory directory;
  const Printed printed = RunCommand({"chat", WriteSmallWorkspace(directory)},
                                     "my parcel is missing\n/agent kim take\n/agent kim reply On its way.\n");
  EXPECT_THAT(printed.out, HasSubstr("\nKim: On its way.\n"));
  EXPECT_THAT(printed.out, Not(HasSubstr("Kim: Kim:")));
}

}  // namespace
}  // namespace frontdesk::terminal
