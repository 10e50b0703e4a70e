// Joining tickets of several people, splitting one into two, and what everybody hears of it.
#include "bot/core/ticket_merge.h"

#include "bot/core/ticket_row.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using What = base::AgentActed::Act;
using desk::TicketState;

class Joining : public TalkTest {
 protected:
  void SetUp() override {
    ada_ = Report("ada");
    bob_ = Report("bob");
  }

  base::Event EventBy(const std::string& who, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address.channel = who;
    return event;
  }
  // Asks for a person; the number of the ticket.
  store::Id Report(const std::string& who) {
    base::Event event = EventBy(who, base::Said{"human"});
    event.author = {who, who, false, false};
    (void)dialogue_->Send(event);
    return state().ticket;
  }
  // What everybody saw, as "who: words".
  base::Status Do(const std::string& where, What act, std::string value = {}, std::string text = {}, store::Id of = 0) {
    said_.clear();
    const auto spoken =
        dialogue_->Send(EventBy(where, base::AgentActed{act, "kim", "Kim", std::move(text), {}, of, {}, value}));
    if (!spoken) return tl::unexpected(spoken.error());
    Hear(*spoken);
    return {};
  }
  void Hear(const std::vector<Spoken>& spoken) {
    for (const Spoken& line : spoken)
      if (line.row.from != "user" && !line.row.internal)
        said_[store_->LoadConversation(line.row.conversation)->address.channel] +=
            base::ToPlainText(line.message) + "\n";
  }
  std::string Refusal(const std::string& where, What act, std::string value) {
    const base::Status status = Do(where, act, std::move(value));
    return status ? "it was not refused" : status.error().message;
  }
  desk::Ticket Stored(store::Id number) { return *TicketFrom(*store_->LoadTicket(number)); }

  store::Id ada_ = 0, bob_ = 0;
  std::map<std::string, std::string> said_;
};

TEST_F(Joining, CountsBothPeopleLinksBothWaysAndTellsBoth) {
  ASSERT_TRUE(Do("ada", What::kMerge, "#" + std::to_string(bob_), "the same fault"));
  EXPECT_EQ(Stored(ada_).state, TicketState::kMerged);
  EXPECT_EQ(Stored(ada_).merged_into, bob_);
  EXPECT_EQ(Stored(bob_).affected, 2);
  EXPECT_EQ(Stored(ada_).links.front().target, "#" + std::to_string(bob_));
  EXPECT_EQ(Stored(bob_).links.front().target, "#" + std::to_string(ada_));
  EXPECT_THAT(said_["ada"], HasSubstr("the same problem as " + std::to_string(bob_)));
  EXPECT_THAT(said_["bob"], HasSubstr("Somebody else has reported the same problem"));
  EXPECT_THAT(said_["bob"], Not(HasSubstr("ada")));
}

TEST_F(Joining, TheJoinedOnesLeaseReturnsToTheBotAndItLeavesTheBoard) {
  ASSERT_TRUE(Do("ada", What::kTake));
  ASSERT_TRUE(Do("ada", What::kMerge, std::to_string(bob_)));
  const auto row = *store_->FindConversation({"widget", "ada", ""});
  EXPECT_EQ(row.speaker, "bot");
  EXPECT_EQ(row.desk, store::DeskState::kClosed);
}

TEST_F(Joining, ProgressOfTheOtherOneIsToldToBothAndSolvesBoth) {
  ASSERT_TRUE(Do("ada", What::kMerge, std::to_string(bob_)));
  ASSERT_TRUE(Do("bob", What::kPlan, "2026-03-20", "It comes with 3.4."));
  EXPECT_THAT(said_["bob"], HasSubstr("It comes with 3.4."));
  EXPECT_THAT(said_["ada"], HasSubstr("Your request " + std::to_string(ada_) + " is planned"));
  ASSERT_TRUE(Do("bob", What::kResolve));
  EXPECT_THAT(said_["ada"], HasSubstr("Did it work for you?"));
  EXPECT_EQ(Stored(ada_).state, TicketState::kResolved);
}

TEST_F(Joining, WhoSaysThatItIsStillBrokenHasATicketOfTheirOwnAgain) {
  ASSERT_TRUE(Do("ada", What::kMerge, std::to_string(bob_)));
  ASSERT_TRUE(Do("bob", What::kResolve));
  ASSERT_TRUE(dialogue_->Send(EventBy("ada", base::Pressed{"solved:no", "Still broken"})));
  EXPECT_EQ(Stored(ada_).state, TicketState::kOpen);
  EXPECT_EQ(Stored(ada_).merged_into, 0);
  EXPECT_EQ(Stored(bob_).affected, 1);
  EXPECT_THAT(Stored(bob_).links, IsEmpty());
}

TEST_F(Joining, NewsGoAlongAChainOfJoinedTickets) {
  const store::Id eve = Report("eve");
  ASSERT_TRUE(Do("ada", What::kMerge, std::to_string(bob_)));
  ASSERT_TRUE(Do("bob", What::kMerge, std::to_string(eve)));
  EXPECT_EQ(Stored(eve).affected, 3);
  ASSERT_TRUE(Do("eve", What::kDecline, {}, "We keep it."));
  EXPECT_THAT(said_["ada"], HasSubstr("We keep it."));
  EXPECT_EQ(Stored(ada_).state, TicketState::kDeclined);
}

TEST_F(Joining, WhatCannotBeJoinedIsRefusedWithTheReason) {
  EXPECT_THAT(Refusal("ada", What::kMerge, "soon"), HasSubstr("by its number"));
  EXPECT_THAT(Refusal("ada", What::kMerge, "4711"), HasSubstr("no ticket 4711"));
  EXPECT_THAT(Refusal("ada", What::kMerge, std::to_string(ada_)), HasSubstr("with itself"));
  ASSERT_TRUE(Do("ada", What::kMerge, std::to_string(bob_)));
  EXPECT_THAT(Refusal("ada", What::kMerge, std::to_string(bob_)), HasSubstr("was joined with"));
  EXPECT_THAT(Refusal("bob", What::kMerge, std::to_string(ada_)), HasSubstr("a circle"));
  const store::Id eve = Report("eve");
  EXPECT_THAT(Refusal("eve", What::kMerge, std::to_string(ada_)), HasSubstr("join this one with"));
  ASSERT_TRUE(Do("bob", What::kDecline, {}, "no"));
  EXPECT_THAT(Refusal("eve", What::kMerge, std::to_string(bob_)), HasSubstr("reopen it first"));
  EXPECT_THAT(Refusal("ada", What::kResolve, {}), Not(HasSubstr("not served")));
  EXPECT_EQ(Stored(eve).state, TicketState::kNew);
}

TEST_F(Joining, ASecondMatterGetsItsOwnNumberThatTheUserIsTold) {
  ASSERT_TRUE(Do("ada", What::kSplit, "Invoice for March", "Where is my invoice?"));
  const auto tickets = store_->TicketsOf(store_->FindConversation({"widget", "ada", ""})->id);
  ASSERT_EQ(tickets->size(), 2u);
  const desk::Ticket second = *TicketFrom(tickets->back());
  EXPECT_EQ(second.title, "Invoice for March");
  EXPECT_EQ(second.words, "Where is my invoice?");
  EXPECT_EQ(second.links.front(), (desk::Link{"split from", "#" + std::to_string(ada_), second.conversation}));
  EXPECT_EQ(Stored(ada_).links.front().how, "split into");
  EXPECT_THAT(said_["ada"], HasSubstr(std::to_string(second.number) + ", \"Invoice for March\""));
  EXPECT_THAT(Refusal("ada", What::kSplit, " "), HasSubstr("needs a title"));
  ASSERT_TRUE(Do("ada", What::kMerge, std::to_string(ada_)));
  EXPECT_EQ(Stored(second.number).state, TicketState::kMerged);
  EXPECT_EQ(Stored(ada_).affected, 1);
}

}  // namespace
}  // namespace frontdesk::core
