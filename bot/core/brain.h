// The brain: decides what one event means and what is said and done about it. Order of choices: a person holds the
// lease > global word > running flow > flow trigger > knowledge answer > did-you-mean > offer a flow or a person.
// Never silence, never two speakers.
//
// Pure and CPU-only: no clock, no I/O, no randomness; the same context and event give the same turn, so it can be
// replayed, simulated, and run again after a conflict. May be called from any thread.
// Failure: never throws; an act that is not allowed (somebody else holds the lease) comes back as `refusal`.
#pragma once

#include <optional>

#include "bot/base/event.h"
#include "bot/core/catalog.h"
#include "bot/core/conversation.h"
#include "bot/core/desk_side.h"
#include "bot/core/person.h"
#include "bot/core/reports.h"
#include "bot/desk/snapshot.h"
#include "bot/store/store.h"

namespace frontdesk::core {

// Ids that one decision may use up: two for each message, and a flow has at most 300 steps.
inline constexpr store::Id kIdsPerTurn = 1024;

struct Context {
  Conversation conversation;  // version 0: a new one
  // The one that the event names (see ticket_focus.h), else the one that the talk is about.
  std::optional<desk::Ticket> ticket = {};
  std::vector<desk::Ticket> others = {};   // of the conversation's that are not over, oldest first
  std::optional<desk::Ticket> named = {};  // the ticket of any conversation that an act's value names; only looked at
  const Catalog& catalog;
  store::Id first_id = 0;       // of kIdsPerTurn reserved ids
  store::Id ticket_number = 0;  // reserved; used only when a ticket is opened
  bool deduplicates = false;    // the account's platform knows client ids: rows may be claimed at commit
  bool forms = false;           // the account's platform shows forms
  bool edits = false;           // and can change messages that were sent
  bool profiles = false;        // and tells who its users are
  base::Millis reply_window{};  // so long the platform takes replies to the user's last word; 0: for ever
  base::TimePoint now;
  Human human = {};                                      // whom the conversation is with, on all their accounts
  std::optional<store::TranscriptRow> undelivered = {};  // what the event says did not reach the user
  std::optional<store::TranscriptRow> reacted_to = {};   // the message of ours that the event's sign was put to
  DeskSide desk_side = {};                               // of events in desk channels
  std::shared_ptr<const OpenReports> reports = std::make_shared<OpenReports>();  // never null
  desk::Snapshot desk = {};  // the desk as a whole, and what is known of the person
};

struct Decision {
  store::Turn turn;
  Conversation conversation;           // as it will be once the turn is committed (its version still the old one)
  std::optional<desk::Ticket> ticket;  // likewise
  std::vector<desk::Ticket> others;    // likewise
  bool nothing = false;                // there is nothing to commit: acknowledge and go on
  // It belongs to that conversation, which the platform did not name: nothing is decided before it comes from there.
  std::optional<base::Address> elsewhere;
  bool ticket_number_used = false;
  std::optional<base::Error> refusal;  // tell the one who asked; nothing to commit
};

Decision Handle(const Context& context, const base::Event& event);
// For an event that Handle cannot decide: what the user said is kept as it is, a person is called, and the user is
// told. Words of others than the user (agents, timers) are refused.
Decision HandToPerson(const Context& context, const base::Event& event);

}  // namespace frontdesk::core
