#include "adapters/matrix/invite.h"

#include <nlohmann/json.hpp>

#include "adapters/matrix/account.h"
#include "adapters/matrix/wire.h"
#include "adapters/matrix/words.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kTxnHash = 12;  // bytes that tell two events apart

std::string TxnOf(std::string_view event) {
  return "fd-encrypted-" + base::HexEncode(base::Sha256(event).substr(0, kTxnHash));
}

Call Post(const std::string& path, Env env, std::string_view query = {}) {
  return AskWith("POST", path, json::object(), env, query);
}

}  // namespace

Afterwards JoinRoom(std::string_view room, std::string_view via) {
  return base::DumpJson({{"do", "join"}, {"room", room}, {"via", via}});
}

Afterwards LeaveRoom(std::string_view room) { return base::DumpJson({{"do", "leave"}, {"room", room}}); }

Afterwards SayEncrypted(std::string_view room, std::string_view event) {
  return base::DumpJson({{"do", "say-encrypted"}, {"room", room}, {"event", event}});
}

std::optional<Invite> InviteIn(const json& state, std::string_view room, const Settings& settings) {
  std::optional<Invite> invite;
  bool encrypted = false;
  for (const json& event : state) {
    if (!event.is_object()) continue;
    const std::string type = TextAt(event, "type");
    if (type == "m.room.encryption") encrypted = true;
    const json& content = ObjectAt(event, "content");
    if (type != "m.room.member" || TextAt(event, "state_key") != UserOf(settings)) continue;
    if (TextAt(content, "membership") != "invite" || !IsPlain(TextAt(event, "sender"))) continue;
    invite = Invite{std::string(room), TextAt(event, "sender"), TextAt(event, "event_id"), false,
                    base::BoolAt(content, "is_direct")};
  }
  if (invite) invite->encrypted = encrypted;
  return invite;
}

base::Result<Call> AfterCall(std::string_view words, Env env) {
  const auto asked = base::ParseJson(words);
  const std::string what = asked && asked->is_object() ? TextAt(*asked, "do") : std::string();
  const std::string room = what.empty() ? std::string() : TextAt(*asked, "room");
  if (!IsRoomId(room))
    return base::Fail(base::ErrorCode::kInvalid, "nothing is done after '" + std::string(words) + "'");
  const std::string rooms = "/_matrix/client/v3/rooms/" + Percent(room);
  if (what == "leave") return Post(rooms + "/leave", env);
  if (what == "say-encrypted") {
    const std::string path = rooms + "/send/m.room.message/" + TxnOf(TextAt(*asked, "event"));
    return AskWith("PUT", path, {{"msgtype", "m.notice"}, {"body", kCannotRead}, {"m.mentions", json::object()}}, env);
  }
  if (what != "join")
    return base::Fail(base::ErrorCode::kInvalid, "nothing is done after '" + std::string(words) + "'");
  std::string query;
  // Older homeservers read the second name.
  if (const std::string via = TextAt(*asked, "via"); !via.empty() && via != ServerOf(UserOf(env.settings)))
    query = "via=" + Percent(via) + "&server_name=" + Percent(via);
  return Post("/_matrix/client/v3/join/" + Percent(room), env, query);
}

}  // namespace frontdesk::adapters::matrix
