// The stanzas that the adapter makes and reads, against real servers and another client.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <set>

#include "adapters/xmpp/archive.h"
#include "adapters/xmpp/inbound.h"
#include "adapters/xmpp/outbound.h"
#include "adapters/xmpp/room.h"
#include "adapters/xmpp/upload.h"
#include "tests/peers/tcp_relay.h"
#include "tests/peers/xmpp_line.h"
#include "tests/peers/xmpp_user.h"

namespace frontdesk::testing {
namespace {

using namespace adapters::xmpp;  // NOLINT: a test of just this
using net::SendOutcome;

class XmppChat : public ::testing::TestWithParam<std::string> {
 protected:
  // A room that no other test has seen.
  std::string NewRoom() {
    static int rooms = 0;
    return "room" + std::to_string(++rooms) + "@rooms.xmpp.test";
  }
  XmppServer& server() { return SharedServer(GetParam()); }
  std::string Jid() const { return user_ + "@xmpp.test"; }
  static View ViewOf(XmppLine& line) {
    View view;
    view.account = "xmpp";
    view.jid = line.jid();
    return view;
  }
  static adapters::Row RowOf(std::int64_t id) {
    adapters::Row row;
    row.id = id;
    return row;
  }
  // Presences of the room go into it until `done` says so.
  static bool Follow(XmppLine& line, Room& room, const std::function<bool(const RoomChange&)>& done) {
    std::size_t seen = 0;
    bool is_done = false;
    line.Wait([&] {
      for (; seen < line.unlocked_deliveries().size() && !is_done; ++seen) {
        is_done = done(OnRoomPresence(room, line.unlocked_deliveries()[seen].stanza));
      }
      return is_done;
    });
    return is_done;
  }
  static bool Join(XmppLine& line, Room& room) {
    line.ForgetDeliveries();
    line.Send(ToXml(JoinStanza(room)), "join");
    bool is_new = false;
    const bool is_in = Follow(line, room, [&](const RoomChange& change) {
      is_new = change.kind == RoomChange::Kind::kCreated;
      return change.kind == RoomChange::Kind::kJoined || is_new;
    });
    if (is_new) line.Send(ToXml(UnlockRoom(room)), "unlock");
    return is_in;
  }
  static base::Result<base::XmlElement> Ask(XmppLine& line, const base::XmlElement& iq) {
    std::promise<base::Result<base::XmlElement>> promise;
    auto future = promise.get_future();
    line.session().Ask(ToXml(iq), kPatience, [&](auto answer) { promise.set_value(std::move(answer)); });
    return future.get();
  }
  static std::vector<base::Event> EventsOf(XmppLine& line, const View& view) {
    std::vector<base::Event> events;
    for (const auto& delivery : line.Deliveries())
      if (auto event = EventOf(delivery.stanza, view, {})) events.push_back(std::move(*event));
    return events;
  }

  const std::string user_ = server().NewUser();
};

INSTANTIATE_TEST_SUITE_P(Servers, XmppChat, ::testing::Values("Prosody", "ejabberd"),
                         [](const auto& server) { return server.param; });

TEST_P(XmppChat, InARoomTheBotHearsItsNameAndSeesItsOwnWordsArrive) {
  XmppUser bob(server());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  Room room{.jid = NewRoom(), .nick = "Frontdesk"};
  ASSERT_TRUE(Join(bot, room));
  View view = ViewOf(bot);
  bob.Join(room.jid, "bob");
  ASSERT_TRUE(bob.Next([](const auto& stanza) { return stanza.Attribute("from").ends_with("/bob"); }));
  view.rooms[room.jid] = room;

  const Recipient to_room{.to = room.jid, .is_room = true};
  const auto stanza = MessageStanzas(RowOf(1), base::Say("hello all"), to_room, "")[0];
  bot.Send(ToXml(stanza), "said");
  EXPECT_TRUE(bot.WaitOutcome("said", SendOutcome::kAcked));
  EXPECT_EQ(bob.NextBody(), "hello all");
  EXPECT_TRUE(bot.WaitBody("hello all"));
  const auto all = bot.Deliveries();
  EXPECT_TRUE(std::ranges::any_of(
      all, [&](const auto& delivery) { return EchoOf(delivery.stanza, view) == stanza.Attribute("id"); }));

  bob.Send(room.jid, "not for the bot", "groupchat");
  bob.Send(room.jid, "Frontdesk: how do I reset it?", "groupchat");
  ASSERT_TRUE(bot.WaitBody("Frontdesk: how do I reset it?"));
  const auto events = EventsOf(bot, view);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(events[0].body).text, "how do I reset it?");
  EXPECT_EQ(events[0].address.channel, room.jid);
  EXPECT_TRUE(events[0].id.starts_with(room.jid + " ")) << events[0].id;
}

TEST_P(XmppChat, ATakenNickIsExchangedForAnother) {
  XmppUser bob(server());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  Room room{.jid = NewRoom(), .nick = "Frontdesk"};
  bob.Join(room.jid, "Frontdesk");
  ASSERT_TRUE(bob.Next([](const auto& stanza) {
    return stanza.name == "presence" && stanza.Attribute("from").ends_with("/Frontdesk");
  }));
  bot.Send(ToXml(JoinStanza(room)), "join");
  ASSERT_TRUE(Follow(bot, room, [](const RoomChange& change) { return change.kind == RoomChange::Kind::kNickTaken; }));
  EXPECT_EQ(room.nick, "Frontdesk-2");
  EXPECT_TRUE(Join(bot, room));
}

TEST_P(XmppChat, ThrownOutOfARoomItKnowsSo) {
  XmppUser bob(server());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  Room room{.jid = NewRoom(), .nick = "Frontdesk"};
  bob.Join(room.jid, "bob");  // the first in a room owns it
  ASSERT_TRUE(bob.Next(
      [](const auto& stanza) { return stanza.name == "presence" && stanza.Attribute("from").ends_with("/bob"); }));
  bob.SendRaw(
      "<iq type='set' id='own' to='" + room.jid +
      "'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query></iq>");
  ASSERT_TRUE(Join(bot, room));
  auto answer = Ask(bot, SelfPing(room));
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(IsStillIn(*answer));
  bob.SendRaw(
      "<iq type='set' id='k' to='" + room.jid +
      "'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='Frontdesk' role='none'/></query></iq>");
  std::optional<base::Millis> again;
  ASSERT_TRUE(Follow(bot, room, [&](const RoomChange& change) {
    again = change.again;
    return change.kind == RoomChange::Kind::kLost;
  }));
  EXPECT_TRUE(again.has_value()) << "a kick is no ban";
  answer = Ask(bot, SelfPing(room));
  ASSERT_TRUE(answer.has_value());
  EXPECT_FALSE(IsStillIn(*answer));
}

TEST_P(XmppChat, OldTalkInARoomIsNotAnswered) {
  XmppUser bob(server());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  Room room{.jid = NewRoom(), .nick = "Frontdesk", .is_help = true};
  bob.Join(room.jid, "bob");
  ASSERT_TRUE(bob.Next([](const auto& stanza) { return stanza.name == "presence"; }));
  bob.Send(room.jid, "from long ago", "groupchat");
  ASSERT_EQ(bob.NextBody(), "from long ago");
  // A program that asks for history all the same.
  base::XmlElement join = JoinStanza(room);
  join.children[0].children.clear();
  bot.Send(ToXml(join), "join");
  ASSERT_TRUE(Follow(bot, room, [](const RoomChange& change) { return change.kind == RoomChange::Kind::kJoined; }));
  bob.Send(room.jid, "and now", "groupchat");
  ASSERT_TRUE(bot.WaitBody("and now"));
  View view = ViewOf(bot);
  view.rooms[room.jid] = room;
  const auto events = EventsOf(bot, view);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(events[0].body).text, "and now");
}

TEST_P(XmppChat, WhatWasMissedIsFetchedFromTheArchiveAndIsTheSameEvent) {
  XmppUser bob(server());
  std::set<std::string> live;
  std::string last;
  {
    XmppLine bot(XmppLine::Options(server(), user_));
    ASSERT_TRUE(bot.WaitFresh());
    bot.GoAvailable();
    ASSERT_TRUE(bot.WaitOutcome("presence", SendOutcome::kAcked));
    for (int i = 0; i < 3; ++i) bob.Send(Jid(), GetParam() + " live " + std::to_string(i));
    ASSERT_TRUE(bot.WaitBody(GetParam() + " live 2"));
    for (const auto& event : EventsOf(bot, ViewOf(bot))) {
      live.insert(event.id);
      if (std::get<base::Said>(event.body).text == GetParam() + " live 0") last = event.id;
    }
  }
  bob.Send(Jid(), GetParam() + " missed");
  ASSERT_TRUE(bob.Settle());
  ASSERT_FALSE(last.empty());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  base::Result<base::XmlElement> answer = Ask(bot, ArchiveQuery("", "q1", last));
  ASSERT_TRUE(answer.has_value());
  const auto page = ArchivePageOf(*answer);
  ASSERT_TRUE(page.has_value()) << page.error().message;
  EXPECT_TRUE(page->complete);
  std::vector<std::string> texts;
  std::set<std::string> archived;
  for (const auto& delivery : bot.Deliveries()) {
    const auto found = ArchivedIn(delivery.stanza, ViewOf(bot), "", "q1");
    if (!found) continue;
    const auto event = EventOf(found->message, ViewOf(bot), {});
    ASSERT_TRUE(event.has_value());
    texts.push_back(std::get<base::Said>(event->body).text);
    archived.insert(event->id);
  }
  EXPECT_EQ(texts, (std::vector<std::string>{GetParam() + " live 1", GetParam() + " live 2", GetParam() + " missed"}));
  EXPECT_EQ(std::ranges::count_if(archived, [&](const auto& id) { return live.contains(id); }), 2)
      << "what came live has the same id in the archive";
}

// What the answer's status line says, "" when none came.
std::string PutByHand(unsigned short port, const adapters::Call& call, const std::string& body) {
  net::testing::RawSocket socket(port);
  const std::string target = call.url.substr(call.url.find('/', 8));
  std::string request =
      "PUT " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(body.size());
  for (const auto& [name, value] : call.headers) request += "\r\n" + name + ": " + value;
  socket.Send(request + "\r\n\r\n" + body);
  const std::string line = socket.ReadUntil("\r\n");
  return line.size() > 12 ? line.substr(9, 3) : "";
}

TEST_P(XmppChat, AFileGoesThroughASlotAndItsAddressReachesTheOther) {
  XmppUser bob(server());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  const base::FileRef file{.id = "1", .name = "log.txt", .type = "text/plain", .size = 11};
  const auto answer = Ask(bot, SlotRequest("upload.xmpp.test", file));
  ASSERT_TRUE(answer.has_value());
  const auto slot = SlotIn(*answer);
  ASSERT_TRUE(slot.has_value()) << slot.error().message << ToXml(*answer);
  EXPECT_EQ(PutByHand(server().http_port(), PutFile(*slot, file, "hello world"), "hello world"), "201");
  bot.Send(ToXml(FileStanza(RowOf(1), 0, slot->get, {.to = bob.jid()})), "file");
  const auto shown = bob.Next([](const auto& stanza) { return stanza.Child("x", "jabber:x:oob") != nullptr; });
  ASSERT_TRUE(shown.has_value());
  EXPECT_EQ(shown->Child("x", "jabber:x:oob")->ChildText("url"), slot->get);
  const auto large =
      Ask(bot, SlotRequest("upload.xmpp.test", {.id = "2", .name = "big", .type = "", .size = 1LL << 40}));
  ASSERT_TRUE(large.has_value());
  EXPECT_EQ(SlotIn(*large).error().code, base::ErrorCode::kTooLarge);
}

TEST_P(XmppChat, CorrectionsCountOnlyFromTheSameDeviceAndAlwaysNameTheFirst) {
  XmppUser bob(server());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  const auto say = [&](const std::string& id, const std::string& body, const std::string& replaces) {
    bob.SendRaw("<message to='" + bot.jid() + "' type='chat' id='" + id + "'><body>" + body + "</body>" +
                (replaces.empty() ? "" : "<replace xmlns='urn:xmpp:message-correct:0' id='" + replaces + "'/>") +
                "</message>");
  };
  say("m1", "frist", "");
  say("m2", "first", "m1");
  say("m3", "First!", "m1");
  ASSERT_TRUE(bot.WaitBody("First!"));
  View view = ViewOf(bot);
  std::vector<base::Event> events;
  for (const auto& delivery : bot.Deliveries()) {
    auto event = EventOf(delivery.stanza, view, {});
    if (!event) continue;
    view.recent.Remember(NameOf(delivery.stanza, view), event->id);
    events.push_back(std::move(*event));
  }
  ASSERT_EQ(events.size(), 3u);
  for (const int i : {1, 2}) {
    const auto* edited = std::get_if<base::Edited>(&events[static_cast<std::size_t>(i)].body);
    ASSERT_NE(edited, nullptr);
    EXPECT_EQ(edited->message, events[0].id);
  }
}

TEST_P(XmppChat, ALongAnswerArrivesWholeAndASecondSendingHasTheSameIds) {
  XmppUser bob(server());
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  std::string text;
  while (text.size() < 300'000) text += "A sentence of a long story. ";
  const auto stanzas = MessageStanzas(RowOf(9), base::Say(text), {.to = bob.jid()}, "");
  std::string together;
  for (const auto& stanza : stanzas) bot.Send(ToXml(stanza), std::string(stanza.Attribute("id")));
  for (std::size_t i = 0; i < stanzas.size(); ++i) {
    const auto message = bob.Next([](const auto& stanza) { return !stanza.ChildText("body").empty(); });
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(message->Attribute("id"), stanzas[i].Attribute("id"));
    together += message->ChildText("body");
  }
  std::erase(together, ' ');
  std::erase(text, ' ');
  EXPECT_EQ(together, text);
}

TEST_P(XmppChat, AMessageToNobodyComesBackAsSuch) {
  XmppLine bot(XmppLine::Options(server(), user_));
  ASSERT_TRUE(bot.WaitFresh());
  bot.Send(ToXml(MessageStanzas(RowOf(3), base::Say("anybody?"), {.to = "nobody@xmpp.test"}, "")[0]), "lost");
  std::optional<Bounce> bounce;
  EXPECT_TRUE(bot.Wait([&] {
    for (const auto& delivery : bot.unlocked_deliveries())
      if (!bounce) bounce = BounceOf(delivery.stanza);
    return bounce.has_value();
  }));
  ASSERT_TRUE(bounce.has_value());
  EXPECT_EQ(bounce->id, StanzaId(RowOf(3), 0));
  EXPECT_TRUE(bounce->is_gone) << bounce->condition;
}

}  // namespace
}  // namespace frontdesk::testing
