// The data of one human: what `export`, `erase` and `import people` share.
//
// Threads: one. Failure: says what is wrong on `err`.
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "bot/runtime/config.h"
#include "bot/store/store.h"

namespace frontdesk::terminal {

// The words before the colon of a user that is signed on one of the accounts.
std::vector<std::string> IdentitySpaces(const runtime::Config& config);

// Whom "account/id", "user:id" or "#1002" names. Nothing after it was said why not.
std::optional<store::PersonRow> FindHuman(store::Store& store, const runtime::Config& config, const std::string& name,
                                          std::ostream& err);

// The database of a workspace that has one. A running server does not mind: SQLite lets both work in turn.
base::Result<std::unique_ptr<store::Store>> OpenData(const runtime::Config& config, const base::Clock& clock);
// The same, and an empty one where there is none yet: looking makes no data directory.
base::Result<std::unique_ptr<store::Store>> OpenDataOrNone(const runtime::Config& config, const base::Clock& clock);
// The same, made where there is none yet.
base::Result<std::unique_ptr<store::Store>> OpenOrMakeData(const runtime::Config& config, const base::Clock& clock);

}  // namespace frontdesk::terminal
