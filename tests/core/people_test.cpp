// Who somebody is: found again in every conversation, joined across accounts by a signature or by an agent.
#include "bot/core/person.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Act = base::AgentActed::Act;

class People : public TalkTest {
 protected:
  base::Event From(const base::Address& address, const base::Author& author, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address = address;
    event.author = author;
    return event;
  }
  std::vector<base::Message> Say(const base::Address& address, const base::Author& author, const std::string& text) {
    return Seen(dialogue_->Send(From(address, author, base::Said{text})));
  }
  base::Status Name(const base::Address& address, base::AgentActed::Act act, const std::string& value,
                    const std::string& why = {}) {
    base::AgentActed body{act, "kim", "Kim", why, {}};
    body.value = value;
    const auto done = dialogue_->Send(From(address, {"kim", "Kim"}, body));
    return done ? base::Status() : tl::unexpected(done.error());
  }
  store::PersonRow PersonOf(const base::Address& address) {
    return *store_->LoadPerson(store_->FindConversation(address)->person);
  }
  std::vector<store::PersonRow> HumanOf(const base::Address& address) {
    return *store_->IdentitiesOf(PersonOf(address).who, 10);
  }
  static base::Author Signed(const std::string& id, const std::string& user) {
    base::Author author{id, "Ada", false, true};
    author.user = user;
    return author;
  }

  const base::Address web_{"widget", "v1", ""}, chat_{"slack", "D1", ""}, room_{"slack", "C9", "t1"};
};

TEST_F(People, AreFoundAgainInASecondConversation) {
  Say(chat_, {"U1", "Ada"}, "hello");
  Say(room_, {"U1", "Ada"}, "hello");
  EXPECT_EQ(PersonOf(chat_).id, PersonOf(room_).id);
  EXPECT_THAT(HumanOf(chat_), SizeIs(1));
}

TEST_F(People, EqualIdsOfTwoAccountsAreTwoPeople) {
  Say({"widget", "ada", ""}, {"ada", "Ada"}, "hello");
  Say({"slack", "ada", ""}, {"ada", "Ada"}, "hello");
  EXPECT_NE(PersonOf({"widget", "ada", ""}).who, PersonOf({"slack", "ada", ""}).who);
}

TEST_F(People, TheSameSignedUserIsOneHumanOnAllAccountsOfThatIdentity) {
  Say(web_, Signed("v1", "u-17"), "hello");
  Say(chat_, Signed("U1", "u-17"), "hello");
  EXPECT_EQ(PersonOf(web_).user, "people:u-17");
  EXPECT_EQ(PersonOf(web_).who, PersonOf(chat_).who);
  EXPECT_EQ(PersonOf(chat_).linked, "signed");
  Say(room_, Signed("U2", "u-18"), "hello");
  EXPECT_NE(PersonOf(room_).who, PersonOf(chat_).who);
}

TEST_F(People, WhoSaysANameWithoutASignatureIsNotJoined) {
  Say(web_, Signed("v1", "u-17"), "hello");
  base::Author liar{"U1", "Ada"};
  liar.user = "u-17";
  Say(chat_, liar, "hello");
  EXPECT_NE(PersonOf(web_).who, PersonOf(chat_).who);
  EXPECT_EQ(PersonOf(chat_).user, "");
}

TEST_F(People, WhoSignsInLaterIsJoinedThen) {
  Say(web_, Signed("v1", "u-17"), "hello");
  Say(chat_, {"U1", "Ada"}, "hello");
  EXPECT_THAT(HumanOf(chat_), SizeIs(1));
  Say(chat_, Signed("U1", "u-17"), "it is me");
  EXPECT_THAT(HumanOf(chat_), SizeIs(2));
  EXPECT_TRUE(PersonOf(chat_).verified);
}

TEST_F(People, AnotherUserInARoomDoesNotChangeWhoTheConversationIsWith) {
  Say(room_, {"U1", "Ada"}, "hello");
  Say(room_, Signed("U2", "u-18"), "me too");
  EXPECT_EQ(PersonOf(room_).platform_id, "U1");
  EXPECT_EQ(PersonOf(room_).user, "");
  EXPECT_EQ(PersonOf(room_).name, "Ada");
}

TEST_F(People, AnAgentJoinsAndPartsThemWithAReasonOnRecord) {
  Say(web_, {"v1", "Ada"}, "human");
  Say(chat_, {"U1", "Ada"}, "human");
  ASSERT_TRUE(Name(chat_, Act::kLinkPerson, "widget/v1", "she told me"));
  EXPECT_THAT(HumanOf(web_), SizeIs(2));
  EXPECT_EQ(PersonOf(chat_).linked, "kim");
  const auto changes = *store_->TicketChanges(state().ticket);
  EXPECT_EQ(changes.back().who, "Kim");
  EXPECT_EQ(changes.back().why, "she told me");
  ASSERT_TRUE(Name(chat_, Act::kUnlinkPerson, ""));
  EXPECT_THAT(HumanOf(web_), SizeIs(1));
}

TEST_F(People, AnAgentNamesThemByTicketAndByUserToo) {
  Say(web_, Signed("v1", "u-17"), "human");
  const store::Id ticket = state().ticket;
  Say(chat_, {"U1", "Ada"}, "hello");
  ASSERT_TRUE(Name(chat_, Act::kLinkPerson, "#" + std::to_string(ticket)));
  EXPECT_THAT(HumanOf(chat_), SizeIs(2));
  Say(room_, {"U3", "Ada"}, "hello");
  ASSERT_TRUE(Name(room_, Act::kLinkPerson, "user:u-17"));
  EXPECT_THAT(HumanOf(chat_), SizeIs(3));
  ASSERT_TRUE(Name(room_, Act::kUnlinkPerson, ""));
  ASSERT_TRUE(Name(room_, Act::kLinkPerson, std::to_string(ticket)));
  EXPECT_THAT(HumanOf(chat_), SizeIs(3));
}

TEST_F(People, NobodyIsJoinedWithSomebodyUnknown) {
  Say(chat_, {"U1", "Ada"}, "hello");
  for (const char* name : {"widget/nobody", "#77", "user:u-1", "", "#", "slack", "#9999999999999999999999"}) {
    const base::Status refused = Name(chat_, Act::kLinkPerson, name);
    ASSERT_FALSE(refused) << name;
    EXPECT_THAT(refused.error().message, HasSubstr("account/id"));
  }
  EXPECT_THAT(HumanOf(chat_), SizeIs(1));
}

TEST_F(People, WhatWasSignedIsNotPartedByAnAgent) {
  Say(web_, Signed("v1", "u-17"), "hello");
  Say(chat_, Signed("U1", "u-17"), "hello");
  EXPECT_FALSE(Name(chat_, Act::kUnlinkPerson, ""));
  EXPECT_THAT(HumanOf(chat_), SizeIs(2));
}

TEST_F(People, SignedAttributesCountBeforeImportedOnesAndUnknownIsUnknown) {
  base::Author author = Signed("v1", "u-17");
  author.attributes = {{"plan", {}, "pro"}, {"since", {}, "2019"}};
  Say(web_, author, "hello");
  Human person;
  person.row = PersonOf(web_);
  store::PersonRow imported = person.row;
  imported.attributes = R"({"plan":{"value":"free","source":"imported"},"tier":{"value":"gold","source":"imported"}})";
  person.identities = {person.row, imported};
  EXPECT_EQ(AttributeOf(person, "plan"), "pro");
  EXPECT_EQ(AttributeOf(person, "tier"), "gold");
  EXPECT_EQ(AttributeOf(person, "company"), "");
}

TEST_F(People, AttributesOfSomebodyWhoIsNotSignedAreNotBelieved) {
  base::Author author{"v1", "Ada"};
  author.attributes = {{"tier", {}, "gold"}};
  Say(web_, author, "hello");
  EXPECT_THAT(ReadAttributes(PersonOf(web_).attributes), IsEmpty());
}

TEST_F(People, TheStoreKeepsExactlyTheTicketsThatTheDeskCallsOpen) {
  Say(web_, {"v1", "Ada"}, "hello");
  store::Turn turn;
  turn.account = "widget";
  turn.event_id = "tickets";
  turn.conversation = *store_->FindConversation(web_);
  for (int state = 0; state <= static_cast<int>(desk::TicketState::kMerged); ++state) {
    turn.tickets.push_back({2000 + state, 0, turn.conversation.id, turn.conversation.person,
                            std::string(ToString(static_cast<desk::TicketState>(state))), "", "", clock_.Now(), "{}"});
  }
  store::WriteOp op{std::move(turn), {}, false, {}};
  store_->Write({&op, 1});
  ASSERT_TRUE(op.status);
  clock_.Advance(std::chrono::hours(1));
  const std::vector<store::Id> closed = store_->ClosedTickets(clock_.Now(), 0, 100)->ids;
  for (int state = 0; state <= static_cast<int>(desk::TicketState::kMerged); ++state) {
    const bool kept = std::find(closed.begin(), closed.end(), 2000 + state) == closed.end();
    EXPECT_EQ(kept, desk::IsOpen(static_cast<desk::TicketState>(state))) << state;
  }
}

}  // namespace
}  // namespace frontdesk::core
