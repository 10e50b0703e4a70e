// Articles that the bot could only guess between are told to their author.
#include "knowledge/collisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

struct Checked {
  CollisionCount count;
  std::vector<std::string> findings;
};

Checked Check(const base::SourceFiles& files) {
  base::Findings findings;
  const CollisionCount count = CheckCollisions(LoadSmall(files), findings);
  return {count, Lines(findings)};
}

// Six unlike articles, so that the two in question are not the whole world.
base::SourceFiles With(base::SourceFiles files) {
  files.push_back({"knowledge/faq.jsonl", SmallBase()});
  return files;
}

constexpr char kPrinter[] =
    "---\ntitle: Set up a printer\nquestions:\n  - how do I set up the printer\n  - install the printer driver\n"
    "  - the office printer needs toner\n---\nDo this.\n";
constexpr char kToner[] =
    "---\ntitle: Change the toner\nquestions:\n  - office printer toner\n  - the printer needs new toner\n"
    "  - printer toner is empty\n---\nDo that.\n";

TEST(Collisions, AQuestionThatAnotherArticleWouldAnswerIsAWarningAtItsPlace) {
  const Checked checked = Check(With({{"knowledge/printer.md", kPrinter}, {"knowledge/toner.md", kToner}}));
  EXPECT_THAT(
      checked.findings,
      Contains(AllOf(StartsWith("knowledge/printer.md:6:5: warning: 'the office printer needs toner' is much like "
                                "a question of 'toner', which would answer it"),
                     HasSubstr("in one of the two articles, or join them"))));
}

TEST(Collisions, UnlikeArticlesHaveNone) {
  const Checked checked = Check({{"knowledge/faq.jsonl", SmallBase()}});
  EXPECT_THAT(checked.findings, IsEmpty());
  EXPECT_EQ(checked.count.asked, checked.count.questions);
  EXPECT_GT(checked.count.asked, 10u);
}

TEST(Collisions, ArticlesThatNobodySeesTogetherDoNotCollide) {
  std::string printer = kPrinter, toner = kToner;
  printer.insert(4, "accounts: [slack]\n");
  toner.insert(4, "accounts: [widget]\n");
  EXPECT_THAT(Check(With({{"knowledge/printer.md", printer}, {"knowledge/toner.md", toner}})).findings, IsEmpty());
}

TEST(Collisions, EqualQuestionsAreLeftToTheCheckThatTellsOfThem) {
  std::string toner = kToner;
  toner.insert(toner.find("  - office"), "  - the office printer needs toner\n");
  const Checked checked = Check(With({{"knowledge/printer.md", kPrinter}, {"knowledge/toner.md", toner}}));
  EXPECT_THAT(checked.findings, testing::Not(Contains(HasSubstr("'the office printer needs toner'"))));
}

TEST(Collisions, AnArticleKnownByOneQuestionOnlyIsNotAsked) {
  EXPECT_EQ(Check({{"knowledge/a.jsonl", "{\"id\":\"a\",\"questions\":[\"one\"]}\n{\"id\":\"b\"}\n"}}).count.questions,
            0u);
  EXPECT_EQ(Check({}).count.questions, 0u);
}

TEST(Collisions, OfALargeBaseAPartIsAskedAndTheRestCounted) {
  base::Findings findings;
  const Library library = LoadSmall();
  const CollisionCount whole = CheckCollisions(library, findings);
  const CollisionCount part = CheckCollisions(library, findings, {.phrasings = 1, .asked = 2});
  EXPECT_EQ(whole.asked, whole.questions);
  EXPECT_EQ(part.questions, whole.questions);
  EXPECT_EQ(part.asked, 2u);
}

}  // namespace
}  // namespace frontdesk::knowledge
