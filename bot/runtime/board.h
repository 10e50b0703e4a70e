// Conversations as the console shows them: the line on the board, the handoff card, the rows. What is not known is left
// out; the console says "unknown".
//
// Threads: where reading the store is allowed. Failure: the store's errors.
#pragma once

#include <string>
#include <vector>

#include "bot/core/catalog.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

base::Result<std::string> SummaryJson(store::Store& store, const store::ConversationRow& row);

// {"conversations":[...]}; one that cannot be read is left out and logged.
std::string BoardJson(store::Store& store, const std::vector<store::ConversationRow>& rows);

// {"conversation","card","tickets","rows"}
base::Result<std::string> DetailJson(store::Store& store, const store::ConversationRow& row, const core::Policy& policy,
                                     base::TimePoint now);

std::string AgentRowJson(const store::TranscriptRow& row);

}  // namespace frontdesk::runtime
