#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Eval : public testing::Test {
 protected:
  Eval() : small_(WriteSmallWorkspace(directory_)) {}
  Printed Run(const std::string& questions, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"eval", small_, directory_.Write("questions.jsonl", questions)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunCommand(arguments);
  }

  TempDirectory directory_;
  std::string small_;
};

constexpr char kQuestions[] =
    "{\"id\":1,\"text\":\"When are you open?\",\"label\":\"hours\"}\n"
    "{\"id\":2,\"query\":\"opening hours\",\"relevant\":[]}\n"
    "{\"id\":3,\"text\":\"sing me a song\",\"label\":\"oos\"}\n";

TEST_F(Eval, PrintsTheFiguresForPeople) {
  const Printed printed = Run(kQuestions);
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.err, IsEmpty());
  EXPECT_THAT(printed.out, StartsWith("3 questions, 2 of them out of scope\nranking      R@1 100.0 %   R@3 100.0 %"));
  EXPECT_THAT(printed.out, HasSubstr("answered 66.7 %, of these right 50.0 %; false answers 33.3 % of all\n"));
  EXPECT_THAT(printed.out, HasSubstr("out-of-scope recall 50.0 %"));
  EXPECT_THAT(printed.out, HasSubstr("calibration  ECE "));
  EXPECT_THAT(printed.out, HasSubstr("     1         1  (out of scope) -> hours   " + directory_.At("questions.jsonl") +
                                     ":2: opening hours\n"));
}

TEST_F(Eval, PrintsTheSameFiguresForMachines) {
  const Printed printed = Run(kQuestions, {"--json"});
  ASSERT_EQ(printed.code, 0) << printed.err;
  const nlohmann::json report = nlohmann::json::parse(printed.out);
  EXPECT_EQ(report["questions"], 3);
  EXPECT_EQ(report["recall_at_1"], 1.0);
  EXPECT_EQ(report["false_answers"], 0.333333);
  EXPECT_EQ(report["out_of_scope_recall"], 0.5);
  EXPECT_EQ(report["calibration"].size(), 10u);
  EXPECT_EQ(report["confusions"][0]["expected"], nullptr);
  EXPECT_EQ(report["confusions"][0]["got"], "hours");
  EXPECT_EQ(report["confusions"][0]["line"], 2);
}

TEST_F(Eval, AFigureWithoutMeaningIsNullNotZero) {
  const Printed printed = Run("{\"text\":\"When are you open?\",\"label\":\"hours\"}\n", {"--json"});
  const nlohmann::json report = nlohmann::json::parse(printed.out);
  EXPECT_EQ(report["out_of_scope_recall"], nullptr);
  EXPECT_EQ(report["scope_auroc"], nullptr);
}

TEST_F(Eval, NamesEveryWrongLineAndPrintsNoFigures) {
  const Printed printed = Run("{\"text\":\"When are you open?\",\"label\":\"hours\"}\n{\"text\":\"a\"}\n{\n");
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.out, IsEmpty());
  EXPECT_THAT(printed.err, HasSubstr("questions.jsonl:2:1: error: nothing says which article is right"));
  EXPECT_THAT(printed.err, HasSubstr("questions.jsonl:3:1: error: not valid JSON"));
}

TEST_F(Eval, WarnsAboutAnIdThatNoArticleHasAndStillMeasures) {
  const Printed printed = Run("{\"text\":\"When are you open?\",\"label\":\"huors\"}\n");
  EXPECT_EQ(printed.code, 0);
  EXPECT_THAT(printed.err,
              HasSubstr("questions.jsonl:1:1: warning: no article has the id 'huors'; did you mean 'hours'"));
  EXPECT_THAT(printed.out, HasSubstr("R@1 0.0 %"));
}

TEST_F(Eval, OfAFileThatIsNotThereSaysSo) {
  const Printed printed = RunCommand({"eval", small_, directory_.At("nowhere.jsonl")});
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.err, HasSubstr("cannot read '"));
  EXPECT_EQ(RunCommand({"eval", small_}).code, 2);
}

}  // namespace
}  // namespace frontdesk::terminal
