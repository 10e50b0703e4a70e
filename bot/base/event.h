// Something that happened in a conversation, in our words: adapters make events out of what platforms send, the desk
// and the timers make the others.
//
// Thread safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/message.h"

namespace frontdesk::base {

// Where a conversation is: account + channel + thread.
struct Address {
  std::string account;
  std::string channel;  // for direct talk the platform's id of the person or the chat
  std::string thread;   // empty when the platform has none
  bool operator==(const Address&) const = default;
  auto operator<=>(const Address&) const = default;
};

std::string ToString(const Address& address);  // "widget/3f2a.../"

struct Author {
  std::string id;  // the platform's id
  std::string name;
  bool is_bot = false;
  bool verified = false;              // identity signed by the customer's own server
  std::string user = {};              // the id that was signed, where it is another than the platform's
  std::vector<Fact> attributes = {};  // signed along with it: tier, plan, since, company, role; `label` is not used
  bool operator==(const Author&) const = default;
};

struct Said {
  std::string text;
};
struct Pressed {
  std::string value;
  std::string label;
  std::int64_t row = 0;  // of the message whose button it was (the id of its transcript row), where the platform tells
};
// Pressed::value for "show me my tickets", for platforms that have a place or a menu for it.
inline constexpr std::string_view kMyTicketsValue = "ticket:mine";
struct SentFiles {
  std::vector<FileRef> files;
  std::string caption;
  bool voice = false;  // spoken in place of typing, and the platform has not written down what
};
// Frontdesk.context({...}): a JSON object of at most 16 KiB.
struct GaveContext {
  std::string json;
};
// Opened the chat or joined the channel; the moment of the greeting.
struct Opened {};
struct AgentActed {
  enum class Act {
    kTake,
    kReply,
    kNote,
    kGiveBack,
    kResolve,
    kTransfer,  // `what`: queue or agent, `value`: its name
    kSnooze,    // `value`: until when, RFC 3339
    kWait,      // `what`: customer or team
    kPlan,      // `value`: the day of the next review
    kDecline,
    kReopen,
    kSet,          // `what`: a field of the ticket, `value`: its new content
    kMerge,        // `value`: the ticket that goes on
    kSplit,        // `value`: the title of the new ticket
    kLink,         // `what`: how, `value`: ticket or address
    kAttach,       // `value`: the incident
    kPause,        // nobody speaks until somebody takes or gives back
    kLinkPerson,   // `value`: "account/id", "user:id" or "#1002" of an identity that is the same human
    kUnlinkPerson  // this identity stands for itself again
  };
  Act act = Act::kTake;
  std::string agent;  // login name
  std::string agent_display;
  std::string text;  // what is said or noted; of a change the reason
  std::vector<FileRef> files;
  std::int64_t ticket = 0;  // 0: the conversation's open one
  std::string what = {};
  std::string value = {};
  Address said_in = {};  // the desk channel where it was said, which hears what became of it; empty account: none
};
// What was said before now reads so. `message` is the platform's id of that message, as in the event that brought it.
struct Edited {
  std::string message;
  std::string text;
};
struct Deleted {
  std::string message;
};
// A sign put to a message of ours, or taken back. `message` is the platform's id of it, as SendResult told it; `sign`
// the emoji itself: "👍", "2️⃣".
struct Reacted {
  std::string message;
  std::string sign;
  bool taken_back = false;
};
// Somebody outside our desk has the word now (the platform's own agents), or gives it back.
struct DeskMoved {
  bool elsewhere = true;
  std::string desk;  // "Easemob kefu"; shown to agents
  std::string agent;
};
// A word that nobody waits for an answer to: a store review, a forum post, an alarm. It becomes a ticket.
struct Posted {
  std::string source;  // "review", "forum", "email", "monitoring" ...
  std::string title;
  std::string text;
  std::string url;
  std::vector<Fact> facts;  // "Rating: 2 of 5"
  bool receipt = false;     // whoever posted it reads here, and is told the ticket's number
};
// A form of the bot, sent back: the fields' names and what was entered; several options as "a,b".
struct FilledForm {
  std::vector<Fact> values;  // `label` is not used
};
// What a flow's lookup brought; status 0 when it brought nothing. `lookup` is the row that asked for it.
struct LookedUp {
  std::int64_t lookup = 0;
  int status = 0;
  std::string body;
};
// News from another conversation of ours, or from the desk as a whole. `kind` says what `json` holds.
struct Relayed {
  std::string kind;
  std::string json;
};
struct TimerDue {
  std::int64_t timer = 0;
  std::string kind;
};

using EventBody = std::variant<Said, Pressed, SentFiles, GaveContext, Opened, AgentActed, Edited, Deleted, Reacted,
                               DeskMoved, Posted, FilledForm, LookedUp, Relayed, TimerDue>;

// Where and how an answer may be given, as far as only the event that asks for it can say.
struct ReplyPath {
  std::string words;  // the adapter's own: an address, a ticket, the message to answer
  TimePoint until{};  // the epoch: for ever
  int messages = 0;   // that may go before the user's next word; 0: any number
  bool operator==(const ReplyPath&) const = default;
};

struct Event {
  std::string id;  // the message's identity on its platform, unique within the account; the key of deduplication
  Address address;
  Author author;
  std::string locale;  // the client's language tag, a hint; may be empty
  TimePoint at;        // when it arrived here
  // What the client told about itself along with it: a JSON object of at most 16 KiB, as of GaveContext; may be empty.
  std::string context;
  EventBody body;
  std::optional<ReplyPath> path = {};  // kept for the conversation's answers; nothing: as before
  bool to_us = false;                  // said in a room to the bot by its name, which the words hold no longer
  // Said in a room to nobody by name (below a message of ours, say): for us only while a talk goes on at this address.
  bool only_in_talk = false;
};

}  // namespace frontdesk::base
