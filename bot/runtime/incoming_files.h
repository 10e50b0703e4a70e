// Names the files of events from other platforms.
//
// Thread safety: pure but for the randomness.
#pragma once

#include <vector>

#include "bot/base/crypto.h"
#include "bot/base/event.h"

namespace frontdesk::runtime {

// Files that are still on their platform get the id under which they will be kept here.
inline void NameFiles(std::vector<base::Event>& events, base::Random& random) {
  for (base::Event& event : events)
    if (auto* sent = std::get_if<base::SentFiles>(&event.body))
      for (base::FileRef& file : sent->files) file.id = base::RandomId(random);
}

}  // namespace frontdesk::runtime
