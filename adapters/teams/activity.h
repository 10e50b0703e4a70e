// Activities as events of ours: what was said, edited, deleted, reacted to, pressed and filled in.
//
// Address.channel is the conversation's id, for a channel without the thread; Address.thread is the message that a
// channel's thread begins with. Event::path is the serviceUrl that the activity came from.
//
// Thread safety: pure functions. Failure: kInvalid for what is no activity.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

struct Place {
  base::Address address;
  bool direct = false;   // the personal chat
  bool channel = false;  // of a team, with threads
};
Place PlaceOf(const nlohmann::json& activity, const Settings& settings);

// With place, author, locale, zone and the way back; nobody wrote it when the author is empty or a bot.
base::Event EventOf(const nlohmann::json& activity, std::string id, base::EventBody body, Env env);
// A channel and an activity's id name the message.
std::string MessageId(const nlohmann::json& activity, const Settings& settings);

// All but invokes; nothing in it for what is not for the bot.
base::Result<Taken> TakeActivity(const nlohmann::json& activity, Env env);

}  // namespace frontdesk::adapters::teams
