#include "knowledge/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Eight questions, three of them out of scope, with figures that were worked out by hand.
std::vector<Outcome> Eight() {
  return {{.in_scope = true, .place = 0, .confidence = 0.9, .band = Band::kAnswer},
          {.in_scope = true, .place = 0, .confidence = 0.8, .band = Band::kAnswer},
          {.in_scope = true, .place = 1, .confidence = 0.7, .band = Band::kAnswer},
          {.in_scope = true, .place = 2, .confidence = 0.6, .band = Band::kDidYouMean},
          {.in_scope = true, .confidence = 0.2, .band = Band::kNeither},
          {.in_scope = false, .confidence = 0.3, .band = Band::kNeither},
          {.in_scope = false, .confidence = 0.75, .band = Band::kAnswer},
          {.in_scope = false, .confidence = 0.1, .band = Band::kNeither}};
}

TEST(Figures, RankingCountsOnlyWhatIsInScope) {
  const Figures figures = FiguresOf(Eight());
  EXPECT_EQ(figures.questions, 8u);
  EXPECT_EQ(figures.out_of_scope, 3u);
  EXPECT_DOUBLE_EQ(*figures.recall_at_1, 2.0 / 5);
  EXPECT_DOUBLE_EQ(*figures.recall_at_3, 4.0 / 5);
  EXPECT_DOUBLE_EQ(*figures.recall_at_10, 4.0 / 5);
  EXPECT_DOUBLE_EQ(*figures.mean_reciprocal_rank, (1 + 1 + 1.0 / 2 + 1.0 / 3) / 5);
}

TEST(Figures, AnAnswerToWhatIsOutOfScopeIsAFalseOne) {
  const Figures figures = FiguresOf(Eight());
  EXPECT_DOUBLE_EQ(figures.answered, 4.0 / 8);
  EXPECT_DOUBLE_EQ(figures.false_answers, 2.0 / 8);
  EXPECT_DOUBLE_EQ(*figures.precision, 2.0 / 4);
  EXPECT_DOUBLE_EQ(*figures.answered_rightly, 2.0 / 5);
  EXPECT_DOUBLE_EQ(figures.did_you_mean, 1.0 / 8);
  EXPECT_DOUBLE_EQ(*figures.did_you_mean_right, 1.0);
  EXPECT_DOUBLE_EQ(*figures.out_of_scope_recall, 2.0 / 3);
  EXPECT_DOUBLE_EQ(*figures.out_of_scope_precision, 2.0 / 4);
}

TEST(Figures, ConfidenceAloneGivesCoverageAndRanks) {
  const Figures figures = FiguresOf(Eight());
  EXPECT_DOUBLE_EQ(figures.coverage_at_95, 2.0 / 8);
  EXPECT_DOUBLE_EQ(figures.coverage_at_90, 2.0 / 8);
  EXPECT_DOUBLE_EQ(*figures.scope_auroc, 11.0 / 15);
  EXPECT_DOUBLE_EQ(*figures.right_auroc, 1.0);
  EXPECT_DOUBLE_EQ(*figures.out_of_scope_recall_at_95, 1.0 / 3);
}

TEST(Figures, CalibrationIsMeasuredInTenBins) {
  const Figures figures = FiguresOf(Eight());
  EXPECT_NEAR(figures.calibration_error, (0.1 + 0.2 + 1.45 + 0.6 + 0.2 + 0.3 + 0.1) / 8, 1e-12);
  EXPECT_EQ(figures.bins[7].questions, 2u);
  EXPECT_DOUBLE_EQ(figures.bins[7].confidence, 0.725);
  EXPECT_DOUBLE_EQ(figures.bins[7].right, 0);
  EXPECT_EQ(figures.bins[0].questions, 0u);
  EXPECT_EQ(FiguresOf(std::vector<Outcome>{{.confidence = 1.0}}).bins[9].questions, 1u);
}

TEST(Figures, QuestionsOfEqualConfidenceAreNotToldApart) {
  const Figures figures = FiguresOf(std::vector<Outcome>{{.in_scope = true, .place = 0, .confidence = 0.5},
                                                         {.in_scope = true, .place = 4, .confidence = 0.5},
                                                         {.in_scope = false, .confidence = 0.5}});
  EXPECT_EQ(figures.coverage_at_90, 0) << "no threshold lets only the right one through";
  EXPECT_DOUBLE_EQ(*figures.scope_auroc, 0.5);
  EXPECT_DOUBLE_EQ(*figures.right_auroc, 0.5);
}

TEST(Figures, ScopeIsAlsoJudgedByEnergy) {
  const Figures figures = FiguresOf(std::vector<Outcome>{{.in_scope = true, .confidence = 0.1, .scope = 2},
                                                         {.in_scope = true, .confidence = 0.9, .scope = 3},
                                                         {.in_scope = false, .confidence = 0.5, .scope = -1}});
  EXPECT_DOUBLE_EQ(*figures.scope_auroc, 0.5);
  EXPECT_DOUBLE_EQ(*figures.scope_auroc_by_energy, 1);
}

TEST(Figures, WithoutMeaningAreAbsent) {
  const Figures none = FiguresOf({});
  EXPECT_FALSE(none.recall_at_1 || none.precision || none.out_of_scope_recall || none.scope_auroc);
  const Figures in_scope = FiguresOf(std::vector<Outcome>{{.in_scope = true, .place = 0, .confidence = 0.5}});
  EXPECT_FALSE(in_scope.out_of_scope_recall || in_scope.out_of_scope_precision || in_scope.scope_auroc ||
               in_scope.precision || in_scope.right_auroc);
  EXPECT_EQ(in_scope.recall_at_1, 1);
}

std::vector<LabelledQuestion> Labelled(const std::string& text, std::vector<std::string>* found = nullptr) {
  base::Findings findings;
  auto questions = ReadLabelledQuestions({"q.jsonl", text}, LoadSmall(), findings);
  if (found) *found = Lines(findings);
  return questions;
}

TEST(LabelledQuestions, AreReadInEveryForm) {
  std::vector<std::string> findings;
  const auto questions = Labelled(
      "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"forgot it\",\"label\":\"reset\"}\r\n"
      "\n"
      "{\"query\":\"退款\",\"relevant\":[\"refund\",\"invoice\"],\"locale\":\"zh\",\"topic\":3}\n"
      "{\"text\":\"weather\",\"label\":\"oos\"}\n"
      "{\"query\":\"weather\",\"relevant\":[]}",
      &findings);
  EXPECT_THAT(findings, IsEmpty());
  ASSERT_EQ(questions.size(), 4u);
  EXPECT_EQ(questions[0].text, "forgot it");
  EXPECT_THAT(questions[0].relevant, ElementsAre("reset"));
  EXPECT_EQ(questions[0].line, 1);
  EXPECT_EQ(questions[1].locale, "zh");
  EXPECT_THAT(questions[1].relevant, ElementsAre("refund", "invoice"));
  EXPECT_EQ(questions[1].line, 3);
  EXPECT_THAT(questions[2].relevant, IsEmpty());
  EXPECT_THAT(questions[3].relevant, IsEmpty());
}

TEST(LabelledQuestions, EveryWrongLineIsNamedWithItsPlace) {
  const std::string forms = R"(; write {"text": "...", "label": "ID"} or {"query": "...", "relevant": ["ID", ...]})";
  std::vector<std::string> findings;
  Labelled(
      "nonsense\n[]\n{\"label\":\"reset\"}\n{\"text\":\"a\",\"query\":\"b\",\"label\":\"reset\"}\n"
      "{\"text\":7,\"label\":\"reset\"}\n{\"text\":\"a\"}\n{\"text\":\"a\",\"label\":\"x\",\"relevant\":[]}\n"
      "{\"text\":\"a\",\"label\":\"\"}\n{\"text\":\"a\",\"relevant\":\"reset\"}\n"
      "{\"text\":\"a\",\"label\":\"oos\",\"locale\":1}\n",
      &findings);
  EXPECT_THAT(
      findings,
      ElementsAre("q.jsonl:1:1: error: not valid JSON at byte 2" + forms,
                  "q.jsonl:2:1: error: this line is not an object" + forms,
                  "q.jsonl:3:1: error: no question: neither 'text' nor 'query'" + forms,
                  "q.jsonl:4:1: error: both 'text' and 'query'; they mean the same" + forms,
                  "q.jsonl:5:1: error: 'text' must be text" + forms,
                  "q.jsonl:6:1: error: nothing says which article is right: neither 'label' nor 'relevant'" + forms,
                  "q.jsonl:7:1: error: both 'label' and 'relevant'; one says which article is right" + forms,
                  "q.jsonl:8:1: error: 'label' must be the id of an article; write \"oos\" where no article is right",
                  "q.jsonl:9:1: error: 'relevant' must be a list of article ids; write [\"ID\", ...], or [] where no "
                  "article is right",
                  "q.jsonl:10:1: error: 'locale' must be text; write a language such as \"en\", or leave it out"));
}

TEST(LabelledQuestions, AnIdThatNoArticleHasIsAWarningOnce) {
  std::vector<std::string> findings;
  const auto questions = Labelled(
      "{\"text\":\"a\",\"label\":\"reste\"}\n{\"text\":\"b\",\"label\":\"reste\"}\n"
      "{\"text\":\"c\",\"relevant\":[\"lag\"]}\n",
      &findings);
  EXPECT_EQ(questions.size(), 3u);
  EXPECT_THAT(findings, ElementsAre("q.jsonl:1:1: warning: no article has the id 'reste'; did you mean 'reset'?"));
}

TEST(LabelledQuestions, ManyMistakesAreNotToldWithoutEnd) {
  std::string wrong, unknown;
  for (int i = 0; i < 1'000; ++i) {
    wrong += "{\n";
    unknown += "{\"text\":\"a\",\"label\":\"absent-" + std::to_string(i) + "\"}\n";
  }
  std::vector<std::string> findings;
  Labelled(wrong, &findings);
  EXPECT_EQ(findings.size(), kMaxWrongLines + 1);
  EXPECT_EQ(findings.back(), "q.jsonl:101:1: error: too many lines are wrong; the rest was not read");
  EXPECT_EQ(Labelled(unknown, &findings).size(), 1'000u);
  EXPECT_EQ(findings.size(), kMaxUnknownArticles + 1);
}

TEST(LabelledQuestions, AFileWithoutAnyIsAnError) {
  std::vector<std::string> findings;
  Labelled("\n  \n", &findings);
  EXPECT_THAT(findings, ElementsAre(testing::StartsWith("q.jsonl: error: there is no question in it; write {")));
}

TEST(Evaluation, CountsWhichArticleIsTakenForWhich) {
  const auto index = BuildIndex(LoadSmall());
  const auto questions = Labelled(
      "{\"text\":\"forgot my password\",\"label\":\"reset\"}\n"
      "{\"text\":\"where is my invoice\",\"label\":\"refund\"}\n"
      "{\"text\":\"Where is my invoice?\",\"relevant\":[\"refund\",\"members\"]}\n"
      "{\"text\":\"file upload stops\",\"label\":\"lag\"}\n"
      "{\"text\":\"my call is choppy\",\"label\":\"oos\"}\n"
      "{\"text\":\"?!\",\"label\":\"lag\"}\n"
      "{\"text\":\"qwrtzp\",\"label\":\"oos\"}\n");
  const Evaluation evaluation = Evaluate(*index, questions);
  EXPECT_DOUBLE_EQ(*evaluation.figures.recall_at_1, 1.0 / 5);
  EXPECT_DOUBLE_EQ(*evaluation.figures.out_of_scope_recall, 1.0 / 2);
  EXPECT_DOUBLE_EQ(evaluation.figures.false_answers, 4.0 / 7);
  std::vector<std::string> rows;
  for (const Confusion& c : evaluation.confusions) {
    rows.push_back(c.expected + ">" + c.got + " " + std::to_string(c.questions) + " " + std::to_string(c.answered) +
                   " " + std::to_string(c.line) + " " + c.example);
  }
  EXPECT_THAT(rows, ElementsAre("refund>invoice 2 2 2 where is my invoice", ">lag 1 1 5 my call is choppy",
                                "lag>upload 1 1 4 file upload stops", "lag> 1 0 6 ?!"));
}

TEST(Evaluation, SeesArticlesOfEveryAccount) {
  base::Findings findings;
  const auto index = BuildIndex(LoadLibrary(
      {{"knowledge/a.md", "---\naccounts: [slack]\nquestions: [secret handshake, b, c]\n---\n"}}, English(), findings));
  const std::vector<LabelledQuestion> questions = {{.text = "secret handshake", .relevant = {"a"}}};
  EXPECT_EQ(Evaluate(*index, questions).figures.recall_at_1, 1);
}

}  // namespace
}  // namespace frontdesk::knowledge
