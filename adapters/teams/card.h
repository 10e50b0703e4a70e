// A message of ours as activities of Teams: literal text where nothing is marked, HTML where something is, and an
// Adaptive Card for the last part where something can be pressed, filled in or looked up.
//
// Thread safety: pure functions. Limits: an activity is kept under kMaxActivity; a card that is larger becomes text.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>

#include "adapters/teams/button_data.h"
#include "bot/base/message.h"

namespace frontdesk::adapters::teams {

// Teams takes 28 KB, what it adds itself included.
inline constexpr std::size_t kMaxActivity = 25'000;

nlohmann::json CardWith(nlohmann::json body, nlohmann::json actions);
nlohmann::json ActivityWith(nlohmann::json card);

enum class Style {
  kUsual,
  kCard,   // the last part is a card whatever it says: it stands in the place of one
  kLines,  // no card
};

// The list of activities. Empty for a message without anything to show; files are not in it. `entered`: what came back
// from its form before; may be empty.
nlohmann::json ShowMessage(const base::Message& message, const Shown& shown, Style style, const nlohmann::json& entered,
                           const Settings& settings);

// The card in an activity; null when it has none.
nlohmann::json CardIn(const nlohmann::json& activity);

}  // namespace frontdesk::adapters::teams
