#include "adapters/xmpp/inbound.h"

#include <algorithm>

#include "adapters/xmpp/body.h"
#include "adapters/xmpp/form.h"
#include "adapters/xmpp/names.h"
#include "bot/base/jid.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::xmpp {
namespace {

using base::XmlElement;

// Where a message stands.
struct Place {
  const Room* room = nullptr;
  bool in_public = false;  // said to the whole room
  std::string_view nick;   // of the sender there
};

Place PlaceOf(const XmlElement& message, const View& view) {
  Place place;
  place.room = view.RoomOf(message.Attribute("from"));
  place.in_public = message.Attribute("type") == "groupchat";
  if (place.room != nullptr) place.nick = base::ResourceOf(message.Attribute("from"));
  return place;
}

bool IsOurs(const XmlElement& message, const View& view, const Place& place) {
  if (place.room != nullptr) return place.nick == place.room->nick;
  return base::BareJid(message.Attribute("from")) == base::BareJid(view.jid);
}

std::string_view OccupantOf(const XmlElement& message) {
  const XmlElement* occupant = message.Child("occupant-id", kOccupant);
  return occupant == nullptr ? std::string_view() : occupant->Attribute("id");
}

// A nick is no identity: the real address where the room shows it, else the room's own id for the person.
std::string PersonOf(const XmlElement& message, const Place& place) {
  const std::string from(message.Attribute("from"));
  if (place.room == nullptr) return base::BareJid(from);
  const auto known = place.room->people.find(place.nick);
  if (known != place.room->people.end() && !known->second.empty()) return known->second;
  const std::string_view occupant = OccupantOf(message);
  return occupant.empty() ? from : place.room->jid + "/#" + std::string(occupant);
}

// Corrections count only from the very same sender: the device in talk between two, the person in a room.
std::string SenderOf(const XmlElement& message, const Place& place) {
  if (place.room == nullptr) return std::string(message.Attribute("from"));
  const std::string_view occupant = OccupantOf(message);
  return occupant.empty() ? std::string(message.Attribute("from")) : place.room->jid + "/#" + std::string(occupant);
}

// The archive's id of the message, given by our own server or by the room; any other may be forged.
std::string TrustedId(const XmlElement& message, const View& view, const Place& place) {
  const std::string archive = place.in_public ? place.room->jid : base::BareJid(view.jid);
  for (const XmlElement& child : message.children) {
    if (child.name != "stanza-id" || child.xmlns != kIds || child.Attribute("id").empty()) continue;
    if (base::BareJid(child.Attribute("by")) != archive || !base::ResourceOf(child.Attribute("by")).empty()) continue;
    const std::string id(child.Attribute("id"));
    return place.in_public ? archive + " " + id : id;
  }
  return {};
}

std::string SendersId(const XmlElement& message) {
  const XmlElement* origin = message.Child("origin-id", kIds);
  const std::string_view id = origin == nullptr ? std::string_view() : origin->Attribute("id");
  return std::string(id.empty() ? message.Attribute("id") : id);
}

bool IsIgnored(const XmlElement& message, const View& view, const std::string& person) {
  const auto stands = [&](std::string_view who) { return std::ranges::find(view.ignored, who) != view.ignored.end(); };
  return stands(person) || stands(message.Attribute("from"));
}

// Nothing in it is somebody's word to us now.
bool IsNoWord(const XmlElement& message, const View& view, const Place& place) {
  const std::string_view type = message.Attribute("type");
  if (type == "error" || type == "headline" || message.Attribute("from").empty()) return true;
  if (place.in_public && (place.room == nullptr || place.nick.empty())) return true;
  if (place.in_public && message.Child("delay", kDelay) != nullptr) return true;
  const bool is_copy = std::ranges::any_of(
      message.children, [](const XmlElement& child) { return child.xmlns == kCarbons || child.xmlns == kArchive; });
  return is_copy || IsOurs(message, view, place);
}

bool IsForUs(const XmlElement& message, const Place& place, std::string_view text) {
  if (!place.in_public || place.room->is_help) return true;
  const std::string self = place.room->jid + "/" + place.room->nick;
  for (const XmlElement& child : message.children) {
    if (child.xmlns == kReply && child.Attribute("to") == self) return true;
    if (child.xmlns == kReference && child.Attribute("uri") == "xmpp:" + self) return true;
  }
  return Names(text, place.room->nick);
}

std::vector<base::FileRef> FilesOf(const XmlElement& message) {
  std::vector<base::FileRef> files;
  for (const XmlElement& child : message.children) {
    if (child.name != "x" || child.xmlns != kOutOfBand || files.size() >= kMaxFiles) continue;
    const std::string url(base::Trim(child.ChildText("url")));
    if (!url.starts_with("https://") && !url.starts_with("http://")) continue;
    const std::string path = url.substr(0, url.find_first_of("?#"));
    files.push_back({.id = {}, .name = path.substr(path.rfind('/') + 1), .type = {}, .remote = url});
  }
  return files;
}

// At most kMaxText bytes, whole characters.
std::string Bounded(std::string text) {
  if (text.size() <= kMaxText) return text;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

std::optional<base::EventBody> BodyFor(const XmlElement& message, const View& view, const Place& place) {
  if (const XmlElement* form = message.Child("x", kForm); form != nullptr && form->Attribute("type") == "submit") {
    if (const auto choice = ChoiceIn(*form)) return *choice;
    if (const auto filled = FilledIn(*form)) return *filled;
    return std::nullopt;
  }
  // Its body only tells programs that know no better.
  if (const XmlElement* retract = message.Child("retract", kRetract)) {
    const std::string_view event =
        view.recent.Find(SenderOf(message, place) + " " + std::string(retract->Attribute("id")));
    return event.empty() ? std::nullopt : std::optional<base::EventBody>(base::Deleted{std::string(event)});
  }
  std::string text = BodyOf(message);
  if (!IsForUs(message, place, text)) return std::nullopt;
  if (place.in_public) text = WithoutName(text, place.room->nick);
  auto files = FilesOf(message);
  if (!files.empty()) {
    const bool is_just_the_address = std::ranges::any_of(files, [&](const auto& file) { return file.remote == text; });
    return base::SentFiles{std::move(files), is_just_the_address ? std::string() : Bounded(std::move(text))};
  }
  if (text.empty()) return std::nullopt;
  text = Bounded(std::move(text));
  if (const XmlElement* replace = message.Child("replace", kCorrect)) {
    const std::string name = SenderOf(message, place) + " " + std::string(replace->Attribute("id"));
    if (const std::string_view event = view.recent.Find(name); !event.empty()) {
      return base::Edited{std::string(event), std::move(text)};
    }
  }
  return base::Said{std::move(text)};
}

std::string LocaleOf(const XmlElement& message) {
  const XmlElement* body = message.Child("body");
  const std::string_view own = body == nullptr ? std::string_view() : body->Attribute("xml:lang");
  return std::string(own.empty() ? message.Attribute("xml:lang") : own);
}

}  // namespace

std::optional<base::Event> EventOf(const XmlElement& message, const View& view, base::TimePoint now) {
  const Place place = PlaceOf(message, view);
  if (message.name != "message" || IsNoWord(message, view, place)) return std::nullopt;
  base::Event event;
  event.author.id = PersonOf(message, place);
  if (IsIgnored(message, view, event.author.id)) return std::nullopt;
  auto body = BodyFor(message, view, place);
  if (!body) return std::nullopt;
  event.body = std::move(*body);
  event.to_us = place.in_public && WithoutName(BodyOf(message), place.room->nick) != BodyOf(message);
  const std::string from(message.Attribute("from"));
  event.author.name = place.room == nullptr ? base::SplitJid(from).local : std::string(place.nick);
  event.address.account = view.account;
  const bool is_whisper = place.room != nullptr && !place.in_public;
  event.address.channel = is_whisper ? from : base::BareJid(from);
  event.id = TrustedId(message, view, place);
  if (event.id.empty()) {
    const std::string own = SendersId(message);
    if (own.empty()) return std::nullopt;
    event.id = from + " " + own;
  }
  event.locale = LocaleOf(message);
  event.at = now;
  return event;
}

std::string NameOf(const XmlElement& message, const View& view) {
  const std::string_view id = message.Attribute("id");
  if (id.empty() || message.Child("replace", kCorrect) != nullptr) return {};
  return SenderOf(message, PlaceOf(message, view)) + " " + std::string(id);
}

std::string EchoOf(const XmlElement& message, const View& view) {
  const Place place = PlaceOf(message, view);
  const bool is_echo =
      message.name == "message" && place.in_public && place.room != nullptr && IsOurs(message, view, place);
  return is_echo ? std::string(message.Attribute("id")) : std::string();
}

std::optional<Bounce> BounceOf(const XmlElement& message) {
  if (message.name != "message" || message.Attribute("type") != "error" || message.Attribute("id").empty()) {
    return std::nullopt;
  }
  Bounce bounce;
  bounce.id = message.Attribute("id");
  bounce.condition = "undefined-condition";
  if (const XmlElement* error = message.Child("error")) {
    for (const XmlElement& child : error->children)
      if (child.xmlns == kStanzaError && child.name != "text") bounce.condition = child.name;
    bounce.try_later = error->Attribute("type") == "wait";
  }
  const bool from_person_in_room = !base::ResourceOf(message.Attribute("from")).empty();
  bounce.not_in_room = bounce.condition == "not-acceptable" && !from_person_in_room;
  bounce.is_gone = bounce.condition == "gone" || bounce.condition == "item-not-found" ||
                   bounce.condition == "recipient-unavailable" || bounce.condition == "service-unavailable";
  return bounce;
}

std::optional<XmlElement> ReceiptFor(const XmlElement& message, const View& view) {
  const std::string_view type = message.Attribute("type");
  const std::string_view id = message.Attribute("id");
  const bool asks = message.Child("request", kReceipts) != nullptr && message.Child("received", kReceipts) == nullptr;
  if (message.name != "message" || !asks || id.empty() || type == "error" || type == "groupchat") return std::nullopt;
  if (message.Attribute("from").empty() || IsOurs(message, view, PlaceOf(message, view))) return std::nullopt;
  XmlElement receipt{"message", kClient};
  receipt.Set("to", std::string(message.Attribute("from"))).Set("type", std::string(type.empty() ? "chat" : type));
  receipt.Add("received", kReceipts).Set("id", std::string(id));
  receipt.Add("store", kHints);
  return receipt;
}

}  // namespace frontdesk::adapters::xmpp
