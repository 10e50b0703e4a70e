// What a workspace's platforms cannot show as the author of a flow wrote it: warnings, as everything is shown in
// another way then (adapters/common/degrade.h).
//
// Thread safety: a pure function.
#pragma once

#include <span>
#include <string>

#include "adapters/adapter.h"
#include "bot/base/finding.h"
#include "flows/library.h"

namespace frontdesk::runtime {

struct PlatformAccount {
  std::string name;
  adapters::Capabilities can;
};

// Questions with more choices than an account has buttons, labels that do not fit one, texts longer than a message.
void CheckPlatforms(const flows::FlowLibrary& flows, std::span<const PlatformAccount> accounts,
                    base::Findings& findings);

}  // namespace frontdesk::runtime
