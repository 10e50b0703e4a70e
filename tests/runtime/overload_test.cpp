// More events than the queues hold, over real sockets: refused with a word when to come back, nothing accepted is lost.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <list>

#include "bot/core/intake.h"
#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using net::testing::Eventually;

constexpr std::size_t kRoom = 40;
constexpr std::size_t kForRetried = kRoom - kRoom / core::kReservedOneIn;

// While it lives nobody else writes to the database: the disk takes its time.
class HeldDatabase {
 public:
  explicit HeldDatabase(const std::string& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &db_), SQLITE_OK);
    sqlite3_busy_timeout(db_, 5'000);
    EXPECT_EQ(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ~HeldDatabase() { sqlite3_close(db_); }

 private:
  sqlite3* db_ = nullptr;
};

class Overload : public LiveDesk {
 protected:
  Overload() {
    auto opened = Service::Open({directory_.string(), {}, {}, nullptr, kRoom});
    EXPECT_TRUE(opened.has_value());
    if (opened) service_ = std::move(*opened);
  }
  // A message on its way, whose answer is still to come.
  RawSocket Begin(const Visitor& visitor, const std::string& id) {
    const std::string body = json{{"id", id}, {"type", "message"}, {"text", "word " + id}}.dump();
    RawSocket socket(port());
    std::string head = "POST /web/widget/events HTTP/1.1\r\nHost: desk.test\r\nConnection: close\r\n";
    for (const auto& [name, value] : visitor.headers()) head += name + ": " + value + "\r\n";
    socket.Send(head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return socket;
  }
  bool IsQueued(std::size_t events) {
    return Get("/metrics").body.find("frontdesk_events_queued " + std::to_string(events) + "\n") != std::string::npos;
  }
};

TEST_F(Overload, RefusesWithRetryAfterAndAnswersAllThatWasAccepted) {
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("first", "human").status, 200);
  ASSERT_TRUE(Eventually([&] { return IsQueued(0); })) << "an answer comes a moment before the place is free";
  std::list<RawSocket> accepted;
  {
    const HeldDatabase held(data() + "/" + store::kDatabaseFile);
    for (std::size_t i = 0; i < kForRetried; ++i) accepted.push_back(Begin(visitor, "c" + std::to_string(i)));
    ASSERT_TRUE(Eventually([&] { return IsQueued(kForRetried); }));
    const Answer refused = visitor.Say("late", "one too many");
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_GT(std::atoi(refused.Header("Retry-After").c_str()), 0);
    EXPECT_EQ(Get("/healthz").status, 200);
  }
  for (RawSocket& socket : accepted) EXPECT_THAT(socket.ReadAll(), ::testing::StartsWith("HTTP/1.1 200 "));
  EXPECT_TRUE(Eventually([&] { return IsQueued(0); }));
  EXPECT_EQ(visitor.Say("late", "one too many").status, 200) << "the same again once there is room";
  service_.reset();
  const auto store = *store::OpenSqliteStore(data() + "/" + store::kDatabaseFile, clock_);
  const auto conversation = store->FindConversation({"widget", visitor.id(), ""});
  ASSERT_TRUE(conversation.has_value());
  std::map<std::string, int> said;
  const auto rows = *store->LoadTranscript(conversation->id, 0, 1'000, true);
  for (const store::TranscriptRow& row : rows)
    if (row.from == "user") ++said[row.event_id];
  EXPECT_EQ(said.size(), kForRetried + 2);
  for (const auto& [event, times] : said) EXPECT_EQ(times, 1) << event;
}

}  // namespace
}  // namespace frontdesk::runtime::testing
