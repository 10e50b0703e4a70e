// What happened to a customer's session, as the list tells it.
//
// Thread safety: pure functions. Failure: none; what means nothing to us gives nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/event.h"

namespace frontdesk::adapters::wecom::kf {

struct Happening {
  base::EventBody body;
  std::string beside = {};  // added to the item's id, where one item is two events
  std::optional<base::ReplyPath> path = {};
};

// `inside`: the member `event` of the item; `id` and `at`: of the item.
std::vector<Happening> HappeningsOf(const nlohmann::json& inside, const std::string& id, base::TimePoint at);

}  // namespace frontdesk::adapters::wecom::kf
