// The desk from the command line: what agents can do, and why a ticket is where it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/desk/ticket.h"
#include "bot/store/sqlite_store.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using testing::HasSubstr;

constexpr char kConfig[] =
    "frontdesk: 1\naccounts: {widget: {type: web}}\ndesk: {queues: {general: {}, tech: {skills: [av]}}}\n";

std::string Workspace(const TempDirectory& directory) {
  directory.Write("desk/frontdesk.yaml", kConfig);
  return directory.At("desk");
}

TEST(DeskCommands, AnAgentHasPropertiesThatCanBeChangedOneByOne) {
  const TempDirectory directory;
  const std::string desk = Workspace(directory);
  ASSERT_EQ(RunCommand({"agent", "add", desk, "kim", "--role", "lead", "--skills", "av,network"}).code, 0);
  const Printed set = RunCommand({"agent", "set", desk, "kim", "--queues", "tech", "--capacity", "3"});
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_THAT(set.out, HasSubstr("role=lead queues=tech skills=av,network capacity=3 presence=auto"));
  EXPECT_THAT(RunCommand({"agent", "list", desk}).out, HasSubstr("queues=tech skills=av,network capacity=3"));
}

// An admin who adds a colleague need not have the secrets of the service in their shell.
TEST(DeskCommands, WhatWorksOnTheDataAloneDoesNotAskForTheAccountsSecrets) {
  const TempDirectory directory;
  directory.Write("desk/frontdesk.yaml",
                  "frontdesk: 1\naccounts: {shop: {type: webhook, secret: env:FD_NOT_SET_ANYWHERE}}\n");
  const std::string desk = directory.At("desk");
  EXPECT_EQ(RunCommand({"agent", "add", desk, "kim"}).code, 0);
  const Printed linked = RunCommand({"agent", "link", desk, "kim", "shop", "kim@example.com"});
  EXPECT_EQ(linked.code, 0) << linked.err;
  EXPECT_THAT(RunCommand({"check", desk}).out + RunCommand({"check", desk}).err,
              HasSubstr("FD_NOT_SET_ANYWHERE is not set"));
}

TEST(DeskCommands, WhatAnAgentCannotBeIsSaid) {
  const TempDirectory directory;
  const std::string desk = Workspace(directory);
  ASSERT_EQ(RunCommand({"agent", "add", desk, "kim"}).code, 0);
  EXPECT_THAT(RunCommand({"agent", "set", desk, "kim", "--queues", "tehc"}).err, HasSubstr("did you mean 'tech'"));
  EXPECT_THAT(RunCommand({"agent", "set", desk, "kim", "--role", "boss"}).err, HasSubstr("agent or lead"));
  EXPECT_THAT(RunCommand({"agent", "set", desk, "kim", "--capacity", "0"}).err, HasSubstr("from 1 to 1000"));
  EXPECT_THAT(RunCommand({"agent", "set", desk, "lee", "--role", "lead"}).err, HasSubstr("there is no agent 'lee'"));
}

TEST(DeskCommands, WhyNamesTheRuleTheOfferTheLevelAndWhatHappened) {
  const TempDirectory directory;
  const std::string desk = Workspace(directory);
  ASSERT_EQ(RunCommand({"agent", "list", desk}).code, 0);  // makes the data directory
  {
    const base::SystemClock clock;
    const auto store = store::OpenSqliteStore(desk + "/data/frontdesk.db", clock);
    ASSERT_TRUE(store);
    desk::Ticket ticket;
    ticket.title = "No sound";
    ticket.queue_reason = "rule 'calls': component is call";
    ticket.level.reason = "calls start one tier higher";
    ticket.opened = *base::ParseTime("2026-03-02T10:00Z");
    ticket.first_human_response = *base::ParseTime("2026-03-02T10:30Z");
    ticket.routed.skills = {"av"};
    ticket.routed.offered = "kim";
    ticket.routed.offer_reason = "most room: holds 0 of 5";
    store::Turn turn;
    turn.account = "widget";
    turn.event_id = "e1";
    turn.conversation.id = 7;
    turn.conversation.address = {"widget", "ada", ""};
    turn.tickets.push_back({1001, 0, 7, 8, "open", "tech", "", {}, desk::ToJson(ticket)});
    turn.ticket_changes.push_back({1001, {}, "Ada", "opened", "asked for a person"});
    store::WriteOp op{std::move(turn), {}, false, {}};
    (*store)->Write({&op, 1});
    ASSERT_TRUE(op.status);
  }
  const Printed why = RunCommand({"desk", "why", desk, "1001"});
  EXPECT_EQ(why.code, 0) << why.err;
  for (const char* part :
       {"#1001 No sound", "queue: tech", "because: rule 'calls': component is call", "needs: av",
        "offered to: kim (most room", "calls start one tier higher", "Ada: opened (asked",
        "clock of the first response: met in 30m, 30m counted of 4h\n",
        "2026-03-02 10:00 to 2026-03-02 10:30  counts 30m: new in tech", "clock of the next response: not started"})
    EXPECT_THAT(why.out, HasSubstr(part));
  EXPECT_THAT(RunCommand({"desk", "why", desk, "1002"}).err, HasSubstr("there is no ticket 1002"));
}

}  // namespace
}  // namespace frontdesk::terminal
