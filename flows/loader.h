// Reads the flow files of a workspace: flows/<flow>.yaml and its translations flows/<flow>.<locale>.yaml.
//
// Every mistake of every file becomes a finding with path:line:col; nothing stops at the first, nothing throws. A flow
// with an error is left out of the library, so a caller that goes on despite errors still runs only sound flows.
// Thread safety: pure function.
#pragma once

#include <string>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/source_file.h"
#include "flows/library.h"

namespace frontdesk::flows {

struct LoadOptions {
  std::vector<std::string> locales = {"en"};   // of the workspace; the first is the default of a flow's `locale`
  std::vector<std::string> queues;             // a `queue` in a flow must be one of these
  std::vector<std::string> lookup_hosts = {};  // "host" or "host:port" that `lookup` steps may call
  std::vector<std::string> platforms = {};     // account types that a `hint` may name; empty: any
  bool alone = false;                          // one file without its workspace: what others would say is granted
  // Of tickets, as the taxonomy has them; empty: any.
  std::vector<std::string> categories = {"functional", "experience", "service", "suggestion", "praise"};
  std::vector<std::string> components = {};
  // What may be known of a person, besides name, locale and verified; empty: anything.
  std::vector<std::string> attributes = {};
};

// Bounds of one flow; more is an error at load.
inline constexpr std::size_t kMaxSteps = 300;
inline constexpr std::size_t kMaxOptions = 50;

FlowLibrary LoadFlows(const base::SourceFiles& files, const LoadOptions& options, base::Findings& findings);

}  // namespace frontdesk::flows
