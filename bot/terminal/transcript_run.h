// Plays one transcript and says whether everything came as it stands there.
//
// Thread safety: pure but for the memory it takes. Failure: the first line that does not hold ends the transcript.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "bot/core/catalog.h"
#include "bot/runtime/config.h"
#include "bot/terminal/transcript.h"

namespace frontdesk::terminal {

struct TranscriptResult {
  std::string path;
  bool passed = false;
  std::string failure;                                    // path:line:, what was expected, what came, the state
  std::set<std::pair<std::string, std::string>> entered;  // flow, step
};

// A configured account of that type, or the type itself: `as` needs no account.
std::string AccountFor(const std::string& type, const runtime::Config& config);

// `catalog` as WithEveryArticle makes it, for this transcript's burst window.
TranscriptResult RunTranscript(const Transcript& transcript, std::shared_ptr<const core::Catalog> catalog,
                               const runtime::Config& config);

}  // namespace frontdesk::terminal
