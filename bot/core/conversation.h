// What the brain remembers of one conversation, between two events. Stored as the JSON `state` of the conversation's
// row; columns that the store must see are copied into the row by ToRow.
//
// Thread safety: plain values, pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"
#include "bot/base/result.h"
#include "bot/desk/incident.h"
#include "bot/desk/lease.h"
#include "bot/desk/ticket.h"
#include "bot/store/records.h"
#include "flows/session.h"

namespace frontdesk::core {

// A fragment whose answer waits a moment for the rest of the thought.
struct Burst {
  std::string text;               // all fragments so far
  std::string earlier;            // all but the newest, which may still be edited
  std::string event;              // that brought the newest
  std::vector<store::Id> outbox;  // the answer's rows, still unsent
  base::TimePoint until;          // they leave then
  std::string before;             // the state before the first fragment, JSON; decided anew from there
};

// The user is asked whether a report is about a ticket that is open already.
struct Repeat {
  store::Id ticket = 0;
  std::string flow;        // that begins when it is not
  std::string opening;     // what was said to begin it
  std::string input = {};  // of one that is about to be sent: what the user did to send it; empty: it has not begun
  bool pressed = false;    // a button; else words
};

// Where a ticket of the conversation is shown to agents.
struct DeskPost {
  base::Address at;  // the thread is empty until it is known, and where there are none
  std::int64_t ticket = 0;
  store::Id card = 0;  // the transcript row of its card; 0: until it has arrived
};

// How much was heard and said lately, against floods and circles.
struct TalkRate {
  base::TimePoint since;  // of the minute that is counted
  int heard = 0;
  int said = 0;
  std::string last;      // how our last message begins, folded: its echo is known by it
  base::TimePoint hour;  // since when these are counted
  int said_in_hour = 0;
  std::vector<std::pair<std::string, int>> heard_again;  // digests of what was said, the newest last, and how often
};

struct Conversation {
  store::Id id = 0;
  base::Address address;
  std::int64_t version = 0;
  store::Id person = 0;
  std::string person_name;
  desk::Lease lease;
  store::DeskState desk = store::DeskState::kNone;
  std::string queue;
  int urgency = 0;
  std::vector<std::string> urgency_reasons;
  base::TimePoint updated;

  std::string locale;          // empty until something told it
  bool locale_chosen = false;  // by the user, in words: never guessed again
  bool greeted = false;
  std::optional<flows::Session> flow;
  std::vector<flows::Session> paused;  // flows that others interrupted, the latest last
  base::TimePoint flow_touched;
  store::Id flow_timer = 0;
  store::Id lookup = 0;        // the row whose answer the flow waits for
  store::Id lookup_timer = 0;  // after which it waits no longer
  store::Id draft_timer = 0;   // bot/core/sensitive.cpp
  bool reminded = false;
  std::vector<base::Button> buttons;  // of the last message of the bot: a number or a label answers them
  std::string question;               // the last one that was looked up
  std::vector<desk::TriedArticle> tried;
  std::string awaiting_verdict;                // the article that was shown last and not yet judged
  std::vector<std::string> also_asked;         // questions of the same message that wait for their turn
  std::map<std::string, std::string> context;  // from Frontdesk.context, flat
  std::vector<std::string> undeclared;         // keys of `context` that no contract names
  std::vector<base::FileRef> files;            // sent outside a flow
  store::Id ticket = 0;                        // the one that the talk is about
  std::vector<store::Id> more_tickets;         // others that are not over, oldest first
  store::Id afterword = 0;                     // the closed one that a score or "still broken" would be about
  std::string handoff_reason;
  bool queue_noted = false;  // what the user adds while waiting was acknowledged once
  bool angry = false;
  std::optional<base::TimePoint> waiting_since;     // for a person
  std::optional<base::TimePoint> queued_at;         // in the queue where it is now
  std::optional<base::TimePoint> unanswered_since;  // the user's word that nobody at the desk has answered
  std::optional<base::TimePoint> agent_reminded;    // of it
  std::optional<base::TimePoint> elsewhere_heard;   // the last word of the other desk that has it
  store::Id desk_timer = 0;                         // bot/core/desk_clock.cpp
  base::TimePoint desk_due;
  TalkRate rate;
  std::string summary;    // one line for the board
  std::string last_text;  // of the user or an agent
  base::TimePoint last_at;
  std::optional<Burst> burst;
  base::ReplyPath path;  // of the user's last event
  std::optional<Repeat> repeat = {};
  bool repeat_settled = false;                   // the user has said that the running report is another problem
  store::Id adding = 0;                          // the ticket that the user's next words go to
  store::Id told_ticket = 0;                     // the newest open ticket that the user was told of here
  bool profile_asked = false;                    // who the person is, of the platform
  std::vector<DeskPost> desk_posts;              // the newest last
  store::Id unseen_timer = 0;                    // after which the desk is reminded of a handoff that nobody took
  int unseen = 0;                                // how often it was
  std::int64_t about = 0;                        // of a thread in a desk channel: its ticket
  std::int64_t offered_incident = 0;             // that the user was asked about last
  std::optional<desk::IncidentRecord> incident;  // of the conversation that an incident has for itself
};

// The articles that did not help: they are not sent again.
std::vector<std::string> RejectedArticles(const Conversation& conversation);

inline constexpr std::size_t kMaxMoreTickets = 20;
// All that are not over, the one that the talk is about last.
std::vector<store::Id> TicketsOf(const Conversation& conversation);

// The way back to the user, from a row's state; an empty one when none was named.
// Whether words that do not name the bot are still for it: a flow runs, a ticket is open, or the last word is not old.
bool GoesOn(const Conversation& conversation, base::TimePoint now);
base::ReplyPath PathOf(const store::ConversationRow& row);
// The platform takes nothing on it any more, until the user speaks again.
bool IsShut(const base::ReplyPath& path, base::TimePoint now);
// When the one that the row is about began to wait for a person; the row's last change when it does not say.
base::TimePoint WaitingSince(const store::ConversationRow& row);
std::string StateJson(const Conversation& conversation);
// The row with `state` filled.
store::ConversationRow ToRow(const Conversation& conversation);
base::Result<Conversation> FromRow(const store::ConversationRow& row);

}  // namespace frontdesk::core
