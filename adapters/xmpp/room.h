// Sitting in a room (XEP-0045): joining, another nick when ours is taken, being thrown out, and finding out that we are
// no longer in (XEP-0410).
//
// Thread safety: pure functions over a Room that the caller owns.
#pragma once

#include <optional>
#include <string>

#include "adapters/xmpp/view.h"
#include "bot/base/clock.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

base::XmlElement JoinStanza(const Room& room);

struct RoomChange {
  enum class Kind {
    kNone,
    kJoined,
    kCreated,    // joined, and the room is locked until it is configured: answer with UnlockRoom
    kNickTaken,  // `room.nick` is another one now: join again at once
    kRefused,    // we may not come in
    kLost,       // we were in, and are out
  };
  Kind kind = Kind::kNone;
  std::string reason = {};                 // for the admin
  std::optional<base::Millis> again = {};  // when to try again; nothing: only an admin can help
};

// A presence from the room, or from somebody in it. Keeps `room` up to date.
RoomChange OnRoomPresence(Room& room, const base::XmlElement& presence);

// Accepts the service's defaults for a room that came to be when we joined (XEP-0045 section 10.1.2); a question.
base::XmlElement UnlockRoom(const Room& room);

// Asks the room whether we are in; to be sent as a question.
base::XmlElement SelfPing(const Room& room);
// Its answer: false when we are out. What says nothing about us counts as being in.
bool IsStillIn(const base::XmlElement& answer);

// Somebody asks us into a room (XEP-0045 section 7.8.2, XEP-0249).
struct Invite {
  std::string room;
  std::string from;
};
std::optional<Invite> InviteIn(const base::XmlElement& message);

// "subscribed" for a request to see our presence; nothing for any other presence.
std::optional<base::XmlElement> AcceptSubscription(const base::XmlElement& presence);

}  // namespace frontdesk::adapters::xmpp
