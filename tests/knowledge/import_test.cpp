// What people already have becomes articles that mean the same.
#include "knowledge/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/article_writer.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const ImportOptions kOptions{"knowledge/docs", {"en", "zh"}};

struct Imported {
  base::SourceFiles files;
  std::vector<std::string> findings;

  std::string At(const std::string& path) const {
    for (const base::SourceFile& file : files)
      if (file.path == "knowledge/docs/" + path) return file.text;
    return "(no such file)";
  }
  std::vector<std::string> Paths() const {
    std::vector<std::string> paths;
    for (const base::SourceFile& file : files) paths.push_back(file.path.substr(std::string("knowledge/docs/").size()));
    return paths;
  }
};

Imported Table(const std::string& path, const std::string& text) {
  base::Findings findings;
  base::SourceFiles files = ImportTable({path, text}, kOptions, findings);
  return {std::move(files), Lines(findings)};
}

Imported Documents(const base::SourceFiles& documents) {
  base::Findings findings;
  base::SourceFiles files = ImportDocuments(documents, kOptions, findings);
  return {std::move(files), Lines(findings)};
}

// Only what `check` calls an error.
std::vector<std::string> ErrorsOf(const base::SourceFiles& files) {
  base::Findings findings;
  LoadLibrary(files, {.locales = {"en", "zh"}, .flows = {}, .now = {}}, findings);
  std::vector<std::string> errors;
  for (const base::Finding& finding : findings.Sorted())
    if (finding.severity == base::Severity::kError) errors.push_back(base::ToString(finding));
  return errors;
}

// Everything of an article that people see and that is searched.
std::string Told(const Article& article) {
  const ArticleText& text = article.texts.at(0);
  std::string told = article.id + "|" + text.title;
  for (const std::string& question : text.questions) told += "|" + question;
  for (const std::string& tag : article.tags) told += "|#" + tag;
  return told + "|" + base::ToPlainText(text.short_text) + "|" + text.rest;
}

std::vector<std::string> ToldBy(const base::SourceFiles& files) {
  base::Findings ignored;
  std::vector<std::string> told;
  for (const Article& article : LoadLibrary(files, English(), ignored).articles) told.push_back(Told(article));
  return told;
}

TEST(ArticleWriter, QuotesWhatYamlWouldTakeForSomethingElse) {
  EXPECT_EQ(YamlText("Reset your password"), "Reset your password");
  EXPECT_EQ(YamlText("Why? Because"), "Why? Because");
  for (const char* text :
       {"a: b", "# no", "- item", "null",  "Null",   "~",         "yes & no", "[a]", "{a}",        "'a'",   "\"a\" \\",
        "5",    "? a",  "@you",   "100 %", "*bold*", "trailing:", "a #b",     "=",   "重置：密码", "🔑 key", ""}) {
    base::Findings findings;
    const auto library =
        LoadLibrary({{"knowledge/a.md", ToMarkdownFile({"knowledge/a.md", "a", text, {text}, {text}, "", ""})}},
                    English(), findings);
    EXPECT_FALSE(findings.HasErrors()) << text;
    ASSERT_EQ(library.articles.size(), 1u) << text;
    EXPECT_EQ(library.articles[0].texts[0].title, text);
    if (*text == '\0') continue;
    EXPECT_THAT(library.articles[0].texts[0].questions, ElementsAre(text));
  }
}

TEST(ArticleWriter, MakesNamesOfEveryScript) {
  EXPECT_EQ(Slug("  How do I reset my Password?! "), "how-do-i-reset-my-password");
  EXPECT_EQ(Slug("怎么 重置/密码？"), "怎么-重置-密码");
  EXPECT_EQ(Slug("../../etc/passwd"), "etc-passwd");
  EXPECT_EQ(Slug("?!"), "article");
  EXPECT_LE(Slug(std::string(500, 'x')).size(), kMaxSlugBytes);
  UniqueNames names;
  EXPECT_EQ(names.Take("a"), "a");
  EXPECT_EQ(names.Take("a"), "a-2");
  EXPECT_EQ(names.Take("a-2"), "a-2-2");
  EXPECT_EQ(names.Take("a"), "a-3");
}

TEST(ImportTable, MakesOneFileOfEachRow) {
  const Imported got = Table("faq.csv", "question,answer,tags\nHow do I pay?,\"By card.\n\n## Abroad\nToo.\",money\n");
  EXPECT_THAT(got.findings, IsEmpty());
  EXPECT_THAT(got.Paths(), ElementsAre("how-do-i-pay.md"));
  EXPECT_EQ(got.At("how-do-i-pay.md"),
            "---\ntitle: How do I pay?\ntags:\n  - money\n---\nBy card.\n\n## Abroad\nToo.\n");
}

TEST(ImportTable, KeepsEverythingOfEveryRow) {
  const std::string csv =
      "\xEF\xBB\xBF编号,问题,相似问法,答案,标签\r\n"
      "p 1,怎么付款？,如何支付|能刷卡吗,\"刷卡，\r\n或者 \"\"现金\"\"。\r\n<!-- more -->\r\n更多\",钱;卡\r\n"
      ",\"What: a, b #c\",,\"---\nnot front matter\n---\n```\n# code\n```\n# Heading\nrest\",\r\n"
      ",null,,,\r\n";
  const std::string jsonl =
      R"x({"id":"a/b: c","title":"","phrasings":["- one","two"],"tags":["x"],"body":"Text [l](p-1.md)"})x"
      "\n"
      R"x({"id":"重置","title":"T\nT","questions":["q"],"body":"# Top\n\nshort\n\n# Rest"})x"
      "\n"
      R"x({"id":"empty"})x"
      "\n";
  EXPECT_EQ(ToldBy(Table("faq.csv", csv).files), ToldBy({{"knowledge/faq.csv", csv}}));
  const Imported rows = Table("faq.jsonl", jsonl);
  EXPECT_EQ(rows.files.size(), 3u);
  auto wanted = ToldBy({{"knowledge/faq.jsonl", jsonl}});
  for (std::string& told : wanted)
    if (told.starts_with("重置")) told.replace(told.find("T\nT"), 3, "T T");  // a title is one line
  EXPECT_EQ(ToldBy(rows.files), wanted);
}

TEST(ImportTable, SaysWhatItLeftOutAndWhy) {
  const Imported got = Table("faq.csv", "question,answer,owner\nWhy?,Because,me\nwhy,So\n,Orphan\na,b,c,d\n");
  EXPECT_THAT(got.Paths(), ElementsAre("why.md"));
  EXPECT_THAT(
      got.findings,
      ElementsAre("faq.csv:1:1: warning: columns that are not read: 'owner'; known: question, answer, tags, "
                  "phrasings, id",
                  "faq.csv:3:1: warning: skipped: the id 'why' stands in line 2; join the two rows, or give one "
                  "an id of its own",
                  "faq.csv:4:1: error: this row has neither a question nor an id; write the question",
                  "faq.csv:5:1: error: this row has 4 cells, the first row names 3; put a cell that holds a "
                  "comma in quotes"));
}

TEST(ImportTable, AsksForUtf8WhereATableHasAnOldEncoding) {
  const Imported got = Table("faq.csv", "\xCE\xCA\xCC\xE2,\xB4\xF0\xB0\xB8\n");  // 问题,答案 in GBK
  EXPECT_THAT(got.files, IsEmpty());
  EXPECT_THAT(got.findings, ElementsAre("faq.csv:1:1: error: this byte is not UTF-8; save the file as UTF-8; "
                                        "spreadsheets call it CSV UTF-8"));
}

TEST(ImportDocuments, MakesAnArticleOfEachHeadingThatHasText) {
  const Imported got =
      Documents({{"guide/install.md",
                  "# Install\nGet it.\n\n## On Linux\nUse the package.\n\n## Elsewhere\n### On Windows "
                  "{#win}\nRun it.\n\n#### Silent\nWith /S.\n"}});
  EXPECT_THAT(got.findings, IsEmpty());
  EXPECT_THAT(got.Paths(),
              ElementsAre("guide/guide-install.md", "guide/guide-install-on-linux.md", "guide/guide-install-win.md"));
  EXPECT_EQ(got.At("guide/guide-install.md"), "---\ntitle: Install\n---\nGet it.\n");
  EXPECT_EQ(
      got.At("guide/guide-install-win.md"),
      "---\ntitle: On Windows (Install)\ntags:\n  - Install\n  - Elsewhere\n---\nRun it.\n\n#### Silent\nWith /S.\n");
}

TEST(ImportDocuments, DoesNotSplitCode) {
  const Imported got = Documents({{"a.md", "# Top\n```sh\n# a remark\nrun\n```\n~~~\n## x\n~~~\n"}});
  EXPECT_THAT(got.Paths(), ElementsAre("a.md"));
  EXPECT_THAT(got.At("a.md"), HasSubstr("```sh\n# a remark\nrun\n```\n~~~\n## x\n~~~\n"));
}

TEST(ImportDocuments, NamesADocumentWithoutAHeadingByItsTitleOrItsFile) {
  const Imported got = Documents({{"getting-started.md", "Hello.\n\n## Next\nMore.\n"},
                                  {"other.md", "---\ntitle: The other\n---\nHello.\n"},
                                  {"guide/index.md", "# Guide\nAll.\n"},
                                  {"README.md", "Read me.\n"}});
  EXPECT_THAT(got.At("getting-started.md"), HasSubstr("title: Getting started\n"));
  EXPECT_THAT(got.At("getting-started-next.md"), HasSubstr("tags:\n  - Getting started\n"));
  EXPECT_THAT(got.At("other.md"), HasSubstr("title: The other\n"));
  EXPECT_THAT(got.At("guide/guide.md"), HasSubstr("title: Guide\n"));
  EXPECT_THAT(got.At("readme.md"), HasSubstr("Read me."));
}

TEST(ImportDocuments, LinksLeadToTheArticlesThatDocumentsBecame) {
  const Imported got = Documents(
      {{"guide/a.md",
        "# A\n[b](b.md), [part](./b.md#some-part), [top](../top.md), [root](/guide/b), [here](#below), "
        "[web](https://example.com/b.md), ![picture](b.png), `[code](b.md)` and [ref].\n\n[ref]: b.md \"B\"\n\n"
        "```\n[code](b.md)\n```\n\n## Below\nx\n"},
       {"guide/b.md", "# B\nText.\n\n## Some part!\nText.\n"},
       {"top.md", "## First\nText.\n"}});
  EXPECT_THAT(got.findings, IsEmpty());
  const std::string a = got.At("guide/guide-a.md");
  EXPECT_THAT(a, HasSubstr("[b](guide-b.md), [part](guide-b-some-part.md), [top](top-first.md), [root](guide-b.md), "
                           "[here](guide-a-below.md), [web](https://example.com/b.md), ![picture](b.png), "
                           "`[code](b.md)` and [ref].\n\n[ref]: guide-b.md \"B\"\n\n```\n[code](b.md)\n```"));
  EXPECT_THAT(ErrorsOf(got.files), IsEmpty());
}

TEST(ImportDocuments, KeepsTheWordsOfALinkThatLeadsNowhereAndSaysSo) {
  const Imported got = Documents(
      {{"a.md",
        "---\nx: y\n---\n# A\nSee [the *old* page](gone.md#x \"Old\") or [LICENSE](LICENSE).\n\n[r]: gone.md\n"}});
  EXPECT_THAT(got.At("a.md"), HasSubstr("See the *old* page or LICENSE.\n\n[r]: #\n"));
  EXPECT_THAT(got.findings,
              ElementsAre(HasSubstr("'x' in the front matter of this was kept as a remark"),
                          "a.md:5:22: warning: nothing to link to at 'gone.md#x'; only the words were kept",
                          HasSubstr("nothing to link to at 'LICENSE'"), HasSubstr("a.md:7:6: warning: nothing")));
  EXPECT_THAT(ErrorsOf(got.files), IsEmpty());
}

TEST(ImportDocuments, KeepsFrontMatter) {
  const Imported got = Documents({{"a.md",
                                   "---\nid: install\ntitle: \"Install: it\"\nsidebar:\n  position: 3\ntags: [setup]\n"
                                   "accounts: [widget]\nvalid: {until: 2030-01-01}\n---\nText.\n\n## Part\nText.\n"}});
  EXPECT_EQ(got.At("install.md"),
            "---\ntitle: \"Install: it\"\ntags:\n  - setup\n# sidebar:\n#   position: 3\naccounts: [widget]\n"
            "valid: {until: 2030-01-01}\n---\nText.\n");
  EXPECT_THAT(got.At("install-part.md"), HasSubstr("accounts: [widget]\nvalid: {until: 2030-01-01}\n"))
      << "who may see a document, may see its parts, and nobody else";
  EXPECT_THAT(got.findings, ElementsAre(HasSubstr("'sidebar' in the front matter")));
}

TEST(ImportDocuments, FrontMatterThatCannotBeReadStaysAsRemarks) {
  const Imported got = Documents({{"a.md", "---\ntitle: [A\n---\n# B\nText.\n"},
                                  {"b.md", "---\nvalid: soon\n---\n# C\nText.\n"},
                                  {"c.md", "---\n- a\n---\n# D\nText.\n"},
                                  {"d.md", "---\nnever closed\n"}});
  EXPECT_THAT(got.At("a.md"), HasSubstr("title: B\n# title: [A\n---\n"));
  EXPECT_THAT(got.At("b.md"), HasSubstr("# valid: soon\n"));
  EXPECT_EQ(got.findings.size(), 3u);
  EXPECT_THAT(ErrorsOf(got.files), IsEmpty());
}

TEST(ImportDocuments, ADocumentWithQuestionsIsAnArticleAlready) {
  const std::string article = "---\ntitle: Reset\nquestions:\n  - one\n  - two\n---\nShort.\n\n## Details\nRest.\n";
  const Imported got = Documents({{"en/reset.md", article}, {"zh/reset.md", "---\nquestions: [一]\n---\n短。\n"}});
  EXPECT_THAT(got.Paths(), ElementsAre("en/reset.md", "zh/reset.md"));
  EXPECT_EQ(got.At("en/reset.md"), article);
  base::Findings ignored;
  EXPECT_EQ(LoadLibrary(got.files, {.locales = {"en", "zh"}, .flows = {}, .now = {}}, ignored).articles.size(), 1u)
      << "languages that lie side by side are one article";
}

TEST(ImportDocuments, TellsEqualHeadingsApart) {
  const Imported got =
      Documents({{"a.md", "# A\nx\n## Example\nx\n"}, {"b.md", "# B\nx\n## Example\nx\n## example\ny\n"}});
  EXPECT_THAT(got.At("a-example.md"), HasSubstr("title: Example (A)\n"));
  EXPECT_THAT(got.At("b-example.md"), HasSubstr("title: Example (B)\n"));
  EXPECT_THAT(got.Paths(), Contains("b-example-2.md"));
}

TEST(ImportDocuments, AddsTheNameOfTheDocumentUnlessTheHeadingIsAQuestion) {
  const Imported got = Documents({{"a.md", "# Backup\nx\n## Steps\nx\n## Why is it slow?\nx\n## 为什么慢？\nx\n"}});
  EXPECT_THAT(got.At("a.md"), HasSubstr("title: Backup\n"));
  EXPECT_THAT(got.At("a-steps.md"), HasSubstr("title: Steps (Backup)\n"));
  EXPECT_THAT(got.At("a-why-is-it-slow.md"), HasSubstr("title: Why is it slow?\n"));
  EXPECT_THAT(got.At("a-为什么慢.md"), HasSubstr("title: 为什么慢？\n"));
}

TEST(ImportDocuments, CutsALongSectionBetweenParagraphs) {
  const std::string paragraph = std::string(250, 'x') + ".\n\n";
  const Imported got = Documents({{"a.md", "# A\n" + paragraph + paragraph + paragraph + paragraph},
                                  {"b.md", "# B\n" + paragraph + "Do this:\n\n- " + std::string(600, 'y') + "\n"},
                                  {"c.md", "# C\n" + paragraph + "#### Deep\n" + paragraph + paragraph}});
  EXPECT_THAT(got.At("a.md"), HasSubstr("title: A\n---\n" + paragraph + paragraph + "<!-- more -->\n\n" + paragraph));
  EXPECT_THAT(got.At("b.md"), HasSubstr(paragraph + "<!-- more -->\n\nDo this:\n\n- y"));
  EXPECT_THAT(got.At("c.md"), Not(HasSubstr("more"))) << "the heading cuts it already";
}

TEST(ImportDocuments, TwiceIsTheSameAndTheOrderOfFilesDoesNotMatter) {
  base::SourceFiles documents = {{"b.md", "# B\n[a](a.md)\n## Same\nx\n"},
                                 {"a.md", "# A\n[b](b.md#same)\n## Same\nx\n"}};
  const Imported first = Documents(documents);
  std::reverse(documents.begin(), documents.end());
  const Imported second = Documents(documents);
  EXPECT_EQ(first.Paths(), second.Paths());
  for (std::size_t i = 0; i < first.files.size(); ++i) EXPECT_EQ(first.files[i].text, second.files[i].text);
}

TEST(ImportDocuments, TheShippedArticlesComeBackAsTheyAre) {
  base::SourceFiles documents = ShippedFiles();
  for (base::SourceFile& file : documents) file.path = file.path.substr(std::string("knowledge/articles/").size());
  const Imported got = Documents(documents);
  EXPECT_THAT(ErrorsOf(got.files), IsEmpty());
  EXPECT_EQ(ToldBy(got.files), ToldBy(ShippedFiles()));
}

}  // namespace
}  // namespace frontdesk::knowledge
