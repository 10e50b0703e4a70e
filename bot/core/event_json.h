// An event as JSON text and back: what a parked event is kept as.
//
// Thread safety: pure functions. Failure: text that is not an event is kInvalid.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/base/event.h"
#include "bot/base/result.h"

namespace frontdesk::core {

std::string ToJson(const base::Event& event);
base::Result<base::Event> EventFromJson(std::string_view json);

// {"words","until","messages"}, under "path" of an event and of a conversation's state; an empty one when it is absent.
nlohmann::json PathJson(const base::ReplyPath& path);
base::ReplyPath PathAt(const nlohmann::json& object);

}  // namespace frontdesk::core
