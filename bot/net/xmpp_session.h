// One XMPP account's connection to its server: connects, logs in, keeps the stream alive, resumes it after a break and
// connects again, for ever. It knows streams, not chats: who is in which room is its user's business.
// RFC 6120, XEP-0198 (stream management), XEP-0199 (ping), XEP-0368 (direct TLS), XEP-0114 (components).
//
// Ownership: the caller owns the session; Run() must have returned before it is destroyed.
// Threads: Run() takes a thread of its own until Stop(). Everything else may be called from any thread, also from a
// callback. The callbacks come from the thread in Run() and must not block; those of Send() and Ask() come from the
// calling thread when the session cannot take the stanza at all.
// Failure: `done` is called exactly once for each Send() and Ask(). Troubles of the connection are told by on_offline
// and State(), never thrown; wrong credentials lead to a long pause, not to a loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/crypto.h"
#include "bot/base/result.h"
#include "bot/base/secret.h"
#include "bot/base/xml.h"

namespace frontdesk::net {

enum class XmppTls { kStartTls, kDirect, kNone };  // kNone: loopback and components only; the password is not sent then

// Why there is no stream.
enum class XmppTrouble {
  kNone,
  kUnreachable,  // no address, no connection, or it broke
  kSilent,       // connected, but nothing comes any more
  kServer,       // the server ended the stream: shutdown, overload, an inner error
  kProtocol,     // it speaks what we cannot understand
  kPolicy,       // it threw us out for something we sent
  kConflict,     // somebody else logged in with our resource
  kTls,          // no TLS, or a certificate that is not the server's
  kRefused,      // wrong user or password, or no such host there
  kStopped,
};
std::string_view ToString(XmppTrouble trouble);

struct XmppPauses {
  std::chrono::milliseconds first{1'000};  // doubled with every failure in a row, up to `most`; half of it is random
  std::chrono::milliseconds most{300'000};
  std::chrono::milliseconds refused{900'000};   // kRefused, kTls: only an admin can help
  std::chrono::milliseconds conflict{300'000};  // else two of us would throw each other out in turn
  std::chrono::milliseconds stable{30'000};     // online for so long: the count of failures starts anew
};

struct XmppOptions {
  bool component = false;
  std::string jid;         // bot@example.com or bot@example.com/desk; of a component its domain
  base::Secret password;   // of a component the shared secret
  std::string host;        // instead of the one that DNS names; a component needs it
  std::uint16_t port = 0;  // 0: 5222, 5223 for direct TLS, 5347 for a component
  XmppTls tls = XmppTls::kStartTls;
  std::string ca_file;  // PEM, trusted besides the system's
  // Of disco#info (XEP-0030).
  std::string name = "Frontdesk";
  std::vector<std::string> features = {};
  std::chrono::milliseconds login_within{20'000};
  std::chrono::milliseconds ping_after{60'000};      // of silence
  std::chrono::milliseconds answer_within{20'000};   // then the connection is given up
  std::chrono::milliseconds resume_within{600'000};  // at most; the server's own limit counts when it is lower
  XmppPauses pauses = {};
  std::size_t max_stanza = 200 << 10;  // bytes of one that we send; servers cut the stream at 256 KiB
  std::size_t max_waiting = 1'000;     // stanzas that wait to be sent
};

enum class SendOutcome {
  kAcked,    // the server has it
  kNotSent,  // it never left
  kUnknown,  // the connection broke before the server said so, and was not resumed
};
using SendDone = std::function<void(SendOutcome outcome, const std::string& reason)>;
// The iq that came as the answer, of type result or error; or kUnavailable, kTooLarge, kInvalid without one.
using AskDone = std::function<void(base::Result<base::XmlElement> answer)>;

// A stanza from the server; of a component too its namespace is jabber:client. A message has a `number`: the server
// keeps it until Handled(number) was called, and gives it again after a break.
struct XmppDelivery {
  base::XmlElement stanza;
  std::uint64_t number = 0;  // 0: nothing to be confirmed
};

struct XmppOnline {
  bool resumed = false;  // the old stream goes on; else presence, rooms and the archive are to be seen to
  std::string jid;       // ours, with the resource
};

struct XmppHandler {
  std::function<void(XmppOnline online)> on_online;
  std::function<void(XmppTrouble trouble, const std::string& reason)> on_offline;
  std::function<void(XmppDelivery delivery)> on_stanza;  // messages and presences
  // The answer to an iq of type get or set. Without one the session answers pings and disco#info, and refuses the rest.
  std::function<std::optional<base::XmlElement>(const base::XmlElement& iq)> on_request = {};
};

struct XmppState {
  bool online = false;
  XmppTrouble trouble = XmppTrouble::kNone;  // of the last attempt
  std::string reason;
  int failures = 0;  // in a row
};

class XmppSession {
 public:
  virtual ~XmppSession() = default;
  virtual void Run() = 0;
  // Waits for nothing. What was handed over is still acknowledged for a moment, then the stream is closed.
  virtual void Stop() = 0;

  // One message, presence or iq as XML. Sent in order. Refused at once while there is no stream to send it on.
  virtual void Send(std::string_view stanza, SendDone done) = 0;
  // An iq of type get or set; its id is replaced. The answer counts only when it comes from whom it was sent to.
  virtual void Ask(std::string_view iq, std::chrono::milliseconds within, AskDone done) = 0;
  // What was delivered under that number need not be delivered again: it is stored, or nobody's business.
  virtual void Handled(std::uint64_t number) = 0;
  virtual XmppState State() const = 0;
};

// kInvalid when the options cannot work: no JID, a component without a host, a CA file that cannot be read.
base::Result<std::unique_ptr<XmppSession>> NewXmppSession(XmppOptions options, XmppHandler handler,
                                                          base::Random& random);

}  // namespace frontdesk::net
