// What people say on Slack, in our words: where it belongs, what is heard and what is not.
#include "adapters/slack/read_text.h"
#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using base::Event;
using nlohmann::json;

class SlackEvent : public SlackAccount {
 protected:
  Event One(const json& event) {
    Taken taken = TakeEvent(event);
    EXPECT_EQ(taken.events.size(), 1u);
    return taken.events.empty() ? Event{} : std::move(taken.events.front());
  }
  static json InChannel(const std::string& text, const json& more = json::object()) {
    json message = Message(text, {{"channel", "C0001"}, {"channel_type", "channel"}});
    message.update(more);
    return message;
  }
  static std::string WordsOf(const Event& event) {
    const auto* said = std::get_if<base::Said>(&event.body);
    return said ? said->text : "(nothing said)";
  }
};

TEST_F(SlackEvent, OfTheDirectTalkIsOneConversationWhereverItIsWritten) {
  const Event top = One(Message("hello"));
  EXPECT_EQ(top.address, (base::Address{"slack", "U0001", ""}));
  ASSERT_TRUE(top.path.has_value());
  EXPECT_EQ(top.path->words, "");
  const Event below = One(Message("hello", {{"thread_ts", kRoot}}));
  EXPECT_EQ(below.address, top.address);
  EXPECT_EQ(below.path->words, kRoot) << "the answer belongs below the same message";
}

TEST_F(SlackEvent, OfAChannelIsAThread) {
  const Event first = One(InChannel("<@U0BOT> hi"));
  EXPECT_EQ(first.address, (base::Address{"slack", "C0001", kTs}));
  EXPECT_TRUE(first.to_us);
  const Event below = One(InChannel("<@U0BOT> hi", {{"thread_ts", kRoot}}));
  EXPECT_EQ(below.address.thread, kRoot) << "the root, never the reply";
}

TEST_F(SlackEvent, OfAMentionIsTheSameByBothWays) {
  json mention = InChannel("<@U0BOT> hi");
  const Event as_message = One(mention);
  mention["type"] = "app_mention";
  mention.erase("channel_type");
  const Event as_mention = One(mention);
  EXPECT_EQ(as_message.id, as_mention.id);
  EXPECT_EQ(as_message.address, as_mention.address);
  EXPECT_EQ(WordsOf(as_message), WordsOf(as_mention));
}

TEST_F(SlackEvent, IsHeardInAChannelOnlyWhereTheBotIsMeant) {
  EXPECT_TRUE(TakeEvent(InChannel("who brings cake?")).events.empty());
  EXPECT_EQ(TakeEvent(InChannel("yes", {{"thread_ts", kRoot}, {"parent_user_id", "U0BOT"}})).events.size(), 1u)
      << "below the bot's own message";
  EXPECT_FALSE(One(InChannel("yes", {{"thread_ts", kRoot}, {"parent_user_id", "U0BOT"}})).only_in_talk);
  EXPECT_EQ(TakeEvent(InChannel("VPN", {{"channel", "C0HELP"}})).events.size(), 1u);
  EXPECT_EQ(TakeEvent(InChannel("note this", {{"channel", "C0DESK"}, {"thread_ts", kRoot}})).events.size(), 1u);
  EXPECT_FALSE(One(InChannel("VPN", {{"channel", "C0HELP"}})).to_us) << "nobody was named";
}

// Whether it is one the core knows: a question in a thread names the bot once.
TEST_F(SlackEvent, BelowAMessageCountsOnlyWhileTheBotIsTalkingThere) {
  const json thread = {{"thread_ts", kRoot}, {"parent_user_id", "U0002"}};
  const Event said = One(InChannel("yes", thread));
  EXPECT_TRUE(said.only_in_talk);
  EXPECT_FALSE(said.to_us);
  EXPECT_EQ(said.address, (base::Address{"slack", "C0001", kRoot}));
  EXPECT_FALSE(One(InChannel("<@U0BOT> yes", thread)).only_in_talk);
  EXPECT_TRUE(TakeEvent(InChannel("<@U0002> can you look?", thread)).events.empty()) << "somebody else is asked";
  EXPECT_TRUE(TakeEvent(InChannel("a root", {{"thread_ts", kTs}})).events.empty()) << "it is above its thread";
  json event = {{"type", "message"},
                {"subtype", "message_changed"},
                {"channel", "C0001"},
                {"message", {{"user", "U0001"}, {"text", "no"}, {"ts", kTs}, {"thread_ts", kRoot}}},
                {"previous_message", {{"user", "U0001"}, {"text", "yes"}, {"ts", kTs}, {"thread_ts", kRoot}}}};
  EXPECT_TRUE(One(event).only_in_talk);
  event["subtype"] = "message_deleted";
  event["deleted_ts"] = kTs;
  EXPECT_TRUE(One(event).only_in_talk);
}

TEST_F(SlackEvent, OfASignNamesTheMessageAndTheEmoji) {
  const auto sign = [](const std::string& name, const std::string& channel, const json& more = json::object()) {
    json event = {{"type", "reaction_added"},
                  {"user", "U0001"},
                  {"reaction", name},
                  {"item_user", "U0BOT"},
                  {"item", {{"type", "message"}, {"channel", channel}, {"ts", kRoot}}},
                  {"event_ts", kTs}};
    event.update(more);
    return event;
  };
  const Event added = One(sign("+1::skin-tone-3", "C0001"));
  EXPECT_EQ(added.address, (base::Address{"slack", "C0001", ""})) << "which thread, Slack does not say";
  EXPECT_EQ(std::get<base::Reacted>(added.body).message, kRoot) << "as SendResult told it";
  EXPECT_EQ(std::get<base::Reacted>(added.body).sign, "👍");
  EXPECT_FALSE(std::get<base::Reacted>(added.body).taken_back);
  const Event direct = One(sign("two", "D0001"));
  EXPECT_EQ(direct.address, (base::Address{"slack", "U0001", ""}));
  EXPECT_EQ(std::get<base::Reacted>(direct.body).message, std::string("D0001:") + kRoot);
  EXPECT_EQ(std::get<base::Reacted>(direct.body).sign, "2️⃣");
  EXPECT_FALSE(direct.path.has_value()) << "nobody wrote anywhere";
  const Event removed = One(sign("+1", "C0001", {{"type", "reaction_removed"}}));
  EXPECT_TRUE(std::get<base::Reacted>(removed.body).taken_back);
  EXPECT_NE(removed.id, added.id);
  for (const json& none :
       {sign("tada", "C0001"), sign("+1", "C0001", {{"item_user", "U0002"}}), sign("+1", "C0001", {{"user", "U0BOT"}}),
        sign("+1", "../C"), sign("+1", "C0001", {{"item", {{"type", "file"}, {"file", "F1"}}}})})
    EXPECT_TRUE(TakeEvent(none).events.empty()) << none;
}

TEST_F(SlackEvent, OfBotsAndOfSlackIsNone) {
  EXPECT_TRUE(TakeEvent(Message("x", {{"user", "U0BOT"}})).events.empty());
  EXPECT_TRUE(TakeEvent(Message("x", {{"bot_id", "B0001"}})).events.empty());
  EXPECT_TRUE(TakeEvent(Message("x", {{"user", "USLACKBOT"}})).events.empty());
  for (const char* subtype : {"bot_message", "channel_join", "channel_topic", "me_message", "reminder_add", "unknown"})
    EXPECT_TRUE(TakeEvent(Message("x", {{"subtype", subtype}})).events.empty()) << subtype;
  EXPECT_EQ(TakeEvent(Message("x", {{"subtype", "thread_broadcast"}})).events.size(), 1u);
}

TEST_F(SlackEvent, OfNothingButAMentionOpensTheTalk) {
  EXPECT_TRUE(std::holds_alternative<base::Opened>(One(InChannel("<@U0BOT>")).body));
}

TEST_F(SlackEvent, WithAMessageThatHasNoPlaceIsNone) {
  EXPECT_TRUE(TakeEvent(Message("x", {{"ts", "soon"}})).events.empty());
  EXPECT_TRUE(TakeEvent(Message("x", {{"ts", 1767225599.0001}})).events.empty());
  EXPECT_TRUE(TakeEvent(Message("x", {{"channel", "../C0001"}})).events.empty());
  EXPECT_TRUE(TakeEvent(Message("x", {{"user", json::object()}})).events.empty());
  EXPECT_TRUE(TakeEvent(Message("")).events.empty());
  EXPECT_TRUE(TakeEvent({{"type", "reaction_added"}}).events.empty());
}

TEST_F(SlackEvent, OfAnEditIsOneOnlyWhenTheWordsChange) {
  const auto changed = [](const std::string& now, const std::string& before, const json& more = json::object()) {
    json event = {{"type", "message"},
                  {"subtype", "message_changed"},
                  {"channel", "D0001"},
                  {"event_ts", "1767225599.9"},
                  {"message", {{"user", "U0001"}, {"text", now}, {"ts", kTs}}},
                  {"previous_message", {{"user", "U0001"}, {"text", before}, {"ts", kTs}}}};
    event.update(more);
    return event;
  };
  EXPECT_TRUE(TakeEvent(changed("a", "a")).events.empty());
  const Event edit = One(changed("b &amp; c", "a"));
  EXPECT_EQ(std::get<base::Edited>(edit.body).message, One(Message("a")).id);
  EXPECT_EQ(std::get<base::Edited>(edit.body).text, "b & c");
  EXPECT_TRUE(TakeEvent(changed("b", "a", {{"channel", "C0001"}})).events.empty()) << "never heard before";
  EXPECT_EQ(TakeEvent(changed("b", "<@U0BOT> a", {{"channel", "C0001"}})).events.size(), 1u);
}

TEST_F(SlackEvent, OfADeletionNamesWhatIsGone) {
  json event = {{"type", "message"},
                {"subtype", "message_deleted"},
                {"channel", "D0001"},
                {"deleted_ts", kTs},
                {"previous_message", {{"user", "U0001"}, {"text", "a"}, {"ts", kTs}}}};
  EXPECT_EQ(std::get<base::Deleted>(One(event).body).message, One(Message("a")).id);
  event["previous_message"]["bot_id"] = "B0001";
  EXPECT_TRUE(TakeEvent(event).events.empty()) << "the bot's own";
  // Of a message with replies, Slack keeps the place.
  event = {{"type", "message"},
           {"subtype", "message_changed"},
           {"channel", "D0001"},
           {"message", {{"subtype", "tombstone"}, {"user", "USLACKBOT"}, {"ts", kTs}, {"text", "This was deleted."}}},
           {"previous_message", {{"user", "U0001"}, {"text", "a"}, {"ts", kTs}}}};
  EXPECT_EQ(std::get<base::Deleted>(One(event).body).message, One(Message("a")).id);
}

TEST_F(SlackEvent, OfVoiceIsWordsWhenSlackHasWrittenThemDown) {
  const auto clip = [](const json& transcription) {
    return Message("", {{"subtype", "file_share"},
                        {"files",
                         {{{"id", "F1"},
                           {"name", "a.m4a"},
                           {"subtype", "slack_audio"},
                           {"url_private_download", "https://files.slack.com/a"},
                           {"transcription", transcription}}}}});
  };
  const json whole = {{"status", "complete"}, {"preview", {{"content", "my printer burns"}, {"has_more", false}}}};
  EXPECT_EQ(WordsOf(One(clip(whole))), "my printer burns");
  for (const json& part : {json{{"status", "processing"}}, json{{"status", "none"}},
                           json{{"status", "complete"}, {"preview", {{"content", "my"}, {"has_more", true}}}}}) {
    const Event event = One(clip(part));
    ASSERT_TRUE(std::holds_alternative<base::SentFiles>(event.body)) << part;
    EXPECT_TRUE(std::get<base::SentFiles>(event.body).voice) << part;
  }
}

TEST_F(SlackEvent, OfTheHomeAsksForTicketsAndIsKeptApart) {
  const Event home = One({{"type", "app_home_opened"}, {"user", "U0001"}, {"tab", "home"}, {"event_ts", kTs}});
  EXPECT_EQ(home.address, (base::Address{"slack", "U0001", "home"}));
  EXPECT_EQ(std::get<base::Pressed>(home.body).value, base::kMyTicketsValue);
  const Event talk = One({{"type", "app_home_opened"}, {"user", "U0001"}, {"tab", "messages"}, {"event_ts", kTs}});
  EXPECT_EQ(talk.address, (base::Address{"slack", "U0001", ""}));
  EXPECT_TRUE(std::holds_alternative<base::Opened>(talk.body));
}

TEST(SlackText, IsReadAsItWasTyped) {
  const auto read = [](const std::string& text) { return ReadText(text, "U0BOT").text; };
  EXPECT_EQ(read("a &amp;amp; b &lt;c&gt; &quot;"), "a &amp; b <c> &quot;");
  EXPECT_EQ(read("<!channel> &lt;!channel&gt;"), "@channel <!channel>");
  EXPECT_EQ(read("<https://a.example/?x=1&amp;y=2>"), "https://a.example/?x=1&y=2");
  EXPECT_EQ(read("<http://a.example|a.example> <https://b.example|here>"), "a.example here (https://b.example)");
  EXPECT_EQ(read("<mailto:ann@a.example|ann@a.example> <mailto:bo@a.example>"), "ann@a.example bo@a.example");
  EXPECT_EQ(read("<@U1> <@U1|kim> <#C1> <#C1|general> <!subteam^S1|@it> <!date^1^{date}|today>"),
            "@U1 @kim #C1 #general @it today");
  EXPECT_EQ(read("*bold* _it_ `code` :sob:"), "*bold* _it_ `code` :sob:");
  EXPECT_EQ(read("no end <https://a"), "no end <https://a");
  EXPECT_EQ(read("<>"), "");
}

TEST(SlackText, HasTheBotsNameCutOut) {
  for (const std::string text : {"<@U0BOT> help", "<@U0BOT>: help", "<@U0BOT>，help", "help <@U0BOT>",
                                 "<@U0BOT|desk> help", "  <@U0BOT>   help"}) {
    const ReadWords read = ReadText(text, "U0BOT");
    EXPECT_EQ(read.text, "help") << text;
    EXPECT_TRUE(read.names_bot) << text;
  }
  EXPECT_EQ(ReadText("ask <@U0BOT> please", "U0BOT").text, "ask please");
  EXPECT_FALSE(ReadText("<@U0BOTTOM> help", "U0BOT").names_bot);
  EXPECT_FALSE(ReadText("<@> help", "").names_bot);
}

}  // namespace
}  // namespace frontdesk::adapters::slack
