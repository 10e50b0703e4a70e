// One flow by itself, from a file of any name: with the translations that lie beside it, without a workspace, so that
// nobody can tell whether its queues, categories and lookup hosts exist.
//
// Thread safety: reads files, keeps nothing. Failure: kNotFound when the file cannot be read, kInvalid when there are
// errors, which are in `findings` with their places in the file as it was named.
#pragma once

#include <string>

#include "bot/base/finding.h"
#include "bot/base/result.h"
#include "flows/library.h"

namespace frontdesk::flows {

base::Result<FlowLibrary> ReadFlowFile(const std::string& path, base::Findings& findings);

}  // namespace frontdesk::flows
