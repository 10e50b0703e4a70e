// Headings, fences and the short part's end, as CommonMark has them.
#include "knowledge/markdown_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "2 Words" for every heading.
std::vector<std::string> HeadingsOf(std::string_view text) {
  std::vector<std::string> headings;
  MarkdownReader lines(text);
  for (MarkdownLine line; lines.Next(line);) {
    if (line.kind == MarkdownLine::Kind::kHeading)
      headings.push_back(std::to_string(line.level) + " " + std::string(line.heading));
  }
  return headings;
}

TEST(MarkdownLines, FindHeadingsOfEveryKind) {
  EXPECT_THAT(HeadingsOf("# One\n###### Six ##\n   ## Three spaces\n#\nTop\n===\n\nUnder\n---\n"),
              ElementsAre("1 One", "6 Six", "2 Three spaces", "1 ", "1 Top", "2 Under"));
}

TEST(MarkdownLines, TakeNothingElseForAHeading) {
  EXPECT_THAT(
      HeadingsOf("#tag\n####### seven\n    # indented code\nC# is no heading\n\n---\n\n- item\n---\n| a |\n---\n"),
      IsEmpty());
  EXPECT_THAT(HeadingsOf("two lines of\ntext\n---\n"), IsEmpty()) << "only a single line may be underlined";
}

TEST(MarkdownLines, SeeNoHeadingWithinAFence) {
  EXPECT_THAT(HeadingsOf("```\n# a\n~~~\n# b\n```\n# Out\n"), ElementsAre("1 Out"));
  EXPECT_THAT(HeadingsOf("````md\n```\n# a\n```\n# b\n````\n# Out\n"), ElementsAre("1 Out"));
  EXPECT_THAT(HeadingsOf("1. step\n   ```sh\n# a\n   ```\n# Out\n"), ElementsAre("1 Out"));
  EXPECT_THAT(HeadingsOf("```inline```\n# Out\n"), ElementsAre("1 Out"));
  EXPECT_THAT(HeadingsOf("```\nnever closed\n# a\n"), IsEmpty());
}

TEST(MarkdownLines, CoverTheWholeText) {
  const std::string text = "a\r\n\nTop\n===\n```\nx\n```\n<!-- more -->\nend";
  std::string whole;
  int number = 0;
  MarkdownReader lines(text);
  for (MarkdownLine line; lines.Next(line);) {
    EXPECT_GT(line.number, number);
    number = line.number;
    whole += text.substr(line.begin, line.end - line.begin);
  }
  EXPECT_EQ(whole, text);
  EXPECT_EQ(number, 9);
}

TEST(MarkdownLines, FindFrontMatterOnlyBetweenItsTwoLines) {
  EXPECT_EQ(FindFrontMatter("--- \r\na: b\r\n---\t\nText").yaml, "a: b\r\n");
  EXPECT_EQ(FindFrontMatter("---\na: b\n---\nText").body, "Text");
  EXPECT_EQ(FindFrontMatter("---\na: b\n---\nText").body_line, 4);
  EXPECT_FALSE(FindFrontMatter("---\na: b\n----\n").closed);
  EXPECT_FALSE(FindFrontMatter("Text\n---\na: b\n---\n").present);
}

}  // namespace
}  // namespace frontdesk::knowledge
