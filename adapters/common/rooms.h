// The rooms that an account names in its settings.
//
// Thread safety: a pure function.
#pragma once

#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::common {

// kInvalid when a channel is in help_channels and in desk_channels.
base::Status CheckRoomsApart(const Settings& settings);

}  // namespace frontdesk::adapters::common
