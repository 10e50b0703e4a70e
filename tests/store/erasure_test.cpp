// Forgetting one human where agents work as well: desk channels hold their words, too.
#include "bot/store/erasure.h"

#include <gmock/gmock.h>

#include "bot/store/migrations.h"
#include "bot/store/sqlite.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

class Erasure : public ::testing::Test {
 protected:
  Erasure() {
    const auto db = *Connection::Open(path(), Connection::Use::kWrite);
    EXPECT_TRUE(Migrate(*db, ShippedMigrations()));
    EXPECT_TRUE(db->Execute(kRows));
  }
  std::string path() const { return directory_ / "frontdesk.db"; }
  // The ids of what is left of a table.
  std::vector<Id> Left(const std::string& table) const {
    const auto db = *Connection::Open(path(), Connection::Use::kRead);
    Statement query = db->Prepare(("SELECT id FROM " + table + " ORDER BY id").c_str());
    std::vector<Id> ids;
    while (*query.Step()) ids.push_back(query.Int(0));
    return ids;
  }

  // Ada (2) and Ben (4) have a ticket each. Agents see both in one room (5), Ada's in a thread (6) of another place and
  // at another desk (7) as well.
  static constexpr char kRows[] = R"sql(
INSERT INTO person(id, version, account, platform_id, name, verified, attributes, who)
  VALUES (2, 1, 'widget', 'ada', 'Ada', 0, '{}', 2), (4, 1, 'widget', 'ben', 'Ben', 0, '{}', 4);
INSERT INTO conversation(id, version, account, channel, thread, person, speaker, holder, epoch, queue, desk, urgency,
                         updated, state) VALUES
  (1, 1, 'widget', 'ada', '', 2, 'queue', '', 0, '', 1, 0, 0, '{"desk_posts":[
     {"account":"im","channel":"desk","thread":"","ticket":1001},
     {"account":"chat","channel":"team","thread":"t9","ticket":1001},
     {"account":"helpdesk","channel":"ticket-1001","thread":"","ticket":1001}]}'),
  (3, 1, 'widget', 'ben', '', 4, 'queue', '', 0, '', 1, 0, 0, '{"desk_posts":[
     {"account":"im","channel":"desk","thread":"","ticket":1002}]}'),
  (5, 1, 'im', 'desk', '', 50, 'bot', '', 0, '', 0, 0, 0, '{}'),
  (6, 1, 'chat', 'team', 't9', 60, 'bot', '', 0, '', 0, 0, 0, '{}'),
  (7, 1, 'helpdesk', 'ticket-1001', '', 70, 'bot', '', 0, '', 0, 0, 0, '{}'),
  (8, 1, 'chat', 'team', 't8', 80, 'bot', '', 0, '', 0, 0, 0, 'no JSON');
INSERT INTO ticket(number, version, conversation, person, state, queue, owner, opened, body)
  VALUES (1001, 1, 1, 2, 'new', '', '', 0, '{}'), (1002, 1, 3, 4, 'new', '', '', 0, '{}');
INSERT INTO transcript(id, conversation, at, author, internal, delivery, event_id, body) VALUES
  (10, 1, 0, 'user', 0, 0, 'a', '{}'), (11, 3, 0, 'user', 0, 0, 'b', '{}'),
  (12, 5, 0, 'bot', 0, 0, 'c', '{"text":"#1001: Ada waits"}'), (13, 5, 0, 'bot', 0, 0, 'd', '{"text":"#1002 Ben: hello"}'),
  (14, 5, 0, 'user', 0, 0, 'e', '{"text":"/reply 1001 Hello Ada"}'), (15, 5, 0, 'user', 0, 0, 'f', '{"text":"#10011"}'),
  (16, 6, 0, 'bot', 0, 0, 'g', '{"text":"Ada: hello"}'), (17, 7, 0, 'bot', 0, 0, 'h', '{"text":"Ada: hello"}'),
  (18, 8, 0, 'bot', 0, 0, 'i', '{"text":"Cyd: hello"}');
)sql";

  TemporaryDirectory directory_;
};

TEST_F(Erasure, TakesWhatAgentsWereShownOfAPersonAndLeavesTheRestOfTheRoom) {
  const auto nobodys = [](const ParkedRow&, const std::vector<PersonRow>&) { return false; };
  const auto found = FootprintOf(directory_.path(), 2, nobodys);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->conversations, 3);
  EXPECT_EQ(found->messages, 5);
  const base::Status erased = Erase(directory_.path(), 2, *found);
  ASSERT_TRUE(erased) << erased.error().message;
  EXPECT_THAT(Left("transcript"), ::testing::ElementsAre(11, 13, 15, 18));
  EXPECT_THAT(Left("conversation"), ::testing::ElementsAre(3, 5, 8));
}

}  // namespace
}  // namespace frontdesk::store
