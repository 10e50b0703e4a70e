// A backup is a directory: frontdesk.db as it was at one moment, the uploads, and manifest.json, which lists every file
// with its size and SHA-256. It is written under another name and renamed at the end, so one that has its final name
// is complete.
//
// Threads: any; serving goes on while a backup is made.
// Failure: an Error with the path; what was begun is removed.
#pragma once

#include <string>

#include "bot/base/result.h"

namespace frontdesk::store {

// `to` must not exist yet, or be an empty directory.
base::Status BackUp(const std::string& data_directory, const std::string& to);

// Refuses a directory that has data or a server at work, a backup with a missing, changed or unknown file, and one of a
// newer version. Files appear in the data directory only after all of them were checked, the database last.
base::Status Restore(const std::string& from, const std::string& data_directory);

}  // namespace frontdesk::store
