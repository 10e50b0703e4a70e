// Where imported articles go: into a workspace, into a folder under its knowledge/, or into a workspace that is new.
//
// Ownership: plain values. Threads: one. Failure: kInvalid for a directory that is none of these; nothing is written.
#pragma once

#include <string>
#include <vector>

#include "bot/base/result.h"
#include "bot/base/source_file.h"
#include "bot/terminal/import.h"

namespace frontdesk::terminal {

struct ImportTarget {
  std::string root;                  // the workspace
  std::string folder;                // within it, "knowledge/faq"
  std::vector<std::string> locales;  // of the workspace
  base::SourceFiles files;           // of the workspace, as they are
  std::string config;                // the frontdesk.yaml of a workspace that is new; else empty
};

base::Result<ImportTarget> FindImportTarget(const ImportCommand& command, const base::SourceFiles& source);

}  // namespace frontdesk::terminal
