// One human, many identities: who is found again, who is joined with whom, and what they have with us together.
#include <gmock/gmock.h>

#include "bot/store/migrations.h"
#include "bot/store/sqlite.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Humans : public StoreTest {
 protected:
  // A first word on a conversation of its own.
  ConversationRow Meet(const std::string& account, const std::string& id, const std::string& channel = {}) {
    ConversationRow row = desk.NewConversation(channel.empty() ? id : channel, account);
    row.person = desk.store->ReserveIds(1);
    Turn turn = desk.TurnOn(row, "hello " + account + "/" + id);
    turn.person = PersonRow{row.person, 0, account, id, id, false, "{}"};
    const WriteOp op = desk.Write(turn);
    EXPECT_TRUE(op.status) << WordsOf(op);
    return *desk.store->LoadConversation(row.id);
  }
  void Change(const ConversationRow& conversation, const std::string& event, std::vector<Id> parted,
              std::vector<Unite> unites) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(conversation.id), event);
    turn.parted = std::move(parted);
    turn.unites = std::move(unites);
    const WriteOp op = desk.Write(turn);
    EXPECT_TRUE(op.status) << WordsOf(op);
  }
  std::vector<std::string> NamesWith(Id person) {
    std::vector<std::string> names;
    const auto rows = *desk.store->IdentitiesOf(desk.store->LoadPerson(person)->who, 10);
    for (const PersonRow& row : rows) names.push_back(row.account + "/" + row.platform_id);
    return names;
  }
};
FOR_ALL_STORES(Humans);

TEST_P(Humans, AnIdentityIsOneRowAndFoundByItsName) {
  const ConversationRow ann = Meet("widget", "ann");
  EXPECT_EQ(desk.store->FindPerson("widget", "ann")->id, ann.person);
  EXPECT_FALSE(desk.store->FindPerson("slack", "ann")) << "equal ids of two accounts are two identities";
  EXPECT_FALSE(desk.store->FindPerson("widget", "")) << "nobody is no name";
  ConversationRow again = desk.NewConversation("another room");
  again.person = desk.store->ReserveIds(1);
  Turn turn = desk.TurnOn(again, "e1");
  turn.person = PersonRow{again.person, 0, "widget", "ann", "Ann", false, "{}"};
  EXPECT_EQ(CodeOf(desk.Write(turn)), ErrorCode::kConflict) << "the one who decides must look again";
}

TEST_P(Humans, IdentitiesStandForThemselvesUntilTheyAreJoined) {
  const ConversationRow web = Meet("widget", "ann"), chat = Meet("slack", "U1"), mail = Meet("mail", "a@b");
  EXPECT_THAT(NamesWith(web.person), ElementsAre("widget/ann"));
  Change(chat, "e1", {}, {{chat.person, web.person, "kim"}});
  EXPECT_THAT(NamesWith(web.person), ElementsAre("widget/ann", "slack/U1"));
  EXPECT_EQ(desk.store->LoadPerson(chat.person)->linked, "kim");
  Change(mail, "e2", {}, {{mail.person, web.person, "kim"}});
  EXPECT_THAT(NamesWith(chat.person), ElementsAre("widget/ann", "slack/U1", "mail/a@b"));
}

TEST_P(Humans, WhoLeavesTakesNobodyAlong) {
  const ConversationRow web = Meet("widget", "ann"), chat = Meet("slack", "U1"), mail = Meet("mail", "a@b");
  Change(chat, "e1", {}, {{chat.person, web.person, "kim"}, {mail.person, web.person, "kim"}});
  Change(web, "e2", {web.person}, {});
  EXPECT_THAT(NamesWith(web.person), ElementsAre("widget/ann"));
  EXPECT_THAT(NamesWith(mail.person), ElementsAre("slack/U1", "mail/a@b"));
  Change(mail, "e3", {mail.person}, {{mail.person, web.person, "signed"}});
  EXPECT_THAT(NamesWith(chat.person), ElementsAre("slack/U1"));
  EXPECT_THAT(NamesWith(web.person), ElementsAre("widget/ann", "mail/a@b"));
}

TEST_P(Humans, ALinkToSomebodyWhoMovedMeanwhileIsAConflict) {
  const ConversationRow web = Meet("widget", "ann"), chat = Meet("slack", "U1"), mail = Meet("mail", "a@b");
  const PersonRow seen = *desk.store->LoadPerson(web.person);
  Change(web, "e1", {}, {{web.person, mail.person, "lee"}});
  Turn late = desk.TurnOn(chat, "e2");
  late.reads.push_back({RowKind::kPerson, seen.id, seen.version});
  late.unites.push_back({chat.person, seen.who, "kim"});
  EXPECT_EQ(CodeOf(desk.Write(late)), ErrorCode::kConflict);
}

TEST_P(Humans, ASignedUserIsFoundByTheOldestIdentity) {
  const ConversationRow web = Meet("widget", "ann"), chat = Meet("slack", "U1");
  for (const ConversationRow& conversation : {chat, web}) {
    Turn turn = desk.TurnOn(conversation, "signed");
    turn.person = *desk.store->LoadPerson(conversation.person);
    turn.person->user = "app:u-17";
    turn.account = conversation.address.account;
    ASSERT_TRUE(desk.Write(turn).status);
  }
  EXPECT_EQ(desk.store->FindUser("app:u-17")->id, web.person);
  EXPECT_FALSE(desk.store->FindUser("app:u-18"));
  EXPECT_FALSE(desk.store->FindUser(""));
}

TEST_P(Humans, TicketsAndConversationsOfAllIdentitiesAreSeenTogetherNewestFirst) {
  const ConversationRow web = Meet("widget", "ann"), chat = Meet("slack", "U1"), other = Meet("slack", "U2");
  const auto open = [&](const ConversationRow& row, Id number, const std::string& state) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(row.id), "t" + std::to_string(number));
    turn.conversation.updated = clock.Now();
    turn.tickets.push_back({number, 0, row.id, row.person, state, "tech", "", clock.Now(), "{}"});
    ASSERT_TRUE(desk.Write(turn).status);
    clock.Advance(std::chrono::minutes(1));
  };
  open(web, 1001, "resolved");
  open(chat, 1002, "new");
  open(other, 1003, "new");
  Change(chat, "e1", {}, {{chat.person, web.person, "kim"}});
  const auto tickets = *desk.store->TicketsOfHuman(web.person, 10);
  ASSERT_THAT(tickets, SizeIs(2));
  EXPECT_EQ(tickets[0].number, 1002);
  EXPECT_THAT(*desk.store->TicketsOfHuman(web.person, 1), SizeIs(1));
  const auto talks = *desk.store->ConversationsOfHuman(web.person, 10);
  ASSERT_THAT(talks, SizeIs(2));
  EXPECT_EQ(talks[0].id, chat.id);
  EXPECT_THAT(*desk.store->TicketsOfHuman(999'999, 10), IsEmpty());
}

TEST(HumansOfAnOlderVersion, AreOneRowEachAfterTheUpgrade) {
  const TemporaryDirectory directory;
  {
    const auto db = *Connection::Open(directory / "frontdesk.db", Connection::Use::kWrite);
    ASSERT_TRUE(Migrate(*db, ShippedMigrations().first(4)));
    ASSERT_TRUE(db->Execute(
        "INSERT INTO person VALUES (2, 1, 'widget', 'ann', 'Ann', 0, '{}'), (4, 1, 'widget', 'ann', 'Ann', 0, '{}'),"
        "(6, 1, 'slack', 'ann', 'Ann', 0, '{}'), (8, 1, 'widget', '', '', 0, '{}'), (10, 1, 'widget', '', '', 0, '{}');"
        "INSERT INTO conversation VALUES (1, 1, 'widget', 'a', '', 2, 'bot', '', 0, '', 0, 0, 0, '{}'),"
        "(3, 1, 'widget', 'b', '', 4, 'bot', '', 0, '', 0, 0, 0, '{}'),"
        "(5, 1, 'slack', 'c', '', 6, 'bot', '', 0, '', 0, 0, 0, '{}'),"
        "(7, 1, 'widget', 'd', '', 8, 'bot', '', 0, '', 0, 0, 0, '{}');"
        "INSERT INTO ticket VALUES (1001, 1, 3, 4, 'new', '', '', 0, '{}');"));
  }
  base::ManualClock clock{*base::ParseTime("2026-03-02T10:00:00Z")};
  const auto store = *OpenSqliteStore(directory / "frontdesk.db", clock);
  EXPECT_EQ(store->LoadConversation(1)->person, 2);
  EXPECT_EQ(store->LoadConversation(3)->person, 2);
  EXPECT_EQ(store->LoadConversation(5)->person, 6);
  EXPECT_EQ(store->LoadConversation(7)->person, 8);
  EXPECT_EQ(store->LoadTicket(1001)->person, 2);
  EXPECT_EQ(store->FindPerson("widget", "ann")->who, 2);
  EXPECT_FALSE(store->LoadPerson(4));
  EXPECT_THAT(*store->TicketsOfHuman(2, 10), SizeIs(1));
}

}  // namespace
}  // namespace frontdesk::store
