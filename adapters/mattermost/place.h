// Where something happened, as the conversation that it belongs to: all that one user writes to the bot alone is one,
// and in a channel or a group each thread is one.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::mattermost {

enum class ChannelKind { kDirect, kShared };

// "D" is a talk of two; "G", "P" and "O" are groups, private and open channels.
inline ChannelKind KindOf(std::string_view type) { return type == "D" ? ChannelKind::kDirect : ChannelKind::kShared; }

struct Place {
  base::Address address;
  std::optional<base::ReplyPath> path = {};  // of a direct message: its channel, and the thread that it was said in
  bool direct = false;
};

Place DirectPlace(const Settings& settings, std::string_view user, std::string_view channel = {},
                  std::string_view root = {});
// Of a post, or of what was pressed under it; `root`: the first post of its thread, or "".
Place PlaceOf(const Settings& settings, ChannelKind kind, std::string_view channel, std::string_view user,
              std::string_view root, std::string_view post);

// Where a post goes.
struct Target {
  std::string channel;
  std::string root;  // of its thread; may be empty
};
// What the words of a direct path say.
Target TargetIn(const base::ReplyPath& path);
// Nothing: to a person with whom no talk is known yet.
std::optional<Target> TargetOf(const base::Address& address, const base::ReplyPath* path, const Settings& settings);

}  // namespace frontdesk::adapters::mattermost
