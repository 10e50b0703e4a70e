// Tickets as the console shows them: every field, both figures with their factors, links, the clocks, and the history
// of changes; and what may be chosen for them. What is not known is left out.
//
// Threads: where reading the store is allowed. Failure: the store's errors; a ticket that cannot be read is left out.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/core/catalog.h"
#include "bot/desk/urgency.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxChangesShown = 200;  // the newest

// [{"number","state","tier","urgency":{"score","factors"},"weight":{...},"clocks":[...],"changes":[...], ...}], the
// newest first. `factors` are the conversation's.
nlohmann::json TicketsJson(store::Store& store, store::Id conversation, const desk::UrgencyFactors& factors,
                           const core::Policy& policy, base::TimePoint now);

// {"categories","components","fields","flows","sources"}: what agents choose from, each with its wordings by locale.
nlohmann::json ChoicesJson(const core::Catalog& catalog);

}  // namespace frontdesk::runtime
