#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>

#include "tests/peers/tcp_relay.h"
#include "tests/peers/xmpp_line.h"
#include "tests/peers/xmpp_user.h"

namespace frontdesk::testing {
namespace {

using net::SendOutcome;
using net::XmppTrouble;

std::string Numbered(const std::string& stem, int number) { return stem + std::to_string(number); }

class XmppSession : public ::testing::TestWithParam<std::string> {
 protected:
  XmppServer& server() { return SharedServer(GetParam()); }
  std::string Jid() const { return user_ + "@xmpp.test"; }
  net::XmppOptions Alice() { return XmppLine::Options(server(), user_); }
  net::XmppOptions Alice(const TcpRelay& relay) {
    net::XmppOptions options = Alice();
    options.port = relay.port();
    return options;
  }

  const std::string user_ = server().NewUser();
};

INSTANTIATE_TEST_SUITE_P(Servers, XmppSession, ::testing::Values("Prosody", "ejabberd"),
                         [](const auto& server) { return server.param; });

TEST_P(XmppSession, ComesOnlineAndTalksWithAnotherClient) {
  XmppUser bob(server());
  XmppLine alice(Alice());
  ASSERT_TRUE(alice.WaitFresh());
  EXPECT_TRUE(alice.jid().starts_with(Jid() + "/"));
  EXPECT_TRUE(alice.session().State().online);
  alice.GoAvailable();
  alice.SendBody(bob.jid(), "hello-bob");
  EXPECT_EQ(bob.NextBody(), "hello-bob");
  EXPECT_TRUE(alice.WaitOutcome("hello-bob", SendOutcome::kAcked));
  bob.Send(alice.jid(), "hello alice ]]> <&>\"' \xF0\x9F\x98\x80");
  EXPECT_TRUE(alice.WaitBody("hello alice ]]> <&>\"' \xF0\x9F\x98\x80"));
}

TEST_P(XmppSession, ComesOnlineOverDirectTls) {
  net::XmppOptions options = Alice();
  options.tls = net::XmppTls::kDirect;
  options.port = server().direct_tls_port();
  XmppLine alice(options);
  EXPECT_TRUE(alice.WaitFresh());
}

TEST_P(XmppSession, AWrongPasswordLeadsToOneAttemptAndALongPause) {
  TcpRelay relay(server().port());
  net::XmppOptions options = Alice(relay);
  options.password = base::Secret("wrong");
  XmppLine alice(options);
  ASSERT_TRUE(alice.WaitTrouble(XmppTrouble::kRefused));
  EXPECT_FALSE(alice.Wait([&] { return relay.connections() > 1; }, std::chrono::seconds(2)));
  EXPECT_EQ(alice.session().State().trouble, XmppTrouble::kRefused);
  EXPECT_NE(alice.session().State().reason.find("not-authorized"), std::string::npos);
}

TEST_P(XmppSession, AnUnknownCertificateIsRefused) {
  net::XmppOptions options = Alice();
  options.ca_file.clear();
  XmppLine alice(options);
  EXPECT_TRUE(alice.WaitTrouble(XmppTrouble::kTls));
  EXPECT_EQ(alice.fresh(), 0);
}

TEST_P(XmppSession, ACertificateForAnotherNameIsRefused) {
  net::testing::TemporaryDirectory directory;
  net::XmppOptions options = Alice();
  options.jid = user_ + "@other.test";
  options.tls = net::XmppTls::kDirect;
  options.port = server().direct_tls_port();
  XmppLine alice(options);
  EXPECT_TRUE(alice.WaitTrouble(XmppTrouble::kTls));
  EXPECT_EQ(alice.fresh(), 0);
}

TEST_P(XmppSession, AStrippedStartTlsIsNoticedAndNothingIsSaid) {
  TcpRelay relay(server().port(), [](std::string bytes) {
    for (auto at = bytes.find("starttls"); at != bytes.npos; at = bytes.find("starttls"))
      bytes.replace(at, 8, "startxyz");
    return bytes;
  });
  XmppLine alice(Alice(relay));
  EXPECT_TRUE(alice.WaitTrouble(XmppTrouble::kTls));
  EXPECT_EQ(alice.fresh(), 0);
}

TEST_P(XmppSession, ABrokenConnectionIsResumedAndNothingIsLostOrDoubled) {
  constexpr int kRounds = 8;
  XmppUser bob(server());
  TcpRelay relay(server().port());
  XmppLine alice(Alice(relay));
  ASSERT_TRUE(alice.WaitFresh());
  alice.GoAvailable();
  ASSERT_TRUE(alice.WaitOutcome("presence", SendOutcome::kAcked));
  const std::string jid = alice.jid();
  std::vector<std::string> sent, received;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < 5; ++i) {
      sent.push_back(Numbered("a", round * 10 + i));
      alice.SendBody(bob.jid(), sent.back());
      bob.Send(jid, Numbered("b", round * 10 + i));
    }
    relay.Cut();
    sent.push_back(Numbered("a", round * 10 + 9));
    alice.SendBody(bob.jid(), sent.back());
    bob.Send(jid, Numbered("b", round * 10 + 9));
    ASSERT_TRUE(alice.WaitResumed(round + 1));
  }
  while (received.size() < sent.size()) {
    received.push_back(bob.NextBody());
    ASSERT_NE(received.back(), "") << "after " << received.size();
  }
  EXPECT_EQ(received, sent);
  EXPECT_EQ(bob.NextBody(std::chrono::milliseconds(300)), "");
  for (const std::string& id : sent) EXPECT_TRUE(alice.WaitOutcome(id, SendOutcome::kAcked)) << id;
  ASSERT_TRUE(alice.WaitBody(Numbered("b", (kRounds - 1) * 10 + 9)));
  std::vector<std::string> bodies = alice.Bodies();
  EXPECT_EQ(bodies.size(), sent.size()) << ::testing::PrintToString(bodies);
  std::ranges::sort(bodies);
  EXPECT_EQ(std::ranges::adjacent_find(bodies), bodies.end()) << "a message came twice";
  EXPECT_EQ(alice.fresh(), 1);
}

TEST_P(XmppSession, WhatTheServerHasButCouldNotConfirmIsNotSentAgain) {
  XmppUser bob(server());
  TcpRelay relay(server().port());
  XmppLine alice(Alice(relay));
  ASSERT_TRUE(alice.WaitFresh());
  relay.MuteServer(true);
  alice.SendBody(bob.jid(), "once");
  EXPECT_EQ(bob.NextBody(), "once");
  relay.Refuse(true);
  relay.Cut();
  relay.MuteServer(false);
  relay.Refuse(false);
  ASSERT_TRUE(alice.WaitResumed());
  EXPECT_TRUE(alice.WaitOutcome("once", SendOutcome::kAcked));
  alice.SendBody(bob.jid(), "next");
  EXPECT_EQ(bob.NextBody(), "next");
}

TEST_P(XmppSession, AMessageIsOnlyForgottenByTheServerWhenItWasHandled) {
  XmppUser bob(server());
  auto relay = std::make_unique<TcpRelay>(server().port());
  {
    XmppLine alice(Alice(*relay), false);
    ASSERT_TRUE(alice.WaitFresh());
    alice.GoAvailable();
    ASSERT_TRUE(alice.WaitOutcome("presence", SendOutcome::kAcked));
    bob.Send(Jid(), "kept");
    ASSERT_TRUE(alice.WaitBody("kept"));
    relay->Cut();
    ASSERT_TRUE(alice.WaitResumed());
    alice.SendBody(bob.jid(), "after");
    ASSERT_TRUE(alice.WaitOutcome("after", SendOutcome::kAcked));
    EXPECT_EQ(alice.Bodies(), std::vector<std::string>{"kept"}) << "the repetition is not delivered again";
  }
  // Only then the server has heard of the end, too; beside a session that still lives nothing is kept for later.
  ASSERT_TRUE(WaitUntil([&] { return relay->idle(); }));
  XmppLine later(Alice());
  ASSERT_TRUE(later.WaitFresh());
  later.GoAvailable();
  EXPECT_TRUE(later.WaitBody("kept")) << "nobody had handled it";
}

TEST_P(XmppSession, WithoutResumptionTheFateOfTheUnconfirmedIsUnknown) {
  TcpRelay relay(server().port());
  net::XmppOptions options = Alice(relay);
  options.resume_within = std::chrono::milliseconds(1);
  XmppLine alice(options);
  ASSERT_TRUE(alice.WaitFresh());
  relay.MuteServer(true);
  alice.SendBody("carol@xmpp.test", "who-knows");
  relay.Refuse(true);
  relay.Cut();
  EXPECT_TRUE(alice.WaitOutcome("who-knows", SendOutcome::kUnknown));
  alice.SendBody("carol@xmpp.test", "offline");
  EXPECT_TRUE(alice.WaitOutcome("offline", SendOutcome::kNotSent));
  relay.MuteServer(false);
  relay.Refuse(false);
  EXPECT_TRUE(alice.WaitFresh(2));
}

TEST_P(XmppSession, AServerThatOnlyAnswersPingsIsNotSilent) {
  std::atomic<int> pieces = 0;
  TcpRelay relay(server().port(), [&](std::string bytes) {
    ++pieces;
    return bytes;
  });
  net::XmppOptions options = Alice(relay);
  options.ping_after = std::chrono::milliseconds(50);
  XmppLine alice(options);
  ASSERT_TRUE(alice.WaitFresh());
  EXPECT_TRUE(WaitUntil([&] { return pieces > 20; })) << "logging in takes about ten";
  EXPECT_TRUE(alice.Troubles().empty());
}

TEST_P(XmppSession, ASilentServerIsNoticed) {
  TcpRelay relay(server().port());
  net::XmppOptions options = Alice(relay);
  options.ping_after = std::chrono::milliseconds(200);
  options.answer_within = std::chrono::milliseconds(500);
  XmppLine alice(options);
  ASSERT_TRUE(alice.WaitFresh());
  relay.Freeze(true);
  EXPECT_TRUE(alice.WaitTrouble(XmppTrouble::kSilent));
}

TEST_P(XmppSession, TwoOfTheSameResourceDoNotThrowEachOtherOutInALoop) {
  net::XmppOptions options = Alice();
  options.jid += "/desk";
  XmppLine first(options);
  ASSERT_TRUE(first.WaitFresh());
  XmppLine second(options);
  ASSERT_TRUE(second.WaitFresh() || second.WaitTrouble(XmppTrouble::kConflict));
  ASSERT_TRUE(first.WaitTrouble(XmppTrouble::kConflict));
  EXPECT_FALSE(first.Wait([] { return false; }, std::chrono::milliseconds(1'500)));
  EXPECT_EQ(first.fresh() + second.fresh(), 2) << "the one that was thrown out stays away";
}

TEST_P(XmppSession, AStanzaThatIsTooLargeIsRefusedAndTheStreamStays) {
  XmppLine alice(Alice());
  ASSERT_TRUE(alice.WaitFresh());
  alice.Send(
      "<message xmlns='jabber:client' to='carol@xmpp.test'><body>" + std::string(300 << 10, 'x') + "</body></message>",
      "large");
  ASSERT_TRUE(alice.WaitOutcome("large", SendOutcome::kNotSent));
  EXPECT_NE(alice.Reason("large").find("bytes"), std::string::npos);
  alice.SendBody("carol@xmpp.test", "small");
  EXPECT_TRUE(alice.WaitOutcome("small", SendOutcome::kAcked));
  EXPECT_TRUE(alice.Troubles().empty());
}

TEST_P(XmppSession, WhatIsNoStanzaIsRefusedAndTheStreamStays) {
  XmppLine alice(Alice());
  ASSERT_TRUE(alice.WaitFresh());
  alice.Send("<message xmlns='jabber:client'><body>", "cut");
  alice.Send("</stream:stream>", "end");
  alice.Send("<message xmlns='jabber:client'/><message/>", "two");
  alice.Send("<a xmlns='urn:xmpp:sm:3' h='9'/>", "count");
  for (const std::string id : {"cut", "end", "two", "count"}) {
    EXPECT_TRUE(alice.WaitOutcome(id, SendOutcome::kNotSent)) << id;
  }
  EXPECT_TRUE(alice.session().State().online);
}

TEST_P(XmppSession, QuestionsGetTheirAnswersAndOthersAreAnswered) {
  XmppUser bob(server());
  XmppLine alice(Alice());
  ASSERT_TRUE(alice.WaitFresh());
  std::promise<base::Result<base::XmlElement>> answer;
  alice.session().Ask(
      "<iq xmlns='jabber:client' type='get' to='xmpp.test'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
      kPatience, [&](auto result) { answer.set_value(std::move(result)); });
  auto future = answer.get_future();
  ASSERT_EQ(future.wait_for(kPatience), std::future_status::ready);
  const auto result = future.get();
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->Attribute("type"), "result");

  std::promise<base::Result<base::XmlElement>> ping;
  alice.session().Ask("<iq xmlns='jabber:client' type='get' to='" + bob.jid() + "'><ping xmlns='urn:xmpp:ping'/></iq>",
                      kPatience, [&](auto pong) { ping.set_value(std::move(pong)); });
  auto pong = ping.get_future();
  ASSERT_EQ(pong.wait_for(kPatience), std::future_status::ready);
  EXPECT_TRUE(pong.get().has_value());
}

TEST_P(XmppSession, AQuestionWithoutAnAnswerEndsInItsTime) {
  XmppUser bob(server());
  net::XmppOptions options = Alice();
  options.answer_within = std::chrono::milliseconds(400);
  TcpRelay relay(server().port());
  options.port = relay.port();
  XmppLine alice(options);
  ASSERT_TRUE(alice.WaitFresh());
  relay.Freeze(true);
  std::promise<base::ErrorCode> code;
  alice.session().Ask("<iq xmlns='jabber:client' type='get' to='xmpp.test'><ping xmlns='urn:xmpp:ping'/></iq>",
                      std::chrono::milliseconds(200),
                      [&](auto result) { code.set_value(result ? base::ErrorCode::kInternal : result.error().code); });
  auto future = code.get_future();
  ASSERT_EQ(future.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(future.get(), base::ErrorCode::kUnavailable);
}

TEST_P(XmppSession, NobodyCanWriteAForeignSenderIntoAMessage) {
  XmppUser bob(server());
  XmppLine alice(Alice());
  ASSERT_TRUE(alice.WaitFresh());
  for (int i = 0; i < 20; ++i) {
    bob.SendRaw("<message to='" + alice.jid() + "' type='chat' xmlns:e='urn:e' e:from='admin@xmpp.test'><body>" +
                Numbered("m", i) + "</body></message>");
  }
  ASSERT_TRUE(alice.WaitBody("m19"));
  for (const auto& delivery : alice.Deliveries()) {
    if (delivery.stanza.name != "message") continue;
    EXPECT_EQ(delivery.stanza.Attribute("from"), bob.jid());
  }
}

TEST_P(XmppSession, ComesBackAfterTheServerWasRestarted) {
  XmppLine alice(Alice());
  ASSERT_TRUE(alice.WaitFresh());
  server().Restart();
  ASSERT_TRUE(alice.WaitFresh(2));
  alice.SendBody("carol@xmpp.test", "again");
  EXPECT_TRUE(alice.WaitOutcome("again", SendOutcome::kAcked));
}

TEST_P(XmppSession, StopsAtOnceInEveryState) {
  {
    XmppLine never(Alice());
    never.Stop();
  }
  {
    net::XmppOptions nowhere = Alice();
    nowhere.port = FreePorts(1)[0];
    XmppLine pausing(nowhere);
    ASSERT_TRUE(pausing.WaitTrouble(XmppTrouble::kUnreachable));
    pausing.Stop();
    EXPECT_EQ(pausing.session().State().trouble, XmppTrouble::kStopped);
  }
  XmppLine online(Alice());
  ASSERT_TRUE(online.WaitFresh());
  online.SendBody("carol@xmpp.test", "last-words");
  online.Stop();
  EXPECT_EQ(online.Outcomes("last-words"), std::vector{SendOutcome::kAcked});
  online.SendBody("carol@xmpp.test", "too-late");
  EXPECT_EQ(online.Outcomes("too-late"), std::vector{SendOutcome::kNotSent});
}

TEST_P(XmppSession, AComponentSendsAThousandStanzasAndConnectsAgain) {
  constexpr int kCount = 1'000;
  XmppUser bob(server());
  TcpRelay relay(server().component_port());
  net::XmppOptions options = XmppLine::Component(server());
  options.port = relay.port();
  XmppLine bot(options);
  ASSERT_TRUE(bot.WaitFresh());
  const auto send = [&](const std::string& id) {
    bot.Send("<message xmlns='jabber:client' type='chat' from='help@bot.xmpp.test/desk' to='" + bob.jid() + "' id='" +
                 id + "'><body>" + id + "</body></message>",
             id);
  };
  for (int i = 0; i < kCount; ++i) send(Numbered("m", i));
  for (int i = 0; i < kCount; ++i) ASSERT_EQ(bob.NextBody(), Numbered("m", i));
  for (int i = 0; i < kCount; ++i) ASSERT_TRUE(bot.WaitOutcome(Numbered("m", i), SendOutcome::kAcked)) << i;
  bob.Send("help@bot.xmpp.test", "to-the-bot");
  EXPECT_TRUE(bot.WaitBody("to-the-bot"));
  EXPECT_EQ(bot.Deliveries().back().stanza.xmlns, "jabber:client");
  relay.Cut();
  ASSERT_TRUE(bot.WaitFresh(2));
  send("again");
  EXPECT_EQ(bob.NextBody(), "again");
  EXPECT_TRUE(bot.WaitOutcome("again", SendOutcome::kAcked));
}

TEST_P(XmppSession, AComponentWithAWrongSecretDoesNotLoop) {
  TcpRelay relay(server().component_port());
  net::XmppOptions options = XmppLine::Component(server());
  options.port = relay.port();
  options.password = base::Secret("wrong");
  XmppLine bot(options);
  ASSERT_TRUE(bot.WaitTrouble(XmppTrouble::kRefused));
  EXPECT_FALSE(bot.Wait([&] { return relay.connections() > 1; }, std::chrono::seconds(1)));
}

TEST(XmppSessionOptions, ThatCannotWorkAreRefusedAtOnce) {
  base::SystemRandom random;
  const auto refused = [&](net::XmppOptions options) {
    return !net::NewXmppSession(std::move(options), {}, random).has_value();
  };
  net::XmppOptions options;
  options.jid = "no-at.example";
  EXPECT_TRUE(refused(options));
  options.jid = "bot@example.test";
  EXPECT_FALSE(refused(options));
  options.ca_file = "/nonexistent.pem";
  EXPECT_TRUE(refused(options));
  options = {};
  options.component = true;
  options.jid = "bot.example.test";
  EXPECT_TRUE(refused(options));
}

}  // namespace
}  // namespace frontdesk::testing
