// A visible row as the visitor's stream and the console show it.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::web {

// {"seq","id","from","at","message"[,"delivery"]}; `delivery` is for agents' eyes and may be empty.
std::string RowJson(const Row& row, std::string_view delivery = {});

// The row as one server-sent event.
std::string MessageFrame(const Row& row);

// One server-sent event; `id` 0 leaves the id out. `data` holds no line break, as JSON does not.
std::string EventFrame(std::string_view name, std::int64_t id, std::string_view data);

}  // namespace frontdesk::adapters::web
