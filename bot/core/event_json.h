// An event as JSON text and back: what a parked event is kept as.
//
// Thread safety: pure functions. Failure: text that is not an event is kInvalid.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/event.h"
#include "bot/base/result.h"

namespace frontdesk::core {

std::string ToJson(const base::Event& event);
base::Result<base::Event> EventFromJson(std::string_view json);

}  // namespace frontdesk::core
