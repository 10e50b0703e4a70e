// An agent's file: a place for it, its bytes, then the message that shows it. A direct message needs the id of the
// talk first.
//
// Thread safety: a pure function. Failure: as NextStep.
#pragma once

#include <string>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

inline constexpr std::size_t kMaxUpload = 1'000'000'000;  // bytes

base::Result<Step> NextOfFile(const base::FileRef& file, const Sending& sending, const std::string& thread, Env env);

}  // namespace frontdesk::adapters::slack
