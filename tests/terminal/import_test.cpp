// `frontdesk import`: what it writes, what it leaves alone, and that `check` passes afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class Importing : public testing::Test {
 protected:
  Printed Import(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "import");
    return RunCommand(arguments);
  }
  bool Exists(const std::string& file) { return std::filesystem::exists(directory_.At(file)); }
  int Check(const std::string& workspace) { return RunCommand({"check", directory_.At(workspace)}).code; }

  const TempDirectory directory_;
  const std::string faq_ = directory_.Write(
      "FAQ 2026.csv", "question,answer,tags\nHow do I pay?,By card.,money\nWhere is my parcel?,On its way.,\n");
};

TEST_F(Importing, WritesATableIntoAWorkspace) {
  const std::string small = WriteSmallWorkspace(directory_);
  const Printed printed = Import({"faq-csv", faq_, "--to", small});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.out, StartsWith("Wrote 2 articles to " + small + "/knowledge/faq-2026.\n"));
  EXPECT_THAT(directory_.Read("small/knowledge/faq-2026/how-do-i-pay.md"), HasSubstr("\n---\nBy card.\n"));
  EXPECT_EQ(Check("small"), 0);
  EXPECT_THAT(RunCommand({"ask", small}, "{\"id\":1,\"text\":\"where is my parcel\"}\n").out,
              HasSubstr("\"ranked\":[{\"id\":\"where-is-my-parcel\""));
}

TEST_F(Importing, MakesAWorkspaceOfANewDirectory) {
  const std::string table =
      directory_.Write("zh.jsonl", "{\"id\":\"pay\",\"title\":\"怎么付款\",\"body\":\"刷卡。\"}\n");
  const Printed printed = Import({"faq-jsonl", table, "--to", directory_.At("new")});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.out, StartsWith("Made the workspace "));
  EXPECT_THAT(directory_.Read("new/frontdesk.yaml"), HasSubstr("locales: [zh]\n"));
  EXPECT_EQ(Check("new"), 0);
}

TEST_F(Importing, PutsALanguageWhereItBelongs) {
  const std::string small = WriteSmallWorkspace(directory_);
  ASSERT_EQ(Import({"faq-csv", faq_, "--to", small, "--locale", "zh"}).code, 0);
  EXPECT_TRUE(Exists("small/knowledge/articles/zh/faq-2026/how-do-i-pay.md"));
  ASSERT_EQ(Import({"faq-csv", faq_, "--to", small + "/knowledge/own/"}).code, 0);
  EXPECT_TRUE(Exists("small/knowledge/own/how-do-i-pay.md"));
}

TEST_F(Importing, NeverReplacesAFileUnlessForced) {
  const std::string small = WriteSmallWorkspace(directory_);
  const std::string pay = "small/knowledge/faq-2026/how-do-i-pay.md";
  ASSERT_EQ(Import({"faq-csv", faq_, "--to", small}).code, 0);
  directory_.Write(pay, "---\ntitle: Mine\n---\nMine.\n");
  const Printed again = Import({"faq-csv", faq_, "--to", small});
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.out, StartsWith("skipped knowledge/faq-2026/how-do-i-pay.md: it is there already and differs; "
                                    "--force replaces it\nWrote 0 articles to "));
  EXPECT_THAT(again.out, HasSubstr("; 1 were there already; 1 skipped.\n"));
  EXPECT_THAT(directory_.Read(pay), HasSubstr("Mine."));
  EXPECT_THAT(Import({"faq-csv", faq_, "--to", small, "--force"}).out, StartsWith("Wrote 1 article to "));
  EXPECT_THAT(directory_.Read(pay), HasSubstr("By card."));
}

TEST_F(Importing, LeavesOutWhatWouldBreakTheWorkspace) {
  const std::string small = WriteSmallWorkspace(directory_);
  const std::string table = directory_.Write(
      "more.csv",
      "id,question,answer\nhours,When?,See [it](way.md)\nway,Which way?,Left.\nbad,Bad?,See [x](gone.md)\n");
  directory_.Write("small/knowledge/faq.jsonl", "{\"id\":\"hours\",\"title\":\"Hours\"}\n");
  const Printed printed = Import({"faq-csv", table, "--to", small});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.out,
              HasSubstr("skipped knowledge/more/hours.md: the id 'hours' is taken by knowledge/faq.jsonl\n"));
  EXPECT_THAT(printed.out, HasSubstr("skipped knowledge/more/bad.md: no article 'gone' to link to\n"));
  EXPECT_THAT(printed.out, HasSubstr("Wrote 1 article to "));
  EXPECT_EQ(Check("small"), 0);
}

TEST_F(Importing, ReadsAFolderOfDocuments) {
  directory_.Write("docs/guide/a.md", "# A\nSee [b](b.md#more).\n\n## Deeper\nText.\n");
  directory_.Write("docs/guide/b.md", "# B\nText.\n\n## More\nSee [gone](gone.md).\n");
  directory_.Write("docs/.hidden/c.md", "# C\nText.\n");
  directory_.Write("docs/picture.png", "\xFF");
  const Printed printed = Import({"markdown", directory_.At("docs"), "--to", directory_.At("new")});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr(directory_.At("docs/guide/b.md") +
                                     ":5:12: warning: nothing to link to at 'gone.md'; only the words were kept\n"));
  EXPECT_THAT(printed.out, HasSubstr("Wrote 4 articles to "));
  EXPECT_THAT(directory_.Read("new/knowledge/docs/guide/guide-a.md"), HasSubstr("[b](guide-b-more.md)"));
  EXPECT_FALSE(Exists("new/knowledge/docs/.hidden"));
  EXPECT_EQ(Check("new"), 0);
}

TEST_F(Importing, SaysWhyItCannotRead) {
  const std::string small = WriteSmallWorkspace(directory_);
  const auto refused = [&](const std::vector<std::string>& arguments, const std::string& why) {
    const Printed printed = Import(arguments);
    EXPECT_EQ(printed.code, 1) << why;
    EXPECT_THAT(printed.out + printed.err, HasSubstr(why));
  };
  refused({"faq-csv", directory_.At("none.csv"), "--to", small}, "there is no file " + directory_.At("none.csv"));
  refused({"faq-csv", directory_.At(""), "--to", small}, "is not a file");
  refused({"faq-csv", directory_.Write("gbk.csv", "question,answer\n\xCE\xCA,\xB4\xF0\n"), "--to", small},
          "gbk.csv:2:1: error: this byte is not UTF-8; save the file as UTF-8");
  directory_.Write("empty/a.txt", "x");
  refused({"markdown", directory_.At("empty"), "--to", small}, "there is nothing to import in");
  directory_.Write("other/notes.txt", "mine");
  refused({"faq-csv", faq_, "--to", directory_.At("other")}, "is not a workspace, and not a new or an empty directory");
  refused({"faq-csv", faq_, "--to", small + "/flows"}, "but not under its knowledge/");
  EXPECT_FALSE(Exists("other/frontdesk.yaml"));
  EXPECT_EQ(Import({"faq", faq_, "--to", small}).code, 2);
  EXPECT_EQ(Import({"faq-csv", faq_}).code, 2);
}

TEST_F(Importing, ABrokenRowIsToldAndTheOthersAreWritten) {
  const std::string small = WriteSmallWorkspace(directory_);
  const std::string table = directory_.Write("rows.jsonl", "{\"id\":\"a\",\"title\":\"A\"}\nno json\n");
  const Printed printed = Import({"faq-jsonl", table, "--to", small});
  EXPECT_EQ(printed.code, 1) << "something was left out";
  EXPECT_THAT(printed.out, HasSubstr("rows.jsonl:2:1: error: not valid JSON"));
  EXPECT_TRUE(Exists("small/knowledge/rows/a.md"));
}

}  // namespace
}  // namespace frontdesk::terminal
