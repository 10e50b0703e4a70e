// What most commands begin with: reading the workspace and saying what is wrong with it.
//
// Threads: one.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "bot/base/result.h"
#include "bot/runtime/workspace.h"
#include "bot/terminal/streams.h"

namespace frontdesk::terminal {

// "frontdesk: " and the error, with its place.
void PrintError(std::ostream& err, const base::Error& error);
// "3 errors, 1 warning".
std::string CountFindings(const base::Findings& findings);

// The workspace, or nothing after its errors were printed. Warnings are `check`'s to tell.
std::optional<runtime::Workspace> OpenWorkspace(const std::string& directory, std::ostream& err);
// Only frontdesk.yaml, for commands that need no more than the data directory.
std::optional<runtime::Config> OpenConfig(const std::string& directory, std::ostream& err);

// The catalog as `ask` and `test` see it: every article whatever its accounts and tiers, no waiting for more fragments.
std::shared_ptr<const core::Catalog> WithEveryArticle(const core::Catalog& catalog, base::Millis burst_window);

}  // namespace frontdesk::terminal
