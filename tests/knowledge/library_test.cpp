#include "knowledge/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kGood = R"(---
title: Reset your password
questions:
  - How do I reset my password?
  - forgot my password
  - can't remember my login
tags: [account]
---
Press Forgot.

## Details
Only admins can do it for others.
)";

std::vector<std::string> FindingsOf(base::SourceFiles files, LoadOptions options = English()) {
  base::Findings findings;
  LoadLibrary(files, options, findings);
  return Lines(findings);
}

std::vector<std::string> FindingsOf(std::string text) {
  return FindingsOf({{"knowledge/articles/en/a.md", std::move(text)}});
}

TEST(Library, ReadsAnArticleOfOneFile) {
  base::Findings findings;
  const Library library =
      LoadLibrary({{"knowledge/articles/en/reset-password.md", std::string(kGood)}}, English(), findings);
  EXPECT_THAT(Lines(findings), IsEmpty());
  ASSERT_EQ(library.articles.size(), 1u);
  const Article& article = library.articles[0];
  EXPECT_EQ(article.id, "reset-password");
  EXPECT_EQ(article.In("en").title, "Reset your password");
  EXPECT_EQ(article.In("en").questions.size(), 3u);
  EXPECT_EQ(base::ToPlainText(article.In("en").short_text), "Press Forgot.");
  EXPECT_THAT(article.In("en").rest, HasSubstr("Only admins"));
  EXPECT_THAT(article.tags, ElementsAre("account"));
}

TEST(Library, PutsTheLanguagesOfAnIdTogetherInTheWorkspacesOrder) {
  base::Findings findings;
  const Library library = LoadLibrary({{"knowledge/articles/zh/reset.md", "---\ntitle: 重置密码\n---\n点忘记密码。\n"},
                                       {"knowledge/articles/en/reset.md", std::string(kGood)}},
                                      {.locales = {"en", "zh"}, .flows = {}, .now = {}}, findings);
  ASSERT_EQ(library.articles.size(), 1u);
  const Article& article = library.articles[0];
  ASSERT_EQ(article.texts.size(), 2u);
  EXPECT_EQ(article.texts[0].locale, "en");
  EXPECT_EQ(article.In("zh").title, "重置密码");
  EXPECT_EQ(article.In("fr").locale, "en") << "an article that lacks the language is shown in the first it has";
}

TEST(Library, ATextWithoutALanguageServesEveryLanguage) {
  const Library library = LoadSmall();
  EXPECT_EQ(library.articles[0].In("zh").locale, "");
  EXPECT_EQ(library.articles[0].TitleIn("zh"), "Get an invoice");
}

TEST(Library, ShowsTheFirstQuestionThenTheIdWhereThereIsNoTitle) {
  const Library library = LoadSmall(
      {{"knowledge/a.jsonl", "{\"id\":\"a\",\"phrasings\":[\"where is it\"]}\n{\"id\":\"b\",\"body\":\"there\"}\n"}});
  ASSERT_EQ(library.articles.size(), 2u);
  EXPECT_EQ(library.articles[0].TitleIn("en"), "where is it");
  EXPECT_EQ(library.articles[1].TitleIn("en"), "b");
}

TEST(Library, TakesNoEmptyTextForAName) {
  const Library library = LoadSmall({{"knowledge/a.jsonl",
                                      "{\"id\":\"a\",\"title\":\" \",\"questions\":[\"\",\"where\"]}\n"
                                      "{\"id\":\"b\",\"title\":null,\"questions\":[\" \"],\"body\":\"\"}\n"}});
  ASSERT_EQ(library.articles.size(), 2u);
  EXPECT_EQ(library.articles[0].TitleIn("en"), "where");
  EXPECT_EQ(library.articles[1].TitleIn("en"), "b");
}

TEST(Library, AnIdMayBeAnyText) {
  const std::vector<std::string> ids = {"重置密码", "a/b c", "1.5", "--- # \xF0\x9F\x94\x91", "knowledge/a.md"};
  std::string rows;
  for (const std::string& id : ids) rows += "{\"id\":\"" + id + "\",\"questions\":[\"q " + id + "\"]}\n";
  const Library library = LoadSmall({{"knowledge/a.jsonl", rows}});
  std::vector<std::string> read;
  for (const Article& article : library.articles) read.push_back(article.id);
  EXPECT_THAT(read, testing::UnorderedElementsAreArray(ids));
}

TEST(Library, ReadsEveryEndingThatPeopleUse) {
  EXPECT_EQ(LoadSmall({{"knowledge/a.MD", std::string(kGood)},
                       {"knowledge/b.markdown", "---\nquestions: [x]\n---\n"},
                       {"knowledge/c.CSV", "question,answer\nWhy?,So\n"}})
                .articles.size(),
            3u);
}

// Everything of a library, to be compared.
std::vector<std::string> Told(const Library& library) {
  std::vector<std::string> told;
  for (const Article& article : library.articles) {
    std::string line = article.id + " " + testing::PrintToString(article.tags) + article.rejected_flow;
    for (const ArticleText& text : article.texts) {
      line += "|" + text.locale + "|" + text.path + ":" + std::to_string(text.line) + "|" + text.title + "|" +
              testing::PrintToString(text.questions) + base::ToPlainText(text.short_text) + text.rest;
    }
    told.push_back(line);
  }
  for (const auto& concept_terms : library.synonyms) told.push_back(testing::PrintToString(concept_terms));
  return told;
}

TEST(Library, DoesNotDependOnTheOrderOfFiles) {
  base::SourceFiles files = ShippedFiles();
  files.push_back({"knowledge/faq.jsonl", SmallBase()});
  files.push_back({"knowledge/faq.csv", "id,question,answer\nlag,Again,Taken\nown,How do I pay?,So\n"});
  files.push_back({"knowledge/zh/faq.csv", "id,question,answer\nown,怎么付款,这样\n"});
  files.push_back({"knowledge/more/own.md", "---\ntags: [b, a]\nquestions: [how do I pay]\n---\n[x](gone.md)\n"});
  files.push_back({"knowledge/synonyms.txt", "a|b\n"});
  files.push_back({"knowledge/more/synonyms.txt", "c|d\nalone\n"});
  const LoadOptions options{.locales = {"en", "zh"}, .flows = {}, .now = {}};
  base::Findings first_findings;
  const Library first = LoadLibrary(files, options, first_findings);
  EXPECT_TRUE(first_findings.HasErrors()) << "what is broken must not depend on the order either";
  std::mt19937 random(20261121);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(files.begin(), files.end(), random);
    base::Findings findings;
    EXPECT_EQ(Told(LoadLibrary(files, options, findings)), Told(first));
    EXPECT_EQ(Lines(findings), Lines(first_findings));
  }
}

TEST(Library, ReadsOnlyTheFolderKnowledge) {
  EXPECT_TRUE(LoadSmall({{"notes/a.md", std::string(kGood)}, {"knowledge/picture.png", "\xFF\xD8"}}).articles.empty());
}

TEST(Library, CutsAtMoreOrAtTheFirstHeadingButNotInsideCode) {
  const Library library = LoadSmall({{"knowledge/a.md", "Short.\n```\n# no heading\n```\n<!-- more -->\nLong.\n"},
                                     {"knowledge/b.md", "# The title\n\nShort.\n\n# Details\nLong.\n"}});
  ASSERT_EQ(library.articles.size(), 2u);
  EXPECT_THAT(base::ToPlainText(library.articles[0].texts[0].short_text), HasSubstr("no heading"));
  EXPECT_EQ(library.articles[0].texts[0].rest, "Long.");
  EXPECT_EQ(library.articles[1].texts[0].title, "The title");
  EXPECT_EQ(base::ToPlainText(library.articles[1].texts[0].short_text), "Short.");
  EXPECT_EQ(library.articles[1].texts[0].rest, "# Details\nLong.");
}

TEST(Library, ReadsWhoMaySeeItWhenAndWhatComesAfter) {
  base::Findings findings;
  const Library library = LoadLibrary({{"knowledge/a.md",
                                        "---\n"
                                        "questions: [a, b, c]\n"
                                        "accounts: [slack]\ntiers: gold\n"
                                        "valid: {from: 2026-01-01, until: 2027-01-01}\n"
                                        "rejected: {flow: bug-report}\n---\n"}},
                                      English(), findings);
  EXPECT_THAT(Lines(findings), IsEmpty());
  const Article& article = library.articles.at(0);
  EXPECT_THAT(article.accounts, ElementsAre("slack"));
  EXPECT_THAT(article.tiers, ElementsAre("gold"));
  EXPECT_EQ(base::FormatUtc(article.valid_from.value()), "2026-01-01T00:00:00Z");
  EXPECT_EQ(base::FormatUtc(article.valid_until.value()), "2027-01-01T00:00:00Z");
  EXPECT_EQ(article.rejected_flow, "bug-report");
}

TEST(Library, ReadsSynonyms) {
  const Library library = LoadSmall({{"knowledge/synonyms.txt", "# ours\n相机 | camera|webcam\n\nvpn|tunnel\n"}});
  EXPECT_THAT(library.synonyms, ElementsAre(ElementsAre("相机", "camera", "webcam"), ElementsAre("vpn", "tunnel")));
}

TEST(LibraryFindings, AnUnknownKeyIsAnErrorThatNamesTheLikelyOne) {
  EXPECT_THAT(FindingsOf("---\ntitle: A\nquestoins: [a, b, c]\n---\n"),
              testing::Contains(testing::AllOf(testing::StartsWith("knowledge/articles/en/a.md:3:1: error: "),
                                               HasSubstr("questoins"), HasSubstr("did you mean 'questions'?"))));
}

TEST(LibraryFindings, FrontMatterThatIsBrokenOrOpenIsAnError) {
  EXPECT_THAT(FindingsOf("---\ntitle: [A\n---\n"), ElementsAre(HasSubstr("a.md:3:1: error: ")));
  EXPECT_THAT(
      FindingsOf("---\ntitle: A\nno end\n"),
      ElementsAre("knowledge/articles/en/a.md:1:1: error: the front matter has no end; close it with a line that "
                  "holds only ---"));
}

TEST(LibraryFindings, TheSameIdTwiceInOneLanguageIsAnErrorAtTheSecond) {
  EXPECT_THAT(FindingsOf({{"knowledge/articles/en/a.md", std::string(kGood)},
                          {"knowledge/articles/en/more/a.md", "---\nquestions: [x, y, z]\n---\n"}}),
              ElementsAre("knowledge/articles/en/more/a.md:1:1: error: the id 'a' is taken by "
                          "knowledge/articles/en/a.md; give one of them another id"));
}

TEST(LibraryFindings, ADeadLinkIsAnErrorAtItsPlace) {
  const base::SourceFiles files = {{"knowledge/articles/en/a.md",
                                    "---\nquestions: [a, b, c]\n---\nSee [b](b.md), [b](../en/b.md#top),\n"
                                    "[web](https://x.example/c.md), `[no](code.md)` or [gone](invoce.md).\n"},
                                   {"knowledge/articles/en/b.md", "---\nquestions: [d, e, f]\n---\n"},
                                   {"knowledge/articles/en/invoice.md", "---\nquestions: [g, h, i]\n---\n"}};
  EXPECT_THAT(FindingsOf(files), ElementsAre("knowledge/articles/en/a.md:5:58: error: no article 'invoce' to link to; "
                                             "did you mean 'invoice'?"));
}

TEST(LibraryFindings, BytesThatAreNoUtf8AreAnErrorAtTheirPlace) {
  EXPECT_THAT(FindingsOf("---\nquestions: [a, b, c]\n---\nbad \xFF byte\n"),
              ElementsAre("knowledge/articles/en/a.md:4:5: error: this byte is not UTF-8; save the file as UTF-8"));
}

TEST(LibraryFindings, AFileOverItsLimitIsAnErrorThatSaysTheLimit) {
  EXPECT_THAT(FindingsOf(std::string(kMaxArticleBytes + 1, 'a')),
              ElementsAre("knowledge/articles/en/a.md: error: the file is over 5 MB; split it"));
}

TEST(LibraryFindings, AnIdMayHave200BytesAndNoMore) {
  const auto with_id = [](std::size_t size) {
    return FindingsOf("---\nid: " + std::string(size, 'x') + "\nquestions: [a, b, c]\n---\n");
  };
  EXPECT_THAT(with_id(200), IsEmpty());
  EXPECT_THAT(with_id(201), ElementsAre(HasSubstr("error: the id has 201 bytes, the limit is 200")));
}

TEST(LibraryFindings, AWrongDayIsAnError) {
  EXPECT_THAT(FindingsOf("---\nquestions: [a, b, c]\nvalid: {until: soon}\n---\n"),
              ElementsAre("knowledge/articles/en/a.md:3:16: error: 'soon' is not a day; write it as 2027-01-31"));
}

TEST(LibraryFindings, FewerThanThreeQuestionsAreAWarning) {
  EXPECT_THAT(
      FindingsOf("---\nquestions: [a, b]\n---\n"),
      ElementsAre("knowledge/articles/en/a.md:1:1: warning: the article has fewer than three questions; add the "
                  "words in which people really ask"));
}

TEST(LibraryFindings, AMissingLanguageIsAWarning) {
  EXPECT_THAT(FindingsOf({{"knowledge/articles/en/a.md", std::string(kGood)}},
                         {.locales = {"en", "zh"}, .flows = {}, .now = {}}),
              ElementsAre("knowledge/articles/en/a.md:1:1: warning: the article 'a' has no text in 'zh'; add "
                          "knowledge/articles/zh/a.md"));
}

TEST(LibraryFindings, AnExpiredArticleIsAWarning) {
  const base::SourceFiles files = {{"knowledge/a.md", "---\nquestions: [a, b, c]\nvalid: {until: 2026-01-01}\n---\n"}};
  LoadOptions options = English();
  options.now = *base::ParseTime("2025-12-31T23:59:59Z");
  EXPECT_THAT(FindingsOf(files, options), IsEmpty());
  options.now = *base::ParseTime("2026-01-01T00:00:00Z");
  EXPECT_THAT(FindingsOf(files, options), ElementsAre(HasSubstr("a.md:3:16: warning: the article 'a' has expired")));
}

TEST(LibraryFindings, AFlowThatDoesNotExistIsAWarning) {
  EXPECT_THAT(FindingsOf("---\nquestions: [a, b, c]\nrejected: {flow: bug-reprot}\n---\n"),
              ElementsAre("knowledge/articles/en/a.md:3:18: warning: no flow 'bug-reprot' to offer; did you mean "
                          "'bug-report'?"));
}

TEST(LibraryFindings, EqualPhrasingsOfTwoArticlesAreAWarning) {
  const base::SourceFiles files = {
      {"knowledge/a.md", "---\nquestions: [one, two, 'How do I pay?']\n---\n"},
      {"knowledge/b.md", "---\nquestions:\n  - how do I  pay\n  - three\n  - four\n---\n"}};
  EXPECT_THAT(FindingsOf(files), ElementsAre("knowledge/b.md:3:5: warning: 'how do I  pay' is also asked for 'a' "
                                             "(knowledge/a.md:2); keep it where it belongs"));
}

TEST(LibraryFindings, AConceptOfOneTermIsAnError) {
  EXPECT_THAT(
      FindingsOf({{"knowledge/synonyms.txt", "a|b\nlonely\n"}}),
      ElementsAre("knowledge/synonyms.txt:2:1: error: a concept needs at least two terms; split its terms by |"));
}

TEST(LibraryFindings, TheShippedArticlesHaveNone) {
  base::Findings findings;
  const Library library = LoadLibrary(ShippedFiles(),
                                      {.locales = {"en", "zh"},
                                       .flows = {"billing-question", "bug-report", "call-quality", "cannot-sign-in",
                                                 "complaint", "message-delivery", "feature-suggestion", "praise"},
                                       .now = {}},
                                      findings);
  EXPECT_THAT(Lines(findings), IsEmpty());
  EXPECT_GE(library.articles.size(), 40u);
}

}  // namespace
}  // namespace frontdesk::knowledge
