// What must hold of answers whatever stands in the base.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "knowledge/ask.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

const LoadOptions kBoth{.locales = {"en", "zh"}, .flows = {}, .now = {}};

std::shared_ptr<const Index> Build(base::SourceFiles files) {
  base::Findings findings;
  return BuildIndex(LoadLibrary(std::move(files), kBoth, findings));
}

// Questions in other words than the articles', a quarter of them about nothing that is in the base.
std::vector<std::string> Questions() {
  std::vector<std::string> questions;
  for (const std::string& line : base::SplitLines(ReadWhole(FD_SOURCE_DIR "/tests/knowledge/shipped_questions.tsv"))) {
    questions.push_back(line.substr(line.find('\t') + 1));
  }
  return questions;
}

class Promises : public testing::Test {
 protected:
  static void SetUpTestSuite() { index_ = Build(ShippedFiles()); }
  static void TearDownTestSuite() { index_.reset(); }
  static std::shared_ptr<const Index> index_;
};
std::shared_ptr<const Index> Promises::index_;

TEST_F(Promises, TheSameBaseGivesTheSameBytesInAnyOrderOfItsFiles) {
  base::SourceFiles files = ShippedFiles();
  std::shuffle(files.begin(), files.end(), std::mt19937_64(7));
  const auto again = Build(std::move(files));
  for (const std::string& question : Questions()) {
    const std::string line = "{\"text\":" + base::JsonQuote(question) + "}";
    ASSERT_EQ(AskLine(*index_, line, Explained::kJson), AskLine(*again, line, Explained::kJson)) << question;
  }
}

// One article at a time, in words that no shipped article uses.
TEST_F(Promises, AnUnrelatedArticleChangesNoAnswer) {
  const char* unrelated[] = {
      "---\nquestions: [when to harvest honey, my beehive swarmed, feeding bees in winter]\n---\nAsk Ann.\n",
      "---\ntitle: Tomato soup\nquestions:\n  - Which herbs suit a tomato soup?\n  - soup recipe with basil\n  - "
      "番茄汤用什么香草\n---\n"
      "Simmer the tomatoes with basil.\n",
      "---\ntitle: Spring tides\nquestions:\n  - When is high tide at the harbour?\n  - tide tables\n  - "
      "港口几点涨潮\n---\n"
      "After the full moon.\n"};
  int answered = 0;
  for (const char* article : unrelated) {
    base::SourceFiles files = ShippedFiles();
    files.push_back({"knowledge/articles/aaa-unrelated.md", article});
    const auto more = Build(std::move(files));
    for (const std::string& question : Questions()) {
      const Ranking before = index_->Search({.text = question}), after = more->Search({.text = question});
      if (before.band != Band::kAnswer) continue;
      ++answered;
      EXPECT_EQ(after.hits.at(0).id, before.hits.at(0).id)
          << question << ": confidence " << before.confidence << ", gap " << before.signals.gap;
    }
  }
  EXPECT_GT(answered, 50);
}

TEST_F(Promises, ATitleOrQuestionAskedWordForWordIsAnsweredByItsArticle) {
  for (const Article& article : index_->library().articles) {
    for (const ArticleText& text : article.texts) {
      for (const std::string& question : text.questions) {
        const Ranking ranking = index_->Search({.text = "  " + question + " !"});
        EXPECT_EQ(ranking.band, Band::kAnswer) << question;
        EXPECT_EQ(ranking.hits.at(0).id, article.id) << question;
      }
    }
  }
}

TEST_F(Promises, TraditionalCharactersAndFullWidthLettersCostNothing) {
  const char* pairs[][2] = {{"怎麼重置密碼", "怎么重置密码"},
                            {"會議裡聽不到聲音", "会议里听不到声音"},
                            {"ＲＥＳＥＴ　ｍｙ　ｐａｓｓｗｏｒｄ", "reset my password"}};
  for (const auto& [written, plain] : pairs) {
    const Ranking a = index_->Search({.text = written}), b = index_->Search({.text = plain});
    ASSERT_FALSE(b.hits.empty());
    EXPECT_EQ(a.hits.at(0).id, b.hits[0].id) << written;
    EXPECT_EQ(a.confidence, b.confidence) << written;
  }
}

}  // namespace
}  // namespace frontdesk::knowledge
