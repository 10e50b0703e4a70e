// What tells that some file of a workspace has changed: one number over names, sizes and change times.
//
// Thread safety: pure but for the file system. Failure: what cannot be looked at does not count.
#pragma once

#include <cstdint>
#include <string>

namespace frontdesk::runtime {

using FileStamp = std::uint64_t;

// Of frontdesk.yaml and everything under flows/ and knowledge/.
FileStamp StampOf(const std::string& directory);

}  // namespace frontdesk::runtime
