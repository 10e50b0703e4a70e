// A form that a user has sent back: for the flow, and for the transcript.
//
// Thread safety: as the Draft.
#pragma once

#include <string_view>
#include <vector>

#include "bot/core/draft.h"
#include "bot/core/user_input.h"

namespace frontdesk::core {

// In the place of what is sensitive.
inline constexpr std::string_view kHidden = "•••••";

flows::Filled FilledOf(const UserInput& input);
// Only what its fields are for, sensitive ones masked.
std::vector<base::Fact> ShownForm(Draft& draft, const flows::Flow& flow, const UserInput& input);

}  // namespace frontdesk::core
