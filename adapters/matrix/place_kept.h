// Where a client's sync stopped, and what it must not forget until then: rooms of many, invitations that could not be
// accepted yet, gaps that are still to be filled, what waits for a message to be looked up. It is kept as the puller's
// cursor, in JSON.
//
// Thread safety: plain values and pure functions. Bounds: kMaxGroups, kMaxInvites, kMaxGaps, kMaxWaiting.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/clock.h"

namespace frontdesk::adapters::matrix {

inline constexpr std::size_t kMaxGroups = 5'000;
inline constexpr std::size_t kMaxInvites = 200;
inline constexpr std::size_t kMaxGaps = 1'000;
inline constexpr std::size_t kMaxWaiting = 50;
inline constexpr std::size_t kMaxWaitingEvent = 20'000;  // bytes
inline constexpr int kMaxJoins = 6;

// An invitation that is being accepted. Where other servers have a part in it, that takes its time.
struct PendingInvite {
  std::string room;
  std::string via;
  int tries = 0;
  base::TimePoint next{};
};

// What a sync has left out of a room: from where to where.
struct Gap {
  std::string room;
  std::string from;
  std::string to;
};

// What is about a message, and waits until that is known.
struct Waiting {
  std::string room;
  std::string target;
  std::string event;  // JSON
};

struct PlaceKept {
  std::string since;
  std::set<std::string, std::less<>> groups;
  std::vector<PendingInvite> invites;
  std::vector<Gap> gaps;
  std::vector<Waiting> waiting;

  // The room is one that we are in now, or never will be.
  void ForgetInvite(std::string_view room);
  void AddInvite(std::string_view room, std::string_view via);
  // What is due now: each is tried later again, a few times.
  std::vector<Afterwards> DueJoins(base::TimePoint now);
};

std::string ToText(const PlaceKept& place);
// What cannot be read is a beginning.
PlaceKept PlaceFrom(std::string_view text);

}  // namespace frontdesk::adapters::matrix
