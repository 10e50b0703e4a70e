#include "knowledge/draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/library.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Library Load(const std::string& path, const std::string& text) {
  base::Findings findings;
  Library library = LoadLibrary({{path, text}}, {}, findings);
  for (const base::Finding& finding : findings.Sorted())
    EXPECT_NE(finding.severity, base::Severity::kError) << base::ToString(finding) << "\n" << text;
  return library;
}

std::vector<std::string> QuestionsOf(const std::string& text) {
  const Library library = Load("knowledge/articles/en/a.md", text);
  return library.articles.empty() ? std::vector<std::string>{} : library.articles[0].texts[0].questions;
}

TEST(DraftArticle, ReadsAsTheArticleThatItIsToBecome) {
  const std::string text = DraftArticle({"Where: \"here\"?\n# no",
                                         {"where can I park?", "停车场在哪里"},
                                         "In the garage.\n\n## More\nIt costs.\n",
                                         {"From a reply.\n---\nTwo lines."}});
  const Library library = Load("knowledge/articles/en/parking.md", text);
  ASSERT_EQ(library.articles.size(), 1u);
  const ArticleText& article = library.articles[0].texts[0];
  EXPECT_EQ(article.title, "Where: \"here\"?\n# no");
  EXPECT_THAT(article.questions, ElementsAre("where can I park?", "停车场在哪里"));
  EXPECT_EQ(base::ToPlainText(article.short_text), "In the garage.");
}

TEST(Drafts, AreNotPublished) {
  EXPECT_THAT(
      Load("knowledge/drafts/articles/en/parking.md", DraftArticle({"Parking", {"where?"}, "Here.", {}})).articles,
      IsEmpty());
}

TEST(AddQuestion, ChangesNothingElse) {
  const std::string before =
      "---\ntitle: Parking   # as signed\nquestions:   # of people\n  - where to park\n\ntags: [a]\n---\nBody --- "
      "here\n";
  const auto after = AddQuestion("a.md", before, "is there a \"garage\"?");
  ASSERT_TRUE(after);
  EXPECT_EQ(*after,
            "---\ntitle: Parking   # as signed\nquestions:   # of people\n  - where to park\n"
            "  - \"is there a \\\"garage\\\"?\"\n\ntags: [a]\n---\nBody --- here\n");
  EXPECT_THAT(QuestionsOf(*after), ElementsAre("where to park", "is there a \"garage\"?"));
}

TEST(AddQuestion, FindsItsPlaceInEveryFormOfAnArticle) {
  for (const char* before : {"---\nquestions: [\"one, two\", three]\ntitle: T\n---\nBody\n",
                             "---\nquestions: [\"one, two\",\n  three]\ntitle: T\n---\nBody\n",
                             "---\ntitle: T\nquestions:\n- one, two\n- three\n---\nBody\n",
                             "---\ntitle: T\nquestions:\n    - one, two\n    - >-\n      three\n---\nBody\n"}) {
    const auto after = AddQuestion("a.md", before, "four: 4");
    ASSERT_TRUE(after) << before;
    EXPECT_THAT(QuestionsOf(*after), ElementsAre("one, two", "three", "four: 4")) << *after;
  }
  for (const char* before :
       {"---\ntitle: T\n---\nBody\n", "---\ntitle: T\nquestions:\n---\nBody\n", "# T\nBody\n", ""}) {
    const auto after = AddQuestion("a.md", before, "four: 4");
    ASSERT_TRUE(after) << before;
    EXPECT_THAT(QuestionsOf(*after), ElementsAre("four: 4")) << *after;
  }
  const auto one = AddQuestion("a.md", "---\nquestions: one\n---\nBody\n", "two");
  EXPECT_THAT(QuestionsOf(*one), ElementsAre("one", "two"));
}

TEST(AddQuestion, RefusesWhatIsThereAlreadyAndWhatItCannotRead) {
  EXPECT_EQ(AddQuestion("a.md", "---\nquestions: [Where to park?]\n---\n", "where to  park").error().code,
            base::ErrorCode::kConflict);
  EXPECT_EQ(AddQuestion("a.md", "---\nquestions: [\n---\n", "x").error().code, base::ErrorCode::kInvalid);
  EXPECT_EQ(AddQuestion("a.md", "---\nquestions:\n", "x").error().code, base::ErrorCode::kInvalid);
}

TEST(FileNames, AreSafeAndTellTitlesApart) {
  EXPECT_EQ(FileNameFor("Where can I park?!"), "where-can-i-park");
  EXPECT_EQ(FileNameFor("../../etc/passwd"), "etc-passwd");
  EXPECT_EQ(FileNameFor(std::string(300, 'a')), std::string(48, 'a'));
  EXPECT_THAT(FileNameFor("停车场在哪里"), testing::MatchesRegex("article-[0-9a-f]{8}"));
  EXPECT_NE(FileNameFor("停车场在哪里"), FileNameFor("停车场在哪儿"));
}

}  // namespace
}  // namespace frontdesk::knowledge
