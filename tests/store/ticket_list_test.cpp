// Lists of tickets by queue, owner and state, page by page, and that none of them reads everything.
#include <gmock/gmock.h>

#include "bot/store/migrations.h"
#include "bot/store/sqlite.h"
#include "bot/store/sqlite_rows.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TicketLists : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    const ConversationRow talk = desk.Open("ann");
    Turn turn = desk.TurnOn(talk, "tickets");
    Id number = 1001;
    for (const auto& [state, queue, owner] : std::vector<std::array<std::string, 3>>{{"new", "tech", ""},
                                                                                     {"open", "tech", "kim"},
                                                                                     {"closed", "tech", "kim"},
                                                                                     {"planned", "shop", "kim"},
                                                                                     {"resolved", "shop", "lee"},
                                                                                     {"new", "shop", ""}})
      turn.tickets.push_back({number++, 0, talk.id, talk.person, state, queue, owner, clock.Now(), "{}"});
    ASSERT_TRUE(desk.Write(turn).status);
  }
  std::vector<Id> List(const TicketList& list) {
    std::vector<Id> numbers;
    const auto rows = *desk.store->ListTickets(list);
    for (const TicketRow& row : rows) numbers.push_back(row.number);
    return numbers;
  }
};
FOR_ALL_STORES(TicketLists);

TEST_P(TicketLists, ShowWhatIsAskedForNewestFirst) {
  EXPECT_THAT(List({}), ElementsAre(1006, 1004, 1002, 1001));
  EXPECT_THAT(List({"", "tech", ""}), ElementsAre(1002, 1001));
  EXPECT_THAT(List({"", "", "kim"}), ElementsAre(1004, 1002));
  EXPECT_THAT(List({"", "shop", "kim"}), ElementsAre(1004));
  EXPECT_THAT(List({"new", "", ""}), ElementsAre(1006, 1001));
  EXPECT_THAT(List({"closed", "tech", "kim"}), ElementsAre(1003));
  EXPECT_THAT(List({"resolved", "", "lee"}), ElementsAre(1005));
  EXPECT_THAT(List({"no such state", "", ""}), IsEmpty());
}

TEST_P(TicketLists, GoOnBelowThePageBefore) {
  EXPECT_THAT(List({"", "", "", 0, 2}), ElementsAre(1006, 1004));
  EXPECT_THAT(List({"", "", "", 1004, 2}), ElementsAre(1002, 1001));
  EXPECT_THAT(List({"", "", "", 1001, 2}), IsEmpty());
}

TEST(TicketListPlans, SearchAnIndexAndNeverSort) {
  const TemporaryDirectory directory;
  const auto db = *Connection::Open(directory / "frontdesk.db", Connection::Use::kWrite);
  ASSERT_TRUE(Migrate(*db, ShippedMigrations()));
  for (int which = 0; which < 8; ++which) {
    const std::string sql =
        std::string("EXPLAIN QUERY PLAN ") + TicketListSql(which & 1, (which & 2) != 0, (which & 4) != 0);
    Statement plan = db->Prepare(sql.c_str());
    std::string words;
    for (bool more = true; more;) {
      const auto row = plan.Step();
      ASSERT_TRUE(row);
      more = *row;
      if (more) words += plan.Text(3) + "\n";
    }
    EXPECT_THAT(words, HasSubstr("SEARCH ticket USING INDEX ticket_")) << sql;
    EXPECT_THAT(words, Not(HasSubstr("TEMP B-TREE"))) << sql;
  }
}

}  // namespace
}  // namespace frontdesk::store
