#include "bot/net/xmpp_stream.h"

#include <gtest/gtest.h>

#include <map>

#include "bot/net/xmpp_requests.h"

namespace frontdesk::net {
namespace {

base::XmlElement Xml(const std::string& xml) { return *base::ReadXml(xml); }

class Stream : public ::testing::Test {
 protected:
  LoggedIn Managed(bool resumed = false, std::optional<std::uint32_t> acknowledged = std::nullopt) {
    LoggedIn login;
    login.managed = true;
    login.resumed = resumed;
    login.resume_id = "S";
    login.acknowledged = acknowledged;
    return login;
  }
  XmppStream::Write Writer() {
    written_.clear();
    return [this](const std::string& bytes) { written_.push_back(bytes); };
  }
  void Send(const std::string& id) {
    stream_.Send({"<" + id + "/>", [this, id](SendOutcome outcome, const std::string&) { outcomes_[id] = outcome; }});
  }
  base::Result<bool> Hear(const std::string& xml) { return stream_.OnElement(Xml(xml)); }

  XmppStream stream_{""};
  std::vector<std::string> written_;
  std::map<std::string, SendOutcome> outcomes_;
};

TEST_F(Stream, AcknowledgesInOrderAndOnlyWhatWasCounted) {
  ASSERT_TRUE(stream_.GoOnline(Managed(), Writer()).has_value());
  for (const std::string id : {"a", "b", "c"}) Send(id);
  EXPECT_TRUE(*Hear("<a xmlns='urn:xmpp:sm:3' h='2'/>"));
  EXPECT_EQ(outcomes_.size(), 2u);
  EXPECT_EQ(outcomes_.at("b"), SendOutcome::kAcked);
  EXPECT_TRUE(Hear("<a xmlns='urn:xmpp:sm:3' h='2'/>").has_value());
  EXPECT_FALSE(Hear("<a xmlns='urn:xmpp:sm:3' h='9'/>").has_value()) << "more than was sent";
  EXPECT_FALSE(Hear("<a xmlns='urn:xmpp:sm:3' h='x'/>").has_value());
}

TEST_F(Stream, AResumedStreamSendsAgainJustWhatTheServerLacks) {
  ASSERT_TRUE(stream_.GoOnline(Managed(), Writer()).has_value());
  for (const std::string id : {"a", "b", "c"}) Send(id);
  stream_.Break();
  ASSERT_TRUE(*stream_.GoOnline(Managed(true, 1), Writer()));
  EXPECT_EQ(outcomes_.at("a"), SendOutcome::kAcked);
  ASSERT_EQ(written_.size(), 3u);
  EXPECT_EQ(written_[0], "<b/>");
  EXPECT_EQ(written_[1], "<c/>");
  stream_.Break();
  ASSERT_TRUE(*stream_.GoOnline(Managed(true, 2), Writer()));
  EXPECT_EQ(written_[0], "<c/>");
}

TEST_F(Stream, AStreamThatIsNotResumedLeavesTheFateOfTheRestUnknown) {
  ASSERT_TRUE(stream_.GoOnline(Managed(), Writer()).has_value());
  Send("a");
  Send("b");
  stream_.Break();
  EXPECT_FALSE(*stream_.GoOnline(Managed(false, 1), Writer()));
  EXPECT_EQ(outcomes_.at("a"), SendOutcome::kAcked) << "the refusal told that it had this one";
  EXPECT_EQ(outcomes_.at("b"), SendOutcome::kUnknown);
  Send("c");
  EXPECT_TRUE(Hear("<a xmlns='urn:xmpp:sm:3' h='1'/>").has_value());
  EXPECT_EQ(outcomes_.at("c"), SendOutcome::kAcked) << "counting began anew";
}

TEST_F(Stream, CountsOnlyWhatIsHandledAndAllBeforeIt) {
  ASSERT_TRUE(stream_.GoOnline(Managed(), Writer()).has_value());
  const auto first = stream_.Receive(), second = stream_.Receive(), third = stream_.Receive();
  stream_.Handle(*second);
  Hear("<r xmlns='urn:xmpp:sm:3'/>");
  EXPECT_EQ(written_.back(), "<a xmlns='urn:xmpp:sm:3' h='0'/>");
  stream_.Handle(*first);
  stream_.ReportProgress();
  EXPECT_EQ(written_.back(), "<a xmlns='urn:xmpp:sm:3' h='2'/>") << "told later, as it was asked before";
  EXPECT_EQ(stream_.resumption()->received, 2u);
  stream_.Break();
  ASSERT_TRUE(*stream_.GoOnline(Managed(true, 0), Writer()));
  EXPECT_FALSE(stream_.Receive().has_value()) << "the third comes again, and is in hand already";
  const auto fourth = stream_.Receive();
  ASSERT_TRUE(fourth.has_value());
  stream_.Handle(*third);
  stream_.Handle(*fourth);
  EXPECT_EQ(stream_.resumption()->received, 4u);
}

TEST_F(Stream, AHandledStanzaOfALostStreamDoesNotCountOnTheNewOne) {
  ASSERT_TRUE(stream_.GoOnline(Managed(), Writer()).has_value());
  const auto old = stream_.Receive();
  stream_.Break();
  ASSERT_TRUE(stream_.GoOnline(Managed(false), Writer()).has_value());
  stream_.Handle(*old);
  EXPECT_EQ(stream_.resumption()->received, 0u);
  stream_.Handle(*stream_.Receive());
  EXPECT_EQ(stream_.resumption()->received, 1u);
}

TEST_F(Stream, WithoutStreamManagementAPingStandsInForTheCount) {
  LoggedIn plain;
  ASSERT_TRUE(stream_.GoOnline(plain, Writer()).has_value());
  Send("a");
  stream_.AskForCount();
  const std::string ping = written_.back();
  Send("b");
  const auto at = ping.find("id=\"") + 4;
  const std::string id = ping.substr(at, ping.find('"', at) - at);
  EXPECT_FALSE(*Hear("<iq xmlns='jabber:client' type='result' id='other'/>"));
  EXPECT_TRUE(*Hear("<iq xmlns='jabber:client' type='error' id='" + id + "'/>"));
  EXPECT_EQ(outcomes_.size(), 1u);
  EXPECT_EQ(outcomes_.at("a"), SendOutcome::kAcked);
  EXPECT_FALSE(stream_.resumption().has_value());
}

TEST(SentStanzas, CountsBeyondTheEndOfThirtyTwoBits) {
  SentStanzas sent;
  sent.Add({"a", nullptr});
  EXPECT_FALSE(sent.Acknowledge(0xFFFFFFFFu).has_value());
  EXPECT_EQ(sent.Acknowledge(1)->size(), 1u);
  EXPECT_FALSE(sent.Acknowledge(0).has_value()) << "a count never goes back";
}

class Requests : public ::testing::Test {
 protected:
  void Ask(const std::string& id, const std::string& to) {
    requests_.Add(id, to, XmppRequests::Clock::time_point(std::chrono::seconds(10)),
                  [this](const auto& answer) { (answer ? answered_ : failed_) += 1; });
  }
  bool Answer(const std::string& id, const std::string& from) {
    return requests_.OnAnswer(Xml("<iq xmlns='jabber:client' type='result' id='" + id + "'" +
                                  (from.empty() ? "" : " from='" + from + "'") + "/>"),
                              "bot@xmpp.test/desk");
  }
  XmppRequests requests_;
  int answered_ = 0;
  int failed_ = 0;
};

TEST_F(Requests, OnlyTheOneWhoWasAskedMayAnswer) {
  Ask("1", "rooms.xmpp.test");
  EXPECT_FALSE(Answer("1", "mallory@evil.test/a"));
  EXPECT_FALSE(Answer("1", ""));
  EXPECT_TRUE(Answer("1", "Rooms.xmpp.test"));
  EXPECT_FALSE(Answer("1", "rooms.xmpp.test")) << "once";
  Ask("2", "");
  EXPECT_FALSE(Answer("2", "mallory@evil.test"));
  EXPECT_TRUE(Answer("2", "bot@xmpp.test"));
  Ask("3", "");
  EXPECT_TRUE(Answer("3", ""));
  EXPECT_EQ(answered_, 3);
}

TEST_F(Requests, EndInTheirTime) {
  Ask("1", "x");
  requests_.Expire(XmppRequests::Clock::time_point(std::chrono::seconds(9)));
  EXPECT_EQ(failed_, 0);
  requests_.Expire(XmppRequests::Clock::time_point(std::chrono::seconds(10)));
  EXPECT_EQ(failed_, 1);
  EXPECT_EQ(requests_.size(), 0u);
}

TEST(StandardAnswers, EveryQuestionGetsOne) {
  XmppOptions options;
  options.features = {"urn:xmpp:receipts"};
  const auto answer = [&](const std::string& inner, const std::string& type = "get") {
    return ToXml(StandardAnswer(Xml("<iq xmlns='jabber:client' type='" + type + "' id='7' from='a@b/c' to='bot@x/y'>" +
                                    inner + "</iq>"),
                                options),
                 "jabber:client");
  };
  EXPECT_EQ(answer("<ping xmlns='urn:xmpp:ping'/>"), "<iq type=\"result\" id=\"7\" to=\"a@b/c\" from=\"bot@x/y\"/>");
  EXPECT_NE(answer("<query xmlns='http://jabber.org/protocol/disco#info'/>").find("urn:xmpp:receipts"),
            std::string::npos);
  EXPECT_NE(answer("<query xmlns='jabber:iq:roster'/>", "set").find("<service-unavailable"), std::string::npos);
  EXPECT_NE(answer("").find("type=\"error\""), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::net
