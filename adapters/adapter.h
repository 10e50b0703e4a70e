// What an adapter is: the translator between one platform's wire format and our words, and nothing else. It opens no
// socket, starts no thread, keeps no state. adapters/README.md says how each platform's peculiar needs are expressed.
//
// Ownership: adapters are constants that live as long as the process; requests are views that last for the call.
// Threads: every function is const and may be called from any thread.
// Failure: Verify answers kUnauthenticated (who are you?) or kForbidden, Parse kInvalid or kTooLarge with a sentence
// for the sender; nothing throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/exchange.h"
#include "adapters/settings.h"
#include "bot/base/clock.h"
#include "bot/base/event.h"
#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::adapters {

// A message on its way out, and how far it came. A message becomes one or more parts, each shown as one message on the
// platform; a part takes one or more calls.
struct Sending {
  const base::Address& address;
  const Row& row;
  const base::Message& message;
  int part = 0;                              // parts that have arrived already
  std::span<const HttpAnswer> answers = {};  // to this part's calls that delivered nothing yet
  // The bytes of one of message.files; kNotFound when they are gone.
  std::function<base::Result<std::string>(const base::FileRef& file)> read_file = {};
  // What an open connection has learned of the reader's program, in the adapter's own words; may be empty.
  std::string_view reader = {};
  // The way back that the user's last event named, if any, and how many messages have gone to the user since.
  const base::ReplyPath* path = nullptr;
  int sent_since = 0;
  // The request that this row is the reply to, while it waits for its answer (Capabilities::answer_wait).
  const Verified* open = nullptr;
  // Of a message that has changed since it was sent (Capabilities::edits): what SendResult::platform_id said of its
  // last part, which reads now as the last part of `message`. One call, then Done. Empty: the message is new.
  std::string_view replaces = {};
  // What the platform has refused of this message since the try began (SendResult::avoid): Next finds a way without it.
  std::span<const std::string> avoid = {};
};

// The answer to Sending::open.
struct InAnswer {
  HttpAnswer answer;
  bool delivers =
      true;  // the part is with the user by it; false: the request is answered, and the part goes on its way
  std::string platform_id = {};  // as SendResult::platform_id, where the platform tells none and we can do without
};

struct Done {};  // all parts have arrived

// A courtesy that is not worth one of the few messages that the platform still takes: it is not sent, nobody is
// alarmed, and the transcript says so.
struct Spared {
  std::string why;
};
using Step = std::variant<Call, Frame, InAnswer, Done, Spared>;

// The sign that somebody writes.
struct TypingSign {
  const base::Address& address;
  bool on = true;
  const base::ReplyPath* path = nullptr;  // as Sending::path
};

// What came of a call.
struct CallResult {
  std::optional<HttpAnswer> answer = {};  // nothing: no whole answer came
  bool certainly_not_sent = false;        // of a call without an answer
};

// How a call ended.
struct SendResult {
  enum class Kind {
    kSent,
    kRetry,         // later, as it is
    kTokenRefused,  // once more with a fresh token, then it is a failure of the account
    kRejected,      // this message never
    kGone,          // the recipient is no more, or has shut us out
    kUnknown,       // it may have arrived; nobody can tell
  };
  Kind kind = Kind::kUnknown;
  std::string platform_id = {};
  std::optional<base::Millis> retry_after = {};
  bool whole_account = false;  // of kRetry: everybody's messages must wait, not only this conversation's
  std::string reason = {};     // of a failure, for agents and admins: what the platform said, without secrets
  // Of kRejected: another way may do (beside a thread that is gone, without a card that is refused), and is tried at
  // once; a word of the adapter's own for Sending::avoid. Refused twice, the kind stands. Of kUnknown: Next may look
  // whether it has arrived.
  std::string avoid = {};
};

struct Capabilities {
  // --- what comes in
  bool retries_events = false;     // refused events are offered again
  bool signs_body = true;          // false: a secret in the path stands in, and the README says so
  int refusal_status = 401;        // for what Verify refuses
  std::size_t max_request = 0;     // bytes of an event's request
  base::Millis answer_deadline{};  // after which the platform gives up on an answer
  // How long a request waits, once its events are committed, for a reply to carry (InAnswer); 0: it never does.
  base::Millis answer_wait{};
  std::size_t max_text = 0;  // bytes of one message of a user
  bool knows_users = false;  // its users have signed in there, and their ids can be those of the customer's own users
  // --- what goes out
  bool deduplicates_sends = false;  // sending a row again cannot show it twice
  enum class Unit { kBytes, kCodePoints, kUtf16 };
  std::size_t message_limit = 0;  // of one part's text, in `unit`; 0: none
  Unit unit = Unit::kBytes;
  std::size_t buttons = 0;       // at most, in one message; 0: numbered text instead
  std::size_t button_label = 0;  // graphemes
  bool cards = false;            // shows facts as a card; else they are lines of text
  bool forms = false;
  bool threads = false;
  bool edits = false;  // a message that was sent can be made to read otherwise (Sending::replaces)
  bool files = false;  // can carry an agent's file
  bool typing = false;
  base::Millis reply_window{};  // after the user's last word; 0: none
  double sends_per_second = 0;  // of one account; 0: not bounded
  double burst = 1;             // that may go at once after a pause
  // Calls go wherever an admin or a user said: only the client that refuses private addresses may make them.
  bool guarded_calls = false;
};

// Makes the token that API calls carry. It is made once, shared, and renewed early.
struct Token {
  base::Secret value;
  base::TimePoint renew_at;
  base::TimePoint expires;
};
class TokenRecipe {
 public:
  virtual ~TokenRecipe() = default;
  // A token made here, or the call that asks for one.
  virtual base::Result<std::variant<Token, Call>> Make(Env env) const = 0;
  // kUnauthenticated: our credentials are wrong, asking again does not help.
  virtual base::Result<Token> Read(const HttpAnswer& answer, Env env) const = 0;
};

// Makes the set of public keys that requests are verified with: fetched in one or more calls, kept, and fetched anew
// every so often or when a request names a key that is not among them. What was fetched stays good while a later
// fetch fails.
class KeyRecipe {
 public:
  virtual ~KeyRecipe() = default;
  virtual base::Millis every() const = 0;
  // The next call, or the set, in the adapter's own words, from the answers so far.
  virtual base::Result<std::variant<Call, std::string>> Next(std::span<const HttpAnswer> answers, Env env) const = 0;
};

// What one connection may remember from frame to frame.
inline constexpr std::size_t kSocketMemory = 4 << 20;

// A WebSocket that we open to the platform and that it speaks over. Where to is asked anew each time.
struct SocketAddress {
  std::string url;
  Headers headers = {};
  std::vector<std::string> hello = {};  // frames to write at once
  base::Millis ping_every{};            // Socket::Ping is written that often; 0: the protocol's own pings are enough
  std::string memory = {};              // what Env::memory begins as
};
struct Heard {
  Taken taken = {};
  std::vector<std::string> answers = {};  // written at once
  std::vector<std::string> committed =
      {};                                 // written when the events are committed, and not at all when they are refused
  std::vector<std::string> refused = {};  // written when the events are refused
  std::optional<base::Millis> reconnect = {};  // the connection is over: open another one after this
  std::optional<std::string> memory = {};      // what Env::memory is from now on; at most kSocketMemory bytes are kept
  std::optional<bool> offers_again = {};       // as Adapter::OffersAgain; nothing: as for all its events
};
class Socket {
 public:
  virtual ~Socket() = default;
  // Whether frames are binary (the other kind is never written, both are read).
  virtual bool binary() const { return false; }
  // The address, or the call that asks for it. kNotFound: this account has no socket. kUnauthenticated or kForbidden:
  // trying again soon is no use.
  virtual base::Result<std::variant<SocketAddress, Call>> Open(Env env) const = 0;
  virtual base::Result<SocketAddress> OnOpened(const HttpAnswer& answer, Env env) const = 0;
  // A frame that cannot be read is an error, logged and passed over.
  virtual base::Result<Heard> OnFrame(std::string_view frame, Env env) const = 0;
  virtual std::string Ping(Env) const { return {}; }
};

// Fetches what the platform keeps for us: after a gap, or always where it does not push.
struct PullFrom {
  std::string_view cursor;  // empty: never pulled before
  std::string_view word;    // what pushes said (Taken::pull), one a line
};
struct Pulled {
  Taken taken;
  std::string cursor;        // to go on from next time, stored when the events are; empty: as before
  std::optional<Call> more;  // another call is due at once
};
class Puller {
 public:
  virtual ~Puller() = default;
  virtual base::Millis every() const = 0;
  virtual base::Result<Call> Pull(const PullFrom& from, Env env) const = 0;
  virtual base::Result<Pulled> OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                        Env env) const = 0;
};

// What the platform tells of one of its users.
struct Profile {
  std::string name;
  std::string locale;  // a language tag
  std::string zone;    // of the IANA's list: "Asia/Shanghai"
};
class ProfileSource {
 public:
  virtual ~ProfileSource() = default;
  // The next call, or the profile, from the answers so far. kUnauthenticated: an answer says that the token is not
  // good; kUnavailable: later; anything else: nothing is told of them.
  virtual base::Result<std::variant<Call, Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                         Env env) const = 0;
};

// Fetches files that users sent.
class FileSource {
 public:
  virtual ~FileSource() = default;
  // The next call, or the bytes, from the answers so far (all of status 2xx). kForbidden when `file.remote` is not on
  // one of the platform's media hosts; kUnauthenticated: an answer says that the token is not good; kUnavailable:
  // later.
  virtual base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file,
                                                             std::span<const HttpAnswer> answers, Env env) const = 0;
  // Whether an answer that is no success says that the token is not good.
  virtual bool RefusesToken(const HttpAnswer& answer) const { return answer.status == 401; }
};

class AfterWithFiles;

class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual Capabilities capabilities() const = 0;
  // The keys of an account of this type in frontdesk.yaml, beside `type` and `greeting`.
  virtual std::span<const SettingField> fields() const = 0;
  // What is wrong with them beyond their form; the message says how to mend it. Runs in `check` and at the start.
  virtual base::Status CheckSettings(const Settings&) const { return {}; }

  // Whether this account's rooms show buttons that come back; where not, agents are told the words to write.
  virtual bool ShowsButtons(const Settings&) const { return capabilities().buttons > 0; }

  // The id of a room or a person as events bear it, of one that an admin wrote.
  virtual std::string Spelled(std::string_view id) const { return std::string(id); }

  // Whether its events come as requests to /hooks/ACCOUNT.
  virtual bool takes_hooks() const { return true; }
  // kNotFound: the request names a key that Env::keys does not hold; it comes once more when they were fetched anew.
  virtual base::Result<Verified> Verify(const RawRequest& request, Env env) const = 0;
  // Whether the platform will send this request again when it is refused: some do so for messages and not for clicks.
  virtual bool OffersAgain(const Verified&) const { return capabilities().retries_events; }
  virtual base::Result<Parsed> Parse(const Verified& request, Env env) const = 0;
  // Whether this request may wait for a reply to carry (Capabilities::answer_wait).
  virtual bool MayWait(const Verified&) const { return true; }
  // How long it does, where the account's settings have a say.
  virtual base::Millis AnswerWait(const Verified& request, Env) const {
    return MayWait(request) ? capabilities().answer_wait : base::Millis{0};
  }
  // The answer to an event's request, after its commit or its refusal.
  virtual HttpAnswer Answer(const base::Status& outcome) const = 0;
  // The same where the answer has to be signed, or depends on what was asked.
  virtual HttpAnswer AnswerTo(const Verified&, const base::Status& outcome, Env) const { return Answer(outcome); }

  // What to do next to bring the message to the user.
  virtual base::Result<Step> Next(const Sending& sending, Env env) const = 0;
  // Shows that a person writes, or no longer does (Capabilities::typing): asked for every few seconds while it goes on.
  // A Call or a Frame is made once, and nobody asks how it ended; Done: not shown here.
  virtual base::Result<Step> ShowTyping(const TypingSign&, Env) const { return Done{}; }
  virtual SendResult Classify(const Call& call, const CallResult& result) const = 0;
  // The call for one of Taken::after. `about`: the message of the row that it named, if this account has sent one.
  virtual base::Result<Call> After(const Afterwards& asked, const base::Message* about, Env) const {
    static_cast<void>(about);
    return base::Fail(base::ErrorCode::kInternal, "nothing is done after '" + asked.words + "'");
  }

  // Where what is done after a commit needs the bytes of files, in place of After (after_files.h).
  virtual const AfterWithFiles* after_with_files() const { return nullptr; }
  virtual const TokenRecipe* token() const { return nullptr; }
  virtual const KeyRecipe* keys() const { return nullptr; }
  virtual const Socket* socket() const { return nullptr; }
  virtual const Puller* puller() const { return nullptr; }
  virtual const FileSource* file_source() const { return nullptr; }
  virtual const ProfileSource* profiles() const { return nullptr; }
};

}  // namespace frontdesk::adapters
