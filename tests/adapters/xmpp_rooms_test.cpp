#include <gtest/gtest.h>

#include "adapters/xmpp/archive.h"
#include "adapters/xmpp/inbound.h"
#include "adapters/xmpp/names.h"
#include "adapters/xmpp/room.h"
#include "adapters/xmpp/upload.h"
#include "tests/adapters/xmpp_world.h"

namespace frontdesk::adapters::xmpp {
namespace {

using Kind = RoomChange::Kind;

Room TheRoom() { return {.jid = "t1@rooms.xmpp.test", .nick = "Frontdesk"}; }

base::XmlElement Xml(const std::string& xml) { return *base::ReadXml(xml); }

base::XmlElement Presence(const std::string& nick, const std::string& inner, const std::string& type = "") {
  return Xml("<presence xmlns='jabber:client' from='t1@rooms.xmpp.test/" + nick + "'" +
             (type.empty() ? "" : " type='" + type + "'") + "><x xmlns='http://jabber.org/protocol/muc#user'>" + inner +
             "</x></presence>");
}

base::XmlElement Refusal(const std::string& condition) {
  return Xml("<presence xmlns='jabber:client' from='t1@rooms.xmpp.test/Frontdesk' type='error'><error type='cancel'><" +
             condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
}

// A service that locks new rooms lets nobody in or speak until its maker has taken the settings.
TEST(XmppRooms, OneThatCameToBeWhenWeJoinedIsOpenedWithTheServicesDefaults) {
  Room room{.jid = "t1@rooms.xmpp.test", .nick = "Frontdesk"};
  const auto change = OnRoomPresence(room, Presence("Frontdesk", "<status code='201'/><status code='110'/>"));
  EXPECT_EQ(change.kind, Kind::kCreated);
  EXPECT_TRUE(room.joined);
  const auto open = UnlockRoom(room);
  EXPECT_EQ(open.Attribute("to"), room.jid);
  const auto* form = open.Child("query", kMucOwner)->Child("x", kForm);
  ASSERT_NE(form, nullptr);
  EXPECT_EQ(form->Attribute("type"), "submit");
}

TEST(XmppRoom, TellsWordsToTheBotByItsNameAndCutsOutTheNameAlone) {
  const auto hear = [](const std::string& body) {
    return *EventOf(Xml("<message xmlns='jabber:client' type='groupchat' id='m1' from='help@rooms.xmpp.test/carol'><body>" +
                        body + "</body></message>"),
                    testing::World(), base::TimePoint{});
  };
  const base::Event named = hear("Frontdesk: ask Frontdesk, please");
  EXPECT_TRUE(named.to_us);
  EXPECT_EQ(std::get<base::Said>(named.body).text, "ask Frontdesk, please");
  EXPECT_TRUE(hear("@frontdesk #1001 done").to_us);
  for (const char* body : {"thanks, Frontdesk", "Frontdesks: hello", "hello"}) {
    const base::Event other = hear(body);
    EXPECT_FALSE(other.to_us) << body;
    EXPECT_EQ(std::get<base::Said>(other.body).text, body);
  }
}

TEST(XmppRoom, IsJoinedWhenOurOwnPresenceComes) {
  Room room = TheRoom();
  EXPECT_EQ(OnRoomPresence(room, Presence("carol", "<item jid='Carol@xmpp.test/x'/>")).kind, Kind::kNone);
  EXPECT_FALSE(room.joined);
  EXPECT_EQ(OnRoomPresence(room, Presence("Frontdesk", "<status code='110'/>")).kind, Kind::kJoined);
  EXPECT_TRUE(room.joined);
  EXPECT_EQ(room.people.at("carol"), "carol@xmpp.test");
  EXPECT_EQ(OnRoomPresence(room, Presence("Frontdesk", "<status code='110'/>")).kind, Kind::kNone);
  OnRoomPresence(room, Presence("carol", "<item/>", "unavailable"));
  EXPECT_FALSE(room.people.contains("carol"));
}

TEST(XmppRoom, TakesAnotherNickWhenOursIsTakenAndGivesUpInTheEnd) {
  Room room = TheRoom();
  EXPECT_EQ(OnRoomPresence(room, Refusal("conflict")).kind, Kind::kNickTaken);
  EXPECT_EQ(room.nick, "Frontdesk-2");
  EXPECT_EQ(OnRoomPresence(room, Refusal("conflict")).kind, Kind::kNickTaken);
  EXPECT_EQ(room.nick, "Frontdesk-3");
  RoomChange change;
  for (int i = 0; i < 10 && change.kind != Kind::kRefused; ++i) change = OnRoomPresence(room, Refusal("conflict"));
  EXPECT_EQ(change.kind, Kind::kRefused);
  EXPECT_TRUE(change.again.has_value());
}

TEST(XmppRoom, FollowsTheNickThatTheServiceGives) {
  Room room = TheRoom();
  EXPECT_EQ(OnRoomPresence(room, Presence("frontdesk", "<status code='110'/><status code='210'/>")).kind,
            Kind::kJoined);
  EXPECT_EQ(room.nick, "frontdesk");
  OnRoomPresence(room,
                 Presence("frontdesk", "<item nick='desk'/><status code='303'/><status code='110'/>", "unavailable"));
  EXPECT_EQ(room.nick, "desk");
  EXPECT_TRUE(room.joined);
}

TEST(XmppRoom, KnowsWhetherToComeBackAfterItWasThrownOut) {
  const auto lost = [](const std::string& inner) {
    Room room = TheRoom();
    OnRoomPresence(room, Presence("Frontdesk", "<status code='110'/>"));
    const RoomChange change =
        OnRoomPresence(room, Presence("Frontdesk", inner + "<status code='110'/>", "unavailable"));
    EXPECT_EQ(change.kind, Kind::kLost);
    EXPECT_FALSE(room.joined);
    return change.again.has_value();
  };
  EXPECT_TRUE(lost("<status code='307'/>"));
  EXPECT_TRUE(lost("<status code='332'/>"));
  EXPECT_FALSE(lost("<status code='301'/>"));
  EXPECT_FALSE(lost("<status code='322'/>"));
  EXPECT_FALSE(lost("<destroy/>"));
}

TEST(XmppRoom, ARefusalThatOnlyAnAdminCanMendIsNotTriedAgain) {
  for (const std::string condition : {"registration-required", "forbidden", "not-authorized", "not-allowed"}) {
    Room room = TheRoom();
    const RoomChange change = OnRoomPresence(room, Refusal(condition));
    EXPECT_EQ(change.kind, Kind::kRefused) << condition;
    EXPECT_FALSE(change.again.has_value()) << condition;
    EXPECT_FALSE(change.reason.empty());
  }
  Room room = TheRoom();
  EXPECT_TRUE(OnRoomPresence(room, Refusal("service-unavailable")).again.has_value());
}

TEST(XmppRoom, IgnoresThePresenceOfOtherRooms) {
  Room room = TheRoom();
  auto other = Presence("Frontdesk", "<status code='110'/>");
  other.Set("from", "other@rooms.xmpp.test/Frontdesk");
  EXPECT_EQ(OnRoomPresence(room, other).kind, Kind::kNone);
  EXPECT_FALSE(room.joined);
}

TEST(XmppRoom, ASelfPingTellsWhetherWeAreStillIn) {
  const auto answer = [](const std::string& condition) {
    return IsStillIn(Xml("<iq xmlns='jabber:client' type='error'><error><" + condition +
                         " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"));
  };
  EXPECT_TRUE(IsStillIn(Xml("<iq xmlns='jabber:client' type='result'/>")));
  EXPECT_TRUE(answer("service-unavailable"));
  EXPECT_TRUE(answer("remote-server-timeout"));
  EXPECT_FALSE(answer("not-acceptable"));
}

TEST(XmppRoom, AsksForNoHistory) {
  const auto join = JoinStanza(TheRoom());
  EXPECT_EQ(join.Attribute("to"), "t1@rooms.xmpp.test/Frontdesk");
  EXPECT_EQ(join.Child("x", kMuc)->Child("history")->Attribute("maxstanzas"), "0");
}

TEST(XmppRoom, ReadsInvitationsOfBothKinds) {
  const auto mediated = InviteIn(
      Xml("<message xmlns='jabber:client' from='t1@rooms.xmpp.test'><x xmlns='http://jabber.org/protocol/muc#user'>"
          "<invite from='alice@xmpp.test/a'/></x></message>"));
  ASSERT_TRUE(mediated.has_value());
  EXPECT_EQ(mediated->room, "t1@rooms.xmpp.test");
  EXPECT_EQ(mediated->from, "alice@xmpp.test");
  const auto direct =
      InviteIn(Xml("<message xmlns='jabber:client' from='alice@xmpp.test/a'>"
                   "<x xmlns='jabber:x:conference' jid='t1@rooms.xmpp.test'/></message>"));
  ASSERT_TRUE(direct.has_value());
  EXPECT_EQ(direct->room, "t1@rooms.xmpp.test");
}

TEST(XmppRoom, AcceptsThoseWhoWantToSeeUs) {
  const auto answer = AcceptSubscription(Xml("<presence xmlns='jabber:client' type='subscribe' from='a@b/c'/>"));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->Attribute("to"), "a@b");
  EXPECT_EQ(answer->Attribute("type"), "subscribed");
  EXPECT_FALSE(AcceptSubscription(Xml("<presence xmlns='jabber:client' from='a@b/c'/>")).has_value());
}

std::string ResultXml(const std::string& from, const std::string& query) {
  return "<message xmlns='jabber:client'" + (from.empty() ? "" : " from='" + from + "'") +
         "><result xmlns='urn:xmpp:mam:2' queryid='" + query +
         "' id='A9'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/>"
         "<message xmlns='jabber:client' from='alice@xmpp.test/a' type='chat' id='d1'><body>missed</body>"
         "<stanza-id xmlns='urn:xmpp:sid:0' by='bot@xmpp.test' id='forged'/></message></forwarded></result></message>";
}

TEST(XmppArchive, AnArchivedMessageIsTheSameEventAsWhenItCameItself) {
  const View view = testing::World();
  const auto archived = ArchivedIn(Xml(ResultXml("bot@xmpp.test", "q1")), view, "", "q1");
  ASSERT_TRUE(archived.has_value());
  EXPECT_EQ(archived->id, "A9");
  const auto event = EventOf(archived->message, view, {});
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->id, "A9");
  EXPECT_EQ(std::get<base::Said>(event->body).text, "missed");
}

TEST(XmppArchive, AForgedResultIsNothing) {
  const View view = testing::World();
  EXPECT_FALSE(ArchivedIn(Xml(ResultXml("mallory@evil.test/a", "q1")), view, "", "q1").has_value());
  EXPECT_FALSE(ArchivedIn(Xml(ResultXml("bot@xmpp.test", "q2")), view, "", "q1").has_value());
  EXPECT_FALSE(ArchivedIn(Xml(ResultXml("bot@xmpp.test", "q1")), view, "t1@rooms.xmpp.test", "q1").has_value());
  EXPECT_TRUE(ArchivedIn(Xml(ResultXml("", "q1")), view, "", "q1").has_value()) << "our own account may leave it out";
  EXPECT_FALSE(EventOf(Xml(ResultXml("bot@xmpp.test", "q1")), view, {}).has_value());
}

TEST(XmppArchive, AsksBehindTheLastStoredMessageOrFromAMoment) {
  const auto after = ArchiveQuery("t1@rooms.xmpp.test", "q", "A9");
  const auto* set = after.Child("query", kArchive)->Child("set", kRsm);
  EXPECT_EQ(after.Attribute("to"), "t1@rooms.xmpp.test");
  EXPECT_EQ(set->ChildText("after"), "A9");
  EXPECT_EQ(set->ChildText("max"), std::to_string(kArchivePage));
  const auto since = ArchiveQuery("", "q", CursorAt(base::FromMillis(1'767'225'600'000)));
  EXPECT_EQ(since.Attribute("to"), "");
  EXPECT_EQ(since.Child("query", kArchive)->Child("set", kRsm)->Child("after"), nullptr);
  EXPECT_NE(ToXml(since).find("2026-01-01T00:00:00"), std::string::npos) << ToXml(since);
}

TEST(XmppArchive, ReadsHowAPageEnded) {
  const auto page = ArchivePageOf(
      Xml("<iq xmlns='jabber:client' type='result'><fin xmlns='urn:xmpp:mam:2' complete='true'>"
          "<set xmlns='http://jabber.org/protocol/rsm'><first index='0'>A1</first><last>A9</last></set></fin></iq>"));
  ASSERT_TRUE(page.has_value());
  EXPECT_TRUE(page->complete);
  EXPECT_EQ(page->last, "A9");
  const auto gone =
      ArchivePageOf(Xml("<iq xmlns='jabber:client' type='error'><error type='cancel'>"
                        "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"));
  EXPECT_EQ(gone.error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(ArchivePageOf(Xml("<iq xmlns='jabber:client' type='error'/>")).error().code, base::ErrorCode::kUnavailable);
}

TEST(XmppUpload, AFileThatIsTooLargeIsToldWithTheLimit) {
  const auto slot = SlotIn(
      Xml("<iq xmlns='jabber:client' type='error'><error type='modify'>"
          "<not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><file-too-large xmlns='urn:xmpp:http:upload:0'>"
          "<max-file-size>1048576</max-file-size></file-too-large></error></iq>"));
  ASSERT_FALSE(slot.has_value());
  EXPECT_EQ(slot.error().code, base::ErrorCode::kTooLarge);
  EXPECT_NE(slot.error().message.find("1048576"), std::string::npos);
}

TEST(XmppUpload, AnAddressThatIsNoneOfTheWebIsRefused) {
  EXPECT_FALSE(SlotIn(Xml("<iq xmlns='jabber:client' type='result'><slot xmlns='urn:xmpp:http:upload:0'>"
                          "<put url='file:///etc/passwd'/><get url='https://u/get'/></slot></iq>"))
                   .has_value());
}

}  // namespace
}  // namespace frontdesk::adapters::xmpp
