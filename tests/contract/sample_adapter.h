// A platform that has every peculiar need of adapters/README.md at once, so that each part of the contract that no
// platform of today uses is tried against a whole server all the same. Its words are JSON; its key is a header.
//
// Ownership: a constant. Threads: any. Failure: as adapters/adapter.h says.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::contract {

// The account type "sample", for the rest of the process.
void AddSampleAdapter();

}  // namespace frontdesk::contract
