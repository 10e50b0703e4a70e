// frontdesk import issue-form: forms become flows of a workspace, or say why not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using ::testing::HasSubstr;

constexpr char kForms[] = FD_SOURCE_DIR "/tests/fixtures/issue-forms";
constexpr char kForm[] =
    "name: Lost parcel\ndescription: Tell us about it\nassignees: [ada]\nbody:\n"
    "  - {type: input, attributes: {label: Number}, validations: {required: true}}\n";

class ImportIssueForm : public testing::Test {
 protected:
  ImportIssueForm() : small_(WriteSmallWorkspace(directory_)) {}
  Printed Import(const std::string& source, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"import", "issue-form", source, "--to", small_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunCommand(arguments);
  }

  TempDirectory directory_;
  std::string small_;
};

TEST_F(ImportIssueForm, WritesAFlowThatPassesCheckAndAnswers) {
  const Printed printed = Import(directory_.Write("forms/lost_parcel.yml", kForm));
  EXPECT_EQ(printed.code, 0) << printed.out << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("left out: 'assignees'"));
  EXPECT_THAT(printed.out, HasSubstr("Wrote 1 flow.\n"));
  EXPECT_EQ(RunCommand({"check", small_, "--strict"}).code, 0);
  const std::string story = directory_.Write("a.chat",
                                             "ada: /lost-parcel\nbot asks number\nada: A-17\nbot reviews number=A-17\n"
                                             "ada presses [Submit]\nticket: flow=lost-parcel number=1001\n");
  const Printed test = RunCommand({"test", small_, story});
  EXPECT_EQ(test.code, 0) << test.out;
}

TEST_F(ImportIssueForm, TakesAWholeFolderOfForms) {
  const Printed printed = Import(kForms);
  EXPECT_EQ(printed.code, 0) << printed.out << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("Wrote 11 flows.\n"));
  const Printed check = RunCommand({"check", small_});
  EXPECT_EQ(check.code, 0) << check.out;
}

TEST_F(ImportIssueForm, NeverOverwritesAnothersWorkUnlessTold) {
  const std::string form = directory_.Write("forms/parcel.yml", kForm);
  const std::string before = directory_.Read("small/flows/parcel.yaml");
  const Printed printed = Import(form);
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.out,
              HasSubstr("skipped flows/parcel.yaml: it is there already and differs; --force replaces it"));
  EXPECT_EQ(directory_.Read("small/flows/parcel.yaml"), before);
  EXPECT_EQ(Import(form, {"--force"}).code, 0);
  EXPECT_NE(directory_.Read("small/flows/parcel.yaml"), before);
  const Printed again = Import(form);
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.out, HasSubstr("it is there already\n"));
}

TEST_F(ImportIssueForm, TellsMistakesWithTheFileAsItWasNamed) {
  const std::string broken = directory_.Write("forms/broken.yml", "name: X\ndescription: Y\nbody:\n  - type: inptu\n");
  const Printed printed = Import(broken);
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.out, HasSubstr(broken + ":4:11: error: unknown field type 'inptu'; did you mean 'input'?\n"));
  EXPECT_THAT(printed.out, HasSubstr("Wrote 0 flows.\n"));
  EXPECT_EQ(Import(directory_.At("nowhere.yml")).code, 1);
}

}  // namespace
}  // namespace frontdesk::terminal
