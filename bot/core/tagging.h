// The taxonomy's rules on what users say: they say the category where nobody else did, and tag the ticket.
//
// Thread safety: as the Draft.
#pragma once

#include <string_view>

#include "bot/core/draft.h"

namespace frontdesk::core {

// Category and component that the words speak for, where `impact` has none; then `otherwise` is the category.
desk::Impact ImpactByWords(const Draft& draft, desk::Impact impact, std::string_view words, std::string_view otherwise);
// Adds the tags that the words bring to the ticket in focus, each with the rule as its reason.
void TagTicket(Draft& draft, std::string_view words);
// What the conversation was about so far, for a ticket that nobody described.
std::string WordsSoFar(const Conversation& conversation);

}  // namespace frontdesk::core
