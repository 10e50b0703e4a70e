// One event of a room as what happened in a conversation: the talk with the bot alone in a room is one, and in a room
// of many each thread is one.
//
// Thread safety: pure functions. Failure: none; what cannot be read or is not for us is nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

struct Room {
  std::string id;
  bool direct = true;              // everything that is said there is said to the bot
  bool encrypted = false;          // as far as it is known; nobody is greeted where nothing can be read
  std::string target_thread = {};  // of what is about a message: the thread that this is in
};

// Adds what the event means to `taken`.
void TakeRoomEvent(const nlohmann::json& event, const Room& room, Env env, Taken& taken);

// What the event takes back, whether that is a message or a sign; or the message that it changes or puts a sign to, in
// a room of many, where only that message tells the thread. Empty: it is no such event.
std::string TargetOf(const nlohmann::json& event, const Room& room);
// The root of the thread that the event is in; empty when it is in none.
std::string ThreadOf(const nlohmann::json& event);

// Whether it is the bot's own coming into the room.
bool IsOurJoin(const nlohmann::json& event, const Settings& settings);
// Whether somebody asks the bot into the room by it.
bool IsOurInvite(const nlohmann::json& event, const Settings& settings);

}  // namespace frontdesk::adapters::matrix
