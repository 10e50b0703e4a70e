#include "adapters/matrix/room_event.h"

#include <nlohmann/json.hpp>

#include "adapters/matrix/account.h"
#include "adapters/matrix/invite.h"
#include "adapters/matrix/said_file.h"
#include "adapters/matrix/said_text.h"
#include "adapters/matrix/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxSign = 64;

const json& RelationOf(const json& content) { return ObjectAt(content, "m.relates_to"); }

bool IsRelation(const json& content, std::string_view type) { return TextAt(RelationOf(content), "rel_type") == type; }

// The root of the thread that it is in; "" when it is in none.
std::string ThreadIn(const json& content) {
  const json& relation = RelationOf(content);
  const std::string root = TextAt(relation, "event_id");
  return TextAt(relation, "rel_type") == "m.thread" && IsEventId(root) ? root : std::string();
}

// It stands beside the content in older versions of rooms.
std::string RedactedBy(const json& event) {
  return TextAt(ObjectAt(event, "content"), "redacts", TextAt(event, "redacts"));
}

class Reader {
 public:
  Reader(const json& event, const Room& room, Env env, Taken& taken)
      : event_(event),
        content_(ObjectAt(event, "content")),
        id_(TextAt(event, "event_id")),
        sender_(TextAt(event, "sender")),
        room_(room),
        env_(env),
        taken_(taken) {}

  void Read() {
    if (!IsPlain(id_) || !IsPlain(sender_) || !IsRoomId(room_.id)) return;
    const std::string type = TextAt(event_, "type");
    if (IsOurJoin(event_, env_.settings)) return Joined();
    if (sender_ == UserOf(env_.settings)) return;
    if (ObjectAt(event_, "unsigned").contains("redacted_because")) return;
    if (type == "m.room.message") return Message();
    if (type == "m.sticker") return Sticker();
    if (type == "m.reaction") return Reaction();
    if (type == "m.room.redaction") return Redaction();
    if (type == "m.room.encryption") taken_.after.push_back(SayEncrypted(room_.id, id_));
    if (type == "m.room.tombstone") Moved();
  }

 private:
  // In a room of many a talk is a thread, which begins with the message that began it.
  void Message() {
    const std::string kind = TextAt(content_, "msgtype");
    if (kind == "m.notice") return;  // other bots
    if (IsRelation(content_, "m.replace")) return Edit();
    const SaidText said = ReadSaid(content_, UserOf(env_.settings));
    const std::string thread = ThreadIn(content_);
    const bool desk = IsDeskRoom(env_.settings, room_.id);
    const bool ours = room_.direct || said.names_us || HearsAll(env_.settings, room_.id);
    if (!ours && thread.empty()) return;
    auto body = SaidWith(content_, said.text);
    if (!body && said.names_us) body = base::Opened{};
    if (!body) return;
    Event event = EventWith(id_, std::move(*body));
    event.address.thread = room_.direct ? std::string() : desk ? DeskThread(thread) : thread.empty() ? id_ : thread;
    if (room_.direct) event.path = base::ReplyPath{thread};
    event.to_us = !room_.direct && said.names_us;
    event.only_in_talk = !ours;
    taken_.events.push_back(std::move(event));
  }

  // Of what agents say: below a card, whether as a reply or in its thread, it is about that ticket.
  std::string DeskThread(const std::string& thread) const {
    if (!thread.empty()) return thread;
    const std::string to = TextAt(ObjectAt(RelationOf(content_), "m.in_reply_to"), "event_id");
    return IsEventId(to) ? to : std::string();
  }

  void Edit() {
    const std::string target = TextAt(RelationOf(content_), "event_id");
    if (!IsEventId(target)) return;
    const SaidText said = ReadSaid(ObjectAt(content_, "m.new_content"), UserOf(env_.settings));
    if (said.text.empty()) return;
    Event event = About(target, base::Edited{target, said.text});
    event.to_us = !room_.direct && said.names_us;
    taken_.events.push_back(std::move(event));
  }

  void Sticker() {
    const std::string what = base::CleanUtf8(TextAt(content_, "body"));
    if (what.empty() || !room_.direct) return;
    Event event = EventWith(id_, base::Said{"[" + what + "]"});
    event.path = base::ReplyPath{ThreadIn(content_)};
    taken_.events.push_back(std::move(event));
  }

  void Reaction() {
    const std::string target = TextAt(RelationOf(content_), "event_id");
    std::string sign = base::CleanUtf8(TextAt(RelationOf(content_), "key"));
    if (!IsRelation(content_, "m.annotation") || !IsEventId(target) || sign.empty() || sign.size() > kMaxSign) return;
    taken_.events.push_back(About(target, base::Reacted{target, std::move(sign)}));
  }

  // It may have been a message or a reaction; whoever knows the id knows which.
  void Redaction() {
    const std::string target = RedactedBy(event_);
    if (IsEventId(target)) taken_.events.push_back(About(target, base::Deleted{target}));
  }

  // The moment of the greeting, for whoever has invited the bot.
  void Joined() {
    const json& before = ObjectAt(event_, "unsigned");
    const std::string inviter = TextAt(before, "prev_sender");
    if (!room_.direct || room_.encrypted || !IsPlain(inviter) || inviter == UserOf(env_.settings)) return;
    Event event = EventWith(id_, base::Opened{});
    event.author.id = inviter;
    taken_.events.push_back(std::move(event));
  }

  // The room goes on in another one.
  void Moved() {
    const std::string next = TextAt(content_, "replacement_room");
    if (next.starts_with('!') && IsRoomId(next) && MayInvite(env_.settings, sender_))
      taken_.after.push_back(JoinRoom(next, ServerOf(sender_)));
  }

  // About a message whose thread only the message itself tells. A root is its own thread.
  Event About(const std::string& target, base::EventBody body) const {
    Event event = EventWith(id_, std::move(body));
    if (room_.direct) return event;
    event.address.thread = room_.target_thread;
    if (room_.target_thread.empty() && !IsDeskRoom(env_.settings, room_.id)) event.address.thread = target;
    event.only_in_talk = !HearsAll(env_.settings, room_.id);
    return event;
  }

  Event EventWith(const std::string& id, base::EventBody body) const {
    Event event;
    event.id = id;
    event.address = {env_.settings.account, room_.id, {}};
    event.author.id = sender_;
    event.at = env_.now;
    event.body = std::move(body);
    return event;
  }

  const json& event_;
  const json& content_;
  const std::string id_, sender_;
  const Room& room_;
  const Env env_;
  Taken& taken_;
};

bool MakesUs(const json& event, std::string_view membership, const Settings& settings) {
  return event.is_object() && TextAt(event, "type") == "m.room.member" &&
         TextAt(event, "state_key") == UserOf(settings) &&
         TextAt(ObjectAt(event, "content"), "membership") == membership;
}

}  // namespace

bool IsOurInvite(const json& event, const Settings& settings) { return MakesUs(event, "invite", settings); }

bool IsOurJoin(const json& event, const Settings& settings) {
  if (!MakesUs(event, "join", settings)) return false;
  return TextAt(ObjectAt(ObjectAt(event, "unsigned"), "prev_content"), "membership") != "join";
}

std::string TargetOf(const json& event, const Room& room) {
  if (!event.is_object()) return {};
  const json& content = ObjectAt(event, "content");
  const std::string type = TextAt(event, "type");
  if (type == "m.room.redaction") {
    const std::string gone = RedactedBy(event);
    return IsEventId(gone) ? gone : std::string();
  }
  if (room.direct) return {};
  const bool is_about = (type == "m.reaction" && IsRelation(content, "m.annotation")) ||
                        (type == "m.room.message" && IsRelation(content, "m.replace"));
  const std::string target = TextAt(RelationOf(content), "event_id");
  return is_about && IsEventId(target) ? target : std::string();
}

std::string ThreadOf(const json& event) { return ThreadIn(ObjectAt(event, "content")); }

void TakeRoomEvent(const json& event, const Room& room, Env env, Taken& taken) {
  if (event.is_object()) Reader(event, room, env, taken).Read();
}

}  // namespace frontdesk::adapters::matrix
