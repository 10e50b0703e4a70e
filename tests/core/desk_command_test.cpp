#include "bot/core/desk_command.h"

#include <gtest/gtest.h>

namespace frontdesk::core {
namespace {

using Act = base::AgentActed::Act;
using Kind = DeskCommand::Kind;

const base::TimePoint kNow = *base::ParseTime("2026-03-02T10:00Z");

DeskCommand Read(std::string_view text) { return ReadDeskCommand(text, kNow); }

DeskCommand Hear(base::EventBody body, bool to_us = false) {
  base::Event event;
  event.at = kNow;
  event.body = std::move(body);
  event.to_us = to_us;
  return DeskCommandIn(event, "Relay");
}

TEST(DeskCommand, NamesTheTicketBeforeOrBehindTheVerb) {
  for (const char* text : {"/reply 1001 On it.", "/reply #1001 On it.", "#1001 /reply On it.", "reply 1001 On it.",
                           "#1001: reply On it.", "/回复 1001 On it.", "/REPLY 1001 On it."}) {
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
  EXPECT_EQ(Read("/link-person 1001 chat/U17 she told me").act.value, "chat/U17");
  EXPECT_EQ(Read("/link-person 1001 chat/U17 she told me").act.text, "she told me");
  EXPECT_EQ(Read("/不是同一人 1001").act.act, Act::kUnlinkPerson);
}

TEST(DeskCommand, ReadsWhatATicketWaitsForAndWhatBecomesOfIt) {
  EXPECT_EQ(Read("/wait 1001 customer Which version?").act.text, "Which version?");
  for (const char* text : {"/wait 1001 team 2026-03-04 logs", "/等待 1001 团队 2026-03-04 logs"}) {
    EXPECT_EQ(Read(text).act.what, "team") << text;
    EXPECT_EQ(Read(text).act.value, "2026-03-04") << text;
    EXPECT_EQ(Read(text).act.text, "logs") << text;
  }
  EXPECT_EQ(Read("/set 1001 tier fault only one old device").act.value, "fault");
  EXPECT_EQ(Read("/set 1001 tier fault only one old device").act.text, "only one old device");
  EXPECT_EQ(Read("/set 1001 title Cannot sign in").act.value, "Cannot sign in");
  EXPECT_EQ(Read("/split 1001 March invoice\nIt is missing.").act.value, "March invoice");
  EXPECT_EQ(Read("/split 1001 March invoice\nIt is missing.").act.text, "It is missing.");
  EXPECT_EQ(Read("/link 1001 #1002 the same server").act.value, "1002");
}

TEST(DeskCommand, SaysWhatIsMissing) {
  EXPECT_EQ(Read("/reply 1001").problem, Text::kDeskNeedsText);
  EXPECT_EQ(Read("/transfer 1001").problem, Text::kDeskNeedsTarget);
  EXPECT_EQ(Read("/snooze 1001 soon").problem, Text::kDeskNeedsTime);
  EXPECT_EQ(Read("/plan 1001 soon").problem, Text::kDeskNeedsDay);
  EXPECT_EQ(Read("/wait 1001 them").problem, Text::kDeskNeedsWhom);
  EXPECT_EQ(Read("/wait 1001 team because").problem, Text::kDeskNeedsDay);
  EXPECT_EQ(Read("/split 1001").problem, Text::kDeskNeedsValue);
  EXPECT_EQ(Read("/update 1001 fixed").problem, Text::kDeskIncidentState);
  EXPECT_EQ(Read("/tak 1001").problem, Text::kDeskUnknownCommand);
  for (const char* text : {"/reply 1001", "/snooze 1001 soon", "/tak 1001"}) EXPECT_EQ(Read(text).kind, Kind::kWrong);
}

TEST(DeskCommand, ReadsItsOwnButtonsAndNoOthers) {
  EXPECT_EQ(ReadDeskButton("desk:take=1001", kNow).number, 1001);
  EXPECT_EQ(ReadDeskButton("desk:take=1001", kNow).act.act, Act::kTake);
  EXPECT_EQ(ReadDeskButton("desk:snooze=1001 1h", kNow).act.value, "2026-03-02T11:00:00Z");
  EXPECT_EQ(ReadDeskButton("desk:declare=1001", kNow).kind, Kind::kDeclare);
  for (const char* value : {"person", "desk:", "desk:fly=1001", "take=1001", "desk:take"})
    EXPECT_EQ(ReadDeskButton(value, kNow).kind, Kind::kTalk) << value;
}

TEST(DeskCommand, TakesWordsToTheBotForAReplyWithoutItsName) {
  for (const char* text :
       {"@relay We are on it.", "@Relay: We are on it.", "@relay，We are on it.", "@relay reply We are on it.",
        "@relay #1001 We are on it.", "@relay /reply 1001 We are on it."}) {
    const DeskCommand command = Hear(base::Said{text});
    EXPECT_EQ(command.act.act, Act::kReply) << text;
    EXPECT_EQ(command.act.text, "We are on it.") << text;
  }
  EXPECT_EQ(Hear(base::Said{"We are on it."}, true).act.text, "We are on it.") << "the platform cut the name out";
  EXPECT_EQ(Hear(base::SentFiles{{}, "@relay see here"}).act.text, "see here");
  EXPECT_EQ(Hear(base::Said{"@relay take"}).act.act, Act::kTake);
}

TEST(DeskCommand, LeavesTheNamesOfOthersInWhatIsSaid) {
  for (const char* text : {"@lee can you look?", "@relayed news", "@relay", "thanks @relay", "@lee take 1001"}) {
    const DeskCommand command = Hear(base::Said{text});
    EXPECT_NE(command.kind, Kind::kAct) << text;
    EXPECT_EQ(command.text, std::string_view(text) == "@relay" ? "" : text);
  }
}

TEST(DeskCommand, NeverReadsANumberThatDoesNotFit) {
  for (const char* text : {"#0 x", "#-1 x", "#99999999999999999999 x", "#1e3 x", "# x"})
    EXPECT_EQ(Read(text).number, 0) << text;
}

}  // namespace
}  // namespace frontdesk::core
