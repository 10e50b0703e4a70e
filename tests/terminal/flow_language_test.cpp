// Every transcript of tests/fixtures/flow-language holds on its workspace, which uses what the shipped flows do not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

constexpr char kFolder[] = FD_SOURCE_DIR "/tests/fixtures/flow-language";

TEST(FlowLanguage, HoldsInEveryTranscriptOfItsWorkspace) {
  const Printed printed = RunCommand({"test", kFolder, "--coverage"}, "");
  EXPECT_EQ(printed.code, 0) << printed.out << printed.err;
  EXPECT_THAT(printed.out, testing::HasSubstr(" transcripts passed"));
  EXPECT_EQ(printed.out.find("no transcript entered"), std::string::npos) << printed.out;
}

TEST(FlowLanguage, IsCheckedWithoutAComplaint) {
  const Printed printed = RunCommand({"check", kFolder, "--strict"}, "");
  EXPECT_EQ(printed.code, 0) << printed.out << printed.err;
}

}  // namespace
}  // namespace frontdesk::terminal
