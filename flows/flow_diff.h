// What changes for users between two versions of a flow, in sentences: questions added, removed, moved and reworded,
// choices, types, bounds, ways and tickets; and what becomes of the conversations that are in it.
//
// Thread safety: pure functions. Steps are told apart by their names; those without one by their kind and words.
#pragma once

#include <string>
#include <vector>

#include "flows/flow.h"

namespace frontdesk::flows {

// Empty when users notice nothing.
std::vector<std::string> ChangesForUsers(const Flow& before, const Flow& now);

// What happens to a conversation that began on `before` when `now` is in service.
std::vector<std::string> FateOfConversations(const Flow& before, const Flow& now);

// The part of ChangesForUsers that is about one question.
std::vector<std::string> ChangesOfQuestion(const Slot& before, const Slot& now);

// For texts in several languages: `about` and what it was and is, in each language that changed.
void CompareTexts(const std::string& about, const Localized<Template>& before, const Localized<Template>& now,
                  std::vector<std::string>& to);
// "a, b and c".
std::string Listed(const std::vector<std::string>& names);

}  // namespace frontdesk::flows
