#include "bot/base/crash_point.h"

#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>

namespace frontdesk::base {

namespace {

std::string Armed() {
  const char* value = std::getenv("FRONTDESK_CRASH_POINT");
  return value ? value : "";
}

}  // namespace

const bool kCrashPointsArmed = !Armed().empty();

void PassCrashPoint(std::string_view name) {
  static const std::string armed = Armed();
  static std::atomic<int> passes{0};
  const auto colon = armed.rfind(':');
  if (armed.substr(0, colon) != name) return;
  int wanted = 1;
  if (colon != std::string::npos) std::from_chars(armed.data() + colon + 1, armed.data() + armed.size(), wanted);
  if (++passes == wanted) ::_exit(86);
}

}  // namespace frontdesk::base
