// Questions of a form as inputs of an Adaptive Card. What was wrong stands below its input, which still holds what was
// entered.
//
// Thread safety: pure functions. Source: adaptivecards.io, inputs of version 1.5.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "adapters/teams/button_data.h"
#include "adapters/teams/words.h"

namespace frontdesk::adapters::teams {

// Whether inputs can stand for all of these questions.
bool FitsForm(const std::vector<base::FormField>& form);
bool HasErrors(const std::vector<base::FormField>& form);

// `entered`: what came back from the form before; may be empty.
void AddInputs(const std::vector<base::FormField>& form, const nlohmann::json& entered, const Words& words,
               nlohmann::json& body);

// The form in a window: "task" with its title, size and card.
nlohmann::json DialogOf(const std::vector<base::FormField>& form, const Shown& shown, const nlohmann::json& entered,
                        const Words& words, const Settings& settings);

const Words& WordsOf(const std::vector<base::FormField>& form);

}  // namespace frontdesk::adapters::teams
