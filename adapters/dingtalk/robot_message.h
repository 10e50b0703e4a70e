// What somebody says to the robot, as an event of ours: the same body over HTTP and over the stream, and so the same
// event id (msgId).
//
// In groups the platform tells only what mentions the robot, which it takes out of the text. Where it tells more, the
// bot listens in help_channels only. What the robot said itself is dropped by its sender.
//
// Thread safety: pure functions. Source: DingTalk developerpedia, messages that robots receive.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

Taken RobotMessage(const nlohmann::json& body, Env env);

// Where an answer may be given in place: the session's address until `until`, which the platform sets to 90 minutes or
// so; after it messages go by the API. So the expiry is not a ReplyPath::until, which would shut the conversation:
// for outsiders it is one, as the API does not reach them.
struct Session {
  std::string url;
  base::TimePoint until;
};
// Nothing when the path names none, or one that is not the platform's.
std::optional<Session> SessionOf(const base::ReplyPath* path, const Settings& settings);

}  // namespace frontdesk::adapters::dingtalk
