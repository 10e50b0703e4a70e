// A workspace directory as values: its files, and what they make when they are read together. `check` and `serve` use
// the same LoadWorkspace, so that what passes the one starts with the other.
//
// Ownership: plain values; the catalog is immutable and shared. Threads: any.
// Failure: all mistakes of all files become findings at once.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bot/base/clock.h"
#include "bot/base/finding.h"
#include "bot/base/result.h"
#include "bot/base/source_file.h"
#include "bot/core/catalog.h"
#include "bot/runtime/config.h"

namespace frontdesk::runtime {

// More is refused: a workspace is written by people, and a wrong directory should be noticed early.
inline constexpr std::size_t kMaxWorkspaceFiles = 60'000;
inline constexpr std::size_t kMaxWorkspaceBytes = 512u << 20;
inline constexpr std::size_t kMaxWorkspaceDepth = 16;

struct Workspace {
  Config config;
  std::shared_ptr<const core::Catalog> catalog;
};

// frontdesk.yaml, taxonomy.yaml where there is one, and everything under flows/ and knowledge/, ordered by path; hidden
// files and other places are left alone. kNotFound when there is no frontdesk.yaml, kTooLarge over the bounds.
base::Result<base::SourceFiles> ReadWorkspaceFiles(const std::string& directory);
// Only frontdesk.yaml, for ReadConfig.
base::Result<base::SourceFile> ReadConfigFile(const std::string& directory);

// Nothing when there is an error among the findings; warnings do not stop it. Relative paths of the config are
// relative to `directory`; it is not read.
std::optional<Workspace> LoadWorkspace(const base::SourceFiles& files, const std::string& directory,
                                       base::TimePoint now, base::Findings& findings);

// What `init` writes: all shipped articles and flows, the taxonomy, and a frontdesk.yaml that explains itself.
base::SourceFiles ShippedWorkspace();
base::SourceFile ShippedTaxonomy();

}  // namespace frontdesk::runtime
