// What is known of the world around a stanza: who we are, the rooms we sit in, what was said lately. The runtime owns
// it and passes it in.
//
// Thread safety: plain values.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::adapters::xmpp {

inline constexpr std::size_t kMaxOccupants = 5'000;  // of a room whose real addresses are kept
inline constexpr std::size_t kMaxRecent = 2'000;     // messages that a correction can still name

struct Room {
  std::string jid;       // bare
  std::string nick;      // ours, as it is now
  bool is_help = false;  // every message there is for us, not only those that name us
  bool joined = false;
  int nick_attempts = 0;                                        // refused in a row
  std::map<std::string, std::string, std::less<>> people = {};  // nick -> real bare JID, as far as the room shows it
};

// Which event a message became. A correction names the message by its sender's id, our store by its own.
class RecentMessages {
 public:
  void Remember(std::string message, std::string event);
  // "" when it is not known, or not any more.
  std::string_view Find(std::string_view message) const;

 private:
  std::map<std::string, std::string, std::less<>> events_;
  std::deque<std::string> order_;
};

struct View {
  std::string account;
  std::string jid;                                      // ours; with the resource once online
  std::map<std::string, Room, std::less<>> rooms = {};  // by bare JID
  std::vector<std::string> ignored = {};                // bare JIDs and room/nick of other bots
  RecentMessages recent = {};

  // Null when the bare part of `jid` is no room of ours.
  const Room* RoomOf(std::string_view address) const;
};

}  // namespace frontdesk::adapters::xmpp
