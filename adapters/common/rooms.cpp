#include "adapters/common/rooms.h"

#include <algorithm>

namespace frontdesk::adapters::common {

base::Status CheckRoomsApart(const Settings& settings) {
  const auto help = settings.List("help_channels");
  for (const std::string& channel : settings.List("desk_channels"))
    if (std::find(help.begin(), help.end(), channel) != help.end())
      return base::Fail(base::ErrorCode::kInvalid,
                        "the channel " + channel + " is in help_channels and in desk_channels",
                        "keep it where it belongs: users ask in the one, agents work in the other");
  return {};
}

}  // namespace frontdesk::adapters::common
