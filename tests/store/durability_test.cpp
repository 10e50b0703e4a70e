// What a restart finds: everything that was acknowledged, and no number given twice.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "bot/store/counters.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class Restart : public StoreTest {};
FOR_DURABLE_STORES(Restart);

TEST_P(Restart, FindsWhatWasAcknowledged) {
  const ConversationRow ann = desk.Open("ann");
  Turn turn = desk.TurnOn(ann, "e1");
  desk.Hear(turn, "hello");
  ASSERT_TRUE(desk.Write(turn).status);
  Reopen();
  EXPECT_EQ(desk.store->FindConversation(ann.address)->version, 2);
  EXPECT_THAT(desk.Bodies(ann.id), ElementsAre("hello"));
  EXPECT_TRUE(desk.Write(turn).duplicate) << "the event is still known";
}

TEST_P(Restart, FindsTheMessagesThatWereNotFinished) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  const Id waiting = desk.Say(turn, "waiting"), sending = desk.Say(turn, "sending");
  const Id sent = desk.Say(turn, "sent", true), failed = desk.Say(turn, "failed", true);
  ASSERT_TRUE(desk.Write(turn).status);
  ASSERT_TRUE(desk.Write(Claim{sending}).status);
  ASSERT_TRUE(desk.Write(Finish{sent, Delivery::kSent, {}, ""}).status);
  ASSERT_TRUE(desk.Write(Finish{failed, Delivery::kFailed, {}, ""}).status);
  Reopen();
  const auto rows = *desk.store->UnfinishedOutbox(0, 10);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].id, waiting);
  EXPECT_EQ(rows[0].state, Delivery::kPending);
  EXPECT_EQ(rows[1].id, sending);
  EXPECT_EQ(rows[1].state, Delivery::kSending);
}

TEST_P(Restart, FindsTimersTicketsAndParkedEvents) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  turn.timers.push_back({desk.store->ReserveIds(1), turn.conversation.id, "reminder", clock.Now()});
  turn.tickets.push_back({*desk.store->ReserveTicketNumber(), 0, turn.conversation.id, 0, "new", "", "", {}, "{}"});
  ASSERT_TRUE(desk.Write(turn).status);
  ASSERT_TRUE(desk.Write(Park{{desk.store->ReserveIds(1), "slack", "{}", "", 0, {}}}).status);
  Reopen();
  EXPECT_THAT(*desk.store->DueTimers(clock.Now(), 10), SizeIs(1));
  EXPECT_THAT(*desk.store->TicketsOf(turn.conversation.id), SizeIs(1));
  EXPECT_THAT(*desk.store->ListParked(10), SizeIs(1));
}

TEST_P(Restart, NeverGivesAStoredIdAgainEvenWhenItsRowIsGone) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  const Id outbox = desk.Say(turn, "answer", true);
  ASSERT_TRUE(desk.Write(turn).status);
  ASSERT_TRUE(desk.Write(Finish{outbox, Delivery::kSent, {}, ""}).status);
  Reopen();
  EXPECT_GT(desk.store->ReserveIds(1), outbox);
}

TEST_P(Restart, GoesOnCountingSeqs) {
  const ConversationRow ann = desk.Open("ann");
  std::vector<std::int64_t> seqs;
  for (int round = 0; round < 3; ++round) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(ann.id), "e" + std::to_string(round));
    desk.Hear(turn, "one");
    desk.Hear(turn, "two");
    const WriteOp op = desk.Write(turn);
    for (const TranscriptRow& row : std::get<Turn>(op.op).transcript) seqs.push_back(row.seq);
    Reopen();
  }
  EXPECT_TRUE(std::is_sorted(seqs.begin(), seqs.end()));
  EXPECT_EQ(std::set(seqs.begin(), seqs.end()).size(), seqs.size());
  EXPECT_GT(seqs.front(), 0);
}

TEST_P(Restart, GivesTicketNumbersFromOneThousandAndOneAndNeverTwice) {
  EXPECT_EQ(*desk.store->ReserveTicketNumber(), 1001);
  Id last = 1001;
  for (int i = 0; i < 2 * kTicketsInBlock; ++i) {
    const Id next = *desk.store->ReserveTicketNumber();
    ASSERT_GT(next, last);
    last = next;
  }
  Reopen();
  EXPECT_GT(*desk.store->ReserveTicketNumber(), last);
}

TEST_P(Restart, SurvivesACheckpointInTheMiddleOfTraffic) {
  const ConversationRow ann = desk.Open("ann");
  for (int i = 0; i < 20; ++i) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(ann.id), "e" + std::to_string(i));
    desk.Hear(turn, std::to_string(i));
    ASSERT_TRUE(desk.Write(turn).status);
    ASSERT_TRUE(desk.store->Checkpoint());
  }
  Reopen();
  EXPECT_THAT(desk.Bodies(ann.id), SizeIs(20));
}

class Concurrency : public StoreTest {};
FOR_ALL_STORES(Concurrency);

TEST_P(Concurrency, GivesEveryThreadItsOwnNumbers) {
  constexpr int kThreads = 8, kEach = 250;
  std::vector<std::vector<Id>> ids(kThreads), tickets(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        ids[t].push_back(desk.store->ReserveIds(2));
        tickets[t].push_back(desk.store->ReserveTicketNumber().value_or(0));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<Id> all_ids, all_tickets;
  for (int t = 0; t < kThreads; ++t) {
    for (const Id id : ids[t]) {
      all_ids.insert(id);
      all_ids.insert(id + 1);
    }
    all_tickets.insert(tickets[t].begin(), tickets[t].end());
  }
  EXPECT_EQ(all_ids.size(), 2u * kThreads * kEach);
  EXPECT_EQ(all_tickets.size(), 1u * kThreads * kEach);
  EXPECT_GE(*all_tickets.begin(), 1001);
}

TEST_P(Concurrency, LetsEverybodyReadWholeTurnsWhileOneWrites) {
  const ConversationRow ann = desk.Open("ann");
  std::atomic<bool> done{false};
  std::atomic<int> torn{0}, reads{0}, failures{0};
  std::vector<std::thread> readers;
  for (int t = 0; t < 6; ++t) {
    readers.emplace_back([&] {
      do {
        const auto rows = desk.store->LoadTranscript(ann.id, 0, 1000, true);
        if (!rows) ++failures;
        if (rows && rows->size() % 2 != 0) ++torn;
        if (!desk.store->LoadConversation(ann.id) || !desk.store->ReserveTicketNumber()) ++failures;
        ++reads;
      } while (!done);
    });
  }
  for (int i = 0; i < 60; ++i) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(ann.id), "e" + std::to_string(i));
    desk.Hear(turn, "question");
    desk.Say(turn, "answer", true);
    const WriteOp op = desk.Write(turn);
    EXPECT_TRUE(op.status) << WordsOf(op);
    EXPECT_TRUE(i % 20 != 0 || desk.store->Checkpoint());
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(failures, 0);
  EXPECT_GT(reads, 0);
  EXPECT_THAT(desk.Bodies(ann.id), SizeIs(120));
}

}  // namespace
}  // namespace frontdesk::store
