// A message as text: it says what it said, and what a user typed means nothing but itself. md4c, an independent reader
// of CommonMark, is the judge.
#include <gmock/gmock.h>
#include <md4c.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {
namespace {

using base::Block;
using base::Message;
using base::Span;
using testing::ElementsAre;
using testing::HasSubstr;
using Unit = Capabilities::Unit;

Message With(std::vector<Block> blocks) {
  Message message;
  message.text.blocks = std::move(blocks);
  return message;
}

Block Paragraph(std::vector<Span> spans) { return {Block::Kind::kParagraph, 0, std::move(spans)}; }

std::string CommonMark(const Message& message) { return MessageText(message, Markup::kCommonMark); }

// The words that a reader sees, without space and what cannot be seen.
std::string Words(const base::RichText& text) {
  std::string words;
  for (const Block& block : text.blocks)
    for (const Span& span : block.spans) words += span.text;
  std::string out;
  for (const char32_t point : base::ToCodePoints(words))
    if (point != ' ' && point != '\t' && point != '\n' && point != 0xA0 && point != 0x200B)
      base::AppendUtf8(point, out);
  return out;
}

// The words as a reader sees them who does not look for addresses himself.
std::string WordsByStandard(const std::string& markdown) {
  base::RichText read{{Paragraph({{}})}};
  MD_PARSER parser{};
  parser.flags = MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
  parser.enter_block = parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
  parser.enter_span = parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    if (type == MD_TEXT_HTML || type == MD_TEXT_ENTITY) return 0;  // nobody wrote these to be obeyed
    static_cast<base::RichText*>(self)->blocks[0].spans[0].text.append(text, size);
    return 0;
  };
  md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &read);
  return Words(read);
}

// Whether the words are the address itself, once or, for several in a row, more often.
bool ShowsItself(const Span& span) {
  std::string words = span.text;
  while (!span.href.empty() && words.starts_with(span.href)) words.erase(0, span.href.size());
  return words.empty();
}

// Anything but text; an address that shows itself is text too.
std::string MarkupIn(const base::RichText& text) {
  for (const Block& block : text.blocks)
    for (const Span& span : block.spans)
      if (span.kind != Span::Kind::kText && !ShowsItself(span)) return span.text;
  return {};
}

std::string Read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::pair<std::string, Message>> Corpus() {
  std::vector<std::pair<std::string, Message>> corpus;
  for (const auto& file : std::filesystem::directory_iterator(FD_SOURCE_DIR "/tests/fixtures/rich_text")) {
    auto message = base::MessageFromJson(Read(file.path()));
    EXPECT_TRUE(message) << file.path();
    if (message) corpus.emplace_back(file.path().filename(), InertMessage(*message, "https://help.example.com"));
  }
  EXPECT_GE(corpus.size(), 20u);
  return corpus;
}

TEST(MessageText, InPlainTextNumbersChoicesAndShowsWhereLinksLead) {
  Message message = With({Paragraph({{Span::Kind::kLink, "bank.example", "https://evil.example/"}})});
  message.facts = {{"area", "Area", "Messages"}};
  message.buttons = {{"Yes", "y"}, {"No", "n"}};
  EXPECT_EQ(MessageText(message, Markup::kPlain),
            "bank.example (https://evil.example/)\nArea: Messages\n1. Yes\n2. No");
}

TEST(MessageText, InCommonMarkLooksAsItWasMeant) {
  Message message = With({{Block::Kind::kHeading, 2, {{Span::Kind::kText, "Reset", {}}}},
                          Paragraph({{Span::Kind::kText, "Choose ", {}},
                                     {Span::Kind::kStrong, "Forgot password?", {}},
                                     {Span::Kind::kText, " on ", {}},
                                     {Span::Kind::kLink, "the page", "https://example.com/a_b(c)?d=1"},
                                     {Span::Kind::kText, ".", {}}}),
                          {Block::Kind::kNumbered, 1, {{Span::Kind::kText, "one", {}}}},
                          {Block::Kind::kNumbered, 2, {{Span::Kind::kCode, "a`b", {}}}},
                          {Block::Kind::kQuote, 0, {{Span::Kind::kText, "a\nb", {}}}},
                          {Block::Kind::kCode, 0, {{Span::Kind::kText, "x < y", {}}}}});
  message.facts = {{"area", "Area", "Messages"}, {"os", "OS", "linux_x"}};
  message.source = "Reset";
  message.source_href = "https://help.example.com/r";
  message.buttons = {{"Yes", "y"}, {"No", "n"}};
  EXPECT_EQ(CommonMark(message),
            "## Reset\n\nChoose **Forgot password?** on [the page](https://example.com/a_b%28c%29?d=1).\n\n"
            "1. one\n2. ``a`b``\n\n> a  \n> b\n\n```\nx < y\n```\n\n"
            "**Area**: Messages  \n**OS**: linux\\_x\n\n([Reset](https://help.example.com/r))\n\n1\\. Yes  \n2\\. No");
}

TEST(MessageText, InCommonMarkComesBackAsTheSameBlocks) {
  const auto text = base::Markdown(
      "# Title\n\nwords **bold** *soft* `code` [link](https://a.example/?x=1&lt=2)\n\n- a\n- b\n\n1. one\n2. two\n\n1) "
      "again\n2) and\n\n> "
      "quote\n\n    code *not*\n    more\n\n点**重置**按钮，**「确定」** 完成");
  EXPECT_EQ(base::Markdown(CommonMark(With(text.blocks))), text);
}

TEST(MessageText, NumbersOfSeparateListsStay) {
  std::vector<Block> lists;
  for (const int number : {1, 2, 3, 1, 2, 7, 8, 1})
    lists.push_back({Block::Kind::kNumbered, number, {{Span::Kind::kText, "x", {}}}});
  EXPECT_EQ(base::Markdown(CommonMark(With(lists))).blocks, lists);
}

TEST(MessageText, ShowsTheHostOfALinkThatNamesAnother) {
  EXPECT_EQ(CommonMark(With({Paragraph({{Span::Kind::kLink, "bank.example", "https://evil.example/"}})})),
            "[bank.example](https://evil.example/) (evil.example)");
}

TEST(MessageText, KeepsAnAddressThatSomebodyTypedWhole) {
  EXPECT_EQ(CommonMark(base::Say("See https://example.com/a_b*c?x=1&y=2, or (http://b.example/@ann).")),
            "See <https://example.com/a_b*c?x=1&y=2>, or (<http://b.example/@ann>).");
  EXPECT_THAT(CommonMark(base::Say("http://bank.example@evil.example/")), testing::Not(HasSubstr("<")))
      << "a user part could pass for the host";
}

TEST(MessageText, RingsNobody) {
  EXPECT_EQ(CommonMark(base::Say("@channel <!here> <@U1>")), "@\u200bchannel \\<!here\\> \\<@\u200bU1\\>");
  EXPECT_EQ(CommonMark(base::Say("&lt;!here&gt; &#64;all")), "\\&lt;!here\\&gt; \\&\\#64;all");
}

// Pieces of which markup is made, by accident or on purpose.
std::string RandomMarkup(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "word",
                                                   " ",
                                                   "  ",
                                                   "    ",
                                                   "\t",
                                                   "\n",
                                                   "\n\n",
                                                   "*",
                                                   "**",
                                                   "***",
                                                   "_",
                                                   "__",
                                                   "`",
                                                   "``",
                                                   "```",
                                                   "~~",
                                                   "~~~",
                                                   "[",
                                                   "]",
                                                   "(",
                                                   ")",
                                                   "](",
                                                   "![",
                                                   "[x]: ",
                                                   "<",
                                                   ">",
                                                   "<b>",
                                                   "</b>",
                                                   "<!--",
                                                   "-->",
                                                   "&amp;",
                                                   "&#64;",
                                                   "&",
                                                   "#",
                                                   "## ",
                                                   "- ",
                                                   "-",
                                                   "---",
                                                   "+ ",
                                                   "1. ",
                                                   "12) ",
                                                   "9",
                                                   ".",
                                                   "=",
                                                   "===",
                                                   "|",
                                                   "|-|-|",
                                                   "\\",
                                                   "\\*",
                                                   "!",
                                                   "\"",
                                                   "'",
                                                   "http://evil.example/",
                                                   "https://a.example/?b_c=*d*",
                                                   "http://u@evil.example",
                                                   "javascript:",
                                                   "@all",
                                                   "@",
                                                   "中文",
                                                   "「",
                                                   "。",
                                                   "👩\u200d👧",
                                                   "\u00a0",
                                                   "{",
                                                   "}",
                                                   "$",
                                                   ":",
                                                   ";",
                                                   ",",
                                                   "x.y",
                                                   "mailto:a@b.example"};
  std::string text;
  const std::size_t pieces = 1 + random() % 14;
  for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random() % kPieces.size()];
  return text;
}

TEST(MessageText, OfAUserNeverBecomesMarkup) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = InertText(RandomMarkup(random)), more = InertText(RandomMarkup(random));
    const auto kind = static_cast<Block::Kind>(random() % 6);
    const Message message = With(
        {{kind, static_cast<int>(1 + random() % 5), {{Span::Kind::kText, text, {}}, {Span::Kind::kText, more, {}}}}});
    const auto read = base::Markdown(CommonMark(message));
    ASSERT_EQ(Words(read), Words(message.text)) << CommonMark(message);
    ASSERT_EQ(WordsByStandard(CommonMark(message)), Words(message.text)) << CommonMark(message);
    ASSERT_EQ(kind == Block::Kind::kCode ? "" : MarkupIn(read), "") << CommonMark(message);
  }
}

TEST(MessageText, WithMarksKeepsEveryWord) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 10'000; ++i) {
    Block block{static_cast<Block::Kind>(random() % 4), 1, {}};
    for (std::size_t n = 1 + random() % 5; n > 0; --n) {
      const auto kind = static_cast<Span::Kind>(random() % 5);
      block.spans.push_back(
          {kind, InertText(RandomMarkup(random)), kind == Span::Kind::kLink ? "https://a.example/(b)_c?d=&lt;e;" : ""});
    }
    const Message message = InertMessage(With({block}), "");
    const auto read = base::Markdown(CommonMark(message));
    // The hosts behind links are added words.
    const bool adds_host = std::any_of(block.spans.begin(), block.spans.end(),
                                       [](const Span& span) { return !HostToShow(span.text, span.href).empty(); });
    ASSERT_TRUE(adds_host || WordsByStandard(CommonMark(message)) == Words(message.text)) << CommonMark(message);
    for (const Block& got : read.blocks)
      for (const Span& span : got.spans)
        ASSERT_TRUE(span.href.empty() || ShowsItself(span) ||
                    span.href.starts_with("https://a.example/%28b%29_c?d=&lt%3Be%3B"))
            << CommonMark(message);
  }
}

TEST(MessageText, OfAnAgentStandsBehindTheName) {
  base::Message message;
  message.kind = base::MessageKind::kAgent;
  message.author = "Kim *K*";
  EXPECT_EQ(MessageText(message, Markup::kPlain), "") << "a name alone says nothing";
  message.text = base::PlainRichText("Hello!");
  EXPECT_EQ(MessageText(message, Markup::kPlain), "Kim *K*: Hello!");
  EXPECT_EQ(MessageText(message, Markup::kCommonMark), "Kim \\*K\\*: Hello!");
  message.text = base::Markdown("- one\n- two");
  EXPECT_EQ(MessageText(message, Markup::kPlain).substr(0, 9), "Kim *K*:\n");
  message.kind = base::MessageKind::kSay;
  EXPECT_EQ(MessageText(message, Markup::kPlain).find("Kim"), std::string::npos);
}

TEST(MessageParts, OfTheCorpusFitAndSayEverything) {
  for (const auto& [name, message] : Corpus()) {
    SCOPED_TRACE(name);
    const std::string words = Words(base::Markdown(CommonMark(message)));
    for (const TextLimit limit : {TextLimit{300, Unit::kBytes}, TextLimit{2048, Unit::kBytes},
                                  TextLimit{4000, Unit::kUtf16}, TextLimit{500, Unit::kCodePoints}}) {
      std::string plain, marked;
      for (const std::string& part : MessageParts(message, Markup::kPlain, limit)) {
        EXPECT_LE(MeasureText(part, limit.unit), limit.size);
        plain += part;
      }
      EXPECT_EQ(plain, MessageText(message, Markup::kPlain));
      for (const std::string& part : MessageParts(message, Markup::kCommonMark, limit)) {
        EXPECT_LE(MeasureText(part, limit.unit), limit.size);
        EXPECT_TRUE(base::IsUtf8(part));
        marked += Words(base::Markdown(part));
      }
      EXPECT_EQ(marked, words);
    }
  }
}

TEST(MessageParts, OfTheCorpusHoldNoLinkThatTheMessageHasNot) {
  for (const auto& [name, message] : Corpus()) {
    SCOPED_TRACE(name);
    std::set<std::string> links = {message.source_href};
    for (const Block& block : message.text.blocks)
      for (const Span& span : block.spans) links.insert(span.href);
    for (const std::string& part : MessageParts(message, Markup::kCommonMark, {2048, Unit::kBytes})) {
      for (const Block& block : base::Markdown(part).blocks)
        for (const Span& span : block.spans) {
          std::string href = span.href;  // as it was before it was made fit for a destination
          for (const auto& [code, character] : {std::pair{"%28", "("}, {"%29", ")"}, {"%2A", "*"}, {"%3B", ";"}})
            for (std::size_t at; (at = href.find(code)) != std::string::npos;) href.replace(at, 3, character);
          EXPECT_TRUE(ShowsItself(span) || links.contains(href)) << span.href;
        }
    }
  }
}

TEST(MessageParts, CloseAFenceAndOpenItAgain) {
  const Message message =
      With({{Block::Kind::kCode, 0, {{Span::Kind::kText, std::string(40, 'a') + "\n" + std::string(40, 'b'), {}}}}});
  EXPECT_THAT(MessageParts(message, Markup::kCommonMark, {64, Unit::kBytes}),
              ElementsAre("```\n" + std::string(40, 'a') + "\n```", "```\n" + std::string(40, 'b') + "\n```"));
}

TEST(MessageParts, ShowALinkThatIsLongerThanAPartAsText) {
  const std::string href = "https://example.com/" + std::string(300, 'a');
  const Message message = With({Paragraph({{Span::Kind::kLink, "the page", href}})});
  const auto parts = MessageParts(message, Markup::kCommonMark, {128, Unit::kBytes});
  EXPECT_LE(parts.size(), 6u);
  std::string words;
  std::size_t blocks = 0;
  for (const std::string& part : parts) {
    words += Words(base::Markdown(part));
    blocks += base::Markdown(part).blocks.size();
  }
  EXPECT_EQ(words, "thepage(" + href + ")");
  EXPECT_LE(blocks, 6u) << "not in crumbs";
}

TEST(MessageParts, HoldAsManyBlocksAsFit) {
  Message message = base::Say("one\ntwo\nthree");
  EXPECT_THAT(MessageParts(message, Markup::kCommonMark, {64}), ElementsAre("one\n\ntwo\n\nthree"));
  EXPECT_THAT(MessageParts(message, Markup::kCommonMark, {9}), ElementsAre("one\n\ntwo", "three"));
}

TEST(MessageParts, OfAMessageWithoutWordsAreNone) {
  EXPECT_THAT(MessageParts(Message{}, Markup::kPlain, {100}), testing::IsEmpty());
  EXPECT_THAT(MessageParts(Message{}, Markup::kCommonMark, {100}), testing::IsEmpty());
}

TEST(MessageText, HasItsQuestionRightAboveTheChoices) {
  Message message = base::Say("Choose it.\nDid this solve it?");
  message.asks = true;
  message.source = "Reset";
  message.source_href = "https://help.example/r";
  message.buttons = {{"Yes", "y"}, {"No", "n"}};
  EXPECT_EQ(CommonMark(message),
            "Choose it.\n\n([Reset](https://help.example/r))\n\nDid this solve it?\n\n1\\. Yes  \n2\\. No");
}

}  // namespace
}  // namespace frontdesk::adapters::common
