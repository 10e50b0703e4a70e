// What happened, row by row: kept with its turn, read for reports, forgotten after its time.
#include <gmock/gmock.h>

#include "bot/store/migrations.h"
#include "bot/store/retention.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Facts : public StoreTest {
 protected:
  void Happen(const std::string& subject) {
    const auto known = desk.store->FindConversation({"widget", "ann", ""});
    Turn turn = desk.TurnOn(known ? *known : desk.NewConversation("ann"), "e-" + subject);
    turn.facts.push_back({turn.conversation.id, clock.Now(), "no_answer", subject, "why", "widget", "ann-id", "zh"});
    const WriteOp op = desk.Write(std::move(turn));
    ASSERT_TRUE(op.status) << WordsOf(op);
  }
  std::vector<std::string> Since(base::TimePoint since, int limit) {
    std::vector<std::string> subjects;
    const auto facts = desk.store->FactsSince(since, limit);
    for (const FactRow& fact : *facts) subjects.push_back(fact.subject);
    return subjects;
  }
};
FOR_ALL_STORES(Facts);

TEST_P(Facts, SayWhoseTheyAreAndInWhichLanguage) {
  Happen("one");
  const FactRow fact = desk.store->FactsSince({}, 10)->front();
  EXPECT_EQ(fact.kind, "no_answer");
  EXPECT_EQ(fact.detail, "why");
  EXPECT_EQ(fact.account, "widget");
  EXPECT_EQ(fact.person, "ann-id");
  EXPECT_EQ(fact.locale, "zh");
  EXPECT_EQ(fact.at, clock.Now());
  EXPECT_GT(fact.conversation, 0);
}

TEST_P(Facts, AreReadOldestFirstAndTheNewestWhenThereAreTooMany) {
  Happen("one");
  clock.Advance(std::chrono::hours(1));
  const auto later = clock.Now();
  Happen("two");
  Happen("three");
  EXPECT_THAT(Since({}, 10), ElementsAre("one", "two", "three"));
  EXPECT_THAT(Since({}, 2), ElementsAre("two", "three"));
  EXPECT_THAT(Since(later, 10), ElementsAre("two", "three"));
  EXPECT_THAT(Since(later + base::Millis(1), 10), IsEmpty());
}

TEST_P(Facts, GoWhenTheirTimeIsOver) {
  Happen("old");
  clock.Advance(kFactsKept);
  Happen("new");
  ASSERT_TRUE(desk.Write(Sweep{clock.Now()}).status);
  EXPECT_THAT(Since({}, 10), ElementsAre("old", "new")) << "to the day";
  clock.Advance(base::Millis(1));
  ASSERT_TRUE(desk.Write(Sweep{clock.Now()}).status);
  EXPECT_THAT(Since({}, 10), ElementsAre("new"));
}

TEST(FactsOfEarlierVersions, LearnWhoseTheyAreFromTheirConversation) {
  const TemporaryDirectory directory;
  const std::string path = directory / "frontdesk.db";
  {
    const auto db = *Connection::Open(path, Connection::Use::kWrite);
    ASSERT_TRUE(Migrate(*db, ShippedMigrations().first(3)));
    ASSERT_TRUE(
        db->Execute("INSERT INTO person VALUES (8, 1, 'widget', 'ann-id', 'Ann', 0, '{}');"
                    "INSERT INTO conversation VALUES (7, 1, 'widget', 'ann', '', 8, 'bot', '', 0, '', 0, 0, 0, "
                    "'{}');"
                    "INSERT INTO fact(conversation, at, kind, subject, detail) VALUES "
                    "(7, 5, 'no_answer', '', 'why?'), (9, 6, 'no_answer', '', 'whose?')"));
  }
  const base::SystemClock clock;
  const auto store = *OpenSqliteStore(path, clock);
  const auto facts = *store->FactsSince({}, 10);
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].account, "widget");
  EXPECT_EQ(facts[0].person, "ann-id");
  EXPECT_EQ(facts[1].account, "");
}

}  // namespace
}  // namespace frontdesk::store
