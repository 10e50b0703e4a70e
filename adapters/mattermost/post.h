// A post that somebody wrote, as an event: from the WebSocket and from the API alike.
//
// Thread safety: pure functions. Bounds: ten files a post. Failure: none; what is not for the bot is no event.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "adapters/mattermost/place.h"

namespace frontdesk::adapters::mattermost {

// Who we are on the server.
struct Bot {
  std::string id;
  std::string name;  // "support", as in "@support"
};
// Of GET /users/me; kUnavailable when the answer names nobody.
base::Result<Bot> BotOf(const HttpAnswer& answer);

// What a text says to the bot, without its name.
struct ReadWords {
  std::string text;
  bool names_bot = false;
};
ReadWords ReadText(std::string_view text, std::string_view bot);

// `mentions`: the ids whom the server has found named, where it has said so.
std::optional<base::Event> SaidIn(const nlohmann::json& post, ChannelKind kind, const nlohmann::json* mentions,
                                  const Bot& bot, Env env);
std::optional<base::Event> EditedIn(const nlohmann::json& post, ChannelKind kind, const Bot& bot, Env env);
std::optional<base::Event> DeletedIn(const nlohmann::json& post, ChannelKind kind, const Bot& bot, Env env);

}  // namespace frontdesk::adapters::mattermost
