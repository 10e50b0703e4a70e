#include "adapters/slack/place.h"

#include "adapters/slack/wire.h"

namespace frontdesk::adapters::slack {

Place DirectPlace(const Settings& settings, std::string_view user, std::string_view thread) {
  Place place;
  place.address = {settings.account, std::string(user), {}};
  place.path = base::ReplyPath{IsTs(thread) ? std::string(thread) : std::string()};
  place.direct = true;
  return place;
}

Place PlaceOf(const Settings& settings, std::string_view channel, std::string_view user, std::string_view thread,
              std::string_view ts) {
  if (channel.starts_with('D')) return DirectPlace(settings, user, thread);
  Place place;
  place.address = {settings.account, std::string(channel), std::string(IsTs(thread) ? thread : ts)};
  return place;
}

std::string MessageId(std::string_view channel, std::string_view ts) {
  return std::string(channel) + ":" + std::string(ts);
}

}  // namespace frontdesk::adapters::slack
