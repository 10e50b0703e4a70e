// The flow engine: (flow, session, what the user did) -> (new session, what to say, what happened).
//
// Pure: no clock, no I/O, no randomness, nothing kept between calls; it may be called from any thread and run again
// after a conflict. It never throws and never fails: whatever comes in, the outcome has a next thing to say or ends
// the flow. Input sizes are the caller's to bound.
//
// Buttons carry these values:
//   slot:NAME=VALUE     answers the question NAME (an option's value; yes | no)
//   flow:skip=NAME      skips NAME              flow:done=NAME     no more files or options for NAME
//   flow:submit         sends what is reviewed  flow:edit          asks which answer to change
//   flow:article=ID     shows an offered article; flow:solved, flow:unsolved: whether it helped
//   flow:edit=NAME      opens NAME again        flow:cancel, flow:back, flow:help
// A press that belongs to a question that is not open changes nothing; the open question is asked again.
//
// The global words back, edit, skip, cancel and help are the engine's; person, status and language are the caller's
// and must be taken out before (an option with that very label goes first: see FitsOpenChoice).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/message.h"
#include "flows/flow.h"
#include "flows/session.h"

namespace frontdesk::flows {

class GlobalWords;

struct TicketDraft {
  std::string flow;
  std::string category;
  std::string title;
  std::string component;
  std::string impact;      // blocked | degraded | cosmetic, or empty: unknown
  std::string scope;       // me | team | everyone, or empty
  std::string workaround;  // yes | no, or empty
  std::string queue;       // empty: the routing rules decide
  std::vector<base::Fact> fields;
  std::vector<std::string> sensitive;  // keys of `fields` that only agents with the right to it may see
  std::vector<base::FileRef> files;
  std::vector<std::string> sensitive_files;  // ids of those of `files` that are sensitive answers
  std::string opening;                       // the user's own words that started the flow
};

// The desk, or one of its queues, at this moment.
struct QueueNow {
  bool open = true;
  int agents_online = 0;
};

struct FlowContext {
  std::string locale;
  base::TimePoint now;
  std::string zone;                            // IANA, of the user
  std::map<std::string, std::string> context;  // "app_version" -> "3.2.1"
  std::map<std::string, std::string> profile;
  std::map<std::string, std::string> ticket;  // answers on the user's last ticket, by slot
  std::string account;
  std::string platform = {};           // the account's type
  bool forms = false;                  // the platform shows forms
  const GlobalWords* words = nullptr;  // null: the built-in ones
  // What a `search` step offers, best first; without it searches find nothing.
  std::function<std::vector<FoundArticle>(std::string_view question, std::size_t most)> search = {};
  // The article as it is shown, without buttons.
  std::function<base::Message(std::string_view id)> article = {};
  // Of the queue, or of the desk as a whole for ""; without it the conditions `hours` and `queue` hold for nothing.
  std::function<QueueNow(std::string_view queue)> queue = {};
  // Called at most once per call, by a `ticket` step; its answer is known to the steps after it in the same turn. A
  // flow that reaches a ticket step without it hands over to a person.
  std::function<TicketInfo(const TicketDraft&)> open_ticket;
};

struct Typed {
  std::string text;
};
struct Press {
  std::string value;
};
// Files that are already stored.
struct Upload {
  std::vector<base::FileRef> files;
  std::string caption;
};
// A form, or a part of it; several options as "a,b".
struct Filled {
  std::vector<std::pair<std::string, std::string>> values;  // slot -> as entered
};
using Input = std::variant<Typed, Press, Upload, Filled>;

// What a `lookup` step asks for. The one who sends it puts the values of env: and file: headers in.
struct LookupRequest {
  bool post = false;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  base::Millis timeout{5'000};
  std::int64_t max_size = 64 << 10;
  bool operator==(const LookupRequest&) const = default;
};
// Status 0: no answer, too late, too long, or refused.
struct LookupAnswer {
  int status = 0;
  std::string body;
};

// What became of an article that the flow offered.
struct ArticleFact {
  enum class What { kOffered, kShown, kConfirmed, kRejected };
  What what = What::kOffered;
  std::string id;
  std::string question;  // the answer that it was looked up for; empty where that is sensitive
  bool operator==(const ArticleFact&) const = default;
};

struct StepFact {
  enum class What { kEntered, kLeft };
  What what = What::kEntered;
  std::string step;
  bool operator==(const StepFact&) const = default;
};

struct Outcome {
  enum class Result {
    kWaiting,        // a question is open
    kNotUnderstood,  // still waiting: the text does not fit the open question. The messages ask again and the session
                     // counts a try; a caller that has a better answer drops this outcome and calls Reask
    kHandoff,        // the flow wants a person; see handoff_reason
    kEnded,
    kCancelled,
    kSolved,  // an offered article settled it
  };
  Result result = Result::kWaiting;
  Session session;                      // worth keeping while waiting
  std::vector<base::Message> messages;  // kSay, kReceipt, kAsk (subject = slot, or "edit"), kReview (subject = flow)
  std::optional<TicketDraft> ticket;    // opened in this turn
  std::string handoff_reason;
  std::string handoff_queue;     // empty: the routing rules decide
  bool sensitive_input = false;  // the input was meant for a sensitive slot: mask it in the transcript
  std::vector<StepFact> facts;   // one row each
  std::vector<ArticleFact> articles;
  std::optional<LookupRequest> lookup;  // to be sent; its answer comes to Resolve
  std::vector<base::Fact> person;       // what a lookup told of the person; without a value: it is not known any more
  bool waiting() const { return result == Result::kWaiting || result == Result::kNotUnderstood; }
};

// `opening` is the message that started the flow, empty when a button or a command did.
Outcome Start(const Flow& flow, const FlowContext& context, std::string_view opening = {});

Outcome Advance(const Flow& flow, const Session& session, const Input& input, const FlowContext& context);

// The answer to the lookup that the session waits for; of a session that waits for none, it asks again.
Outcome Resolve(const Flow& flow, const Session& session, const LookupAnswer& answer, const FlowContext& context);
// True while the next thing to come is a lookup's answer.
bool WaitsForLookup(const Flow& flow, const Session& session);

// The open question again, in one line: after a digression.
Outcome Reask(const Flow& flow, const Session& session, const FlowContext& context);
// The open question in full: when the user comes back to a draft, or switched the language.
Outcome Resume(const Flow& flow, const Session& session, const FlowContext& context);
// One reminder after a silence. The caller sees to it that there is only one.
Outcome Remind(const Flow& flow, const Session& session, const FlowContext& context);
// Carries a session over to another version of its flow: answers are kept by slot name, and the user is told.
Outcome Migrate(const Flow& flow, const Session& old, const FlowContext& context);

// What ForgetSensitive took away.
struct Forgotten {
  std::vector<std::string> answers;  // by name
  std::vector<base::FileRef> files;
};
// Takes the sensitive answers out of a draft that were given at or before that moment; what is needed of them is asked
// again when the draft goes on. Without a flow, as when it is no longer there, nothing will be asked.
Forgotten ForgetSensitive(const Flow* flow, Session& session, base::TimePoint until);

// What is open, for a caller that wonders whether a text is an answer or a question of its own.
struct OpenQuestion {
  std::string slot;  // empty at review, at a search and while a lookup runs
  SlotType type = SlotType::kText;
  bool free_text = false;  // any words would be taken as the answer
  bool review = false;
  bool search = false;
  bool lookup = false;
};
std::optional<OpenQuestion> FindOpenQuestion(const Flow& flow, const Session& session);

// True when the text is one of the open question's options (number, label, value), and so no global word.
bool FitsOpenChoice(const Flow& flow, const Session& session, std::string_view text, std::string_view locale);

}  // namespace frontdesk::flows
