// The rows of the store as plain values. Bodies are JSON text that the store never looks into; what it must filter,
// order or compare stands in columns of its own.
//
// Ids come from Store::ReserveIds before the row is written; 0 means "none".
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/event.h"

namespace frontdesk::store {

using base::TimePoint;
using Id = std::int64_t;

// Whether the conversation stands on the agents' board.
enum class DeskState { kNone = 0, kOpen = 1, kClosed = 2 };

struct ConversationRow {
  Id id = 0;
  base::Address address;
  std::int64_t version = 0;  // as it was read; 0 = not stored yet
  Id person = 0;
  std::string speaker = "bot";  // bot, queue, agent, paused, elsewhere
  std::string holder;           // the agent's login name
  std::int64_t epoch = 0;       // of the lease; grows at every change of speaker
  std::string queue;
  DeskState desk = DeskState::kNone;
  int urgency = 0;  // orders the board
  TimePoint updated;
  std::string state;  // JSON, owned by core
};

// A conversation of the open board as the desk counts it.
struct OpenLineRow {
  Id id = 0;
  std::string queue;
  std::string speaker;
  std::string holder;
  int urgency = 0;
  TimePoint since;  // of one who waits
};

// One identity: somebody as one account knows them. A human has as many as they use accounts; `who` joins those that
// are known to be one human.
struct PersonRow {
  Id id = 0;
  std::int64_t version = 0;
  std::string account;
  std::string platform_id;  // unique within the account; empty when the platform told none
  std::string name;
  bool verified = false;
  std::string attributes;   // JSON object
  Id who = 0;               // the same for all identities of one human: the id of one of them; 0: its own
  std::string user = {};    // "app:u-17": the customer's own id of the human, as it was signed; empty: none was
  std::string linked = {};  // what joined it with the others: "signed", "kim" (an agent); empty: it stands alone
};

enum class Delivery {
  kNone = 0,
  kPending = 1,
  kSending = 2,
  kSent = 3,
  kUnknown = 4,
  kFailed = 5,
  kRefused = 6,
  kCancelled = 7
};

std::string_view ToString(Delivery delivery);

struct TranscriptRow {
  Id id = 0;
  Id conversation = 0;
  std::int64_t seq = 0;  // order of becoming visible, unique in the store; 0 while not visible. Given by the store.
  TimePoint at;
  std::string from;                     // user, bot, agent, system
  bool internal = false;                // a note: never shown to the user
  std::string event_id;                 // of the event that this row holds (user's rows) or answers
  std::string body;                     // JSON of base::Message
  Delivery delivery = Delivery::kNone;  // of bot and agent rows that go to the user
};

// What was said to a user, and where.
struct ReplyRow {
  base::Address address;
  TranscriptRow words;
};

// Effects are each a lane of their own; news to other conversations go in order, beside the messages.
enum class Lane { kMessage = 0, kUrgent = 1, kEffect = 2, kNews = 3 };

// A message that must reach the user; its words are the transcript row's body. Or an effect, such as fetching a file.
struct OutboxRow {
  Id id = 0;
  Id conversation = 0;
  Id transcript = 0;
  std::string account;
  std::int64_t epoch = 0;  // refused at sending when the lease has moved on
  Lane lane = Lane::kMessage;
  TimePoint not_before;
  bool claimed = false;  // stored as `sending` at once: only for accounts whose platform deduplicates client ids
  Delivery state = Delivery::kPending;
  int attempts = 0;
  int part = 0;         // parts of the message that have arrived already
  std::string payload;  // of an effect, which has no words: JSON that says what to do
};

// Whether the row does something instead of saying something. In the lane of messages it goes when those before it
// have gone.
inline bool IsEffect(const OutboxRow& row) { return row.lane == Lane::kEffect || !row.payload.empty(); }

// How far a stream of the platform's own was taken in, so that a start goes on there.
struct CursorRow {
  std::string account;
  std::string name;
  std::string value;
};

struct TimerRow {
  Id id = 0;
  Id conversation = 0;
  std::string kind;
  TimePoint due;
};

struct TicketRow {
  Id number = 0;
  std::int64_t version = 0;
  Id conversation = 0;
  Id person = 0;
  std::string state;  // new, open, resolved ...
  std::string queue;
  std::string owner;
  TimePoint opened;
  std::string body;  // JSON, owned by desk
};

// Every change of a ticket: who, when, what, why; and for machines what of it changed to what (bot/desk/change.h names
// the kinds). Rows without a kind are words for people alone.
struct TicketChangeRow {
  Id number = 0;
  TimePoint at;
  std::string who;
  std::string what;
  std::string why;
  std::string kind = {};
  std::string value = {};
};

// What happened, for numbers and trends: question, article shown, confirmed, rejected, step entered, left ...
// bot/core/fact.h names the kinds.
struct FactRow {
  Id conversation = 0;
  TimePoint at;
  std::string kind;
  std::string subject;
  std::string detail;
  std::string account = {};
  std::string person = {};  // the platform's id of the user who did it; empty when no user did
  std::string locale = {};  // of the conversation then
};

struct AgentRow {
  std::string name;  // login, unique
  std::string display;
  std::string password_hash;
  bool must_change_password = true;
  std::int64_t version = 0;
  std::string role = "agent";  // agent, lead
  std::vector<std::string> skills = {};
  std::vector<std::string> queues = {};  // none: all
  int capacity = 0;                      // conversations at once; 0: as many as usual
  std::string presence = "auto";         // written by SetPresence alone, with the next one
  TimePoint presence_at = {};
};

// Who an agent is on an account's platform.
struct AgentLinkRow {
  std::string account;
  std::string platform_id;
  std::string agent;  // login name
};

struct SessionRow {
  std::string token_hash;  // SHA-256, hex
  std::string agent;
  std::string csrf;
  TimePoint created;
  TimePoint seen;
};

struct UploadRow {
  base::FileRef file;
  std::string account;
  std::string owner;    // the platform's id of the person who sent it
  Id conversation = 0;  // set by the turn that takes it in
  TimePoint at;
};

// A raw event that could not be decided now; replayed later, visible to admins.
struct ParkedRow {
  Id id = 0;
  std::string account;
  std::string event;  // JSON
  std::string error;
  int attempts = 0;
  TimePoint at;
};

}  // namespace frontdesk::store
