#include "adapters/xmpp/view.h"

#include <utility>

#include "bot/base/jid.h"

namespace frontdesk::adapters::xmpp {

void RecentMessages::Remember(std::string message, std::string event) {
  const auto [place, is_new] = events_.insert_or_assign(std::move(message), std::move(event));
  if (!is_new) return;
  order_.push_back(place->first);
  if (order_.size() <= kMaxRecent) return;
  events_.erase(order_.front());
  order_.pop_front();
}

std::string_view RecentMessages::Find(std::string_view message) const {
  const auto found = events_.find(message);
  return found == events_.end() ? std::string_view() : std::string_view(found->second);
}

const Room* View::RoomOf(std::string_view address) const {
  const auto found = rooms.find(base::BareJid(address));
  return found == rooms.end() ? nullptr : &found->second;
}

}  // namespace frontdesk::adapters::xmpp
