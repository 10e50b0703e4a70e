// Markdown of articles becomes typed blocks; nothing in it can become markup of a page or a script.
#include <gmock/gmock.h>

#include "bot/base/rich_text.h"

namespace frontdesk::base {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Kind = Block::Kind;

std::string Shown(std::string_view markdown) { return ToPlainText(Markdown(markdown)); }

std::vector<Kind> Kinds(const RichText& text) {
  std::vector<Kind> kinds;
  for (const Block& block : text.blocks) kinds.push_back(block.kind);
  return kinds;
}

std::vector<std::string> Links(std::string_view markdown) {
  std::vector<std::string> links;
  const RichText text = Markdown(markdown);
  for (const Block& block : text.blocks)
    for (const Span& span : block.spans)
      if (span.kind == Span::Kind::kLink) links.push_back(span.href);
  return links;
}

TEST(Markdown, BecomesBlocksAndSpans) {
  const RichText text =
      Markdown("# Title\n\nOne **two** *three* `four` [five](https://x.example/).\n\n> six\n\n```\na\nb\n```\n");
  ASSERT_THAT(Kinds(text), ElementsAre(Kind::kHeading, Kind::kParagraph, Kind::kQuote, Kind::kCode));
  EXPECT_EQ(text.blocks[0].number, 1);
  const std::vector<Span> spans = {{Span::Kind::kText, "One ", ""}, {Span::Kind::kStrong, "two", ""},
                                   {Span::Kind::kText, " ", ""},    {Span::Kind::kEmphasis, "three", ""},
                                   {Span::Kind::kText, " ", ""},    {Span::Kind::kCode, "four", ""},
                                   {Span::Kind::kText, " ", ""},    {Span::Kind::kLink, "five", "https://x.example/"},
                                   {Span::Kind::kText, ".", ""}};
  EXPECT_EQ(text.blocks[1].spans, spans);
  EXPECT_EQ(text.blocks[3].spans.front().text, "a\nb");
}

TEST(Markdown, NumbersListsAsTheyAreWritten) {
  EXPECT_EQ(Shown("1. one\n2. two\n"), "1. one\n2. two");
  EXPECT_EQ(Shown("3. three\n4. four\n"), "3. three\n4. four");
  EXPECT_EQ(Shown("- a\n- b\n"), "- a\n- b");
}

TEST(Markdown, KeepsTheOrderOfNestedLists) {
  EXPECT_EQ(Shown("1. one\n   - a\n   - b\n2. two\n"), "1. one\n- a\n- b\n2. two");
  EXPECT_EQ(Shown("- a\n  1. x\n     - deep\n  2. y\n- b\n"), "- a\n1. x\n- deep\n2. y\n- b");
}

TEST(Markdown, KeepsTheSecondParagraphOfAnItem) {
  EXPECT_EQ(Shown("1. one\n\n   more\n\n2. two\n"), "1. one\nmore\n2. two");
}

TEST(Markdown, DropsLinksThatCouldRun) {
  for (const std::string href :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "javascript&colon;alert(1)", "javascript&#58;alert(1)", "&#106;avascript:alert(1)", "<java script:alert(1)>",
        "\x01javascript:alert(1)", "blob:x", "ftp://x"}) {
    SCOPED_TRACE(href);
    EXPECT_THAT(Links("[click](" + href + ")"), IsEmpty());
    EXPECT_THAT(Shown("[click](" + href + ")"), HasSubstr("click"));
  }
  EXPECT_THAT(Links("<javascript:alert(1)>"), IsEmpty());
  EXPECT_THAT(Links("![x](javascript:alert(1))"), IsEmpty());
  EXPECT_THAT(Links("[a][1]\n\n[1]: javascript:alert(1)"), IsEmpty());
}

TEST(Markdown, KeepsLinksThatOnlyLead) {
  EXPECT_THAT(Links("[a](https://x.example/p?q=1&r=2#s)"), ElementsAre("https://x.example/p?q=1&r=2#s"));
  EXPECT_THAT(Links("[a](https://x.example/?q=1&amp;r=2)"), ElementsAre("https://x.example/?q=1&r=2"));
  EXPECT_THAT(Links("[a](mailto:help@x.example) [b](reset-password.md) [c](/a/b) [d](#top)"),
              ElementsAre("mailto:help@x.example", "reset-password.md", "/a/b", "#top"));
  EXPECT_THAT(Links("see https://x.example/a for more"), ElementsAre("https://x.example/a"));
  EXPECT_THAT(Links("![a screenshot](https://x.example/a.png)"), ElementsAre("https://x.example/a.png"));
}

TEST(Markdown, ShowsHtmlAsTheTextItIs) {
  EXPECT_EQ(Shown("<script>alert(1)</script>"), "<script>alert(1)</script>");
  EXPECT_EQ(Shown("a <img src=x onerror=alert(1)> b"), "a <img src=x onerror=alert(1)> b");
  const RichText block = Markdown("<div onclick=x>\n\ntext\n\n</div>\n");
  for (const Block& each : block.blocks)
    for (const Span& span : each.spans) EXPECT_EQ(span.kind, Span::Kind::kText);
}

TEST(Markdown, ReadsEntitiesAsTheirCharacters) {
  EXPECT_EQ(Shown("AT&amp;T &lt;b&gt; &quot;x&quot; &#169; &#x5bc6; a&nbsp;b"),
            "AT&T <b> \"x\" © 密 a\xC2\xA0"
            "b");
  EXPECT_EQ(Shown("&unknown; & &#0; &#x110000;"), "&unknown; & \xEF\xBF\xBD \xEF\xBF\xBD");
  EXPECT_EQ(Shown("`&amp;`"), "&amp;") << "but not in code";
}

TEST(Markdown, MakesTablesReadable) {
  EXPECT_EQ(Shown("| code | meaning |\n|---|---|\n| 401 | sign in |\n"), "code | meaning\n401 | sign in");
}

TEST(Markdown, JoinsSoftLinesAndKeepsHardOnes) {
  EXPECT_EQ(Shown("one\ntwo"), "one two");
  EXPECT_EQ(Shown("one  \ntwo"), "one\ntwo");
}

TEST(Markdown, OfNothingIsNothing) {
  for (const std::string text : {"", "\n\n", "   ", "[]()", "#", "- ", "> "})
    EXPECT_TRUE(Markdown(text).empty()) << text;
}

TEST(Markdown, IsBoundedWhateverComesIn) {
  std::string many, brackets(100'000, '['), stars(100'000, '*'), quotes(20'000, '>'), list;
  for (int i = 0; i < 30'000; ++i) many += "*a* b ";
  for (int i = 0; i < 500; ++i) list += std::string(2 * i, ' ') + "- a\n";
  std::size_t spans = 0;
  const RichText text = Markdown(many);
  for (const Block& block : text.blocks) spans += block.spans.size();
  EXPECT_LE(spans, 10'000u);
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string* each : {&brackets, &stars, &quotes, &list}) Markdown(*each);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Markdown, SurvivesBytesThatAreNotText) {
  EXPECT_THAT(Shown("a \xFF\xFE [x](\xFF) `\xC0`"), HasSubstr("a"));
  EXPECT_THAT(Shown(std::string_view("a\0b", 3)), Not(HasSubstr(std::string(1, '\0'))));
}

TEST(RichTextOf, PlainWordsHasNoMarkup) {
  const RichText text = PlainRichText("**not bold**\n\n<b>x</b>\r\n");
  ASSERT_THAT(Kinds(text), ElementsAre(Kind::kParagraph, Kind::kParagraph));
  EXPECT_EQ(text.blocks[0].spans.front().text, "**not bold**");
  EXPECT_EQ(ToPlainText(text), "**not bold**\n<b>x</b>");
}

TEST(RichTextOf, TwoPartsIsOneAfterTheOther) {
  RichText text = PlainRichText("one");
  Append(text, PlainRichText("two"));
  EXPECT_EQ(ToPlainText(text), "one\ntwo");
}

TEST(RichTextOf, ALinkShowsItsAddressOnceInPlainText) {
  EXPECT_EQ(Shown("[a](https://x.example/)"), "a (https://x.example/)");
  EXPECT_EQ(Shown("https://x.example/"), "https://x.example/");
}

}  // namespace
}  // namespace frontdesk::base
