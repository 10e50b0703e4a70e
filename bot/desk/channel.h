// Where agents work beside the console: channels of an IM, and who is who there.
//
// Thread safety: plain values.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/event.h"

namespace frontdesk::desk {

// The account of conversations that are on no platform: of incidents, and of callers whom an agent opens a ticket for.
inline constexpr char kDeskAccount[] = "desk";
inline constexpr std::string_view kTicketChannel = "ticket-";

struct Channel {
  std::string account;
  std::string channel;              // the platform's id of the room
  std::vector<std::string> queues;  // whose tickets are shown; none: all
  std::string locale;               // what the bot speaks there
  std::string lead;                 // login name, named when nobody takes a handoff
  bool on_call = false;             // hears only what nobody took
  bool other_desk = false;          // another desk: each ticket is a conversation of its own there, "ticket-1001"
  bool threads = false;             // the platform has them, so that each ticket gets its own
  bool buttons = false;

  bool Serves(std::string_view queue) const {
    return queues.empty() || std::find(queues.begin(), queues.end(), queue) != queues.end();
  }
};

struct Channels {
  std::vector<Channel> list;
  std::map<std::pair<std::string, std::string>, std::string> agents;  // account and platform's id -> login name
  base::Millis unseen{};  // open time after which a handoff that nobody took is shown again; 0: never

  // Another desk that we hand tickets to is a part of us: what its agents say goes through us.
  bool IsPartOfUs(const std::string& desk) const {
    return std::any_of(list.begin(), list.end(),
                       [&](const Channel& one) { return one.other_desk && one.account == desk; });
  }

  // Null when agents do not work there.
  const Channel* Find(const base::Address& address) const {
    const auto it = std::find_if(list.begin(), list.end(), [&](const Channel& one) {
      const bool there = one.other_desk ? address.channel.starts_with(kTicketChannel) : one.channel == address.channel;
      return one.account == address.account && there;
    });
    return it == list.end() ? nullptr : &*it;
  }
};

}  // namespace frontdesk::desk
