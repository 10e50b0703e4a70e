// A card's facts as sections: short ones side by side, long ones by themselves.
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "bot/base/message.h"

namespace frontdesk::adapters::slack {

inline constexpr std::size_t kMaxFacts = 40;  // as a card; more are lines of text

// Adds them to `blocks`. Values are shortened alike until all of them fit kMaxFactText.
void AddFacts(const std::vector<base::Fact>& facts, nlohmann::json& blocks);

}  // namespace frontdesk::adapters::slack
