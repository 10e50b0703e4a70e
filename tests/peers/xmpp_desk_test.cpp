// The whole of Frontdesk on XMPP: the real program, a real server, another client as the user.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>

#include "tests/peers/xmpp_user.h"

namespace frontdesk::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kQuestion[] = "how do I reset my password?";
constexpr int kQuestions = 40;
constexpr int kKills = 6;

// For somebody who asks one thing many times, as no person does.
constexpr char kNoBrakes[] =
    "limits: {brakes: {heard_per_minute: 10000, answers_per_minute: 10000, answers_per_hour: 10000, "
    "same_per_hour: 10000}}\n";

// A workspace of the shipped articles with one XMPP account, alice.
class Desk {
 public:
  explicit Desk(XmppServer& server, const std::string& more = "") : user_(server.NewUser()) {
    Process init({FD_BINARY, "init", workspace()}, {}, log());
    while (init.IsRunning()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::ofstream(workspace() + "/frontdesk.yaml")
        << "frontdesk: 1\nlisten: 127.0.0.1:0\nlocales: [en, zh]\nburst: 0\naccounts:\n  chat:\n    type: xmpp\n"
        << "    jid: " << jid() << "\n    password: env:DESK_PASSWORD\n    host: 127.0.0.1\n    port: " << server.port()
        << "\n    ca_file: " << server.ca_file() << "\n"
        << more;
    Start();
  }
  void Start(const std::string& crash_point = "") {
    process_ =
        std::make_unique<Process>(std::vector<std::string>{FD_BINARY, "serve", workspace()},
                                  std::vector<std::string>{Password(), "FRONTDESK_CRASH_POINT=" + crash_point}, log());
  }
  std::string jid() const { return user_ + "@xmpp.test"; }
  // As an admin types it beside the running server.
  void Command(const std::vector<std::string>& words) {
    std::vector<std::string> line = {FD_BINARY, words[0], words[1], workspace()};
    line.insert(line.end(), words.begin() + 2, words.end());
    Process command(line, {Password()}, log());
    while (command.IsRunning()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  bool WaitEnd() {
    return WaitUntil([&] { return !process_->IsRunning(); });
  }
  void Kill() { process_->Kill(); }
  void Stop() { process_->End(); }
  std::string Log() const {
    std::ifstream in(log());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // False when it does not come online in time.
  bool WaitOnline(std::size_t times = 1) const {
    return WaitUntil([&] {
      const std::string text = Log();
      std::size_t seen = 0;
      for (std::size_t at = text.find("xmpp.online"); at != text.npos; at = text.find("xmpp.online", at + 1)) ++seen;
      return seen >= times;
    });
  }

 private:
  std::string Password() const { return "DESK_PASSWORD=" + user_ + "-pw"; }
  std::string workspace() const { return directory_.path().string() + "/desk"; }
  std::string log() const { return directory_.path().string() + "/log"; }

  const std::string user_;
  net::testing::TemporaryDirectory directory_;
  std::unique_ptr<Process> process_;
};

class XmppDesk : public ::testing::TestWithParam<std::string> {
 protected:
  XmppServer& server() { return SharedServer(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Servers, XmppDesk, ::testing::Values("Prosody", "ejabberd"),
                         [](const auto& server) { return server.param; });

std::string NextFrom(const Desk& desk, XmppUser& user) {
  const auto message = user.Next([&](const base::XmlElement& stanza) {
    return stanza.name == "message" && stanza.Child("body") != nullptr &&
           stanza.Attribute("from").starts_with(desk.jid());
  });
  return message ? std::string(message->ChildText("body")) : std::string();
}

TEST_P(XmppDesk, GreetsAnswersAndHandsOverInADirectChat) {
  XmppUser bob(server());
  Desk desk(server());
  ASSERT_TRUE(desk.WaitOnline()) << desk.Log();
  bob.Send(desk.jid(), kQuestion);
  EXPECT_THAT(NextFrom(desk, bob), HasSubstr("Frontdesk"));
  EXPECT_THAT(NextFrom(desk, bob), HasSubstr("password"));
  bob.Send(desk.jid(), "human");
  EXPECT_THAT(NextFrom(desk, bob), HasSubstr("1001"));
}

TEST_P(XmppDesk, LeadsThroughAFlowByNumbers) {
  XmppUser carol(server());
  Desk desk(server());
  ASSERT_TRUE(desk.WaitOnline()) << desk.Log();
  carol.Send(desk.jid(), "report a problem");
  std::string talk = NextFrom(desk, carol) + "\n";  // the greeting
  std::string said = NextFrom(desk, carol);
  for (int i = 0; i < 30 && said.find("1001") == said.npos && !said.empty(); ++i) {
    const bool choice = said.find("\n1. ") != said.npos;
    const std::string answer = choice ? "1" : "messages to bob stay grey since this morning";
    talk.append("bot: ").append(said).append("\n");
    // What asks nothing waits for no answer.
    if (choice || said.find('?') != said.npos) {
      talk.append("carol: ").append(answer).append("\n");
      carol.Send(desk.jid(), answer);
    }
    said = NextFrom(desk, carol);
  }
  EXPECT_THAT(said, HasSubstr("1001")) << talk << desk.Log();
}

TEST_P(XmppDesk, AnswersInARoomOnlyWhoNamesIt) {
  const std::string room = "desk-" + GetParam() + "@rooms.xmpp.test";
  XmppUser bob(server());
  bob.Join(room, "bob");
  Desk desk(server(), "    rooms: [\"" + room + "\"]\n");
  ASSERT_TRUE(desk.WaitOnline()) << desk.Log();
  const auto from_bot = [](const base::XmlElement& stanza) {
    return stanza.name == "message" && stanza.Child("body") != nullptr &&
           stanza.Attribute("from").ends_with("/Frontdesk");
  };
  const auto joined = bob.Next([](const base::XmlElement& stanza) {
    return stanza.name == "presence" && stanza.Attribute("from").ends_with("/Frontdesk");
  });
  ASSERT_TRUE(joined) << desk.Log();
  bob.Send(room, "lunch, anybody?", "groupchat");
  bob.Send(room, std::string("Frontdesk: ") + kQuestion, "groupchat");
  const auto greeting = bob.Next(from_bot);
  ASSERT_TRUE(greeting);
  const auto answer = bob.Next(from_bot);
  ASSERT_TRUE(answer);
  EXPECT_THAT(std::string(answer->ChildText("body")), HasSubstr("password"));
  EXPECT_FALSE(bob.Next(from_bot, std::chrono::milliseconds(1'500)));
}

// What the bot says that an admin should link; "" when it knows who spoke.
std::string IdToLink(const std::string& said) {
  constexpr std::string_view kBefore = "agent link DIR NAME chat ";
  const auto at = said.find(kBefore);
  return at == said.npos ? std::string() : said.substr(at + kBefore.size(), said.find('\n', at) - at - kBefore.size());
}

// The user in a direct chat, the agent in a room: neither sees the other's place. ejabberd tells the room's name of
// somebody, which the file links; Prosody an id of its own, which the bot asks an admin to link.
TEST_P(XmppDesk, LetsAnAgentWorkInARoom) {
  const std::string room = "agents-" + GetParam() + "@rooms.xmpp.test";
  const auto bare = [](const XmppUser& user) { return user.jid().substr(0, user.jid().find('/')); };
  XmppUser carol(server());
  carol.Join(room, "carol");
  XmppUser bob(server());
  const std::string name = bob.jid().substr(0, bob.jid().find('@'));
  Desk desk(server(), "    help_rooms: [\"" + room + "\"]\ndesk:\n  channels: [{account: chat, channel: \"" + room +
                          "\"}]\n  unseen: 0\nagents: {kim: {chat: " + bare(carol) + "}, lee: {chat: \"" + room +
                          "/carol\"}}\n");
  ASSERT_TRUE(desk.WaitOnline()) << desk.Log();
  const auto in_room = [](const base::XmlElement& stanza) {
    return stanza.name == "message" && stanza.Child("body") != nullptr &&
           stanza.Attribute("from").ends_with("/Frontdesk");
  };
  ASSERT_TRUE(carol.Next([](const base::XmlElement& stanza) {
    return stanza.name == "presence" && stanza.Attribute("from").ends_with("/Frontdesk");
  })) << desk.Log();
  bob.Send(desk.jid(), "human");
  ASSERT_THAT(NextFrom(desk, bob), HasSubstr("Frontdesk"));
  ASSERT_THAT(NextFrom(desk, bob), HasSubstr("1001"));
  const auto card = carol.Next(in_room);
  ASSERT_TRUE(card) << desk.Log();
  EXPECT_THAT(std::string(card->ChildText("body")), HasSubstr("#1001: " + name + " (chat) waits for a person"));
  std::string seen;
  const auto hear = [&] {
    const auto line = carol.Next(in_room);
    if (line) seen += std::string(line->ChildText("body")) + "\n";
    return line.has_value();
  };
  constexpr char kReply[] = "/reply 1001 Hello Bob, this is the desk.";
  carol.Send(room, "lunch, anybody?", "groupchat");
  carol.Send(room, kReply, "groupchat");
  ASSERT_TRUE(hear()) << desk.Log();
  if (const std::string id = IdToLink(seen); !id.empty()) {
    desk.Command({"agent", "add", "lee"});
    desk.Command({"agent", "link", "lee", "chat", id});
    carol.Send(room, kReply, "groupchat");
  }
  ASSERT_THAT(NextFrom(desk, bob), HasSubstr("joined")) << seen << desk.Log();
  EXPECT_THAT(NextFrom(desk, bob), HasSubstr("Hello Bob, this is the desk."));
  while (seen.find("✓") == seen.npos && hear()) {
  }
  EXPECT_THAT(seen, HasSubstr("#1001 ✓")) << desk.Log();
  bob.Send(desk.jid(), "thank you");
  const auto thanks = carol.Next(in_room);
  ASSERT_TRUE(thanks) << desk.Log();
  EXPECT_THAT(std::string(thanks->ChildText("body")), HasSubstr("#1001 " + name + ": thank you"));
  carol.Send(room, "Frontdesk: #1001 You are welcome.", "groupchat");
  EXPECT_THAT(NextFrom(desk, bob), HasSubstr("You are welcome."));
}

TEST_P(XmppDesk, AnswersWhatWasSaidWhileItWasAwayOnceAndOnlyThat) {
  XmppUser bob(server());
  Desk desk(server());
  ASSERT_TRUE(desk.WaitOnline()) << desk.Log();
  bob.Send(desk.jid(), kQuestion);
  ASSERT_THAT(NextFrom(desk, bob), HasSubstr("Frontdesk"));
  ASSERT_THAT(NextFrom(desk, bob), HasSubstr("password"));
  desk.Stop();
  bob.Send(desk.jid(), "how do I export my data?");
  ASSERT_TRUE(bob.Settle());
  desk.Start();
  EXPECT_THAT(NextFrom(desk, bob), HasSubstr("xport"));
  const auto more = bob.Next(
      [](const base::XmlElement& stanza) { return stanza.name == "message" && stanza.Child("body") != nullptr; },
      std::chrono::milliseconds(2'000));
  EXPECT_FALSE(more) << more->ChildText("body");
}

// Asked after its fate, the server tells of it page by page.
TEST_P(XmppDesk, AReplyThatNeverLeftIsMissedBehindManyOthersAndSentAfterARestart) {
  constexpr int kBefore = 30;  // questions, each with its answer: more than one page
  XmppUser bob(server());
  Desk desk(server(), kNoBrakes);
  desk.Stop();
  desk.Start("outbox.before_send:" + std::to_string(1 + kBefore + 1));  // after the greeting
  ASSERT_TRUE(desk.WaitOnline()) << desk.Log();
  bob.Send(desk.jid(), kQuestion);
  ASSERT_THAT(NextFrom(desk, bob), HasSubstr("Frontdesk"));
  for (int i = 1; i <= kBefore; ++i) {
    ASSERT_THAT(NextFrom(desk, bob), HasSubstr("password")) << i;
    bob.Send(desk.jid(), kQuestion);
  }
  ASSERT_TRUE(desk.WaitEnd());
  desk.Start();
  EXPECT_THAT(NextFrom(desk, bob), HasSubstr("password")) << desk.Log();
}

// The oracle is what the user's program was shown.
TEST(XmppDeskUnderLoad, LosesNothingAndAnswersNothingTwiceThroughKills) {
  XmppServer& server = SharedServer("Prosody");
  std::mt19937 random(20261121);
  XmppUser bob(server);
  Desk desk(server, kNoBrakes);
  ASSERT_TRUE(desk.WaitOnline());
  std::map<std::string, int> shown;  // by stanza id
  int answers = 0;
  const auto read = [&](std::chrono::milliseconds at_most) {
    const auto message = bob.Next(
        [](const base::XmlElement& stanza) { return stanza.name == "message" && stanza.Child("body") != nullptr; },
        at_most);
    if (!message) return false;
    const int times = ++shown[std::string(message->Attribute("id"))];
    if (times == 1 && message->ChildText("body").find("password") != std::string_view::npos) ++answers;
    return true;
  };
  for (int i = 0, kills = 0; i < kQuestions; ++i) {
    bob.Send(desk.jid(), kQuestion);
    if (i % (kQuestions / kKills) != 3 || kills++ >= kKills) continue;
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 300));
    desk.Kill();
    desk.Start();
    // Some while it is up, some while it is down.
    const bool is_up = kills % 2 != 0 || desk.WaitOnline(static_cast<std::size_t>(kills) / 2 + 1);
    ASSERT_TRUE(is_up) << desk.Log();
  }
  while (answers < kQuestions && read(kPatience)) {
  }
  while (read(std::chrono::milliseconds(3'000))) {
  }
  EXPECT_EQ(answers, kQuestions) << desk.Log();
  for (const auto& [id, times] : shown) EXPECT_EQ(times, 1) << id;
}

}  // namespace
}  // namespace frontdesk::testing
