#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/csv.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Loaded {
  std::vector<Article> articles;
  std::vector<std::string> findings;
};

Loaded Load(std::string path, std::string text) {
  base::Findings findings;
  Library library = LoadLibrary({{"knowledge/" + std::move(path), std::move(text)}}, English(), findings);
  return {std::move(library.articles), Lines(findings)};
}

TEST(Csv, CellsMayHoldCommasBreaksAndQuotes) {
  base::Findings findings;
  const auto rows = ParseCsv("a.csv", "q,\"a, \"\"b\"\"\nc\"\r\n\n,,\nlast,", findings);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[0].cells, ElementsAre("q", "a, \"b\"\nc"));
  EXPECT_THAT(rows[1].cells, ElementsAre("last", ""));
  EXPECT_EQ(rows[1].line, 5) << "the break inside the cell counts";
  EXPECT_TRUE(findings.empty());
}

TEST(Csv, AQuoteThatNeverClosesIsAnErrorAtItsPlace) {
  base::Findings findings;
  EXPECT_THAT(ParseCsv("a.csv", "question,answer\nx,\"open\n", findings), SizeIs(1));
  EXPECT_THAT(Lines(findings), ElementsAre(HasSubstr("a.csv:2:3: error: this quote never closes")));
}

TEST(CsvArticles, ARowIsAnArticleKnownByItsQuestion) {
  const Loaded loaded =
      Load("faq.csv", "\xEF\xBB\xBFQuestion,Answer,Tags\nHow do I pay?,\"By card, or cash.\",billing; money\n");
  ASSERT_THAT(loaded.articles, SizeIs(1));
  const Article& article = loaded.articles[0];
  EXPECT_EQ(article.id, "how-do-i-pay");
  EXPECT_EQ(article.TitleIn("en"), "How do I pay?");
  EXPECT_EQ(base::ToPlainText(article.In("en").short_text), "By card, or cash.");
  EXPECT_THAT(article.tags, ElementsAre("billing", "money"));
  EXPECT_THAT(loaded.findings, ElementsAre(HasSubstr("faq.csv:2:1: warning: 1 row has fewer than three questions")));
}

TEST(CsvArticles, WithoutAColumnForTheQuestionNothingIsRead) {
  const Loaded loaded = Load("faq.csv", "q,a\nx,y\n");
  EXPECT_THAT(loaded.articles, IsEmpty());
  EXPECT_THAT(loaded.findings, ElementsAre("knowledge/faq.csv:1:1: error: no column is called 'question'; name the "
                                           "columns in the first row: question,answer,tags"));
}

TEST(CsvArticles, ARowWithTooManyCellsIsAnErrorAndTheOthersAreRead) {
  const Loaded loaded = Load("faq.csv", "question,answer\na,b,c\nd,e\n");
  EXPECT_THAT(loaded.articles, SizeIs(1));
  EXPECT_THAT(loaded.findings, testing::Contains(HasSubstr("faq.csv:2:1: error: this row has 3 cells")));
}

TEST(CsvArticles, TheSameQuestionTwiceIsAnError) {
  const Loaded loaded = Load("faq.csv", "question,answer\nHow?,a\nhow ?,b\n");
  EXPECT_THAT(loaded.findings, testing::Contains(HasSubstr("faq.csv:3:1: error: the id 'how")));
}

TEST(JsonlArticles, QuestionsAndPhrasingsAreTheSame) {
  const Loaded loaded =
      Load("faq.jsonl",
           "{\"id\":\"a\",\"title\":\"\",\"questions\":[\"one\"],\"phrasings\":[\"two\"],\"body\":\"\"}\n"
           "\n{\"id\":7,\"tags\":\"x\"}\n");
  ASSERT_THAT(loaded.articles, SizeIs(2));
  EXPECT_EQ(loaded.articles[0].id, "7");
  EXPECT_THAT(loaded.articles[1].texts[0].questions, ElementsAre("one", "two"));
  EXPECT_THAT(loaded.findings,
              ElementsAre(HasSubstr("faq.jsonl:1:1: warning: 2 rows have fewer than three questions")));
}

TEST(JsonlArticles, UnknownKeysGiveOneWarning) {
  const Loaded loaded = Load("faq.jsonl",
                             "{\"id\":\"a\",\"questions\":[\"x\",\"y\",\"z\"],\"path\":\"p\"}\n"
                             "{\"id\":\"b\",\"questions\":[\"u\",\"v\",\"w\"],\"path\":\"p\",\"lang\":1}\n");
  EXPECT_THAT(loaded.articles, SizeIs(2));
  EXPECT_THAT(loaded.findings, ElementsAre("knowledge/faq.jsonl:1:1: warning: keys that are not read: 'lang', 'path'; "
                                           "known: id, title, questions, tags, body"));
}

TEST(JsonlArticles, BrokenRowsAreErrorsAtTheirLineAndTheOthersAreRead) {
  const Loaded loaded = Load("faq.jsonl",
                             "{\"id\":\"a\",\"questions\":[\"x\",\"y\",\"z\"]}\n{broken\n[1]\n{\"title\":\"no id\"}\n"
                             "{\"id\":\"\"}\n{\"id\":\"b\",\"questions\":[1]}\n{\"id\":\"c\",\"title\":{}}\n");
  EXPECT_THAT(loaded.articles, SizeIs(1));
  EXPECT_THAT(loaded.findings, ElementsAre(HasSubstr("faq.jsonl:2:1: error: not valid JSON"),
                                           HasSubstr("faq.jsonl:3:1: error: this row is not an object"),
                                           HasSubstr("faq.jsonl:4:1: error: this row lacks 'id'"),
                                           HasSubstr("faq.jsonl:5:1: error: the id is empty"),
                                           HasSubstr("faq.jsonl:6:1: error: 'questions' must be a list of texts"),
                                           HasSubstr("faq.jsonl:7:1: error: 'title' must be text")));
}

TEST(JsonlArticles, ANestOfBracketsIsAnErrorNotACrash) {
  const Loaded loaded = Load("faq.jsonl", std::string(200'000, '[') + "\n");
  EXPECT_THAT(loaded.findings, ElementsAre(HasSubstr("faq.jsonl:1:1: error: ")));
}

}  // namespace
}  // namespace frontdesk::knowledge
