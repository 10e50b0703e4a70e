// Forgetting one human for good: every row of theirs, every file, and every trace of both in the files of the database.
//
// Who owns what: works on a data directory by itself; nobody else may (the caller holds its lock).
// Threads: one. Failure: kUnavailable when the disk refuses; what was begun is finished by doing it again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/base/result.h"
#include "bot/store/records.h"

namespace frontdesk::store {

struct Footprint {
  std::vector<PersonRow> identities;
  std::vector<Id> tickets;
  std::vector<std::string> files;                                        // ids of uploads
  std::vector<Id> parked;                                                // that are theirs
  std::int64_t conversations = 0, messages = 0, facts = 0, waiting = 0;  // `waiting`: in the outbox
};

// Whether a parked event is of one of them: the store does not look into events.
using IsTheirs = std::function<bool(const ParkedRow& parked, const std::vector<PersonRow>& identities)>;

// What there is of the human `who` (PersonRow::who); changes nothing.
base::Result<Footprint> FootprintOf(const std::string& data_directory, Id who, const IsTheirs& is_theirs);
base::Status Erase(const std::string& data_directory, Id who, const Footprint& footprint);

}  // namespace frontdesk::store
