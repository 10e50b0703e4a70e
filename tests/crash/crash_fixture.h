// What the crash tests share: a desk with the real binary, the long tier's switch, and a seed that a failed run prints
// and a new run can be given.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/fakes/visitor_desk.h"

namespace frontdesk::crash {

// FRONTDESK_LONG=1 or --long.
bool IsLongRun();
void SetLongRun();
// FRONTDESK_SEED, or another one each time.
std::uint64_t Seed();

class CrashTest : public ::testing::Test {
 protected:
  // A start takes far less; a test that waits so long has failed.
  static constexpr fakes::Millis kStartPatience{90'000};
  static constexpr fakes::Millis kDrainPatience{120'000};
  static constexpr fakes::Millis kStopPatience{90'000};
  // What the process ends with at a crash point.
  static constexpr int kCrashed = 86;

  CrashTest() : desk_(FD_BINARY) {}

  void StartReady() {
    ASSERT_TRUE(desk_.Start());
    ASSERT_TRUE(desk_.WaitReady(kStartPatience)) << desk_.Complaint();
  }
  static void ExpectNone(const std::vector<std::string>& wrong) {
    for (const std::string& sentence : wrong) ADD_FAILURE() << sentence;
  }

  fakes::VisitorDesk desk_;
};

}  // namespace frontdesk::crash
