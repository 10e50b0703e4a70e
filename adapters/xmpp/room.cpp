#include "adapters/xmpp/room.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "adapters/xmpp/names.h"
#include "bot/base/jid.h"

namespace frontdesk::adapters::xmpp {
namespace {

using base::XmlElement;
using Kind = RoomChange::Kind;

constexpr int kMostNicks = 5;
constexpr base::Millis kSoon = std::chrono::seconds(30);
constexpr base::Millis kLater = std::chrono::minutes(5);

XmlElement ToRoom(const char* name, const Room& room) {
  XmlElement stanza{name, kClient};
  stanza.Set("to", room.jid + "/" + room.nick);
  return stanza;
}

bool HasStatus(const XmlElement& user, std::string_view code) {
  return std::ranges::any_of(user.children, [&](const XmlElement& child) {
    return child.name == "status" && child.Attribute("code") == code;
  });
}

std::string ConditionOf(const XmlElement& stanza) {
  const XmlElement* error = stanza.Child("error");
  if (error == nullptr) return "undefined-condition";
  const auto found = std::ranges::find_if(
      error->children, [](const XmlElement& child) { return child.xmlns == kStanzaError && child.name != "text"; });
  return found == error->children.end() ? "undefined-condition" : found->name;
}

// XEP-0045 section 7.2.
RoomChange OnRefusal(Room& room, const std::string& condition) {
  room.joined = false;
  if (condition == "conflict" && room.nick_attempts < kMostNicks) {
    ++room.nick_attempts;
    const std::string first = room.nick.substr(0, room.nick.find_last_of('-'));
    room.nick = (room.nick_attempts == 1 ? room.nick : first) + "-" + std::to_string(room.nick_attempts + 1);
    return {Kind::kNickTaken};
  }
  struct Refusal {
    std::string_view condition;
    std::string_view reason;
    std::optional<base::Millis> again;
  };
  const std::array<Refusal, 8> refusals = {{
      {"conflict", "all our nicks are taken there", kLater},
      {"registration-required", "the room is for members only: make the bot a member", {}},
      {"not-authorized", "the room wants a password", {}},
      {"forbidden", "the bot is banned from the room", {}},
      {"not-allowed", "the room does not exist and may not be made", {}},
      {"service-unavailable", "the room is full", kLater},
      {"item-not-found", "the room does not exist or is locked", kLater},
      {"remote-server-not-found", "the room's server cannot be reached", kLater},
  }};
  const auto known = std::ranges::find(refusals, condition, &Refusal::condition);
  if (known == refusals.end()) return {Kind::kRefused, "the room refuses us: " + condition, kLater};
  return {Kind::kRefused, std::string(known->reason), known->again};
}

RoomChange OnLeaving(Room& room, const XmlElement& user) {
  if (HasStatus(user, "303")) {  // our nick was changed
    const XmlElement* item = user.Child("item");
    if (item != nullptr && !item->Attribute("nick").empty()) room.nick = item->Attribute("nick");
    return {};
  }
  room.joined = false;
  room.people.clear();
  if (user.Child("destroy") != nullptr) return {Kind::kLost, "the room was destroyed"};
  if (HasStatus(user, "301")) return {Kind::kLost, "the bot was banned from the room"};
  if (HasStatus(user, "321") || HasStatus(user, "322")) return {Kind::kLost, "the room is for members only now"};
  if (HasStatus(user, "307")) return {Kind::kLost, "the bot was kicked out of the room", kLater};
  if (HasStatus(user, "332")) return {Kind::kLost, "the room's service shuts down", kSoon};
  return {Kind::kLost, "the bot has left the room", kSoon};
}

void KeepPerson(Room& room, std::string_view nick, const XmlElement& user) {
  const XmlElement* item = user.Child("item");
  const std::string jid = item == nullptr ? std::string() : base::BareJid(item->Attribute("jid"));
  if (jid.empty() || room.people.size() >= kMaxOccupants) {
    room.people.erase(std::string(nick));
  } else {
    room.people.insert_or_assign(std::string(nick), jid);
  }
}

}  // namespace

XmlElement JoinStanza(const Room& room) {
  XmlElement presence = ToRoom("presence", room);
  presence.Add("x", kMuc).Add("history", kMuc).Set("maxstanzas", "0");
  return presence;
}

RoomChange OnRoomPresence(Room& room, const XmlElement& presence) {
  const std::string_view type = presence.Attribute("type");
  if (base::BareJid(presence.Attribute("from")) != room.jid) return {};
  if (type == "error") return OnRefusal(room, ConditionOf(presence));
  const XmlElement* user = presence.Child("x", kMucUser);
  if (user == nullptr) return {};
  const std::string_view nick = base::ResourceOf(presence.Attribute("from"));
  const bool is_self = HasStatus(*user, "110") || nick == room.nick;
  if (type == "unavailable") {
    room.people.erase(std::string(nick));
    return is_self ? OnLeaving(room, *user) : RoomChange{};
  }
  if (!type.empty()) return {};
  if (!is_self) {
    KeepPerson(room, nick, *user);
    return {};
  }
  // The service may have given us another nick (status 210).
  if (HasStatus(*user, "110")) room.nick = nick;
  room.nick_attempts = 0;
  const bool was_in = room.joined;
  room.joined = true;
  if (was_in) return {};
  return {HasStatus(*user, "201") ? Kind::kCreated : Kind::kJoined};
}

XmlElement UnlockRoom(const Room& room) {
  XmlElement iq{"iq", kClient};
  iq.Set("type", "set").Set("to", room.jid);
  iq.Add("query", kMucOwner).Add("x", kForm).Set("type", "submit");
  return iq;
}

XmlElement SelfPing(const Room& room) {
  XmlElement iq = ToRoom("iq", room);
  iq.Set("type", "get").Add("ping", kPing);
  return iq;
}

bool IsStillIn(const XmlElement& answer) {
  if (answer.Attribute("type") != "error") return true;
  const std::string condition = ConditionOf(answer);
  return condition != "not-acceptable" && condition != "item-not-found";
}

std::optional<Invite> InviteIn(const XmlElement& message) {
  const std::string from(message.Attribute("from"));
  if (message.name != "message" || message.Attribute("type") == "error") return std::nullopt;
  if (const XmlElement* user = message.Child("x", kMucUser)) {
    const XmlElement* invite = user->Child("invite");
    if (invite != nullptr) return Invite{base::BareJid(from), base::BareJid(invite->Attribute("from"))};
  }
  const XmlElement* direct = message.Child("x", kInvite);
  if (direct == nullptr || direct->Attribute("jid").empty()) return std::nullopt;
  return Invite{base::BareJid(direct->Attribute("jid")), base::BareJid(from)};
}

std::optional<XmlElement> AcceptSubscription(const XmlElement& presence) {
  if (presence.name != "presence" || presence.Attribute("type") != "subscribe") return std::nullopt;
  XmlElement answer{"presence", kClient};
  answer.Set("to", base::BareJid(presence.Attribute("from"))).Set("type", "subscribed");
  return answer;
}

}  // namespace frontdesk::adapters::xmpp
