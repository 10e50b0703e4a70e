// Runs one disabled test of this binary in a process of its own, which a crash point may end.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace frontdesk::store {

inline constexpr int kCrashed = 86;  // what PassCrashPoint exits with

// The exit code. The child finds `argument` in FRONTDESK_TEST_ARGUMENT.
inline int RunInChild(const std::string& test, const std::string& crash_point, const std::string& argument) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("FRONTDESK_CRASH_POINT", crash_point.c_str(), 1);
    ::setenv("FRONTDESK_TEST_ARGUMENT", argument.c_str(), 1);
    const std::string filter = "--gtest_filter=" + test;
    ::execl("/proc/self/exe", "store_test", filter.c_str(), "--gtest_also_run_disabled_tests", "--gtest_brief=1",
            nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

inline std::string ChildArgument() {
  const char* argument = std::getenv("FRONTDESK_TEST_ARGUMENT");
  return argument ? argument : "";
}

}  // namespace frontdesk::store
