#include <gtest/gtest.h>

#include <set>

#include "adapters/xmpp/body.h"
#include "adapters/xmpp/form.h"
#include "adapters/xmpp/inbound.h"
#include "adapters/xmpp/names.h"
#include "adapters/xmpp/outbound.h"
#include "adapters/xmpp/xmpp_adapter.h"
#include "bot/base/text.h"
#include "tests/adapters/xmpp_world.h"

namespace frontdesk::adapters::xmpp {
namespace {

const Recipient kAlice{.to = "alice@xmpp.test"};
const Recipient kRoom{.to = "t1@rooms.xmpp.test", .is_room = true};

Row RowOf(std::int64_t id) {
  Row row;
  row.id = id;
  row.at = base::FromMillis(1'700'000'000'000);
  return row;
}

bool Has(const base::XmlElement& stanza, std::string_view name, std::string_view space) {
  return stanza.Child(name, space) != nullptr;
}

TEST(XmppOutbound, AskingTwoAsksForReceiptsAndNeverARoom) {
  const auto stanzas = MessageStanzas(RowOf(7), base::Say("hello"), kAlice, "");
  ASSERT_EQ(stanzas.size(), 1u);
  EXPECT_EQ(stanzas[0].Attribute("type"), "chat");
  EXPECT_EQ(stanzas[0].ChildText("body"), "hello");
  EXPECT_TRUE(Has(stanzas[0], "request", kReceipts));
  EXPECT_TRUE(Has(stanzas[0], "store", kHints));
  const auto room = MessageStanzas(RowOf(7), base::Say("hello"), kRoom, "");
  EXPECT_EQ(room[0].Attribute("type"), "groupchat");
  EXPECT_FALSE(Has(room[0], "request", kReceipts));
  EXPECT_FALSE(Has(room[0], "markable", kMarkers));
}

TEST(XmppOutbound, ASecondAttemptHasTheSameIdsAndAnotherRowHasOthers) {
  const base::Message message = base::Say(std::string(30'000, 'x'));
  const auto first = MessageStanzas(RowOf(7), message, kAlice, "");
  EXPECT_EQ(first, MessageStanzas(RowOf(7), message, kAlice, ""));
  std::set<std::string> ids;
  for (const auto& stanza : first) {
    ids.emplace(stanza.Attribute("id"));
    EXPECT_EQ(stanza.Child("origin-id", kIds)->Attribute("id"), stanza.Attribute("id"));
  }
  EXPECT_EQ(ids.size(), first.size());
  EXPECT_FALSE(ids.contains(StanzaId(RowOf(8), 0)));
  Row later = RowOf(7);
  later.at += std::chrono::hours(1);
  EXPECT_FALSE(ids.contains(StanzaId(later, 0))) << "row numbers begin anew in a new store";
}

TEST(XmppOutbound, AThirdOfAMegabyteIsSplitAndNothingIsLost) {
  std::string text;
  while (text.size() < 300'000)
    text += "这是一个句子。 A sentence with an emoji \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB. ";
  std::string together;
  const auto stanzas = MessageStanzas(RowOf(1), base::Say(text), kAlice, "");
  EXPECT_GT(stanzas.size(), 30u);
  for (const auto& stanza : stanzas) {
    EXPECT_LE(stanza.ChildText("body").size(), kMaxBody);
    EXPECT_LT(ToXml(stanza).size(), 64u << 10);
    together += stanza.ChildText("body");
  }
  std::erase(together, ' ');
  std::erase(text, ' ');
  EXPECT_EQ(together, text);
}

TEST(XmppOutbound, WhatSomebodyTypedCanNeitherBreakTheStreamNorBecomeMarkup) {
  const base::Message message = base::Say("]]> <b>&amp; \x01\x1b \xEF\xBF\xBF *bold* \"'");
  const auto stanzas = MessageStanzas(RowOf(1), message, kAlice, "");
  ASSERT_EQ(stanzas.size(), 1u);
  const auto again = base::ReadXml(ToXml(stanzas[0]));
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_NE(again->ChildText("body").find("]]> <b>&amp;"), std::string_view::npos);
  EXPECT_TRUE(Has(*again, "unstyled", kUnstyled));
  EXPECT_EQ(again->children.size(), stanzas[0].children.size());
}

TEST(XmppOutbound, ChoicesAreNumberedAndAFormOnlyForThoseWhoShowOne) {
  base::Message message = base::Say("Did that help?");
  message.buttons = {{"Yes", "yes-7"}, {"No", "no-7"}};
  const auto plain = MessageStanzas(RowOf(1), message, kAlice, "");
  EXPECT_EQ(plain[0].ChildText("body"), "Did that help?\n1. Yes\n2. No");
  EXPECT_FALSE(Has(plain[0], "x", kForm));
  Recipient modern = kAlice;
  modern.takes_forms = true;
  const auto form = MessageStanzas(RowOf(1), message, modern, "");
  EXPECT_EQ(form[0].ChildText("body"), plain[0].ChildText("body"));
  ASSERT_TRUE(Has(form[0], "x", kForm));
  EXPECT_EQ(ToXml(*form[0].Child("x", kForm)),
            "<x xmlns=\"jabber:x:data\" type=\"form\"><instructions>Did that help?</instructions>"
            "<field var=\"FORM_TYPE\" type=\"hidden\"><value>urn:frontdesk:choice</value></field>"
            "<field var=\"choice\" type=\"list-single\"><option label=\"Yes\"><value>yes-7</value></option>"
            "<option label=\"No\"><value>no-7</value></option></field></x>");
}

TEST(XmppBody, AQuotationIsCutByCodePoints) {
  const auto cut = [](const std::string& body, const std::string& range) {
    return BodyOf(*base::ReadXml("<message xmlns='jabber:client'><body>" + body +
                                 "</body><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>" + range +
                                 "</fallback></message>"));
  };
  EXPECT_EQ(cut("\xF0\x9F\x91\x8D\xF0\x9F\x91\x8D你好yes", "<body start='0' end='4'/>"), "yes");
  EXPECT_EQ(cut("keep", "<body start='2' end='1'/>"), "keep");
  EXPECT_EQ(cut("keep", "<body start='0' end='99999999999999999999'/>"), "");
  EXPECT_EQ(cut("all of it", ""), "");
  EXPECT_EQ(cut("keep", "<body start='900' end='901'/>"), "keep");
}

TEST(XmppBody, ANameCountsOnlyAsAWord) {
  EXPECT_TRUE(Names("frontdesk: hi", "Frontdesk"));
  EXPECT_TRUE(Names("ask @FRONTDESK please", "Frontdesk"));
  EXPECT_TRUE(Names("请问Frontdesk怎么用", "Frontdesk"));
  EXPECT_FALSE(Names("frontdesks are furniture", "Frontdesk"));
  EXPECT_FALSE(Names("anything", ""));
  EXPECT_EQ(WithoutName("@Frontdesk, help me", "Frontdesk"), "help me");
  EXPECT_EQ(WithoutName("help me, Frontdesk", "Frontdesk"), "help me, Frontdesk");
}

TEST(XmppInbound, AnEndlessBodyIsCutBetweenCharacters) {
  std::string body;
  while (body.size() < 3 * kMaxText) body += "好";
  base::XmlElement message{"message", kClient};
  message.Set("from", "alice@xmpp.test/a").Set("id", "1").Set("type", "chat");
  message.Add("body", kClient, body);
  const auto event = EventOf(message, testing::World(), {});
  ASSERT_TRUE(event.has_value());
  const std::string& text = std::get<base::Said>(event->body).text;
  EXPECT_LE(text.size(), kMaxText);
  EXPECT_TRUE(base::IsUtf8(text));
}

TEST(XmppInbound, OneOfUsNeverSpeaksToItself) {
  base::XmlElement message{"message", kClient};
  message.Set("from", "Bot@xmpp.test/other").Set("id", "1").Set("type", "chat");
  message.Add("body", kClient, "hello");
  EXPECT_FALSE(EventOf(message, testing::World(), {}).has_value());
}

TEST(XmppRecent, ForgetsTheOldestBeyondItsBound) {
  RecentMessages recent;
  for (std::size_t i = 0; i <= kMaxRecent; ++i) recent.Remember("m" + std::to_string(i), "e" + std::to_string(i));
  EXPECT_EQ(recent.Find("m0"), "");
  EXPECT_EQ(recent.Find("m1"), "e1");
}

TEST(XmppForm, CarriesSeveralQuestionsAndBringsTheirAnswersBack) {
  base::Message message = base::Say("Which part?");
  message.form = {{"area", "Which part?", "", "choice", {{"Calls", "call"}, {"Files", "file"}}, true, ""},
                  {"parts", "Which of them?", "", "multi", {{"A", "a"}, {"B", "b"}}, false, ""},
                  {"note", "Anything <else>?", "", "longtext", {}, false, "Too short."}};
  Recipient modern = kAlice;
  modern.takes_forms = true;
  const auto stanzas = MessageStanzas(RowOf(1), message, modern, "");
  EXPECT_EQ(stanzas[0].ChildText("body"), "Which part?") << "for a program that shows no forms";
  const base::XmlElement* form = stanzas.back().Child("x", kForm);
  ASSERT_NE(form, nullptr);
  const std::string xml = ToXml(*form);
  EXPECT_NE(xml.find(R"(<field var="area" type="list-single" label="Which part?"><required/>)"), std::string::npos)
      << xml;
  EXPECT_NE(xml.find("<desc>Too short.</desc>"), std::string::npos);
  EXPECT_FALSE(FilledIn(*form).has_value() && ChoiceIn(*form).has_value()) << "one of the two";
  const auto sent = base::ReadXml(
      "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:frontdesk:questions</value></field>"
      "<field var='area'><value>call</value></field>"
      "<field var='parts' type='list-multi'><value>a</value><value>b</value></field>"
      "<field var='note'><value>one</value><value>two</value></field></x>");
  const auto filled = FilledIn(*sent);
  ASSERT_TRUE(filled.has_value());
  EXPECT_EQ(filled->values,
            (std::vector<base::Fact>{{"area", "", "call"}, {"parts", "", "a,b"}, {"note", "", "one\ntwo"}}));
}

TEST(XmppForm, AnotherFormIsNoChoice) {
  const auto form = base::ReadXml(
      "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:other</value></field>"
      "<field var='choice'><value>yes</value></field></x>");
  EXPECT_FALSE(ChoiceIn(*form).has_value());
}

class XmppAdapterTest : public ::testing::Test {
 protected:
  XmppAdapterTest() {
    settings_.account = "xmpp";
    settings_.values = {{"jid", "bot@xmpp.test"}, {"nick", "Frontdesk"}, {"upload", "upload.xmpp.test"}};
    settings_.lists = {{"help_rooms", {"Help@rooms.xmpp.test"}}};
  }
  base::Result<Step> Next(const base::Message& message, const std::string& channel, int part,
                          std::vector<HttpAnswer> answers = {}) {
    const base::Address address{"xmpp", channel, ""};
    const Row row = RowOf(7);
    Sending sending{address, row, message};
    sending.part = part;
    sending.answers = answers;
    sending.read_file = [](const base::FileRef&) -> base::Result<std::string> { return std::string("bytes"); };
    return adapter_.Next(sending, {{}, settings_, {}, {}});
  }

  Settings settings_;
  const XmppAdapter adapter_;
};

TEST_F(XmppAdapterTest, AFileIsASlotThenItsBytesThenItsAddress) {
  base::Message message = base::Say("see here");
  message.files = {{.id = "1", .name = "a.png", .type = "image/png", .size = 5}};
  EXPECT_NE(std::get<Frame>(*Next(message, "alice@xmpp.test", 0)).bytes.find("see here"), std::string::npos);
  const Frame slot = std::get<Frame>(*Next(message, "alice@xmpp.test", 1));
  EXPECT_NE(slot.bytes.find("filename=\"a.png\" size=\"5\" content-type=\"image/png\""), std::string::npos);
  const HttpAnswer answer{
      .body =
          "<iq xmlns='jabber:client' type='result'><slot xmlns='urn:xmpp:http:upload:0'><put url='https://u/put'>"
          "<header name='Authorization'>Basic x\ny</header><header name='Host'>evil</header></put>"
          "<get url='https://u/get'/></slot></iq>"};
  const Call put = std::get<Call>(*Next(message, "alice@xmpp.test", 1, {answer}));
  EXPECT_EQ(put.url, "https://u/put");
  EXPECT_EQ(put.body, "bytes");
  EXPECT_FALSE(put.delivers);
  EXPECT_EQ(put.headers, (Headers{{"Authorization", "Basic xy"}, {"Content-Type", "image/png"}}));
  const Frame file = std::get<Frame>(*Next(message, "alice@xmpp.test", 1, {answer, {.status = 201}}));
  EXPECT_NE(file.bytes.find("<body>https://u/get</body>"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<Done>(*Next(message, "alice@xmpp.test", 2)));
}

TEST_F(XmppAdapterTest, RoomsAndWhispersAreToldApartBySettings) {
  const auto type_of = [&](const std::string& channel) {
    const auto stanza = base::ReadXml(std::get<Frame>(*Next(base::Say("x"), channel, 0)).bytes);
    return std::string(stanza->Attribute("type")) + (stanza->Child("x", kMucUser) != nullptr ? " aside" : "");
  };
  EXPECT_EQ(type_of("help@rooms.xmpp.test"), "groupchat");
  EXPECT_EQ(type_of("help@rooms.xmpp.test/carol"), "chat aside");
  EXPECT_EQ(type_of("alice@xmpp.test"), "chat");
}

TEST_F(XmppAdapterTest, AStanzaBecomesItsEventAndWhatIsNoneIsRefused) {
  RawRequest request;
  request.body = "<message xmlns='jabber:client' from='alice@xmpp.test/a' type='chat' id='1'><body>hi</body></message>";
  const Env env{{}, settings_, {}, {}};
  const auto verified = adapter_.Verify(request, env);
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->proof(), Verified::Proof::kSession);
  EXPECT_EQ(verified->sender(), "alice@xmpp.test");
  EXPECT_EQ(std::get<Taken>(*adapter_.Parse(*verified, env)).events.size(), 1u);
  request.body = "<message";
  EXPECT_FALSE(adapter_.Verify(request, env).has_value());
}

TEST_F(XmppAdapterTest, TheUploadsAnswersAreReadRight) {
  const auto kind = [&](int status) { return adapter_.Classify({}, {HttpAnswer{.status = status}, false}).kind; };
  EXPECT_EQ(kind(201), SendResult::Kind::kSent);
  EXPECT_EQ(kind(409), SendResult::Kind::kSent);
  EXPECT_EQ(kind(413), SendResult::Kind::kRejected);
  EXPECT_EQ(kind(401), SendResult::Kind::kRetry);
  EXPECT_EQ(adapter_.Classify({}, {std::nullopt, false}).kind, SendResult::Kind::kRetry);
}

TEST_F(XmppAdapterTest, SettingsThatCannotWorkAreNamed) {
  EXPECT_TRUE(adapter_.CheckSettings(settings_).has_value());
  settings_.lists["rooms"] = {"no-room"};
  EXPECT_FALSE(adapter_.CheckSettings(settings_).has_value());
  settings_.lists.clear();
  settings_.values["jid"] = "xmpp.test";
  EXPECT_FALSE(adapter_.CheckSettings(settings_).has_value());
}

}  // namespace
}  // namespace frontdesk::adapters::xmpp
