// The one place where things are kept. Operations, never SQL: callers say what they need, an implementation knows how.
//
// Who owns what: the store owns its connections; rows are values.
// Threads: Write() by one thread at a time (the writer); everything else from any thread.
// Failure: kUnavailable when the disk refuses (full, read-only, broken): nothing of that call was kept.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/result.h"
#include "bot/store/records.h"
#include "bot/store/retention.h"

namespace frontdesk::store {

using base::Result;
using base::Status;

enum class RowKind { kPerson, kTicket, kAgent };

// A row that a decision was based on, beside the conversation itself.
struct ReadVersion {
  RowKind kind = RowKind::kTicket;
  Id id = 0;
  std::int64_t version = 0;
};

// Two humans are found to be one: all identities of the one join those of the other.
struct Unite {
  Id from = 0;  // a PersonRow::who
  Id to = 0;
  std::string linked;
};

// What an agent says of being there: available, busy, away, or auto. kNotFound when there is no such agent.
struct SetPresence {
  std::string agent;
  std::string presence;
  TimePoint at;
};

// All effects of one event, committed together or not at all.
struct Turn {
  std::string account;
  std::string event_id;  // unique within the account for 14 days: the key of deduplication
  TimePoint at;
  ConversationRow conversation;     // new content; `version` is the one that was read
  std::optional<PersonRow> person;  // to insert (version 0; taken meanwhile: a conflict) or update, but for `who`
  std::vector<Id> parted;           // identities that stand for themselves again; before `unites`
  std::vector<Unite> unites;
  std::vector<ReadVersion> reads;
  std::vector<TranscriptRow> transcript;
  std::vector<OutboxRow> outbox;
  std::vector<Id> cancel_outbox;  // rows that must still be pending; one that is not is a conflict
  std::vector<TimerRow> timers;
  std::vector<Id> cancel_timers;   // gone already is fine
  std::vector<TicketRow> tickets;  // inserted (version 0) or updated
  std::vector<TicketChangeRow> ticket_changes;
  std::vector<FactRow> facts;
  std::vector<SetPresence> presences;
  std::vector<std::string> uploads;       // ids of files that now belong to the conversation
  std::vector<std::string> gone_uploads;  // and of those that nobody needs any more: they go like files never sent
};

// Takes a pending outbox row for sending: -> kSending and its transcript row gets its seq; kRefused when the epoch is
// old, which no effect is; kConflict when it is not pending any more.
struct Claim {
  Id outbox = 0;
  bool again = false;  // of a row that is kSending already, had to wait, and has not left
};

// The end of a send. kPending again means: try later, at `not_before`.
struct Finish {
  Id outbox = 0;
  Delivery outcome = Delivery::kSent;
  TimePoint not_before;
  std::string platform_id;
  int part = 0;  // parts that have arrived
};

struct Park {
  ParkedRow row;
};
struct Unpark {
  Id id = 0;
};
struct SaveAgent {
  AgentRow row;  // inserted when version is 0 (kConflict if the name is taken), else updated
};
struct SavePerson {
  PersonRow row;  // inserted when version is 0 (kConflict if the identity is known), else updated, but for `who`
};
// An empty agent takes the link away.
struct SaveAgentLink {
  AgentLinkRow row;
};
struct SaveSession {
  SessionRow row;
};
struct DropSession {
  std::string token_hash;
};
struct DropSessionsOf {
  std::string agent;
  std::string except_token_hash;
};
struct SaveUpload {
  UploadRow row;
};
struct SaveCursor {
  CursorRow row;
};
// Event ids, sessions, facts and transcripts past their time.
struct Sweep {
  TimePoint now;
  Keep keep = {};
};
// Whole things past their time, as OldThings found them; what was touched after `before` stays.
struct Forget {
  TimePoint before;
  std::vector<Id> conversations;  // with what belongs to them; a person who has nothing left goes too
  std::vector<Id> tickets;
  std::vector<std::string> uploads;  // whose bytes are gone already
};

// One entry of a group. Write() fills `status`, and in a Turn or Claim the seq and delivery of its transcript rows.
struct WriteOp {
  std::variant<Turn, Claim, Finish, Park, Unpark, SaveAgent, SavePerson, SaveAgentLink, SaveSession, DropSession,
               DropSessionsOf, SaveUpload, SaveCursor, Sweep, Forget, SetPresence>
      op;
  Status status;                         // kConflict: load again and decide again
  bool duplicate = false;                // a Turn whose event id was known: nothing changed, and that is success
  std::optional<TranscriptRow> claimed;  // of a Claim: the row as it became visible
};

// Which tickets a list shows, the newest first.
struct TicketList {
  std::string state;  // one of them; empty: all that are open
  std::string queue;  // empty: any
  std::string owner;  // empty: anybody's or nobody's
  Id below = 0;       // the next page: the smallest number of the one before; 0: the first
  int limit = 50;
};

inline constexpr int kAnyAttempts = 1 << 30;

enum class BoardView { kOpen, kMine, kClosed };

class Store {
 public:
  virtual ~Store() = default;

  // One transaction for all of `ops`, each in its savepoint, so that one's failure leaves the others. When the commit
  // itself fails, the ops are tried one by one; every op that was not kept carries its error.
  virtual void Write(std::span<WriteOp> ops) = 0;

  // `count` ids that nobody else has; for rows of any kind. Gaps are normal.
  virtual Id ReserveIds(std::int64_t count) = 0;
  // The same for ticket numbers, which people read: from 1001, in blocks that survive a restart.
  virtual Result<Id> ReserveTicketNumber() = 0;

  // kNotFound when there is none.
  virtual Result<ConversationRow> FindConversation(const base::Address& address) = 0;
  virtual Result<ConversationRow> LoadConversation(Id id) = 0;
  // Those of one channel, the newest first, at most `limit`.
  virtual Result<std::vector<ConversationRow>> ConversationsAt(std::string_view account, std::string_view channel,
                                                               int limit) = 0;
  virtual Result<PersonRow> LoadPerson(Id id) = 0;
  // The identity of that name; kNotFound when it never wrote.
  virtual Result<PersonRow> FindPerson(std::string_view account, std::string_view platform_id) = 0;
  // The oldest identity that was signed as this user of the customer's; kNotFound when there is none.
  virtual Result<PersonRow> FindUser(std::string_view user) = 0;
  // All identities of one human, the oldest first, at most `limit`; `who` as in PersonRow.
  virtual Result<std::vector<PersonRow>> IdentitiesOf(Id who, int limit) = 0;
  // What one human has with us on all accounts, the newest first, at most `limit`.
  virtual Result<std::vector<ConversationRow>> ConversationsOfHuman(Id who, int limit) = 0;
  virtual Result<std::vector<TicketRow>> TicketsOfHuman(Id who, int limit) = 0;
  // `agent` for kMine. Most urgent first, then longest waiting; closed ones newest first; at most `limit`.
  virtual Result<std::vector<ConversationRow>> ListBoard(BoardView view, std::string_view agent, int limit) = 0;

  // All that stand on the open board, in any order, at most `limit`.
  virtual Result<std::vector<OpenLineRow>> OpenLines(int limit) = 0;

  // Rows with seq > after, oldest first; when more than `limit`, the newest `limit` of them.
  virtual Result<std::vector<TranscriptRow>> LoadTranscript(Id conversation, std::int64_t after, int limit,
                                                            bool with_internal) = 0;
  // What the user may see with seq > after, oldest first; when more than `limit`, the oldest `limit` of them: for
  // somebody who was away and must miss nothing.
  virtual Result<std::vector<TranscriptRow>> CatchUp(Id conversation, std::int64_t after, int limit) = 0;
  // What users of the account were shown with seq > after, oldest first, at most `limit`: for a reader who comes by.
  // `seen` is where to go on from; it moves on also when the account had nothing.
  struct Replies {
    std::vector<ReplyRow> rows;
    std::int64_t seen = 0;
  };
  virtual Result<Replies> RepliesAfter(std::string_view account, std::int64_t after, int limit) = 0;
  virtual Result<std::vector<TicketRow>> TicketsOf(Id conversation) = 0;
  virtual Result<std::vector<TicketRow>> ListTickets(const TicketList& list) = 0;
  virtual Result<TicketRow> LoadTicket(Id number) = 0;
  // The highest numbers first, at most `limit`.
  virtual Result<std::vector<TicketRow>> NewestTickets(int limit) = 0;
  // All tickets there are, by number, those after `number`; a page of at most `limit`.
  virtual Result<std::vector<TicketRow>> TicketsAfter(Id number, int limit) = 0;
  virtual Result<std::vector<TicketChangeRow>> TicketChanges(Id number) = 0;
  // Reads all facts there are: for tests and reports, not for the way of a message.
  virtual Result<std::vector<FactRow>> FactsOf(Id conversation, int limit) = 0;
  // Of all conversations, since that moment, in the order of commits; when more than `limit`, the newest of them.
  virtual Result<std::vector<FactRow>> FactsSince(TimePoint since, int limit) = 0;

  // Rows not finished yet, by id; what a start must take up again.
  virtual Result<std::vector<OutboxRow>> UnfinishedOutbox(Id after, int limit) = 0;
  virtual Result<TranscriptRow> LoadTranscriptRow(Id id) = 0;
  // The platform's own id of a message that was sent; "" when it gave none.
  virtual Result<std::string> PlatformIdOf(Id transcript) = 0;
  // The newest message of the account that the platform knows under this id; with a channel, of that alone. kNotFound.
  virtual Result<TranscriptRow> FindSent(std::string_view account, std::string_view channel,
                                         std::string_view platform_id) = 0;
  // Messages that reached the user, or may have, since the user's own last one; a row of several parts is as many.
  virtual Result<int> SentSinceUser(Id conversation) = 0;
  // "" when there is none yet.
  virtual Result<std::string> LoadCursor(std::string_view account, std::string_view name) = 0;
  virtual Result<std::vector<TimerRow>> DueTimers(TimePoint now, int limit) = 0;
  // Oldest first, those that were tried fewer times.
  virtual Result<std::vector<ParkedRow>> ListParked(int limit, int fewer_attempts_than = kAnyAttempts) = 0;

  // Some of what is past its time. `seen`: where to go on; 0: that was all.
  struct OldThings {
    std::vector<Id> ids;
    Id seen = 0;
  };
  // In which nothing was said since, that nobody works on; looks at `scan` rows after `after`.
  virtual Result<OldThings> QuietConversations(TimePoint before, Id after, int scan) = 0;
  // Closed ones without a change since.
  virtual Result<OldThings> ClosedTickets(TimePoint before, Id after, int scan) = 0;
  // Uploaded and never sent before the one moment, or of any kind before the other.
  virtual Result<std::vector<UploadRow>> OldUploads(TimePoint unsent_before, TimePoint before, int limit) = 0;

  virtual Result<AgentRow> FindAgent(std::string_view name) = 0;
  virtual Result<std::vector<AgentRow>> ListAgents() = 0;
  // The login name of whoever that is; "" when nobody is linked.
  virtual Result<std::string> LinkedAgent(std::string_view account, std::string_view platform_id) = 0;
  virtual Result<std::vector<AgentLinkRow>> ListAgentLinks() = 0;
  virtual Result<SessionRow> FindSession(std::string_view token_hash) = 0;
  virtual Result<UploadRow> FindUpload(std::string_view id) = 0;

  // Ok when a write would work now; what /readyz asks.
  virtual Status Check() = 0;
  // Moves the log into the database file; from any thread, while writes go on.
  virtual Status Checkpoint() = 0;
  // The same, and empties the log, so that what was removed is nowhere on the disk. Another time when others are busy.
  virtual Status EmptyLog() = 0;
};

}  // namespace frontdesk::store
