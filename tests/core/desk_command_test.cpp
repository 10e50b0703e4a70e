#include "bot/core/desk_command.h"

#include <gtest/gtest.h>

namespace frontdesk::core {
namespace {

using Act = base::AgentActed::Act;
using Kind = DeskCommand::Kind;

const base::TimePoint kNow = *base::ParseTime("2026-03-02T10:00Z");

DeskCommand Read(std::string_view text) { return ReadDeskCommand(text, kNow); }

TEST(DeskCommand, NamesTheTicketBeforeOrBehindTheVerb) {
  for (const char* text :
       {"/reply 1001 On it.", "/reply #1001 On it.", "#1001 /reply On it.", "reply 1001 On it.", "#1001: reply On it.",
        "@desk reply 1001 On it.", "/回复 1001 On it.", "/REPLY 1001 On it."}) {
    const DeskCommand command = Read(text);
    EXPECT_EQ(command.kind, Kind::kAct) << text;
    EXPECT_EQ(command.act.act, Act::kReply) << text;
    EXPECT_EQ(command.number, 1001) << text;
    EXPECT_EQ(command.act.text, "On it.") << text;
  }
}

TEST(DeskCommand, TakesNoSentenceForACommand) {
  for (const char* text :
       {"resolve it soon, please", "take care", "1001 nights", "reply?", "help me with this one", ""}) {
    EXPECT_EQ(Read(text).kind, Kind::kTalk) << text;
    EXPECT_EQ(Read(text).number, 0) << text;
  }
  const DeskCommand note = Read("#1001 looks like the mail server");
  EXPECT_EQ(note.kind, Kind::kTalk);
  EXPECT_EQ(note.number, 1001);
  EXPECT_EQ(note.text, "looks like the mail server");
}

TEST(DeskCommand, KeepsTheLinesOfAReply) { EXPECT_EQ(Read("/reply 1001 First.\nSecond.").act.text, "First.\nSecond."); }

TEST(DeskCommand, ReadsWhereToAndUntilWhen) {
  EXPECT_EQ(Read("/transfer 1001 tech please look").act.what, "queue");
  EXPECT_EQ(Read("/transfer 1001 @lee yours").act.what, "agent");
  EXPECT_EQ(Read("/transfer 1001 @lee yours").act.value, "lee");
  EXPECT_EQ(Read("/snooze 1001 2h waiting for a call").act.value, "2026-03-02T12:00:00Z");
  EXPECT_EQ(Read("/snooze 1001 2026-03-03T09:00+08:00").act.value, "2026-03-03T01:00:00Z");
  EXPECT_EQ(Read("/plan 1001 2026-04-01 next release").act.text, "next release");
  EXPECT_EQ(Read("/update 1001 identified en: found | zh: 找到了").state, "identified");
}

TEST(DeskCommand, SaysWhatIsMissing) {
  EXPECT_EQ(Read("/reply 1001").problem, Text::kDeskNeedsText);
  EXPECT_EQ(Read("/transfer 1001").problem, Text::kDeskNeedsTarget);
  EXPECT_EQ(Read("/snooze 1001 soon").problem, Text::kDeskNeedsTime);
  EXPECT_EQ(Read("/plan 1001 soon").problem, Text::kDeskNeedsDay);
  EXPECT_EQ(Read("/wait 1001 them").problem, Text::kDeskNeedsWhom);
  EXPECT_EQ(Read("/update 1001 fixed").problem, Text::kDeskIncidentState);
  EXPECT_EQ(Read("/tak 1001").problem, Text::kDeskUnknownCommand);
  for (const char* text : {"/reply 1001", "/snooze 1001 soon", "/tak 1001"}) EXPECT_EQ(Read(text).kind, Kind::kWrong);
}

TEST(DeskCommand, ReadsItsOwnButtonsAndNoOthers) {
  EXPECT_EQ(ReadDeskButton("desk:take=1001").number, 1001);
  EXPECT_EQ(ReadDeskButton("desk:take=1001").act.act, Act::kTake);
  for (const char* value : {"person", "desk:", "desk:fly=1001", "take=1001", "desk:take"})
    EXPECT_EQ(ReadDeskButton(value).kind, Kind::kTalk) << value;
}

TEST(DeskCommand, NeverReadsANumberThatDoesNotFit) {
  for (const char* text : {"#0 x", "#-1 x", "#99999999999999999999 x", "#1e3 x", "# x"})
    EXPECT_EQ(Read(text).number, 0) << text;
}

}  // namespace
}  // namespace frontdesk::core
