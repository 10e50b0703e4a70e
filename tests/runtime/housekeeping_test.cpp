#include <gmock/gmock.h>

#include "bot/core/event_json.h"
#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using net::testing::Eventually;

class Housekeeping : public LiveDesk {
 protected:
  // While no server runs.
  std::unique_ptr<store::Store> OpenStore() {
    EXPECT_TRUE(store::LockDataDirectory(data()).has_value());
    return std::move(*store::OpenSqliteStore(data() + "/" + store::kDatabaseFile, clock_));
  }
  void Write(store::Store& store, store::WriteOp op) {
    store.Write({&op, 1});
    ASSERT_TRUE(op.status.has_value()) << op.status.error().message;
  }
  bool HasTaken(int events) {
    const std::string metric = "frontdesk_events_taken_total " + std::to_string(events) + "\n";
    return Get("/metrics").body.find(metric) != std::string::npos;
  }
};

TEST_F(Housekeeping, AParkedEventIsTriedAgainAtTheNextStart) {
  base::Event event;
  event.id = "somebody:c1";
  event.address = {"widget", "somebody", ""};
  event.author = {"somebody", "Somebody", false, false};
  event.body = base::Said{"I want to talk to a human"};
  {
    const auto store = OpenStore();
    Write(*store,
          {store::Park{{store->ReserveIds(1), "widget", core::ToJson(event), "was broken", 5, {}}}, {}, false, {}});
  }
  AddAgent("kim", "Kim");
  Start();
  Agent kim(port(), "kim", kPassword);
  EXPECT_TRUE(Eventually([&] { return kim.Get("/conversations").Json()["conversations"].size() == 1; }));
  service_.reset();
  EXPECT_TRUE(OpenStore()->ListParked(10)->empty());
}

TEST_F(Housekeeping, ADueTimerBecomesAnEventOnce) {
  Start();
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "human").status, 200);
  service_.reset();
  {
    const auto store = OpenStore();
    store::Turn turn;
    turn.account = "widget";
    turn.event_id = "makes the timer";
    turn.conversation = *store->FindConversation({"widget", visitor.id(), ""});
    turn.timers.push_back({store->ReserveIds(1), turn.conversation.id, "flow_reminder", clock_.Now()});
    Write(*store, {std::move(turn), {}, false, {}});
  }
  Start();
  EXPECT_TRUE(Eventually([&] { return HasTaken(1); }));
  service_.reset();
  EXPECT_TRUE(OpenStore()->DueTimers(clock_.Now() + std::chrono::hours(1), 10)->empty());
}

}  // namespace
}  // namespace frontdesk::runtime::testing
