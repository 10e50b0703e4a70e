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

std::vector<std::string> Texts(const CsvRow& row) {
  std::vector<std::string> texts;
  for (const CsvCell& cell : row) texts.push_back(cell.text);
  return texts;
}

TEST(Csv, CellsMayHoldCommasBreaksAndQuotes) {
  base::Findings findings;
  const auto rows = ParseCsv("a.csv", "q,\"a, \"\"b\"\"\nc\"\r\n\n,,\nlast,", findings);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(Texts(rows[0]), ElementsAre("q", "a, \"b\"\nc"));
  EXPECT_THAT(Texts(rows[1]), ElementsAre("last", ""));
  EXPECT_EQ(rows[1][0].line, 5) << "the break inside the cell counts";
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

TEST(CsvArticles, KnowsItsColumnsInChineseAndMorePhrasings) {
  const Loaded loaded =
      Load("faq.csv", "编号,问题,相似问法,答案,标签\npay,怎么付款,\"如何支付|能刷卡吗\n支付方式\",刷卡,钱\n");
  ASSERT_THAT(loaded.articles, SizeIs(1));
  EXPECT_EQ(loaded.articles[0].id, "pay");
  EXPECT_EQ(loaded.articles[0].TitleIn("zh"), "怎么付款");
  EXPECT_THAT(loaded.articles[0].texts[0].questions, ElementsAre("如何支付", "能刷卡吗", "支付方式"));
  EXPECT_THAT(loaded.articles[0].tags, ElementsAre("钱"));
  EXPECT_THAT(loaded.findings, IsEmpty());
}

TEST(Tables, AFileThatIsNoTableIsNotReadToItsEnd) {
  std::string rows, cells = "question\n";
  for (int i = 0; i < 5000; ++i) {
    rows += "no json\n";
    cells += "a,b\n";
  }
  for (const Loaded& loaded : {Load("a.jsonl", rows), Load("a.csv", cells)}) {
    EXPECT_EQ(loaded.findings.size(), 1001u);
    EXPECT_THAT(loaded.findings.back(), HasSubstr("error: more than 1000 rows are broken; the others were not read"));
  }
}

TEST(CsvArticles, WithoutAColumnForTheQuestionNothingIsRead) {
  const Loaded loaded = Load("faq.csv", "q,a\nx,y\n");
  EXPECT_THAT(loaded.articles, IsEmpty());
  EXPECT_THAT(loaded.findings,
              ElementsAre("knowledge/faq.csv:1:1: error: no column is called 'question' or '问题'; name the "
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
