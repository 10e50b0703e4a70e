// What is exchanged with a platform: its requests and our answers, our calls, and what they bring.
//
// Thread safety: plain values; requests are views that last for the call.
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

#include "adapters/settings.h"
#include "bot/base/clock.h"
#include "bot/base/event.h"

namespace frontdesk::adapters {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first of that name, any case; "" when absent.
std::string_view FindHeader(std::span<const std::pair<std::string, std::string>> headers, std::string_view name);

// A request as it came; the bytes belong to the caller. Of a session (XMPP) `body` is one stanza and the rest is empty.
struct RawRequest {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  std::span<const std::pair<std::string, std::string>> headers;
  std::string_view body;

  std::string_view Header(std::string_view name) const { return FindHeader(headers, name); }
  // How often a header of that name came: a signed request has each of its headers once.
  std::size_t CountHeader(std::string_view name) const;
  std::string_view Cookie(std::string_view name) const;
};

struct HttpAnswer {
  int status = 200;
  Headers headers = {};
  std::string body = {};

  std::string_view Header(std::string_view name) const { return FindHeader(headers, name); }
};

inline constexpr std::size_t kEnvRandom = 32;

// What an adapter may know of the world, by value: the same Env gives the same result.
struct Env {
  base::TimePoint now;
  const Settings& settings;
  std::string_view random;      // kEnvRandom fresh bytes
  std::string_view token = {};  // of the platform's API, for adapters with a token recipe
  std::string_view keys = {};   // of the platform, for adapters with a key recipe: as that has read them
  // Of an open socket: what it has learned, in the adapter's own words (SocketAddress::memory, Heard::memory).
  std::string_view memory = {};
};

// A request that was proven to come from where it says. The only input that Parse accepts.
class Verified {
 public:
  enum class Proof {
    kSignedCookie,   // the visitor's cookie, made by us
    kSignedBody,     // a signature over the whole body
    kSignedHeaders,  // a signature that leaves the body open, and a secret in the path
    kSession,        // it came over a connection that we opened and the server vouches for
  };

  // `opened`: what an encrypted request says once it is decrypted; empty: the body is plain.
  Verified(Proof proof, std::string sender, const RawRequest& request, std::string opened = {})
      : proof_(proof), sender_(std::move(sender)), request_(request), opened_(std::move(opened)) {}
  Proof proof() const { return proof_; }
  const std::string& sender() const { return sender_; }  // the platform's id of the one who was proven; may be empty
  const RawRequest& request() const { return request_; }
  std::string_view body() const { return opened_.empty() ? request_.body : std::string_view(opened_); }

 private:
  Proof proof_;
  std::string sender_;
  RawRequest request_;
  std::string opened_;
};

// One HTTP request to a platform's API.
struct Call {
  std::string method = "POST";
  std::string url = {};
  Headers headers = {};
  std::string body = {};
  base::Millis timeout{};  // 0: the runtime's own
  // The part is with the user when this call succeeds; false for a step before it (an upload, a slot), which may be
  // made again without harm.
  bool delivers = true;
};

// What the platform wants done once events are committed (an interaction confirmed, an invitation accepted, a form
// opened), in the adapter's own words for Adapter::After.
struct Afterwards {
  Afterwards(std::string what, std::int64_t of_row = 0)
      : words(std::move(what)), row(of_row) {}  // NOLINT: most name none

  std::string words;
  std::int64_t row;  // the message that it is about, as in Sending::row.id; 0: none
};

// What a request, a frame or a pull brought.
struct Taken {
  Taken() = default;
  Taken(std::vector<base::Event> brought) : events(std::move(brought)) {}  // NOLINT: most bring nothing else

  std::vector<base::Event> events;  // none: nothing for us, which is a success
  std::vector<Afterwards> after;    // each is done once, in this order; what fails is logged
  // "There is something to fetch": the puller goes at once, and PullFrom::word is this.
  std::optional<std::string> pull;
};

// What to take in, or the answer to a platform's challenge.
using Parsed = std::variant<Taken, HttpAnswer>;

// A row of a transcript that became visible.
struct Row {
  std::int64_t seq = 0;
  std::int64_t id = 0;
  base::TimePoint at;
  std::string_view from;      // user, bot, agent, system
  std::string_view event_id;  // of the event that it came from
  std::string_view body;      // JSON of base::Message
};

// Bytes for an open connection; `id` is what its acknowledgement will name.
struct Frame {
  std::string bytes;
  std::string id = {};
};

}  // namespace frontdesk::adapters
