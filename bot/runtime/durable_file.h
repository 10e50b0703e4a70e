// A file that is on the disk when the call returns.
//
// Threads: any. Failure: kUnavailable; nothing is left behind.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace frontdesk::runtime {

// Makes or replaces the file, readable by its owner only.
base::Status WriteDurably(const std::string& path, std::string_view bytes);
base::Status SyncDirectoryOf(const std::string& path);

}  // namespace frontdesk::runtime
