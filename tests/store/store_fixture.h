// What the tests of every store share: a directory of their own, a clock that stands still, and short ways to write
// rows. A rule of Store is tested against each store in AllStores(); one that needs a restart against DurableStores().
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bot/store/sqlite_store.h"

namespace frontdesk::store {

// A directory that goes away with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Backend {
  std::string name;
  std::function<Result<std::unique_ptr<Store>>(const TemporaryDirectory&, const base::Clock&)> open;
};

inline Backend SqliteBackend() {
  return {"Sqlite", [](const TemporaryDirectory& directory, const base::Clock& clock) {
            return OpenSqliteStore(directory / "frontdesk.db", clock);
          }};
}
inline Backend MemoryBackend() {
  return {"Memory", [](const TemporaryDirectory&, const base::Clock& clock) { return OpenMemoryStore(clock); }};
}
inline auto AllStores() { return testing::Values(SqliteBackend(), MemoryBackend()); }
inline auto DurableStores() { return testing::Values(SqliteBackend()); }
inline std::string NameOf(const testing::TestParamInfo<Backend>& info) { return info.param.name; }

#define FOR_ALL_STORES(Suite) INSTANTIATE_TEST_SUITE_P(, Suite, AllStores(), NameOf)
#define FOR_DURABLE_STORES(Suite) INSTANTIATE_TEST_SUITE_P(, Suite, DurableStores(), NameOf)

inline base::ErrorCode CodeOf(const WriteOp& op) {
  return op.status ? base::ErrorCode::kInternal : op.status.error().code;
}
inline std::string WordsOf(const WriteOp& op) { return op.status ? "kept" : op.status.error().message; }

// One store and short ways to fill it.
struct Desk {
  explicit Desk(std::unique_ptr<Store> opened, base::ManualClock& its_clock)
      : store(std::move(opened)), clock(its_clock) {}

  WriteOp Write(decltype(WriteOp::op) op) {
    WriteOp one{std::move(op), {}, false, {}};
    store->Write({&one, 1});
    return one;
  }
  std::vector<WriteOp> WriteAll(std::vector<WriteOp> ops) {
    store->Write(ops);
    return ops;
  }

  // A new conversation on `channel`, not stored yet.
  ConversationRow NewConversation(const std::string& channel, const std::string& account = "widget") {
    ConversationRow row;
    row.id = store->ReserveIds(1);
    row.address = {account, channel, ""};
    row.updated = clock.Now();
    row.state = "{}";
    return row;
  }

  // A turn with nothing but its event.
  Turn TurnOn(const ConversationRow& conversation, const std::string& event) {
    Turn turn;
    turn.account = conversation.address.account;
    turn.event_id = event;
    turn.at = clock.Now();
    turn.conversation = conversation;
    return turn;
  }

  // Adds what the user said.
  TranscriptRow& Hear(Turn& turn, const std::string& body) {
    return turn.transcript.emplace_back(
        TranscriptRow{store->ReserveIds(1), turn.conversation.id, 0, turn.at, "user", false, turn.event_id, body, {}});
  }

  // Adds a message of the bot and the outbox row that sends it; returns the outbox row's id.
  Id Say(Turn& turn, const std::string& body, bool claimed = false) {
    const Id ids = store->ReserveIds(2);
    turn.transcript.push_back({ids, turn.conversation.id, 0, turn.at, "bot", false, turn.event_id, body, {}});
    OutboxRow send;
    send.id = ids + 1;
    send.conversation = turn.conversation.id;
    send.transcript = ids;
    send.account = turn.account;
    send.epoch = turn.conversation.epoch;
    send.not_before = turn.at;
    send.claimed = claimed;
    turn.outbox.push_back(send);
    return send.id;
  }

  // Stores a turn that opens the conversation, and returns it as it is stored now.
  ConversationRow Open(const std::string& channel, const std::string& account = "widget") {
    const ConversationRow row = NewConversation(channel, account);
    const WriteOp op = Write(TurnOn(row, "open " + channel));
    EXPECT_TRUE(op.status) << WordsOf(op);
    return *store->LoadConversation(row.id);
  }

  std::vector<TranscriptRow> Transcript(Id conversation, std::int64_t after = 0, int limit = 1000) {
    return *store->LoadTranscript(conversation, after, limit, true);
  }
  std::vector<std::string> Bodies(Id conversation, std::int64_t after = 0, int limit = 1000) {
    std::vector<std::string> bodies;
    for (const TranscriptRow& row : Transcript(conversation, after, limit)) bodies.push_back(row.body);
    return bodies;
  }

  std::unique_ptr<Store> store;
  base::ManualClock& clock;
};

class StoreTest : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override { Reopen(); }
  // As a new process would.
  void Reopen() {
    desk.store.reset();
    auto opened = GetParam().open(directory, clock);
    ASSERT_TRUE(opened) << opened.error().message;
    desk.store = std::move(*opened);
  }

  TemporaryDirectory directory;
  base::ManualClock clock{*base::ParseTime("2026-03-02T10:00:00Z")};
  Desk desk{nullptr, clock};
};

}  // namespace frontdesk::store
