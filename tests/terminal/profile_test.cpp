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

TEST(Profile, IsWhatTheAdapterSaysOfItself) {
  base::Message question = Question();
  EXPECT_THAT(ShownAs(ProfileOf("matrix"), question, ""), ElementsAre("Who brings it?\n1. The post\n2. Somebody else"));
  for (const char* name : {"slack", "teams", "mattermost", "wecom", "wecom-kf", "wechat-oa", "dingtalk", "feishu"})
    EXPECT_THAT(ShownAs(ProfileOf(name), question, ""), ElementsAre(HasSubstr("[1 The post]"))) << name;
  while (question.buttons.size() < 7)
    question.buttons.push_back({"Number " + std::to_string(question.buttons.size()), "n"});
  EXPECT_THAT(ShownAs(ProfileOf("slack"), question, ""), ElementsAre(HasSubstr("[7 Number 6]")));
  const base::Message message = base::Say(std::string(3'000, 'x'));
  EXPECT_EQ(ShownAs(ProfileOf("wecom"), message, "").size(), 2u);
  EXPECT_EQ(ShownAs(ProfileOf("slack"), message, "").size(), 1u);
}

TEST(Profile, ShowsAFormWhereThePlatformHasForms) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  directory.Write("small/flows/parcel.yaml",
                  "flow: parcel\ntitle: A parcel is missing\nlocale: en\nstart: {phrases: [my parcel is missing]}\n"
                  "steps:\n  - {ask: number, title: Number, type: text, text: Which number?, form: true}\n"
                  "  - {ask: day, title: Day, type: date, text: Since when?, form: true, skip: true}\n"
                  "  - ticket: {category: service, title: 'Parcel {{number}} {{day}}'}\n  - end: done\n");
  const std::string said = "my parcel is missing\nA-17\n";
  EXPECT_THAT(RunCommand({"chat", small, "--as", "slack"}, said).out,
              HasSubstr("\n  Which number? ____\n  Since when? ____ (optional)\n"));
  EXPECT_THAT(RunCommand({"chat", small, "--as", "matrix"}, said).out, Not(HasSubstr("____")));
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
