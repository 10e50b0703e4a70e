// An open ticket, a second report: no second ticket for one problem, whatever account it is told on.
#include "bot/core/repeats.h"

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Another way to the same part of the product.
constexpr char kSound[] = R"(flow: sound
title: Sound is bad
locale: en
start: {phrases: [bad sound]}
steps:
  - {ask: heard, type: longtext, text: What do you hear?, prefill: {from: message}}
  - {ask: pin, type: text, text: Your pin?, sensitive: true}
  - ask: where
    type: choice
    text: Where?
    options:
      - {value: call, label: In calls}
      - {value: message, label: In messages}
  - confirm: review
  - ticket: {category: functional, title: "{{heard | first_line}}", component: "{{where}}", fields: [heard, pin, where]}
  - {label: thanks, say: "Sent as {{ticket.number}}."}
  - end: done
)";

class Repeats : public TalkTest {
 protected:
  Repeats() {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    base::Findings findings;
    catalog->flows = flows::LoadFlows({{"flows/report.yaml", kReport}, {"flows/sound.yaml", kSound}},
                                      {.locales = {"en"}, .queues = {"general"}}, findings);
    for (const base::Finding& finding : findings.Sorted())
      if (finding.severity == base::Severity::kError) ADD_FAILURE() << base::ToString(finding);
    catalog_ = std::move(catalog);
  }
  // Up to the review, and sent from there.
  std::string SendSound(const std::string& account, const std::string& part) {
    Say(account, "bad sound");
    Say(account, "A loud hum under every word");
    Say(account, "4711");
    PressOn(account, "slot:where=" + part);
    return PressOn(account, "flow:submit");
  }
  base::Event On(const std::string& account, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address = {account, "ada", ""};
    event.author = {"ada", "Ada", false, true};
    event.author.user = "u-17";
    return event;
  }
  std::string Say(const std::string& account, const std::string& text) {
    return TextOf(Seen(dialogue_->Send(On(account, base::Said{text}))));
  }
  std::string PressOn(const std::string& account, const std::string& value) {
    return TextOf(Seen(dialogue_->Send(On(account, base::Pressed{value, value}))));
  }
  void Report(const std::string& account) {
    Say(account, "report a problem");
    Say(account, "Calls drop after ten seconds on wifi");
    PressOn(account, "slot:area=call");
    Say(account, "skip");
    Say(account, "skip");
    // A press changes the conversation, and its buttons with it.
    const std::vector<base::Button> buttons = dialogue_->conversation()->buttons;
    for (const base::Button& button : buttons)
      if (button.label == "Submit" || button.label == "Send") PressOn(account, button.value);
  }
  std::vector<store::TicketRow> Tickets() {
    return *store_->TicketsOfHuman(store_->LoadPerson(state().person)->who, 10);
  }
  desk::Ticket Ticket(store::Id number) { return *desk::TicketFromJson(store_->LoadTicket(number)->body); }
};

TEST_F(Repeats, ASecondReportOfTheSameKindIsAskedAboutOnAnyAccount) {
  Report("widget");
  ASSERT_THAT(Tickets(), SizeIs(1));
  const std::string number = std::to_string(Tickets().front().number);
  for (const char* account : {"widget", "slack"}) {
    const std::string said = Say(account, "report a problem");
    EXPECT_THAT(said, HasSubstr(number)) << account;
    EXPECT_THAT(said, HasSubstr("same problem")) << account;
    EXPECT_THAT(said, Not(HasSubstr("What went wrong"))) << account;
  }
}

TEST_F(Repeats, WhatIsAddedOnAnotherAccountStandsOnTheTicketOnce) {
  Report("widget");
  const store::Id number = Tickets().front().number;
  Say("slack", "report a problem");
  EXPECT_THAT(PressOn("slack", "repeat:add=" + std::to_string(number)), HasSubstr("What would you like to add"));
  EXPECT_THAT(Say("slack", "It also happens on 5G"), HasSubstr("I have added that"));
  EXPECT_THAT(Tickets(), SizeIs(1));
  EXPECT_THAT(Ticket(number).words, HasSubstr("It also happens on 5G"));
  const auto changes = *store_->TicketChanges(number);
  EXPECT_EQ(changes.back().what, "added to by the user");
  Say("slack", "how do I reset my password?");
  EXPECT_THAT(Ticket(number).words, Not(HasSubstr("password"))) << "only what was asked for is added";
}

TEST_F(Repeats, YesInWordsAddsAndNoInWordsBegins) {
  Report("widget");
  Say("slack", "report a problem");
  EXPECT_THAT(Say("slack", "yes"), HasSubstr("What would you like to add"));
  Say("slack", "report a problem");
  EXPECT_THAT(Say("slack", "no"), HasSubstr("What went wrong"));
}

TEST_F(Repeats, AnotherProblemBecomesAnotherTicketAndIsNotAskedAboutTwice) {
  Report("widget");
  Say("slack", "report a problem");
  EXPECT_THAT(PressOn("slack", "repeat:other"), HasSubstr("What went wrong"));
  Say("slack", "The invoice shows a wrong address");
  PressOn("slack", "slot:area=message");
  Say("slack", "skip");
  Say("slack", "skip");
  const std::vector<base::Button> buttons = dialogue_->conversation()->buttons;
  for (const base::Button& button : buttons)
    if (button.label == "Submit" || button.label == "Send") PressOn("slack", button.value);
  EXPECT_THAT(Tickets(), SizeIs(2));
}

TEST_F(Repeats, TheAnswersOfAReportThatTurnsOutToBeARepeatAreNotLost) {
  Report("widget");
  const store::Id number = Tickets().front().number;
  Say("slack", "report a problem");
  PressOn("slack", "repeat:other");
  Say("slack", "Calls drop and then the app restarts by itself");
  EXPECT_THAT(PressOn("slack", "repeat:add=" + std::to_string(number)), HasSubstr("I have added that"));
  EXPECT_FALSE(state().flow);
  EXPECT_THAT(Tickets(), SizeIs(1));
}

TEST_F(Repeats, AReportOfTheSamePartIsAskedAboutBeforeItIsSentAndItsAnswersMayGoToTheOpenTicket) {
  Report("widget");
  const store::Id number = Tickets().front().number;
  EXPECT_THAT(SendSound("slack", "call"), HasSubstr("same problem"));
  EXPECT_THAT(Tickets(), SizeIs(1));
  dialogue_->Restart();
  EXPECT_THAT(Say("slack", "yes"), HasSubstr("I have added that"));
  EXPECT_FALSE(state().flow);
  EXPECT_THAT(Tickets(), SizeIs(1));
  const desk::Ticket ticket = Ticket(number);
  std::string slots;
  for (const base::Fact& slot : ticket.slots) slots += slot.key + "=" + slot.value + "\n";
  EXPECT_THAT(slots, HasSubstr("heard=A loud hum under every word"));
  EXPECT_THAT(slots, Not(HasSubstr("4711"))) << "a sensitive answer was for that report alone";
}

TEST_F(Repeats, AReportThatIsAnotherProblemIsSentAsItStandsAndAskedAboutOnce) {
  Report("widget");
  SendSound("slack", "call");
  EXPECT_THAT(PressOn("slack", "repeat:other"), HasSubstr("Sent as"));
  EXPECT_THAT(Tickets(), SizeIs(2));
}

TEST_F(Repeats, WhoSendsAgainInPlaceOfAnAnswerHasSent) {
  Report("widget");
  SendSound("slack", "call");
  EXPECT_THAT(PressOn("slack", "flow:submit"), HasSubstr("Sent as"));
  EXPECT_THAT(Tickets(), SizeIs(2));
}

TEST_F(Repeats, AnotherPartIsAnotherProblemAndIsSentUnasked) {
  Report("widget");
  EXPECT_THAT(SendSound("slack", "message"), HasSubstr("Sent as"));
}

TEST_F(Repeats, WhoSaidAtTheBeginningThatItIsAnotherIsNotAskedBeforeSending) {
  SendSound("widget", "call");
  Say("slack", "bad sound");
  PressOn("slack", "repeat:other");
  Say("slack", "A loud hum under every word");
  Say("slack", "4711");
  PressOn("slack", "slot:where=call");
  EXPECT_THAT(PressOn("slack", "flow:submit"), HasSubstr("Sent as"));
}

TEST_F(Repeats, AReportMayStillBeChangedWhileItIsAskedAbout) {
  Report("widget");
  SendSound("slack", "call");
  PressOn("slack", "flow:edit=where");
  PressOn("slack", "slot:where=message");
  EXPECT_THAT(PressOn("slack", "flow:submit"), HasSubstr("Sent as")) << "now it is about another part";
}

TEST_F(Repeats, AnAnswerThatTheTicketHasOtherwiseIsAddedToItsWords) {
  SendSound("widget", "call");
  const store::Id number = Tickets().front().number;
  Say("slack", "bad sound");
  PressOn("slack", "repeat:other");
  Say("slack", "Now it is a whistle");
  EXPECT_THAT(PressOn("slack", "repeat:add=" + std::to_string(number)), HasSubstr("I have added that"));
  EXPECT_THAT(Ticket(number).words, HasSubstr("Now it is a whistle"));
}

TEST_F(Repeats, WhoAsksForAPersonIsToldOfTheOtherTicketAndMayJoinThem) {
  Report("widget");
  const store::Id number = Tickets().front().number;
  EXPECT_THAT(Say("slack", "human"), HasSubstr(std::to_string(number)));
  EXPECT_EQ(state().lease.speaker, desk::Speaker::kQueue) << "nobody who wants a person is held up";
  EXPECT_THAT(PressOn("slack", "repeat:same=" + std::to_string(number)), HasSubstr("at hand"));
  const store::Id request = Tickets().front().number;
  const auto links = Ticket(request).links;
  ASSERT_THAT(links, SizeIs(1));
  EXPECT_EQ(links.front().target, "#" + std::to_string(number));
  EXPECT_THAT(Ticket(number).words, HasSubstr("#" + std::to_string(request)));
}

TEST_F(Repeats, AStrangersTicketIsNeverMentioned) {
  Report("widget");
  base::Event stranger = EventOf(base::Said{"report a problem"});
  stranger.address = {"slack", "bob", ""};
  stranger.author = {"bob", "Bob"};
  EXPECT_THAT(TextOf(Seen(dialogue_->Send(stranger))), HasSubstr("What went wrong"));
}

TEST_F(Repeats, ForgedNumbersAddNothing) {
  Report("widget");
  const store::Id number = Tickets().front().number;
  base::Event stranger = EventOf(base::Pressed{"repeat:add=" + std::to_string(number), "Add"});
  stranger.address = {"slack", "bob", ""};
  stranger.author = {"bob", "Bob"};
  EXPECT_THAT(TextOf(Seen(dialogue_->Send(stranger))), HasSubstr("earlier message"));
  for (const char* value : {"repeat:add=", "repeat:add=x", "repeat:same=99999", "repeat:", "repeat:other"})
    EXPECT_THAT(PressOn("slack", value), HasSubstr("earlier message")) << value;
}

TEST_F(Repeats, AnOldReportOfTheSameKindIsMentionedOnly) {
  Report("widget");
  clock_.Advance(kRepeatWithin + std::chrono::hours(1));
  const std::string said = Say("slack", "report a problem");
  EXPECT_THAT(said, HasSubstr("still open"));
  EXPECT_THAT(said, HasSubstr("What went wrong"));
}

TEST_F(Repeats, InARoomTheTitleOfAnotherTalksTicketIsNotSaid) {
  Report("widget");
  base::Event event = On("slack", base::Said{"report a problem"});
  event.address = {"slack", "C-team", ""};
  const std::string said = TextOf(Seen(dialogue_->Send(event)));
  EXPECT_THAT(said, HasSubstr(std::to_string(Tickets().front().number)));
  EXPECT_THAT(said, Not(HasSubstr("Calls drop")));
}

}  // namespace
}  // namespace frontdesk::core
