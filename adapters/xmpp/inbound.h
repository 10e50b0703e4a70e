// A message stanza as an event. Who speaks is what the server stamped ('from'); an id counts only when our own server,
// or the room, has given it. What is no word to us becomes nothing: echoes, history, receipts, typing, errors, copies
// of other devices' messages, talk in a room that does not name us.
//
// Thread safety: pure functions. Bounds: linear in the stanza.
#pragma once

#include <optional>
#include <string>

#include "adapters/xmpp/view.h"
#include "bot/base/clock.h"
#include "bot/base/event.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

inline constexpr std::size_t kMaxText = 16 << 10;  // bytes; the rest of a longer body is cut off
inline constexpr std::size_t kMaxFiles = 10;       // of one message

std::optional<base::Event> EventOf(const base::XmlElement& message, const View& view, base::TimePoint now);

// What a later correction will call this message; "" when it cannot be corrected. To be remembered with the event's id.
std::string NameOf(const base::XmlElement& message, const View& view);

// The id of a message of ours that a room shows to all, us included: it has arrived. "" for any other stanza.
std::string EchoOf(const base::XmlElement& message, const View& view);

// A message of ours that came back.
struct Bounce {
  std::string id;
  std::string condition;  // RFC 6120 section 8.3.3
  bool try_later = false;
  bool is_gone = false;  // there is no such user or room
  bool not_in_room = false;
};
std::optional<Bounce> BounceOf(const base::XmlElement& message);

// The receipt that a message asks for (XEP-0184); only in talk between two.
std::optional<base::XmlElement> ReceiptFor(const base::XmlElement& message, const View& view);

}  // namespace frontdesk::adapters::xmpp
