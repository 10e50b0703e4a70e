// The WebSocket: numbers of events, gaps, what posts and other events mean.
#include "tests/adapters/mattermost_trace.h"

namespace frontdesk::adapters::mattermost {
namespace {

using nlohmann::json;
using MattermostSocket = MattermostTrace;

std::string TextOf(const base::Event& event) {
  const auto* said = std::get_if<base::Said>(&event.body);
  return said == nullptr ? std::string("(not said)") : said->text;
}

TEST_F(MattermostSocket, AsksWhoItIsBeforeItOpens) {
  const auto open = adapter().socket()->Open(env());
  ASSERT_TRUE(open.has_value());
  const Call& call = std::get<Call>(*open);
  EXPECT_EQ(call.url, "https://chat.example.com/api/v4/users/me");
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "Bearer CANARYbottoken000000000001");
}

TEST_F(MattermostSocket, ADeadTokenEndsIt) {
  const auto address = adapter().socket()->OnOpened(
      {401, {}, R"({"id":"api.context.session_expired.app_error","message":"Invalid or expired session"})"}, env());
  ASSERT_FALSE(address.has_value());
  EXPECT_EQ(address.error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(address.error().message.find("CANARY"), std::string::npos);
}

TEST_F(MattermostSocket, OpensWithItsTokenAndPingsEveryHalfMinute) {
  const auto address = adapter().socket()->OnOpened({200, {}, R"({"id":"bot1","username":"Support"})"}, env());
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->url, "wss://chat.example.com/api/v4/websocket?connection_id=&sequence_number=0");
  EXPECT_EQ(FindHeader(address->headers, "Authorization"), "Bearer CANARYbottoken000000000001");
  EXPECT_EQ(address->ping_every, std::chrono::seconds(30));
  EXPECT_EQ(address->url.find("CANARY"), std::string::npos);
  const json ping = json::parse(adapter().socket()->Ping(env()));
  EXPECT_EQ(ping["action"], "ping");
  EXPECT_GT(ping["seq"].get<std::int64_t>(), 0);
}

TEST_F(MattermostSocket, RepliesDoNotCountAsEvents) {
  Connect();
  Greeted();
  Hear({{"status", "OK"}, {"seq_reply", 1}});
  Hear({{"status", "OK"}, {"data", {{"text", "pong"}}}, {"seq_reply", 2}});
  EXPECT_EQ(Say("D", Post("my VPN")).size(), 1u);
}

TEST_F(MattermostSocket, HearsWhatTheVendorsClientHears) {
  const json vectors = MattermostVectors();
  ASSERT_EQ(vectors["websocket_traces"].size(), 3u);
  for (const json& trace : vectors["websocket_traces"]) ExpectSameAs(trace);
}

TEST_F(MattermostSocket, AGapIsAskedForAndTakenOnceAndInOrder) {
  Connect();
  Greeted();
  std::vector<std::string> heard;
  const auto say = [&](const std::string& id, int seq) {
    seq_ = seq;
    const Heard one = Hear(Posted("D", Post("word " + id, {{"id", id}, {"channel_id", "dm1"}})));
    for (const base::Event& event : one.taken.events) heard.push_back(event.id);
    return one;
  };
  say("p1", 1);
  const Heard missed = say("p3", 3);
  EXPECT_EQ(missed.reconnect, base::Millis(0));
  EXPECT_FALSE(missed.taken.pull.has_value()) << "the server may still have it";
  say("p4", 4);  // what was on its way already
  Connect();
  EXPECT_NE(url_.find("?connection_id=c1&sequence_number=2&disconnect_err_code=4001"), std::string::npos) << url_;
  say("p2", 2);
  say("p3", 3);
  say("p4", 4);
  EXPECT_EQ(heard, (std::vector<std::string>{"p1", "p2", "p3", "p4"}));
}

TEST_F(MattermostSocket, WhatTheServerHasForgottenIsReadOverTheApi) {
  Connect();
  Greeted("c1");
  Say("D", Post("one", {{"channel_id", "dm1"}}));
  Connect();
  EXPECT_NE(url_.find("connection_id=c1&sequence_number=2"), std::string::npos);
  const Heard hello = Hear(Hello("c2"));
  ASSERT_TRUE(hello.taken.pull.has_value());
  EXPECT_EQ(json::parse(*hello.taken.pull)["since"], kNowMs - 1'000 - 2'000) << "from the last post that we have seen";
  seq_ = 1;
  EXPECT_EQ(Say("D", Post("two", {{"id", "p2"}, {"channel_id", "dm1"}})).size(), 1u);
}

// A server that goes on missing the number would be asked for ever.
TEST_F(MattermostSocket, AfterTwoMissesItBeginsAnew) {
  Connect();
  Greeted();
  seq_ = 9;
  EXPECT_TRUE(Hear(Posted("D", Post("x"))).reconnect.has_value());
  Connect();
  seq_ = 9;
  EXPECT_TRUE(Hear(Posted("D", Post("x"))).reconnect.has_value());
  Connect();
  EXPECT_NE(url_.find("?connection_id=&sequence_number=0"), std::string::npos) << url_;
}

TEST_F(MattermostSocket, TellsThePullerFromTimeToTimeHowFarItIs) {
  Connect();
  Greeted();
  const json pong = {{"status", "OK"}, {"seq_reply", 3}};
  EXPECT_FALSE(Hear(pong).taken.pull.has_value()) << "nothing was said yet";
  Say("D", Post("one"));
  const Heard first = Hear(pong);
  ASSERT_TRUE(first.taken.pull.has_value());
  EXPECT_EQ(json::parse(*first.taken.pull)["mark"], kNowMs - 61'000);
  EXPECT_FALSE(Hear(pong).taken.pull.has_value());
  now_ += std::chrono::minutes(6);
  EXPECT_FALSE(Hear(pong).taken.pull.has_value()) << "nothing new";
}

TEST_F(MattermostSocket, ADirectMessageIsOneTurn) {
  Connect();
  Greeted();
  const auto events = Say("D", Post("мой VPN не работает ✅", {{"channel_id", "dm1"}}));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].id, "p1");
  EXPECT_EQ(events[0].address, (base::Address{"chat", "user1", ""}));
  EXPECT_EQ(events[0].author.id, "user1");
  EXPECT_EQ(TextOf(events[0]), "мой VPN не работает ✅");
  EXPECT_EQ(events[0].path->words, "dm1");
  EXPECT_FALSE(events[0].to_us);
}

TEST_F(MattermostSocket, InAThreadOfADirectTalkTheAnswerComesThere) {
  Connect();
  Greeted();
  const auto events = Say("D", Post("and now?", {{"channel_id", "dm1"}, {"root_id", "root1"}}));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].address, (base::Address{"chat", "user1", ""}));
  EXPECT_EQ(events[0].path->words, "dm1/root1");
}

TEST_F(MattermostSocket, OwnWordsTheServersAndThoseOfProgramsAreNoEvents) {
  Connect();
  Greeted();
  EXPECT_TRUE(Say("D", Post("x", {{"user_id", "bot1"}})).empty());
  EXPECT_TRUE(Say("D", Post("x", {{"type", "system_join_channel"}})).empty());
  EXPECT_TRUE(Say("D", Post("x", {{"type", "slack_attachment"}})).empty());
  EXPECT_TRUE(Say("D", Post("x", {{"props", {{"from_bot", "true"}}}})).empty());
  EXPECT_TRUE(Say("D", Post("x", {{"props", {{"from_webhook", "true"}}}})).empty());
  EXPECT_TRUE(Say("D", Post("x", {{"props", {{"from_plugin", true}}}})).empty());
  EXPECT_EQ(Say("D", Post("x", {{"props", {{"from_webhook", "false"}}}})).size(), 1u);
}

TEST_F(MattermostSocket, InAChannelItHearsItsName) {
  Connect();
  Greeted();
  EXPECT_TRUE(Say("O", Post("good morning")).empty());
  const auto events = Say("O", Post("@Support: my VPN", {{"id", "p2"}}));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(TextOf(events[0]), "my VPN");
  EXPECT_TRUE(events[0].to_us);
  EXPECT_FALSE(events[0].only_in_talk);
  EXPECT_EQ(events[0].address, (base::Address{"chat", "chan1", "p2"}));
  EXPECT_FALSE(events[0].path.has_value());
}

TEST_F(MattermostSocket, TheNameIsCutOutWhereverItStands) {
  EXPECT_EQ(ReadText("hello @support, my VPN", "support").text, "hello my VPN");
  EXPECT_EQ(ReadText("ask @support.", "support").text, "ask .");
  EXPECT_EQ(ReadText("你好 @support，VPN 连不上", "support").text, "你好 VPN 连不上");
  EXPECT_FALSE(ReadText("mail ann@support.example", "support").names_bot);
  EXPECT_FALSE(ReadText("@supporters unite", "support").names_bot);
  EXPECT_FALSE(ReadText("type `@support` to call it", "support").names_bot);
  EXPECT_TRUE(ReadText("@it.desk-1: help", "it.desk-1").names_bot);
}

// A group names all of its members in every post, and "@channel" calls everybody.
TEST_F(MattermostSocket, WhoIsCalledWithAllOthersIsNotAsked) {
  Connect();
  Greeted();
  EXPECT_TRUE(Say("G", Post("lunch?")).empty());
  EXPECT_TRUE(Say("O", Post("@channel lunch?")).empty());
  EXPECT_TRUE(Say("O", Post("as @support said"), {"user2"}).empty()) << "the server says that it calls nobody";
}

TEST_F(MattermostSocket, BelowAMessageItHearsWhileATalkGoesOn) {
  Connect();
  Greeted();
  const auto events = Say("P", Post("thanks!", {{"root_id", "root1"}}), json::array());
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(events[0].only_in_talk);
  EXPECT_EQ(events[0].address.thread, "root1");
  EXPECT_FALSE(Say("P", Post("@support and this?", {{"root_id", "root1"}}))[0].only_in_talk);
}

TEST_F(MattermostSocket, InHelpChannelsEveryWordIsAQuestion) {
  Connect();
  Greeted();
  const auto events = Say("O", Post("my VPN", {{"channel_id", "chanhelp"}}), json::array());
  ASSERT_EQ(events.size(), 1u);
  EXPECT_FALSE(events[0].only_in_talk);
  EXPECT_FALSE(events[0].to_us);
  EXPECT_EQ(Say("P", Post("note 1001 x", {{"channel_id", "chandesk"}, {"root_id", "card1"}}))[0].address,
            (base::Address{"chat", "chandesk", "card1"}));
}

TEST_F(MattermostSocket, OnlyTheNameOpensTheTalk) {
  Connect();
  Greeted();
  const auto events = Say("O", Post("@support"));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<base::Opened>(events[0].body));
}

TEST_F(MattermostSocket, FilesComeWithTheirNames) {
  Connect();
  Greeted();
  const json files = {{{"id", "f1"}, {"name", "../../log.txt"}, {"size", 12}, {"mime_type", "text/plain"}}};
  const auto events = Say("D", Post("look", {{"file_ids", {"f1", "f2", "no/id"}}, {"metadata", {{"files", files}}}}));
  ASSERT_EQ(events.size(), 1u);
  const auto& sent = std::get<base::SentFiles>(events[0].body);
  ASSERT_EQ(sent.files.size(), 2u);
  EXPECT_EQ(sent.files[0].name, "log.txt");
  EXPECT_EQ(sent.files[0].type, "text/plain");
  EXPECT_EQ(sent.files[0].remote, R"({"id":"f1"})");
  EXPECT_EQ(sent.files[1].name, "file");
  EXPECT_EQ(sent.caption, "look");
}

TEST_F(MattermostSocket, EditsAndDeletionsNameTheirPost) {
  Connect();
  Greeted();
  Say("D", Post("my VPN", {{"channel_id", "dm1"}}));
  const json edited = Post("my VPN and mail", {{"channel_id", "dm1"}, {"edit_at", kNowMs}});
  const auto edit = Hear(Event("post_edited", {{"post", edited.dump()}}, "dm1")).taken.events;
  ASSERT_EQ(edit.size(), 1u);
  EXPECT_EQ(edit[0].id, "edit:p1:" + std::to_string(kNowMs));
  EXPECT_EQ(std::get<base::Edited>(edit[0].body).message, "p1");
  EXPECT_EQ(std::get<base::Edited>(edit[0].body).text, "my VPN and mail");
  EXPECT_EQ(edit[0].address.channel, "user1");
  EXPECT_TRUE(Hear(Event("post_edited", {{"post", Post("my VPN").dump()}})).taken.events.empty()) << "a pin";
  const auto gone = Hear(Event("post_deleted", {{"post", edited.dump()}}, "dm1")).taken.events;
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(std::get<base::Deleted>(gone[0].body).message, "p1");
  EXPECT_EQ(gone[0].address.channel, "user1");
}

TEST_F(MattermostSocket, AReactionToOurPostIsASign) {
  Connect();
  Greeted();
  Say("D", Post("Did that help?", {{"id", "ours1"}, {"user_id", "bot1"}, {"channel_id", "dm1"}}));
  const json reaction = {
      {"user_id", "user1"}, {"post_id", "ours1"}, {"emoji_name", "+1_medium_skin_tone"}, {"create_at", 5}};
  const auto signs = Hear(Event("reaction_added", {{"reaction", reaction.dump()}}, "dm1")).taken.events;
  ASSERT_EQ(signs.size(), 1u);
  EXPECT_EQ(std::get<base::Reacted>(signs[0].body).message, "ours1");
  EXPECT_EQ(std::get<base::Reacted>(signs[0].body).sign, "👍");
  EXPECT_EQ(signs[0].address, (base::Address{"chat", "user1", ""}));
  const auto back = Hear(Event("reaction_removed", {{"reaction", reaction.dump()}}, "dm1")).taken.events;
  ASSERT_EQ(back.size(), 1u);
  EXPECT_TRUE(std::get<base::Reacted>(back[0].body).taken_back);
}

TEST_F(MattermostSocket, AReactionInAThreadBelongsToIt) {
  Connect();
  Greeted();
  Say("O", Post("1. Yes 2. No", {{"id", "ours1"}, {"user_id", "bot1"}, {"root_id", "root1"}}));
  Say("O", Post("lunch", {{"id", "p5"}}), json::array());
  const auto react = [&](const std::string& post, const std::string& emoji) {
    const json reaction = {{"user_id", "user1"}, {"post_id", post}, {"emoji_name", emoji}};
    return Hear(Event("reaction_added", {{"reaction", reaction.dump()}}));
  };
  const auto signs = react("ours1", "two").taken.events;
  ASSERT_EQ(signs.size(), 1u);
  EXPECT_EQ(signs[0].address, (base::Address{"chat", "chan1", "root1"}));
  EXPECT_EQ(std::get<base::Reacted>(signs[0].body).sign, "2️⃣");
  const Heard foreign = react("p5", "+1");
  EXPECT_TRUE(foreign.taken.events.empty());
  EXPECT_FALSE(foreign.taken.pull.has_value()) << "nobody asks the server about what is not ours";
  EXPECT_TRUE(react("ours1", "dancing_penguin").taken.events.empty());
  EXPECT_TRUE(react("older", "+1").taken.pull.has_value()) << "from before this connection: the server knows";
}

TEST_F(MattermostSocket, WhoOpensTheDirectTalkIsGreeted) {
  Connect();
  Greeted();
  const auto events =
      Hear(Event("direct_added", {{"creator_id", "user1"}, {"teammate_id", "bot1"}}, "dm1")).taken.events;
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<base::Opened>(events[0].body));
  EXPECT_EQ(events[0].path->words, "dm1");
  EXPECT_TRUE(
      Hear(Event("direct_added", {{"creator_id", "bot1"}, {"teammate_id", "user1"}}, "dm1")).taken.events.empty());
}

TEST_F(MattermostSocket, HostileFramesAreErrorsOrNothing) {
  Connect();
  Greeted();
  for (const char* frame : {"", "[]", "null", "{", "\xff\xfe", "\"hello\""})
    EXPECT_FALSE(adapter().socket()->OnFrame(frame, env()).has_value()) << frame;
  for (const json& data : {json(), json(7), json{{"post", 7}}, json{{"post", "{"}}, json{{"post", "[]"}},
                           json{{"post", "{\"id\":7,\"message\":{}}"}}, json{{"mentions", "{"}}}) {
    EXPECT_TRUE(Hear(Event("posted", data)).taken.events.empty()) << data;
    EXPECT_TRUE(Hear(Event("post_edited", data)).taken.events.empty()) << data;
    EXPECT_TRUE(Hear(Event("reaction_added", data)).taken.events.empty()) << data;
  }
}

TEST_F(MattermostSocket, ItsMemoryStaysSmall) {
  Connect();
  Greeted();
  for (int i = 0; i < 5'000; ++i)
    Say("O", Post("x", {{"id", "post" + std::to_string(i)}, {"channel_id", "c" + std::to_string(i)}}));
  EXPECT_LT(memory_.size(), 64u << 10);
  Say("D", Post("x", {{"channel_id", "dm1"}}));
  EXPECT_EQ(Hear(Event("post_deleted", {{"post", Post("x", {{"channel_id", "dm1"}}).dump()}})).taken.events.size(), 1u);
}

}  // namespace
}  // namespace frontdesk::adapters::mattermost
