#include "bot/runtime/html.h"

#include <gmock/gmock.h>

namespace frontdesk::runtime {
namespace {

using base::Block;
using base::Span;
using ::testing::HasSubstr;
using ::testing::Not;

const LinkTarget kAsWritten = [](const std::string& href) { return href; };

TEST(Html, EscapesEverythingThatCouldBeMarkup) {
  EXPECT_EQ(Escape("<script>alert('x' & \"y\")</script>"),
            "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;");
  EXPECT_EQ(Escape("中文 ok"), "中文 ok");
  EXPECT_EQ(Escape(std::string("a\0b", 3)), "ab");
  EXPECT_THAT(Escape("\xff\xfe<"), Not(HasSubstr("\xff")));
  EXPECT_THAT(Escape("a\u202Eb"), Not(HasSubstr("\u202E")));
}

TEST(Html, NoPayloadMakesAnElementInAnySpan) {
  const char* payloads[] = {"<img src=x onerror=alert(1)>",
                            "\"><script>alert(1)</script>",
                            "'><svg/onload=alert(1)>",
                            "</p><iframe src=javascript:alert(1)>",
                            "<!--",
                            "]]>",
                            "{{7*7}}",
                            "<a href=x>"};
  const Span::Kind kinds[] = {Span::Kind::kText, Span::Kind::kStrong, Span::Kind::kEmphasis, Span::Kind::kCode,
                              Span::Kind::kLink};
  for (const char* payload : payloads) {
    for (const Span::Kind kind : kinds) {
      const base::RichText text{{{Block::Kind::kParagraph, 0, {{kind, payload, payload}}}}};
      const std::string html = ToHtml(text, kAsWritten);
      for (const char* tag : {"<img", "<script", "<svg", "<iframe", "<!--"}) EXPECT_THAT(html, Not(HasSubstr(tag)));
      std::size_t quotes = 0;
      for (const char c : html) quotes += c == '"' ? 1 : 0;
      EXPECT_EQ(quotes, kind == Span::Kind::kLink ? 4u : 0u) << html;
    }
  }
}

TEST(Html, ALinkWithoutATargetIsText) {
  const base::RichText text{{{Block::Kind::kParagraph, 0, {{Span::Kind::kLink, "here", "javascript:alert(1)"}}}}};
  EXPECT_EQ(ToHtml(text, [](const std::string&) { return std::string(); }), "<p>here</p>\n");
}

TEST(Html, ListsOpenAndClose) {
  const auto item = [](Block::Kind kind, int number) { return Block{kind, number, {{Span::Kind::kText, "x", ""}}}; };
  const base::RichText text{{item(Block::Kind::kBullet, 0), item(Block::Kind::kBullet, 0),
                             item(Block::Kind::kNumbered, 3), item(Block::Kind::kParagraph, 0)}};
  EXPECT_EQ(ToHtml(text, kAsWritten),
            "<ul>\n<li>x</li>\n<li>x</li>\n</ul>\n<ol start=\"3\">\n<li>x</li>\n</ol>\n<p>x</p>\n");
}

}  // namespace
}  // namespace frontdesk::runtime
