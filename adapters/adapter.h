// What an adapter is: the translator between one platform's wire format and our words, and nothing else. It opens no
// socket, starts no thread, keeps no state.
//
// Ownership: adapters are constants that live as long as the process; requests are views that last for the call.
// Threads: every function is const and may be called from any thread.
// Failure: Verify answers kUnauthenticated (who are you?) or kForbidden, Parse kInvalid or kTooLarge with a sentence
// for the sender; nothing throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/event.h"
#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::adapters {

using Headers = std::vector<std::pair<std::string, std::string>>;

// A request as it came; the bytes belong to the caller.
struct RawRequest {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  std::span<const std::pair<std::string, std::string>> headers;
  std::string_view body;

  // The first of that name, any case; "" when absent.
  std::string_view Header(std::string_view name) const;
  std::string_view Cookie(std::string_view name) const;
};

struct HttpAnswer {
  int status = 200;
  Headers headers;
  std::string body;
};

// Bytes for an open connection.
struct Frame {
  std::string bytes;
};

// One account as it is configured.
struct Settings {
  std::string account;
  base::Secret secret;               // what its requests are verified with
  std::string public_url;            // of this server, without a final '/'; may be empty
  std::vector<std::string> origins;  // pages that may talk to it from a browser; empty: all
};

struct Env {
  base::TimePoint now;
  const Settings& settings;
};

// A request that was proven to come from where it says. The only input that Parse accepts.
class Verified {
 public:
  enum class Proof { kSignedCookie };

  Verified(Proof proof, std::string sender, const RawRequest& request)
      : proof_(proof), sender_(std::move(sender)), request_(request) {}
  Proof proof() const { return proof_; }
  const std::string& sender() const { return sender_; }  // the platform's id of the one who was proven
  const RawRequest& request() const { return request_; }

 private:
  Proof proof_;
  std::string sender_;
  RawRequest request_;
};

// Events to take in, or the answer to a platform's challenge, which is no event.
using Parsed = std::variant<std::vector<base::Event>, HttpAnswer>;

// A row of a transcript that became visible.
struct Row {
  std::int64_t seq = 0;
  std::int64_t id = 0;
  base::TimePoint at;
  std::string_view from;      // user, bot, agent, system
  std::string_view event_id;  // of the event that it came from
  std::string_view body;      // JSON of base::Message
};

// How a send ended.
struct SendResult {
  enum class Kind { kSent, kRetry, kRejected, kGone, kUnknown };
  Kind kind = Kind::kUnknown;
  std::string platform_id;
  std::optional<base::Millis> retry_after;
};

struct Capabilities {
  bool retries_events = false;      // refused events are offered again
  bool deduplicates_sends = false;  // sending a row again cannot show it twice
  int refusal_status = 401;         // for what Verify refuses
  std::size_t max_request = 0;      // bytes of an event's request
  base::Millis answer_deadline{};   // after which the platform gives up on an answer
  std::size_t max_text = 0;         // bytes of one message of a user
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual Capabilities capabilities() const = 0;
  virtual base::Result<Verified> Verify(const RawRequest& request, Env env) const = 0;
  virtual base::Result<Parsed> Parse(const Verified& request, Env env) const = 0;
  // The answer to an event's request, after its commit or its refusal.
  virtual HttpAnswer Answer(const base::Status& outcome) const = 0;
  virtual Frame Render(const Row& row) const = 0;
  // `answer` is the platform's; nothing when none was asked for.
  virtual SendResult Classify(const std::optional<HttpAnswer>& answer) const = 0;
};

}  // namespace frontdesk::adapters
