// What an event of the WebSocket means. Some do not say where they belong: an edit names no kind of channel, a reaction
// no thread. What the connection has not seen itself is asked for over the API (catch_up.h).
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/mattermost/post.h"

namespace frontdesk::adapters::mattermost {

// Of an edit, a deletion or a reaction; nothing for all else, and for what would be no event anyway.
struct Unplaced {
  std::string channel;
  std::string post;  // that the reaction was put to; "": the thread is known
};
std::optional<Unplaced> UnplacedIn(const nlohmann::json& frame, const Bot& bot);

// `root`: of the thread of Unplaced::post, "" when it is not in one.
std::vector<base::Event> EventsPlaced(const nlohmann::json& frame, ChannelKind kind, const std::string& root,
                                      const Bot& bot, Env env);
// Of "posted", which says all.
std::vector<base::Event> EventsPosted(const nlohmann::json& frame, const Bot& bot, Env env);
// Somebody has opened the direct channel.
std::vector<base::Event> EventsOpened(const nlohmann::json& frame, const Bot& bot, Env env);

}  // namespace frontdesk::adapters::mattermost
