#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/core/event_json.h"
#include "bot/desk/ticket.h"
#include "bot/store/sqlite_store.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using testing::HasSubstr;

class DeskRelease : public testing::Test {
 protected:
  DeskRelease() : small_(WriteSmallWorkspace(directory_)) { std::filesystem::create_directories(small_ + "/data"); }

  std::unique_ptr<store::Store> Store() { return *store::OpenSqliteStore(small_ + "/data/frontdesk.db", clock_); }

  void AddTicket(store::Store& store, store::Id number, const std::string& fixed_in, store::Id merged_into = 0) {
    desk::Ticket ticket;
    ticket.title = "Ticket " + std::to_string(number);
    ticket.fixed_in = fixed_in;
    ticket.merged_into = merged_into;
    store::Turn turn;
    turn.account = "widget";
    turn.event_id = "e" + std::to_string(number);
    turn.conversation.id = store.ReserveIds(1);
    turn.conversation.address = {"widget", "person-" + std::to_string(number), ""};
    turn.conversation.state = "{}";
    turn.tickets = {{number, 0, turn.conversation.id, 0, merged_into == 0 ? "planned" : "merged", "general", "",
                     clock_.Now(), desk::ToJson(ticket)}};
    store::WriteOp op{std::move(turn), {}, false, {}};
    store.Write({&op, 1});
    ASSERT_TRUE(op.status);
  }

  base::SystemClock clock_;
  TempDirectory directory_;
  std::string small_;
};

TEST_F(DeskRelease, TellsEverybodyWhoWaitsForTheVersionOnceAndNobodyElse) {
  {
    const auto store = Store();
    AddTicket(*store, 1001, "3.4");
    AddTicket(*store, 1002, "3.5");
    AddTicket(*store, 1003, "", 1001);
  }
  const Printed told = RunCommand({"desk", "release", small_, "3.4"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("#1001  Ticket 1001"));
  EXPECT_THAT(told.out, HasSubstr("2 people are told"));
  RunCommand({"desk", "release", small_, "3.4"});
  const auto waiting = *Store()->ListParked(10);
  ASSERT_EQ(waiting.size(), 2u);
  const auto event = core::EventFromJson(waiting[0].event);
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<base::Relayed>(event->body).json, R"({"version":"3.4"})");
}

TEST_F(DeskRelease, TellsOfASecondVersionWhileTheFirstStillWaitsToBeTold) {
  {
    const auto store = Store();
    AddTicket(*store, 1001, "3.4");
  }
  RunCommand({"desk", "release", small_, "3.4"});
  {
    const auto store = Store();
    store::TicketRow row = *store->LoadTicket(1001);
    desk::Ticket ticket = *desk::TicketFromJson(row.body);
    ticket.fixed_in = "3.5";
    row.body = desk::ToJson(ticket);
    store::Turn turn;
    turn.account = "widget";
    turn.event_id = "moved to 3.5";
    turn.conversation = *store->LoadConversation(row.conversation);
    turn.tickets = {row};
    store::WriteOp op{std::move(turn), {}, false, {}};
    store->Write({&op, 1});
    ASSERT_TRUE(op.status);
  }
  RunCommand({"desk", "release", small_, "3.5"});
  std::vector<std::string> told;
  const auto waiting = *Store()->ListParked(10);
  for (const store::ParkedRow& row : waiting)
    told.push_back(std::get<base::Relayed>(core::EventFromJson(row.event)->body).json);
  EXPECT_THAT(told, testing::UnorderedElementsAre(R"({"version":"3.4"})", R"({"version":"3.5"})"));
}

TEST_F(DeskRelease, SaysSoWhenNoTicketWaitsForTheVersion) {
  Store();
  EXPECT_THAT(RunCommand({"desk", "release", small_, "9.9"}).out, HasSubstr("No ticket says that it is fixed in 9.9."));
}

}  // namespace
}  // namespace frontdesk::terminal
