// What a customer sends, by its kind: words, pictures, places, cards; what cannot be kept as it is is named, as
// WeChat's own clients do: "[位置] ...".
//
// Thread safety: pure functions. Failure: none; nothing for an empty one.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bot/base/event.h"

namespace frontdesk::adapters::wecom::kf {

// `inside`: the member of the item that bears the kind's name.
std::optional<base::EventBody> SharedThing(const std::string& kind, const nlohmann::json& inside);

}  // namespace frontdesk::adapters::wecom::kf
