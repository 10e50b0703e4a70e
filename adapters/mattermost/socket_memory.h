// What the connection knows: who we are, how far its events have come, and where posts and channels belong that later
// events only name. It goes from one connection to the next, so that the server can go on where the last one broke.
//
// Thread safety: a plain value. Bounds: kMaxKnown bytes of names; the oldest half is forgotten.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/mattermost/place.h"
#include "adapters/mattermost/post.h"

namespace frontdesk::adapters::mattermost {

inline constexpr std::size_t kMaxKnown = 32 << 10;

struct SocketMemory {
  Bot bot;
  std::string connection;      // as the server calls it; empty: none
  std::int64_t next = 0;       // number of the event that is due
  int misses = 0;              // connections in a row that brought another number
  int missed = 0;              // 1: the one that is open has
  std::int64_t newest = 0;     // when the newest post was written, by the server's clock
  std::int64_t marked = 0;     // the newest that the puller has been told of
  std::int64_t marked_at = 0;  // and when
  std::string known;           // a line each: what, id, where

  void KnowChannel(std::string_view channel, ChannelKind kind);
  // Reactions name a post only. Of ours, where it stands; of others, that it is not ours.
  void KnowPost(std::string_view post, std::string_view root);
  void KnowForeignPost(std::string_view post);
  std::optional<ChannelKind> KindOfChannel(std::string_view channel) const;
  std::optional<std::string> RootOfPost(std::string_view post) const;
  bool IsForeignPost(std::string_view post) const;

  std::string ToText() const;
};

// Empty for anything but what ToText wrote.
SocketMemory MemoryIn(std::string_view text);

}  // namespace frontdesk::adapters::mattermost
