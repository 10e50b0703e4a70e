// Events as the JSON of an .expect file, see README.md.
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tests/contract/entry.h"

namespace frontdesk::contract {

// Fields that are empty are left out.
nlohmann::json EventJson(const base::Event& event);
// {"events"} | {"answer"} | {"refused"} | {"invalid"}
nlohmann::json OutcomeJson(const Entry& entry, const Outcome& outcome);
// An .expect without what is not compared, and with empty fields left out.
nlohmann::json Expected(nlohmann::json file);

}  // namespace frontdesk::contract
