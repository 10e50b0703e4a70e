#include "bot/net/xmpp_login.h"

#include <gtest/gtest.h>

#include "bot/net/xmpp_pause.h"

namespace frontdesk::net {
namespace {

using Kind = LoginStep::Kind;

base::XmlElement Xml(const std::string& xml) { return *base::ReadXml(xml); }

Sasl Chosen(const std::string& mechanism, const std::string& nonce) {
  return *Sasl::Choose({mechanism}, true, {"user", base::Secret("pencil")}, nonce);
}

// RFC 5802 section 5.
TEST(Sasl, SpeaksScramSha1AsTheRfcDoes) {
  Sasl sasl = Chosen("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL");
  EXPECT_EQ(sasl.First(), "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
  const auto answer = sasl.Answer("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(*answer, "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
  EXPECT_TRUE(sasl.Finish("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=").has_value());
}

// RFC 7677 section 3.
TEST(Sasl, SpeaksScramSha256AsTheRfcDoes) {
  Sasl sasl = Chosen("SCRAM-SHA-256", "rOprNGfwEbeRWgbNEkqO");
  const auto answer =
      sasl.Answer("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(
      *answer,
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  EXPECT_TRUE(sasl.Answer("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").has_value()) << "as a last challenge";
  EXPECT_TRUE(sasl.Finish("").has_value());
}

TEST(Sasl, AServerThatCannotProveItselfIsNotTrusted) {
  const std::string challenge = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
  for (const std::string proof : {"", "v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "e=other-error"}) {
    Sasl sasl = Chosen("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL");
    ASSERT_TRUE(sasl.Answer(challenge).has_value());
    EXPECT_FALSE(sasl.Finish(proof).has_value()) << proof;
  }
  EXPECT_FALSE(Chosen("SCRAM-SHA-1", "abc").Finish("").has_value()) << "success without a challenge";
}

TEST(Sasl, AChallengeThatCannotBeTrustedIsRefused) {
  for (const std::string challenge :
       {"r=other,s=QSXCR+Q6sek8bf92,i=4096", "r=abc,s=QSXCR+Q6sek8bf92,i=4096", "r=abcX,s=QSXCR+Q6sek8bf92,i=1",
        "r=abcX,s=QSXCR+Q6sek8bf92,i=999999999", "r=abcX,s=QSXCR+Q6sek8bf92,i=4096x", "r=abcX,s=,i=4096",
        "r=abcX,s=!!,i=4096", "m=ext,r=abcX,s=QSXCR+Q6sek8bf92,i=4096", ""}) {
    EXPECT_FALSE(Chosen("SCRAM-SHA-1", "abc").Answer(challenge).has_value()) << challenge;
  }
}

TEST(Sasl, TakesTheBestWayAndPlainOnlyUnderTls) {
  const auto choose = [](std::vector<std::string> offered, bool encrypted) {
    const auto sasl = Sasl::Choose(offered, encrypted, {"user", base::Secret("pw")}, "n");
    return sasl ? sasl->mechanism() : "";
  };
  EXPECT_EQ(choose({"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"}, false), "SCRAM-SHA-256");
  EXPECT_EQ(choose({"PLAIN", "SCRAM-SHA-1"}, true), "SCRAM-SHA-1");
  EXPECT_EQ(choose({"PLAIN"}, true), "PLAIN");
  EXPECT_EQ(choose({"PLAIN"}, false), "");
  EXPECT_EQ(choose({"DIGEST-MD5", "ANONYMOUS"}, true), "");
}

TEST(Sasl, NamesWithCommasAndEqualSignsAreEscaped) {
  const auto sasl = Sasl::Choose({"SCRAM-SHA-1"}, true, {"a=b,c", base::Secret("pw")}, "n");
  EXPECT_EQ(sasl->First(), "n,,n=a=3Db=2Cc,r=n");
}

// As a real Prosody took it.
TEST(Sasl, MakesAComponentsHandshake) {
  EXPECT_EQ(ComponentHandshake("4bb2bbeb-7e04-4eef-954c-a3ca63b5432e", base::Secret("component-test-secret")),
            "879ed8e36c8ea89d63ecaaa5d426b7ef4fc4bd5b");
}

class Login : public ::testing::Test {
 protected:
  Login() {
    options_.jid = "user@xmpp.test";
    options_.password = base::Secret("pencil");
  }
  static base::XmlElement Features(const std::string& inner) {
    return Xml("<f:features xmlns:f='http://etherx.jabber.org/streams'>" + inner + "</f:features>");
  }
  static constexpr char kTls[] = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  static constexpr char kPlain[] =
      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
  static constexpr char kBind[] = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>";

  // Up to the features behind the login.
  LoginStep LogIn(XmppLogin& login) {
    login.OnConnected();
    EXPECT_EQ(login.OnElement(Features(kTls)).kind, Kind::kWait);
    EXPECT_EQ(login.OnElement(Xml("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")).kind, Kind::kStartTls);
    EXPECT_EQ(login.OnSecured().kind, Kind::kNewStream);
    EXPECT_NE(login.OnElement(Features(kPlain)).write.find("PLAIN"), std::string::npos);
    EXPECT_EQ(login.OnElement(Xml("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")).kind, Kind::kNewStream);
    return login.OnElement(Features(kBind));
  }
  LoginStep Bound(XmppLogin& login) {
    return login.OnElement(
        Xml("<iq xmlns='jabber:client' type='result' id='fd-bind'>"
            "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>user@xmpp.test/r</jid></bind></iq>"));
  }

  XmppOptions options_;
};

TEST_F(Login, SaysNothingOfTheUserBeforeTheLineIsEncrypted) {
  XmppLogin login(options_, std::nullopt, "nonce");
  EXPECT_EQ(login.OnConnected().write.find("user"), std::string::npos);
  const LoginStep step = login.OnElement(Features(kPlain));
  EXPECT_EQ(step.kind, Kind::kFailed);
  EXPECT_EQ(step.end.trouble, XmppTrouble::kTls);
}

TEST_F(Login, BindsAndTurnsStreamManagementOn) {
  XmppLogin login(options_, std::nullopt, "nonce");
  EXPECT_NE(LogIn(login).write.find("<bind"), std::string::npos);
  EXPECT_NE(Bound(login).write.find("<enable"), std::string::npos);
  const LoginStep step = login.OnElement(Xml("<enabled xmlns='urn:xmpp:sm:3' id='S' resume='true' max='60'/>"));
  EXPECT_EQ(step.kind, Kind::kOnline);
  EXPECT_EQ(login.result().jid, "user@xmpp.test/r");
  EXPECT_TRUE(login.result().managed);
  EXPECT_EQ(login.result().resume_id, "S");
  EXPECT_EQ(login.result().resume_within, std::chrono::seconds(60));
}

TEST_F(Login, ResumesInsteadOfBinding) {
  XmppLogin login(options_, Resumption{"S", 7}, "nonce");
  EXPECT_EQ(LogIn(login).write, "<resume xmlns=\"urn:xmpp:sm:3\" previd=\"S\" h=\"7\"/>");
  EXPECT_EQ(login.OnElement(Xml("<resumed xmlns='urn:xmpp:sm:3' previd='S' h='4294967295'/>")).kind, Kind::kOnline);
  EXPECT_TRUE(login.result().resumed);
  EXPECT_EQ(login.result().acknowledged, 4294967295u);
}

TEST_F(Login, BindsWhenTheServerHasForgottenTheStream) {
  XmppLogin login(options_, Resumption{"S", 7}, "nonce");
  LogIn(login);
  const LoginStep step = login.OnElement(Xml(
      "<failed xmlns='urn:xmpp:sm:3' h='3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"));
  EXPECT_NE(step.write.find("<bind"), std::string::npos);
  EXPECT_EQ(login.result().acknowledged, 3u) << "even so it tells what it had";
  Bound(login);
  EXPECT_EQ(login.OnElement(Xml("<failed xmlns='urn:xmpp:sm:3'/>")).kind, Kind::kOnline);
  EXPECT_FALSE(login.result().managed);
}

TEST_F(Login, AnotherStreamsResumptionIsAFault) {
  XmppLogin login(options_, Resumption{"S", 7}, "nonce");
  LogIn(login);
  EXPECT_EQ(login.OnElement(Xml("<resumed xmlns='urn:xmpp:sm:3' previd='T' h='1'/>")).kind, Kind::kFailed);
}

TEST_F(Login, ARefusedPasswordIsToldInTheServersWords) {
  options_.tls = XmppTls::kNone;
  XmppLogin login(options_, std::nullopt, "nonce");
  login.OnConnected();
  login.OnElement(
      Features("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
               "<mechanism>SCRAM-SHA-1</mechanism></mechanisms>"));
  const LoginStep step = login.OnElement(
      Xml("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/><text>No.</text></failure>"));
  EXPECT_EQ(step.kind, Kind::kFailed);
  EXPECT_EQ(step.end.trouble, XmppTrouble::kRefused);
  EXPECT_EQ(step.end.reason, "login refused, not-authorized: No.");
}

TEST_F(Login, StreamErrorsSayWhatToDo) {
  const auto trouble = [](const std::string& condition) {
    return EndOf(Xml("<s:error xmlns:s='http://etherx.jabber.org/streams'><" + condition +
                     " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></s:error>"))
        .trouble;
  };
  EXPECT_EQ(trouble("conflict"), XmppTrouble::kConflict);
  EXPECT_EQ(trouble("host-unknown"), XmppTrouble::kRefused);
  EXPECT_EQ(trouble("not-authorized"), XmppTrouble::kRefused);
  EXPECT_EQ(trouble("policy-violation"), XmppTrouble::kPolicy);
  EXPECT_EQ(trouble("system-shutdown"), XmppTrouble::kServer);
  EXPECT_EQ(trouble("see-other-host"), XmppTrouble::kServer);
}

TEST(XmppPauses, GrowToTheirBoundAndAreLongWhereOnlyAnAdminHelps) {
  const XmppPauses pauses;
  EXPECT_EQ(XmppPause(pauses, XmppTrouble::kUnreachable, 1, 1.0), pauses.first);
  EXPECT_EQ(XmppPause(pauses, XmppTrouble::kUnreachable, 1, 0.0), pauses.first / 2);
  EXPECT_EQ(XmppPause(pauses, XmppTrouble::kServer, 3, 1.0), pauses.first * 4);
  EXPECT_EQ(XmppPause(pauses, XmppTrouble::kServer, 1'000'000, 1.0), pauses.most);
  EXPECT_GE(XmppPause(pauses, XmppTrouble::kRefused, 1, 0.0), std::chrono::minutes(5));
  EXPECT_GE(XmppPause(pauses, XmppTrouble::kConflict, 1, 0.0), std::chrono::minutes(2));
}

}  // namespace
}  // namespace frontdesk::net
