#include "bot/base/xml.h"

#include <gtest/gtest.h>

namespace frontdesk::base {
namespace {

std::string Repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

ErrorCode CodeOf(std::string_view xml, std::size_t max_bytes = kMaxXmlBytes) {
  const auto element = ReadXml(xml, max_bytes);
  EXPECT_FALSE(element.has_value()) << ToXml(*element);
  return element.has_value() ? ErrorCode::kInternal : element.error().code;
}

TEST(Xml, ReadsNamesNamespacesAttributesAndText) {
  const auto message = ReadXml(
      "<?xml version='1.0'?><message xmlns='jabber:client' from='a@b/c' xml:lang='en'>"
      "<body>x &lt; y &amp; &#x1F600;</body><d:delay xmlns:d='urn:xmpp:delay' stamp='1'/></message>");
  ASSERT_TRUE(message.has_value()) << message.error().message;
  EXPECT_EQ(message->name, "message");
  EXPECT_EQ(message->xmlns, "jabber:client");
  EXPECT_EQ(message->Attribute("from"), "a@b/c");
  EXPECT_EQ(message->Attribute("xml:lang"), "en");
  EXPECT_EQ(message->ChildText("body"), "x < y & \xF0\x9F\x98\x80");
  ASSERT_NE(message->Child("delay", "urn:xmpp:delay"), nullptr);
  EXPECT_EQ(message->Child("delay", "urn:xmpp:delay")->Attribute("stamp"), "1");
  EXPECT_EQ(message->Child("delay"), nullptr) << "another namespace than the message's own";
}

TEST(Xml, AnAttributeWithAForeignPrefixNeverStandsForThePlainOne) {
  const auto message = ReadXml("<m from='alice@x' xmlns:e='urn:e' e:from='admin@x' e:to='y'/>");
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->Attribute("from"), "alice@x");
  EXPECT_EQ(message->Attribute("to"), "");
  EXPECT_EQ(message->attributes.size(), 1u);
}

TEST(Xml, RefusesWhatAStreamMustNotHold) {
  EXPECT_EQ(CodeOf("<!DOCTYPE a><a/>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a><!-- c --></a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a><?php 1 ?></a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>&nbsp;</a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a/><b/>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<x:a/>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a b='1' b='2'/>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>]]></a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf(""), ErrorCode::kInvalid);
}

TEST(Xml, RefusesABillionLaughsBeforeTheFirst) {
  std::string bomb = "<!DOCTYPE l [<!ENTITY l0 'lol'>";
  for (int i = 1; i < 10; ++i)
    bomb += "<!ENTITY l" + std::to_string(i) + " '" + Repeat("&l" + std::to_string(i - 1) + ";", 10) + "'>";
  EXPECT_EQ(CodeOf(bomb + "]><a>&l9;</a>"), ErrorCode::kInvalid);
}

TEST(Xml, RefusesControlCharactersAndBytesThatAreNotUtf8) {
  EXPECT_EQ(CodeOf("<a>\x01</a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>&#1;</a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>&#xFFFE;</a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf(std::string_view("<a>\0</a>", 8)), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>\xC0\xAF</a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>\xED\xA0\x80</a>"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("<a>\xFF</a>"), ErrorCode::kInvalid);
}

TEST(Xml, RefusesDepthBeyondItsBound) {
  const auto nest = [](std::size_t depth) { return Repeat("<a>", depth) + Repeat("</a>", depth); };
  EXPECT_TRUE(ReadXml(nest(kMaxXmlDepth)).has_value());
  EXPECT_EQ(CodeOf(nest(kMaxXmlDepth + 1)), ErrorCode::kTooLarge);
  EXPECT_EQ(CodeOf(Repeat("<a>", 100'000)), ErrorCode::kTooLarge);
}

TEST(Xml, RefusesSizeElementsAndAttributesBeyondTheirBounds) {
  EXPECT_EQ(CodeOf("<a>" + Repeat("x", 100) + "</a>", 50), ErrorCode::kTooLarge);
  EXPECT_EQ(CodeOf("<a>" + Repeat("<b/>", kMaxXmlElements) + "</a>"), ErrorCode::kTooLarge);
  std::string many = "<a";
  for (int i = 0; i < 100; ++i) many += " a" + std::to_string(i) + "='1'";
  EXPECT_EQ(CodeOf(many + "/>"), ErrorCode::kTooLarge);
}

TEST(Xml, WritesWhatItReads) {
  XmlElement message{"message", "jabber:client"};
  message.Set("to", "a\"'<>&\n\tb").Set("xml:lang", "zh");
  message.Add("body", "jabber:client", "]]> & <b> \"q\" 'p'\r\n\t好 \xF0\x9F\x98\x80");
  message.Add("x", "jabber:x:oob").Add("url", "jabber:x:oob", "http://x/?a=1&b=2");
  const auto again = ReadXml(ToXml(message));
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(*again, message);
}

TEST(Xml, LeavesOutWhatXmlCannotHold) {
  XmlElement body{"body", ""};
  body.text = std::string("a\x01\x0c\x1b") + "b\xEF\xBF\xBE\xEF\xBF\xBF" + "c\xFF" + std::string(1, '\0') + "d";
  const auto again = ReadXml(ToXml(body));
  ASSERT_TRUE(again.has_value()) << ToXml(body);
  EXPECT_EQ(again->text,
            "abc\xEF\xBF\xBD"
            "d");
}

TEST(Xml, NamesCannotBreakOutOfTheMarkup) {
  XmlElement odd{"a><evil/", "urn:\"x"};
  odd.Set("k='v' on", "1");
  const auto again = ReadXml(ToXml(odd));
  ASSERT_TRUE(again.has_value()) << ToXml(odd);
  EXPECT_TRUE(again->children.empty());
}

TEST(Xml, DeclaresANamespaceOnlyWhereItChanges) {
  XmlElement iq{"iq", "jabber:client"};
  iq.Add("query", "urn:q").Add("item", "urn:q");
  EXPECT_EQ(ToXml(iq, "jabber:client"), "<iq><query xmlns=\"urn:q\"><item/></query></iq>");
}

TEST(XmlStream, HandsOutWholeElementsHoweverTheBytesAreCut) {
  const std::string bytes =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
      "id='7'> <message><body>好</body></message>\n<iq type='get'/></stream:stream>";
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    XmlStreamReader reader;
    std::vector<XmlStreamItem> items;
    for (std::size_t at = 0; at < bytes.size(); at += size)
      ASSERT_TRUE(reader.Feed(std::string_view(bytes).substr(at, size), items).has_value());
    ASSERT_EQ(items.size(), 4u) << size << " " << items.back().element.name;
    EXPECT_EQ(items[0].kind, XmlStreamItem::Kind::kOpened);
    EXPECT_EQ(items[0].element.Attribute("id"), "7");
    EXPECT_EQ(items[1].element.ChildText("body"), "好");
    EXPECT_EQ(items[2].element.Attribute("type"), "get");
    EXPECT_EQ(items[3].kind, XmlStreamItem::Kind::kClosed);
  }
}

TEST(XmlStream, RefusesAnElementBeyondItsBoundBeforeItsEnd) {
  XmlStreamReader reader(1000);
  std::vector<XmlStreamItem> items;
  ASSERT_TRUE(reader.Feed("<s>", items).has_value());
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(reader.Feed("<m>" + Repeat("x", 900) + "</m> ", items).has_value());
  Status status = reader.Feed("<m>", items);
  int pieces = 0;
  for (; status.has_value() && pieces < 100; ++pieces) status = reader.Feed(Repeat("&#10;", 100), items);
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, ErrorCode::kTooLarge);
  EXPECT_LT(pieces, 20);
  EXPECT_FALSE(reader.Feed("</m>", items).has_value()) << "nothing is taken after an error";
}

TEST(XmlStream, RefusesAnEndlessAttributeAndAnEndlessTag) {
  for (const std::string start : {"<s><m a='", "<s><m "}) {
    XmlStreamReader reader(10'000);
    std::vector<XmlStreamItem> items;
    Status status = reader.Feed(start, items);
    int pieces = 0;
    for (; status.has_value() && pieces < 100; ++pieces) status = reader.Feed(Repeat("x", 5'000), items);
    ASSERT_FALSE(status.has_value());
    EXPECT_EQ(status.error().code, ErrorCode::kTooLarge);
    EXPECT_LT(pieces, 20);
  }
}

TEST(XmlStream, TakesSpaceForeverAsASignOfLife) {
  XmlStreamReader reader(100);
  std::vector<XmlStreamItem> items;
  ASSERT_TRUE(reader.Feed("<s>", items).has_value());
  for (int i = 0; i < 1'000; ++i) ASSERT_TRUE(reader.Feed(" \n", items).has_value());
  EXPECT_FALSE(reader.Feed("text", items).has_value());
}

}  // namespace
}  // namespace frontdesk::base
