#include "bot/store/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>

#include "bot/store/group_commit.h"
#include "bot/store/migrations.h"
#include "bot/store/readers.h"
#include "bot/store/sqlite_rows.h"

namespace frontdesk::store {

using base::TimePoint;
using Steady = std::chrono::steady_clock;

namespace {

constexpr char kInMemory[] = ":memory:";
// Always another value: SQLite does not write a page that stays what it was.
constexpr char kTouch[] = "UPDATE counter SET checked = max(checked + 1, ?)";

// A commit as young as this answers Check() without another write.
constexpr std::chrono::seconds kFresh{1};

constexpr char kFindConversation[] =
    "SELECT " FD_CONVERSATION_COLUMNS " FROM conversation WHERE account = ? AND channel = ? AND thread = ?";
constexpr char kLoadConversation[] = "SELECT " FD_CONVERSATION_COLUMNS " FROM conversation WHERE id = ?";
constexpr char kConversationsAt[] =
    "SELECT " FD_CONVERSATION_COLUMNS " FROM conversation WHERE account = ? AND channel = ? ORDER BY id DESC LIMIT ?";
constexpr char kLoadPerson[] = "SELECT " FD_PERSON_COLUMNS " FROM person WHERE id = ?";
constexpr char kFindPerson[] =
    "SELECT " FD_PERSON_COLUMNS " FROM person WHERE account = ? AND platform_id = ? AND platform_id <> ''";
constexpr char kFindUser[] =
    "SELECT " FD_PERSON_COLUMNS " FROM person WHERE user = ? AND user <> '' ORDER BY id LIMIT 1";
constexpr char kIdentities[] = "SELECT " FD_PERSON_COLUMNS " FROM person WHERE who = ? ORDER BY id LIMIT ?";
constexpr char kConversationsOfHuman[] =
    "SELECT " FD_CONVERSATION_COLUMNS
    " FROM conversation WHERE person IN (SELECT id FROM person WHERE who = ?) ORDER BY updated DESC, id DESC LIMIT ?";
constexpr char kTicketsOfHuman[] =
    "SELECT " FD_TICKET_COLUMNS
    " FROM ticket WHERE person IN (SELECT id FROM person WHERE who = ?) ORDER BY number DESC LIMIT ?";
constexpr char kOpenBoard[] =
    "SELECT " FD_CONVERSATION_COLUMNS " FROM conversation WHERE desk = 1 ORDER BY urgency DESC, updated, id LIMIT ?";
constexpr char kMyBoard[] = "SELECT " FD_CONVERSATION_COLUMNS
                            " FROM conversation WHERE desk = 1 AND holder = ? "
                            "ORDER BY urgency DESC, updated, id LIMIT ?";
constexpr char kClosedBoard[] =
    "SELECT " FD_CONVERSATION_COLUMNS " FROM conversation WHERE desk = 2 ORDER BY updated DESC, id LIMIT ?";

constexpr char kOpenLines[] = "SELECT " FD_OPEN_LINE_COLUMNS " FROM conversation WHERE desk = 1 LIMIT ?";

constexpr char kTranscript[] =
    "SELECT " FD_TRANSCRIPT_COLUMNS " FROM transcript WHERE conversation = ? AND seq > ? ORDER BY seq DESC LIMIT ?";
constexpr char kPublicTranscript[] =
    "SELECT " FD_TRANSCRIPT_COLUMNS
    " FROM transcript WHERE conversation = ? AND seq > ? AND internal = 0 ORDER BY seq DESC LIMIT ?";
constexpr char kCatchUp[] = "SELECT " FD_TRANSCRIPT_COLUMNS
                            " FROM transcript WHERE conversation = ? AND seq > ? AND internal = 0 ORDER BY seq LIMIT ?";
constexpr char kTranscriptRow[] = "SELECT " FD_TRANSCRIPT_COLUMNS " FROM transcript WHERE id = ?";
constexpr char kPlatformIdOf[] = "SELECT coalesce(platform_id, '') FROM transcript WHERE id = ?";
constexpr char kFindSent[] = "SELECT " FD_TRANSCRIPT_COLUMNS
                             " FROM transcript WHERE platform_id = ?3 AND internal = 0 AND EXISTS (SELECT 1 FROM "
                             "conversation c WHERE c.id = transcript.conversation AND c.account = ?1 AND (?2 = '' OR "
                             "c.channel = ?2)) ORDER BY id DESC LIMIT 1";
// What answers the last word, or was said after it. Not by seq: rows are numbered when they are sent, and an answer to
// an earlier word may be sent after the last one.
constexpr char kSentSinceUser[] =
    "WITH last AS (SELECT id, event_id FROM transcript WHERE conversation = ?1 AND author = 'user' ORDER BY id DESC "
    "LIMIT 1) SELECT coalesce(sum(parts), 0) FROM transcript WHERE conversation = ?1 AND internal = 0 AND author <> "
    "'user' AND delivery IN (3, 4) AND (id > coalesce((SELECT id FROM last), 0) OR event_id = (SELECT event_id FROM "
    "last))";
static_assert(static_cast<int>(Delivery::kSent) == 3 && static_cast<int>(Delivery::kUnknown) == 4);
constexpr char kUnfinished[] =
    "SELECT " FD_OUTBOX_COLUMNS " FROM outbox WHERE id > ? AND state IN (1, 2) ORDER BY id LIMIT ?";
constexpr char kDueTimers[] = "SELECT id, conversation, kind, due FROM timer WHERE due <= ? ORDER BY due, id LIMIT ?";

constexpr char kTicketsOf[] = "SELECT " FD_TICKET_COLUMNS " FROM ticket WHERE conversation = ? ORDER BY number";
constexpr char kLoadTicket[] = "SELECT " FD_TICKET_COLUMNS " FROM ticket WHERE number = ?";
constexpr char kNewestTickets[] = "SELECT " FD_TICKET_COLUMNS " FROM ticket ORDER BY number DESC LIMIT ?";
constexpr char kTicketsAfter[] = "SELECT " FD_TICKET_COLUMNS " FROM ticket WHERE number > ? ORDER BY number LIMIT ?";
constexpr char kTicketChanges[] =
    "SELECT number, at, who, what, why, kind, value FROM ticket_change WHERE number = ? ORDER BY id";
constexpr char kFactsOf[] = "SELECT " FD_FACT_COLUMNS " FROM fact WHERE conversation = ? ORDER BY id DESC LIMIT ?";
// The newest by id, as far back as asked for: times rise with the ids, but for a clock that was set back.
constexpr char kFactsSince[] =
    "SELECT " FD_FACT_COLUMNS " FROM (SELECT * FROM fact ORDER BY id DESC LIMIT ?2) WHERE at >= ?1";
constexpr char kParked[] =
    "SELECT id, account, event, error, attempts, at FROM parked WHERE attempts < ? ORDER BY id LIMIT ?";

constexpr char kFindAgent[] = "SELECT " FD_AGENT_COLUMNS " FROM agent WHERE name = ?";
constexpr char kListAgents[] = "SELECT " FD_AGENT_COLUMNS " FROM agent ORDER BY name";
constexpr char kLinkedAgent[] = "SELECT agent FROM agent_link WHERE account = ? AND platform_id = ?";
constexpr char kAgentLinks[] =
    "SELECT account, platform_id, agent FROM agent_link ORDER BY agent, account, platform_id";
constexpr char kFindSession[] = "SELECT token_hash, agent, csrf, created, seen FROM session WHERE token_hash = ?";
// One look passes over the replies of busier accounts, but not without end.
constexpr std::int64_t kRepliesScanned = 20'000;
constexpr char kNewestReply[] =
    "SELECT coalesce(max(seq), 0) FROM transcript WHERE seq IS NOT NULL AND internal = 0 AND author <> 'user'";
constexpr char kReplies[] =
    "SELECT " FD_TRANSCRIPT_COLUMNS
    ", (SELECT account FROM conversation c WHERE c.id = transcript.conversation) AS whose, "
    "(SELECT channel FROM conversation c WHERE c.id = transcript.conversation), "
    "(SELECT thread FROM conversation c WHERE c.id = transcript.conversation) "
    "FROM transcript WHERE seq IS NOT NULL AND internal = 0 AND author <> 'user' AND seq > ? AND seq <= ? "
    "AND whose = ? ORDER BY seq LIMIT ?";
constexpr char kLoadCursor[] = "SELECT account, name, value FROM cursor WHERE account = ? AND name = ?";
// The last column says whether the row is past its time; all are looked at, so that the next look goes on behind them.
constexpr char kQuiet[] =
    "SELECT id, updated < ?2 AND desk <> 1 AND NOT EXISTS (SELECT 1 FROM ticket WHERE ticket.conversation = c.id AND "
    "ticket.state IN " FD_OPEN_STATES ") FROM conversation c WHERE id > ?1 ORDER BY id LIMIT ?3";
constexpr char kClosed[] =
    "SELECT number, state NOT IN " FD_OPEN_STATES
    " AND opened < ?2 AND NOT EXISTS (SELECT 1 FROM ticket_change WHERE ticket_change.number = t.number AND at >= ?2) "
    "FROM ticket t WHERE number > ?1 ORDER BY number LIMIT ?3";
constexpr char kOldUploads[] = "SELECT " FD_UPLOAD_COLUMNS
                               " FROM upload WHERE id IN (SELECT id FROM upload WHERE conversation = 0 AND at < ?1 "
                               "UNION SELECT id FROM upload WHERE at < ?2) LIMIT ?3";
constexpr char kFindUpload[] = "SELECT " FD_UPLOAD_COLUMNS " FROM upload WHERE id = ?";

class SqliteStore final : public Store {
 public:
  SqliteStore(const std::string& path, std::unique_ptr<Connection> writer, const base::Clock& clock)
      : clock_(clock), in_memory_(path == kInMemory), writer_(std::move(writer)) {
    readers_ = in_memory_ ? std::make_unique<Readers>(*writer_, writing_) : std::make_unique<Readers>(path);
  }

  Status Load() { return counters_.Load(*writer_); }

  void Write(std::span<WriteOp> ops) override {
    if (ops.empty()) return;
    const std::lock_guard lock(writing_);
    const bool kept = WriteGroup(*writer_, counters_, ops);
    last_commit_ = kept ? Steady::now() : Steady::time_point{};
  }

  Id ReserveIds(std::int64_t count) override { return counters_.ReserveIds(count); }

  Result<Id> ReserveTicketNumber() override {
    const std::lock_guard lock(numbering_);
    if (tickets_.next == tickets_.end) {
      const std::lock_guard write(writing_);
      TRY(tickets_, ReserveTickets(*writer_));
    }
    return tickets_.next++;
  }

  Result<ConversationRow> FindConversation(const base::Address& address) override {
    return One<ConversationRow>("conversation", kFindConversation, address.account, address.channel, address.thread);
  }
  Result<ConversationRow> LoadConversation(Id id) override {
    return One<ConversationRow>("conversation", kLoadConversation, id);
  }
  Result<std::vector<ConversationRow>> ConversationsAt(std::string_view account, std::string_view channel,
                                                       int limit) override {
    return All<ConversationRow>(kConversationsAt, account, channel, limit);
  }
  Result<PersonRow> LoadPerson(Id id) override { return One<PersonRow>("person", kLoadPerson, id); }
  Result<PersonRow> FindPerson(std::string_view account, std::string_view platform_id) override {
    return One<PersonRow>("person", kFindPerson, account, platform_id);
  }
  Result<PersonRow> FindUser(std::string_view user) override { return One<PersonRow>("person", kFindUser, user); }
  Result<std::vector<PersonRow>> IdentitiesOf(Id who, int limit) override {
    return All<PersonRow>(kIdentities, who, limit);
  }
  Result<std::vector<ConversationRow>> ConversationsOfHuman(Id who, int limit) override {
    return All<ConversationRow>(kConversationsOfHuman, who, limit);
  }
  Result<std::vector<TicketRow>> TicketsOfHuman(Id who, int limit) override {
    return All<TicketRow>(kTicketsOfHuman, who, limit);
  }

  Result<std::vector<ConversationRow>> ListBoard(BoardView view, std::string_view agent, int limit) override {
    if (view == BoardView::kMine) return All<ConversationRow>(kMyBoard, agent, limit);
    return All<ConversationRow>(view == BoardView::kOpen ? kOpenBoard : kClosedBoard, limit);
  }

  Result<std::vector<OpenLineRow>> OpenLines(int limit) override { return All<OpenLineRow>(kOpenLines, limit); }

  Result<std::vector<TranscriptRow>> LoadTranscript(Id conversation, std::int64_t after, int limit,
                                                    bool with_internal) override {
    return Reversed(All<TranscriptRow>(with_internal ? kTranscript : kPublicTranscript, conversation, after, limit));
  }
  Result<std::vector<TranscriptRow>> CatchUp(Id conversation, std::int64_t after, int limit) override {
    return All<TranscriptRow>(kCatchUp, conversation, after, limit);
  }
  Result<Replies> RepliesAfter(std::string_view account, std::int64_t after, int limit) override {
    Replies replies;
    TRY(const std::int64_t newest, Number(kNewestReply));
    replies.seen = std::min(newest, after + kRepliesScanned);
    if (replies.seen <= after) return Replies{{}, after};
    TRY(replies.rows, All<ReplyRow>(kReplies, after, replies.seen, account, limit));
    if (replies.rows.size() == static_cast<std::size_t>(limit)) replies.seen = replies.rows.back().words.seq;
    return replies;
  }
  Result<std::vector<TicketRow>> TicketsOf(Id conversation) override {
    return All<TicketRow>(kTicketsOf, conversation);
  }
  Result<std::vector<TicketRow>> ListTickets(const TicketList& list) override {
    const char* sql = TicketListSql(!list.state.empty(), !list.queue.empty(), !list.owner.empty());
    const Id below = list.below == 0 ? std::numeric_limits<Id>::max() : list.below;
    return All<TicketRow>(sql, below, list.state, list.queue, list.owner, list.limit);
  }
  Result<TicketRow> LoadTicket(Id number) override { return One<TicketRow>("ticket", kLoadTicket, number); }
  Result<std::vector<TicketRow>> NewestTickets(int limit) override { return All<TicketRow>(kNewestTickets, limit); }
  Result<std::vector<TicketRow>> TicketsAfter(Id number, int limit) override {
    return All<TicketRow>(kTicketsAfter, number, limit);
  }
  Result<std::vector<TicketChangeRow>> TicketChanges(Id number) override {
    return All<TicketChangeRow>(kTicketChanges, number);
  }
  Result<std::vector<FactRow>> FactsOf(Id conversation, int limit) override {
    return Reversed(All<FactRow>(kFactsOf, conversation, limit));
  }
  Result<std::vector<FactRow>> FactsSince(TimePoint since, int limit) override {
    return Reversed(All<FactRow>(kFactsSince, since, limit));
  }

  Result<std::vector<OutboxRow>> UnfinishedOutbox(Id after, int limit) override {
    return All<OutboxRow>(kUnfinished, after, limit);
  }
  Result<TranscriptRow> LoadTranscriptRow(Id id) override { return One<TranscriptRow>("message", kTranscriptRow, id); }
  Result<std::string> PlatformIdOf(Id transcript) override { return Word(kPlatformIdOf, transcript); }
  Result<TranscriptRow> FindSent(std::string_view account, std::string_view channel,
                                 std::string_view platform_id) override {
    return One<TranscriptRow>("message", kFindSent, account, channel, platform_id);
  }
  Result<int> SentSinceUser(Id conversation) override {
    TRY(const std::int64_t sent, Number(kSentSinceUser, conversation));
    return static_cast<int>(sent);
  }
  Result<std::vector<TimerRow>> DueTimers(TimePoint now, int limit) override {
    return All<TimerRow>(kDueTimers, now, limit);
  }
  Result<std::vector<ParkedRow>> ListParked(int limit, int fewer_attempts_than) override {
    return All<ParkedRow>(kParked, fewer_attempts_than, limit);
  }

  Result<AgentRow> FindAgent(std::string_view name) override { return One<AgentRow>("agent", kFindAgent, name); }
  Result<std::vector<AgentRow>> ListAgents() override { return All<AgentRow>(kListAgents); }
  Result<std::string> LinkedAgent(std::string_view account, std::string_view platform_id) override {
    return Word(kLinkedAgent, account, platform_id);
  }
  Result<std::vector<AgentLinkRow>> ListAgentLinks() override { return All<AgentLinkRow>(kAgentLinks); }
  Result<SessionRow> FindSession(std::string_view token_hash) override {
    return One<SessionRow>("session", kFindSession, token_hash);
  }
  Result<std::string> LoadCursor(std::string_view account, std::string_view name) override {
    auto row = One<CursorRow>("cursor", kLoadCursor, account, name);
    if (row) return std::move(row->value);
    if (row.error().code == base::ErrorCode::kNotFound) return std::string();
    return tl::unexpected(row.error());
  }

  Result<OldThings> QuietConversations(TimePoint before, Id after, int scan) override {
    return Old(kQuiet, before, after, scan);
  }
  Result<OldThings> ClosedTickets(TimePoint before, Id after, int scan) override {
    return Old(kClosed, before, after, scan);
  }
  Result<std::vector<UploadRow>> OldUploads(TimePoint unsent_before, TimePoint before, int limit) override {
    return All<UploadRow>(kOldUploads, unsent_before, before, limit);
  }

  Result<UploadRow> FindUpload(std::string_view id) override { return One<UploadRow>("file", kFindUpload, id); }

  Status Check() override {
    const std::lock_guard lock(writing_);
    if (last_commit_ != Steady::time_point{} && Steady::now() - last_commit_ < kFresh) return {};
    TRY_STATUS(writer_->Prepare(kTouch).Bind(clock_.Now()).Run());
    last_commit_ = Steady::now();
    return {};
  }

  Status Checkpoint() override { return MoveLog(SQLITE_CHECKPOINT_PASSIVE); }
  Status EmptyLog() override { return MoveLog(SQLITE_CHECKPOINT_TRUNCATE); }

 private:
  Status MoveLog(int mode) {
    if (in_memory_) return {};
    TRY(const Readers::Loan db, readers_->Take());
    const int code = sqlite3_wal_checkpoint_v2(db->handle(), nullptr, mode, nullptr, nullptr);
    // Busy: somebody is at it already.
    if (code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY) return {};
    return tl::unexpected(ErrorOf(db->handle()));
  }

  Result<OldThings> Old(const char* sql, TimePoint before, Id after, int scan) {
    TRY(const Readers::Loan db, readers_->Take());
    Statement query = db->Prepare(sql);
    query.Bind(after, before, scan);
    OldThings old;
    int seen = 0;
    for (;; ++seen) {
      TRY(const bool more, query.Step());
      if (!more) break;
      old.seen = query.Int(0);
      if (query.Int(1) != 0) old.ids.push_back(old.seen);
    }
    if (seen < scan) old.seen = 0;
    return old;
  }

  // The one number that `sql` answers.
  template <typename... Values>
  Result<std::int64_t> Number(const char* sql, const Values&... values) {
    TRY(const Readers::Loan db, readers_->Take());
    Statement query = db->Prepare(sql);
    TRY(const bool row, query.Bind(values...).Step());
    return row ? query.Int(0) : 0;
  }

  // The one text that `sql` answers; "" for none.
  template <typename... Values>
  Result<std::string> Word(const char* sql, const Values&... values) {
    TRY(const Readers::Loan db, readers_->Take());
    Statement query = db->Prepare(sql);
    TRY(const bool row, query.Bind(values...).Step());
    return row ? query.Text(0) : std::string();
  }

  template <typename Row, typename... Values>
  Result<Row> One(const char* what, const char* sql, const Values&... values) {
    TRY(const Readers::Loan db, readers_->Take());
    Statement query = db->Prepare(sql);
    return ReadOne<Row>(query.Bind(values...), what);
  }

  template <typename Row, typename... Values>
  Result<std::vector<Row>> All(const char* sql, const Values&... values) {
    TRY(const Readers::Loan db, readers_->Take());
    Statement query = db->Prepare(sql);
    return ReadAll<Row>(query.Bind(values...));
  }

  template <typename Row>
  static Result<std::vector<Row>> Reversed(Result<std::vector<Row>> rows) {
    if (rows) std::reverse(rows->begin(), rows->end());
    return rows;
  }

  const base::Clock& clock_;
  const bool in_memory_;

  std::mutex numbering_;  // taken before writing_
  TicketBlock tickets_;

  std::mutex writing_;  // guards the write connection
  std::unique_ptr<Connection> writer_;
  Counters counters_;
  Steady::time_point last_commit_{};  // zero when the last write failed

  std::unique_ptr<Readers> readers_;
};

Result<std::unique_ptr<Store>> Open(const std::string& path, const base::Clock& clock) {
  TRY(auto writer, Connection::Open(path, Connection::Use::kWrite));
  TRY_STATUS(Migrate(*writer, ShippedMigrations()));
  auto store = std::make_unique<SqliteStore>(path, std::move(writer), clock);
  TRY_STATUS(store->Load());
  return store;
}

}  // namespace

Result<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path, const base::Clock& clock) {
  return Open(path, clock);
}

Result<std::unique_ptr<Store>> OpenMemoryStore(const base::Clock& clock) { return Open(kInMemory, clock); }

}  // namespace frontdesk::store
