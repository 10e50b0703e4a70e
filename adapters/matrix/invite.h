// Rooms that the bot is asked into: it goes where whoever asks may ask, declines elsewhere, and says in an encrypted
// room that it cannot read there. What is to be done is written as Afterwards and made a call of later.
//
// Thread safety: pure functions. Failure: AfterCall, kInvalid for words that are not ours.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

// `via`: a server that is in the room; may be empty.
Afterwards JoinRoom(std::string_view room, std::string_view via);
Afterwards LeaveRoom(std::string_view room);
// `event`: the one that says that the room is encrypted; for one event it is said once.
Afterwards SayEncrypted(std::string_view room, std::string_view event);

// Whether the invitation of `sender` is one to accept.
struct Invite {
  std::string room;
  std::string sender;
  std::string event;       // its id, where it has one
  bool encrypted = false;  // as far as the invitation tells
  bool direct = false;
};
// From the stripped state of an invited room, or of the event itself; nothing without an invitation for us.
std::optional<Invite> InviteIn(const nlohmann::json& state, std::string_view room, const Settings& settings);

base::Result<Call> AfterCall(std::string_view words, Env env);

}  // namespace frontdesk::adapters::matrix
