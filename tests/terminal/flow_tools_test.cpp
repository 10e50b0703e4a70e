// frontdesk flow: what goes in, what comes out, and with which exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class FlowTools : public testing::Test {
 protected:
  FlowTools() : small_(WriteSmallWorkspace(directory_)) {}
  std::string OldFlow() { return directory_.Read("small/flows/parcel.yaml"); }

  TempDirectory directory_;
  std::string small_;
};

TEST_F(FlowTools, PrintTheSchemasAsJson) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"flow", "schema"}, {"flow", "schema", "--translation"}}) {
    const Printed printed = RunCommand(arguments);
    EXPECT_EQ(printed.code, 0);
    const auto schema = base::ParseJson(printed.out);
    ASSERT_TRUE(schema);
    EXPECT_EQ(base::TextAt(*schema, "$schema"), "https://json-schema.org/draft/2020-12/schema");
  }
}

TEST_F(FlowTools, DrawAFlowOfAWorkspaceOrOfAFile) {
  EXPECT_THAT(RunCommand({"flow", "graph", small_, "parcel"}).out, StartsWith("flowchart TD\n  s0([\"A parcel"));
  EXPECT_THAT(RunCommand({"flow", "graph", small_, "parcel", "--svg"}).out, StartsWith("<svg xmlns="));
  const Printed file = RunCommand({"flow", "graph", directory_.Write("now.yaml", OldFlow()), "parcel"});
  EXPECT_EQ(file.code, 0) << file.err;
  EXPECT_THAT(file.out, HasSubstr("number (text)"));
}

TEST_F(FlowTools, NameTheFlowsThatThereAre) {
  const Printed printed = RunCommand({"flow", "graph", small_, "parcle"});
  EXPECT_EQ(printed.code, 1);
  EXPECT_EQ(printed.err, "frontdesk: there is no flow 'parcle'; did you mean 'parcel'?\n");
}

TEST_F(FlowTools, CompareFilesOfAnyName) {
  const std::string before = directory_.Write("yesterday.yaml", OldFlow());
  EXPECT_EQ(RunCommand({"flow", "diff", before, small_}).out, "the flows are the same\n");
  std::string text = OldFlow();
  text.replace(text.find("Who brings it?"), 14, "Who carries it?");
  const Printed printed = RunCommand({"flow", "diff", before, directory_.Write("today.yaml", text)});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.out,
              StartsWith("parcel: version 1 -> 1\n  What users notice:\n    - The question 'carrier' reads "
                         "\"Who carries it?\" instead of \"Who brings it?\".\n  Conversations that are in "
                         "it:\n    - They stay on the version"));
}

TEST_F(FlowTools, TakeAFileWhoseQueuesAndHostsNobodyKnowsHere) {
  std::ifstream in(FD_SOURCE_DIR "/tests/flows/every_key.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  const Printed printed = RunCommand({"flow", "graph", directory_.Write("any.yaml", text.str()), "test", "--svg"});
  EXPECT_EQ(printed.code, 0) << printed.err;
}

TEST_F(FlowTools, TellFlowsThatCameAndWent) {
  const TempDirectory other;
  const std::string next = WriteSmallWorkspace(other);
  std::filesystem::remove(other.At("small/flows/parcel.yaml"));
  other.Write("small/flows/praise.yaml", "flow: praise\ntitle: Praise\nsteps:\n  - {say: Thank you!}\n  - end: done\n");
  const std::string out = RunCommand({"flow", "diff", small_, next}).out;
  EXPECT_THAT(out, HasSubstr("parcel: gone\n"));
  EXPECT_THAT(out, HasSubstr("praise: new, \"Praise\", with 0 questions\n"));
}

TEST_F(FlowTools, ShowTheErrorsOfABrokenFileUnderItsOwnName) {
  const std::string broken = directory_.Write("broken.yaml", "flow: parcel\ntitle: X\nsteps:\n  - ennd: done\n");
  const Printed printed = RunCommand({"flow", "diff", small_, broken});
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.err, HasSubstr(broken + ":4:5: error: unknown step 'ennd'; did you mean 'end'?\n"));
  EXPECT_EQ(RunCommand({"flow", "diff", small_, directory_.At("none.yaml")}).code, 1);
}

TEST_F(FlowTools, AreNamedByHelp) {
  EXPECT_THAT(RunCommand({"flow", "--help"}).out, HasSubstr("schema"));
  EXPECT_EQ(RunCommand({"flow"}).code, 2);
}

}  // namespace
}  // namespace frontdesk::terminal
