// Named places where a test may end the process as if the power had gone: FRONTDESK_CRASH_POINT=store.before_commit:3
// ends it at the third pass. Without the variable a pass costs one load and a branch.
//
// Thread safety: any thread.
#pragma once

#include <string_view>

namespace frontdesk::base {

extern const bool kCrashPointsArmed;
void PassCrashPoint(std::string_view name);

}  // namespace frontdesk::base

#define CRASH_POINT(name)                                                              \
  do {                                                                                 \
    if (::frontdesk::base::kCrashPointsArmed) ::frontdesk::base::PassCrashPoint(name); \
  } while (false)
