#include "adapters/common/emoji_name.h"
#include "adapters/mattermost/socket_event.h"

#include <nlohmann/json.hpp>

#include "adapters/mattermost/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;

std::vector<Event> AsList(std::optional<Event> event) {
  std::vector<Event> events;
  if (event) events.push_back(std::move(*event));
  return events;
}

std::string ChannelOf(const json& frame) { return TextAt(ObjectAt(frame, "broadcast"), "channel_id"); }

bool IsReaction(std::string_view name) { return name == "reaction_added" || name == "reaction_removed"; }

std::vector<Event> ReactionIn(const json& frame, ChannelKind kind, const std::string& root, Env env) {
  const json reaction = Unwrapped(ObjectAt(frame, "data"), "reaction");
  const std::string user = TextAt(reaction, "user_id"), post = TextAt(reaction, "post_id");
  const std::string emoji = TextAt(reaction, "emoji_name");
  const bool back = TextAt(frame, "event") == "reaction_removed";
  Event event;
  event.id = (back ? "unreacted:" : "reacted:") + post + ":" + user + ":" + emoji + ":" +
             std::to_string(base::IntAt(reaction, "create_at"));
  Place place = PlaceOf(env.settings, kind, ChannelOf(frame), user, root, post);
  event.address = std::move(place.address);
  event.author.id = user;
  event.at = env.now;
  event.body = base::Reacted{post, std::string(common::EmojiNamed(emoji)), back};
  return {std::move(event)};
}

}  // namespace

std::optional<Unplaced> UnplacedIn(const json& frame, const Bot& bot) {
  const std::string name = TextAt(frame, "event");
  const json& data = ObjectAt(frame, "data");
  if (IsReaction(name)) {
    const json reaction = Unwrapped(data, "reaction");
    const std::string user = TextAt(reaction, "user_id"), post = TextAt(reaction, "post_id");
    const bool means = !common::EmojiNamed(TextAt(reaction, "emoji_name")).empty();
    if (!means || !IsId(user) || user == bot.id || !IsId(post) || !IsId(ChannelOf(frame))) return std::nullopt;
    return Unplaced{ChannelOf(frame), post};
  }
  if (name != "post_edited" && name != "post_deleted") return std::nullopt;
  const json post = Unwrapped(data, "post");
  const std::string user = TextAt(post, "user_id");
  if (!IsId(user) || user == bot.id || !IsId(TextAt(post, "channel_id"))) return std::nullopt;
  if (name == "post_edited" && base::IntAt(post, "edit_at") <= 0) return std::nullopt;
  return Unplaced{TextAt(post, "channel_id"), {}};
}

std::vector<Event> EventsPlaced(const json& frame, ChannelKind kind, const std::string& root, const Bot& bot, Env env) {
  const std::string name = TextAt(frame, "event");
  if (IsReaction(name)) return ReactionIn(frame, kind, root, env);
  const json post = Unwrapped(ObjectAt(frame, "data"), "post");
  if (name == "post_edited") return AsList(EditedIn(post, kind, bot, env));
  return name == "post_deleted" ? AsList(DeletedIn(post, kind, bot, env)) : std::vector<Event>();
}

std::vector<Event> EventsPosted(const json& frame, const Bot& bot, Env env) {
  const json& data = ObjectAt(frame, "data");
  const auto listed = base::ParseJson(TextAt(data, "mentions"), kMaxFrame);
  const json none = json::array();
  const json* mentions = listed && listed->is_array() ? &*listed : &none;
  return AsList(SaidIn(Unwrapped(data, "post"), KindOf(TextAt(data, "channel_type")), mentions, bot, env));
}

std::vector<Event> EventsOpened(const json& frame, const Bot& bot, Env env) {
  const std::string user = TextAt(ObjectAt(frame, "data"), "creator_id"), channel = ChannelOf(frame);
  if (!IsId(user) || user == bot.id || !IsId(channel)) return {};
  Place place = DirectPlace(env.settings, user, channel);
  Event event;
  event.id = "opened:" + channel;
  event.address = std::move(place.address);
  event.path = std::move(place.path);
  event.author.id = user;
  event.at = env.now;
  event.body = base::Opened{};
  return {std::move(event)};
}

}  // namespace frontdesk::adapters::mattermost
