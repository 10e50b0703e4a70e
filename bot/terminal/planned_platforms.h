// What platforms can show that this version has no adapter for yet, so that an admin can see a flow as their users
// will. The figures are those that the platforms document; once a platform has an adapter, that one's own word counts.
//
// Thread safety: constants and pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::terminal {

// In the order of the table, those with an adapter among them.
std::vector<std::string> PlannedPlatforms();

// Nothing for a name that is not in the table.
std::optional<adapters::Capabilities> PlannedCapabilities(std::string_view name);

}  // namespace frontdesk::terminal
