// crash_test [--long] [--gtest_...]: --long kills 30 times and tries every crash point at 20 passes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string_view>

#include "tests/crash/crash_fixture.h"

namespace frontdesk::crash {

namespace {
bool long_run = false;
}

bool IsLongRun() { return long_run || std::getenv("FRONTDESK_LONG") != nullptr; }
void SetLongRun() { long_run = true; }

std::uint64_t Seed() {
  const char* given = std::getenv("FRONTDESK_SEED");
  return given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

}  // namespace frontdesk::crash

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i)
    if (std::string_view(argv[i]) == "--long") frontdesk::crash::SetLongRun();
  return RUN_ALL_TESTS();
}
