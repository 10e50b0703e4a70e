// The person on the card: what is known of them with its source, their other accounts, what they had with us before.
//
// Threads: where reading the store is allowed. Failure: what cannot be read is left out, and the console says
// "unknown".
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/core/conversation.h"
#include "bot/core/person.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

// With all identities; nothing where the person is not known.
core::Human HumanOf(store::Store& store, store::Id person);
// A list of facts.
nlohmann::json PersonJson(store::Store& store, const core::Conversation& conversation);
// {"tickets": [{"number","title","state","account","conversation","owner","opened"}],
//  "conversations": [{"id","account","last_text","last_at"}]}: all but this conversation's open ticket and itself.
nlohmann::json HistoryJson(store::Store& store, const core::Conversation& conversation);

}  // namespace frontdesk::runtime
