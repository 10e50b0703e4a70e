// What strangers wrote cannot pass for something else.
#include <gmock/gmock.h>

#include "adapters/common/inert.h"

namespace frontdesk::adapters::common {
namespace {

TEST(InertText, ShowsWhatReordersOrHidesByItsNumber) {
  EXPECT_EQ(InertText("photo\u202egnp.exe"), "photo‹U+202E›gnp.exe");
  EXPECT_EQ(InertText("\u2066x\u2069\u200f"), "‹U+2066›x‹U+2069›‹U+200F›");
  EXPECT_EQ(InertText(std::string_view("a\0b\x1b[31m\x7f", 9)), "a‹U+0000›b‹U+001B›[31m‹U+007F›");
  EXPECT_EQ(InertText("\u0085"), "‹U+0085›");
  EXPECT_EQ(InertText("a\xFF"), "a\uFFFD");
}

TEST(InertText, LeavesWhatPeopleNeed) {
  const std::string text = "مرحبا 👩\u200d👧 می\u200cخواهم 中文\ttab\nline";
  EXPECT_EQ(InertText(text), text);
}

TEST(InertText, KnowsOneLineEnd) { EXPECT_EQ(InertText("a\r\nb\rc\n\nd\r\n\r\n"), "a\nb\nc\n\nd\n\n"); }

TEST(Mentions, RingNobody) {
  EXPECT_EQ(BreakMentions("@channel (@here) _@all_ @@ann 中@所有人"),
            "@\u200bchannel (@\u200bhere) _@\u200ball_ @@\u200bann 中@\u200b所有人");
}

TEST(Mentions, AreNotAddresses) {
  EXPECT_EQ(BreakMentions("ann@example.com @ 5 @, a@b@c"), "ann@example.com @ 5 @, a@b@c");
}

TEST(SafeHref, LeadsOnlyWhereALinkMay) {
  for (const std::string href :
       {"https://example.com/a?b=c#d", "http://example.com", "HTTPS://EXAMPLE.COM/", "mailto:a@b.example"})
    EXPECT_EQ(SafeHref(href, ""), href);
  for (const std::string href :
       {"", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\tscript:x", " https://example.com", "data:text/html,x",
        "file:///etc/passwd", "//evil.example", "https://", "https:///x", "https://bank.example@evil.example",
        "https://bank.example:443@evil.example/", "https://evil.example\\@bank.example", "https://a.example/\u202e",
        "https://a.example/<b>", "relative/path", "ftp://a.example"})
    EXPECT_EQ(SafeHref(href, "https://help.example.com"), std::nullopt) << href;
}

TEST(SafeHref, FindsOurOwnPages) {
  EXPECT_EQ(SafeHref("/articles/x?locale=en", "https://help.example.com"),
            "https://help.example.com/articles/x?locale=en");
  EXPECT_EQ(SafeHref("../en/join-meeting.md#sound", "https://help.example.com"),
            "https://help.example.com/articles/join-meeting");
  EXPECT_EQ(SafeHref("/articles/x", ""), std::nullopt) << "nobody knows where this server is";
}

TEST(HostToShow, IsThatOfALinkThatNamesAnother) {
  EXPECT_EQ(HostToShow("bank.example", "https://evil.example/x"), "evil.example");
  EXPECT_EQ(HostToShow("log in at https://bank.example/login", "https://evil.example:8443"), "evil.example");
  EXPECT_EQ(HostToShow("ｂａｎｋ.ｅxample", "https://evil.example"), "evil.example");
  EXPECT_EQ(HostToShow("b\u200bank.exam\u2060ple", "https://evil.example"), "evil.example");
  EXPECT_EQ(HostToShow("bank.example", "https://bank.example.evil.example"), "bank.example.evil.example");
  EXPECT_EQ(HostToShow("bank.example", "mailto:thief@evil.example?subject=x"), "evil.example");
}

TEST(HostToShow, IsNothingForAnHonestLink) {
  EXPECT_EQ(HostToShow("the sign-in page", "https://example.com/login"), "");
  EXPECT_EQ(HostToShow("Example.com", "https://EXAMPLE.com/login"), "");
  EXPECT_EQ(HostToShow("https://example.com/a", "https://example.com:443/a"), "");
}

TEST(InertMessage, TurnsLinksThatLeadNowhereIntoText) {
  base::Message message;
  message.text.blocks = {{base::Block::Kind::kParagraph,
                          0,
                          {{base::Span::Kind::kLink, "press", "javascript:alert(1)"},
                           {base::Span::Kind::kLink, "", "https://example.com/"},
                           {base::Span::Kind::kLink, "own", "/articles/x"}}}};
  message.source = "Title\u202e";
  message.source_href = "javascript:alert(1)";
  message.buttons = {{"\u202eseY", "verdict:\u202e"}};
  const base::Message inert = InertMessage(message, "https://help.example.com");
  const auto& spans = inert.text.blocks[0].spans;
  EXPECT_EQ(spans[0], (base::Span{base::Span::Kind::kText, "press", ""}));
  EXPECT_EQ(spans[1], (base::Span{base::Span::Kind::kLink, "https://example.com/", "https://example.com/"}));
  EXPECT_EQ(spans[2].href, "https://help.example.com/articles/x");
  EXPECT_EQ(inert.source, "Title‹U+202E›");
  EXPECT_EQ(inert.source_href, "");
  EXPECT_EQ(inert.buttons[0].label, "‹U+202E›seY");
  EXPECT_EQ(inert.buttons[0].value, "verdict:\u202e") << "values come back as they went";
}

}  // namespace
}  // namespace frontdesk::adapters::common
