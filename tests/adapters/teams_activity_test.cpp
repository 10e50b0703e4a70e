// What people do in Teams, as events: words, mentions, threads, edits, signs, files, installs.
#include "adapters/teams/activity.h"
#include "adapters/teams/sign.h"
#include "tests/adapters/teams_world.h"

namespace frontdesk::adapters::teams {
namespace {

using nlohmann::json;

class TeamsActivity : public TeamsAccount {
 protected:
  base::Event Only(const json& activity) {
    Taken taken = Take(activity);
    EXPECT_EQ(taken.events.size(), 1u) << activity.dump();
    return taken.events.empty() ? base::Event{} : taken.events.front();
  }
  std::string Words(const json& activity) {
    const base::Event event = Only(activity);
    const auto* said = std::get_if<base::Said>(&event.body);
    return said == nullptr ? "(not said)" : said->text;
  }
};

TEST_F(TeamsActivity, OfThePersonalChatSaysWhoAndWhereFrom) {
  const base::Event event = Only(Message(
      "my VPN", {{"entities", {{{"type", "clientInfo"}, {"locale", "de-DE"}, {"timezone", "Europe/Berlin"}}}}}));
  EXPECT_EQ(event.id, std::string(kChat) + ":1767225599000");
  EXPECT_EQ(event.address, (base::Address{"teams", kChat, ""}));
  EXPECT_EQ(event.author.id, kUser);
  EXPECT_EQ(event.author.name, "Ann");
  EXPECT_EQ(event.locale, "de-DE");
  EXPECT_EQ(event.context, R"({"time_zone":"Europe/Berlin"})");
  ASSERT_TRUE(event.path.has_value());
  EXPECT_EQ(event.path->words, kService);
  EXPECT_EQ(std::get<base::Said>(event.body).text, "my VPN");
}

TEST_F(TeamsActivity, WithOurMentionLosesItAndKeepsTheOthers) {
  const json ann = {
      {"type", "mention"}, {"text", "<at>Ann B</at>"}, {"mentioned", {{"id", "29:2"}, {"name", "Ann B"}}}};
  const json activity =
      Message("<at>Support</at>&nbsp;please help <at>Ann B</at> &amp; me: 3 &lt; 4",
              {{"entities", {MentionOfUs(), ann}}, {"conversation", InChannel("19:x@thread.tacv2", "5")}});
  const base::Event event = Only(activity);
  EXPECT_EQ(std::get<base::Said>(event.body).text, "please help @Ann B & me: 3 < 4");
  EXPECT_TRUE(event.to_us);
  EXPECT_EQ(event.address, (base::Address{"teams", "19:x@thread.tacv2", "5"}));
  EXPECT_EQ(Words(Message("<at>Support</at>: hello", {{"entities", {MentionOfUs()}}})), "hello");
  EXPECT_EQ(Words(Message("<at>Support</at>，你好", {{"entities", {MentionOfUs()}}})), "你好");
  EXPECT_EQ(Words(Message("<at>Somebody</at> typed it")), "<at>Somebody</at> typed it") << "a list says, no pattern";
}

TEST_F(TeamsActivity, WithOurMentionAloneOpensTheTalk) {
  const base::Event event = Only(Message(
      "<at>Support</at>", {{"entities", {MentionOfUs()}}, {"conversation", InChannel("19:x@thread.tacv2", "5")}}));
  EXPECT_TRUE(std::holds_alternative<base::Opened>(event.body));
}

TEST_F(TeamsActivity, InAChannelIsForUsByMentionInHelpChannelsAndInTalks) {
  EXPECT_TRUE(
      Take(Message("lunch?", {{"conversation", InChannel("19:x@thread.tacv2", "1767225599000")}})).events.empty());
  const base::Event below = Only(Message("and then?", {{"conversation", InChannel("19:x@thread.tacv2", "5")}}));
  EXPECT_TRUE(below.only_in_talk);
  const base::Event asked = Only(Message("my VPN", {{"conversation", InChannel(kChannel, "1767225599000")}}));
  EXPECT_FALSE(asked.only_in_talk);
  EXPECT_FALSE(asked.to_us);
  EXPECT_EQ(asked.address.thread, "1767225599000");
  const json group = {{"id", "19:g@thread.v2"}, {"conversationType", "groupChat"}, {"isGroup", true}};
  EXPECT_TRUE(Take(Message("hi all", {{"conversation", group}})).events.empty());
  const base::Event named =
      Only(Message("<at>Support</at> hi", {{"conversation", group}, {"entities", {MentionOfUs()}}}));
  EXPECT_EQ(named.address, (base::Address{"teams", "19:g@thread.v2", ""}));
}

TEST_F(TeamsActivity, OfBotsAndOfUsIsNothing) {
  EXPECT_TRUE(Take(Message("hi", {{"from", {{"id", std::string("28:") + kAppId}}}})).events.empty());
  EXPECT_TRUE(Take(Message("hi", {{"from", {{"id", "28:another-bot"}}}})).events.empty());
  EXPECT_TRUE(Take(Message("hi", {{"from", {{"id", "29:1"}, {"role", "bot"}}}})).events.empty());
  EXPECT_TRUE(Take(Activity("typing")).events.empty());
  EXPECT_TRUE(Take(Activity("event", {{"name", "application/vnd.microsoft.readReceipt"}})).events.empty());
  EXPECT_TRUE(Take(Message("")).events.empty());
}

TEST_F(TeamsActivity, ThatIsFormattedHasNoFileInItsHtml) {
  EXPECT_EQ(
      Words(Message("my VPN", {{"attachments", {{{"contentType", "text/html"}, {"content", "<div>my VPN</div>"}}}}})),
      "my VPN");
}

TEST_F(TeamsActivity, WithFilesNamesThemAndWhereTheyLie) {
  const json file = {
      {"contentType", "application/vnd.microsoft.teams.file.download.info"},
      {"name", "C:\\logs\\error.log"},
      {"contentUrl", "https://contoso.sharepoint.com/error.log"},
      {"content", {{"downloadUrl", "https://contoso.sharepoint.com/download?UniqueId=1"}, {"fileType", "log"}}}};
  const json image = {{"contentType", "image/png"},
                      {"contentUrl", std::string(kService) + "v3/attachments/1/views/original"}};
  const base::Event event = Only(Message("", {{"attachments", {file, image}}}));
  const auto& sent = std::get<base::SentFiles>(event.body);
  ASSERT_EQ(sent.files.size(), 2u);
  EXPECT_EQ(sent.files[0].name, "error.log");
  EXPECT_EQ(sent.files[1].type, "image/png");

  const auto download = adapter().file_source()->Next(sent.files[0], {}, env());
  ASSERT_TRUE(download.has_value());
  EXPECT_EQ(std::get<Call>(*download).url, "https://contoso.sharepoint.com/download?UniqueId=1");
  EXPECT_TRUE(std::get<Call>(*download).headers.empty()) << "the address is the permission";
  const auto picture = adapter().file_source()->Next(sent.files[1], {}, env());
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(FindHeader(std::get<Call>(*picture).headers, "Authorization"), "Bearer CANARY-TOKEN");
}

TEST_F(TeamsActivity, FilesOnOtherHostsAreNeverFetched) {
  const auto fetched = [&](const std::string& remote) {
    base::FileRef file;
    file.remote = remote;
    return adapter().file_source()->Next(file, {}, env()).has_value();
  };
  EXPECT_FALSE(fetched(R"({"url":"https://evil.example/x","bearer":true})"));
  EXPECT_FALSE(fetched(R"({"url":"https://contoso.sharepoint.com/x","bearer":true})")) << "no token goes there";
  EXPECT_FALSE(fetched(R"({"url":"https://evil.example/x"})"));
  EXPECT_FALSE(fetched(R"({"url":"https://contoso.sharepoint.com@evil.example/x"})"));
  EXPECT_FALSE(fetched(R"({"url":"http://contoso.sharepoint.com/x"})"));
  EXPECT_FALSE(fetched("x"));
}

TEST_F(TeamsActivity, ThatIsEditedOrDeletedNamesTheMessage) {
  const std::string message = std::string(kChat) + ":1767225599000";
  const base::Event edited =
      Only(Activity("messageUpdate", {{"text", "my Wi-Fi"},
                                      {"channelData", {{"eventType", "editMessage"}, {"tenant", {{"id", kTenant}}}}}}));
  EXPECT_EQ(std::get<base::Edited>(edited.body).message, message);
  EXPECT_EQ(std::get<base::Edited>(edited.body).text, "my Wi-Fi");
  const base::Event back = Only(
      Activity("messageUpdate", {{"text", "my Wi-Fi"},
                                 {"timestamp", "2026-01-01T00:00:09Z"},
                                 {"channelData", {{"eventType", "undeleteMessage"}, {"tenant", {{"id", kTenant}}}}}}));
  EXPECT_NE(back.id, edited.id);
  const base::Event gone = Only(Activity(
      "messageDelete", {{"channelData", {{"eventType", "softDeleteMessage"}, {"tenant", {{"id", kTenant}}}}}}));
  EXPECT_EQ(std::get<base::Deleted>(gone.body).message, message);
}

TEST_F(TeamsActivity, WithASignNamesItsEmoji) {
  const base::Event put =
      Only(Activity("messageReaction", {{"reactionsAdded", {{{"type", "like"}}}}, {"replyToId", "42"}}));
  EXPECT_EQ(std::get<base::Reacted>(put.body).message, "42");
  EXPECT_EQ(std::get<base::Reacted>(put.body).sign, "👍");
  const base::Event back =
      Only(Activity("messageReaction", {{"reactionsRemoved", {{{"type", "1f44e_thumbsdown"}}}}, {"replyToId", "42"}}));
  EXPECT_EQ(std::get<base::Reacted>(back.body).sign, "👎");
  EXPECT_TRUE(std::get<base::Reacted>(back.body).taken_back);
  EXPECT_EQ(SignOf("2705_whiteheavycheckmark"), "✅");
  EXPECT_EQ(SignOf("0031-fe0f-20e3_keycap"), "1️⃣");
  EXPECT_EQ(SignOf("like-tone3"), "👍");
  for (const char* none : {"", "smile", "zzzz_x", "d800_x", "110000_x", "-_", "\xff"})
    EXPECT_EQ(SignOf(none), "") << none;
}

TEST_F(TeamsActivity, OfAnInstallationOpensThePersonalChatOnly) {
  const json us = {{"id", std::string("28:") + kAppId}};
  const base::Event added = Only(Activity("conversationUpdate", {{"membersAdded", {{{"id", "29:1abc"}}, us}}}));
  EXPECT_TRUE(std::holds_alternative<base::Opened>(added.body));
  const base::Event installed = Only(Activity("installationUpdate", {{"action", "add"}}));
  EXPECT_EQ(installed.id, added.id) << "one installation is told twice";
  EXPECT_TRUE(Take(Activity("installationUpdate", {{"action", "remove"}})).events.empty());
  EXPECT_TRUE(Take(Activity("conversationUpdate", {{"membersAdded", {{{"id", "29:1abc"}}}}})).events.empty());
  EXPECT_TRUE(Take(Activity("conversationUpdate",
                            {{"membersAdded", {us}}, {"conversation", InChannel("19:x@thread.tacv2", "5")}}))
                  .events.empty());
}

TEST_F(TeamsActivity, ThatIsNoActivityIsInvalidOrNothing) {
  for (const char* key : {"from", "conversation", "recipient", "entities", "text", "id", "locale", "attachments"}) {
    for (const json& odd :
         {json(), json(7), json::array({json::array(), 7}), json("\xEF\xBF\xBD"), json(json::value_t::object)}) {
      json activity = Message("<at>Support</at> hi", {{"entities", {MentionOfUs()}}});
      activity[key] = odd;
      const auto verified = Verify(activity);
      if (verified) adapter().Parse(*verified, env());
    }
  }
  const auto verified = Verify(
      json{{"serviceUrl", kService}, {"channelId", "msteams"}, {"channelData", {{"tenant", {{"id", kTenant}}}}}});
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(adapter().Parse(*verified, env()).error().code, base::ErrorCode::kInvalid);
}

TEST_F(TeamsActivity, IdsAreSpelledAsLinksAndPortalsHaveThem) {
  EXPECT_EQ(adapter().Spelled("19%3Aabc%40thread.tacv2"), "19:abc@thread.tacv2");
  EXPECT_EQ(adapter().Spelled("0A0A0A0A-1111-2222-3333-444444444444"), kUser);
  EXPECT_EQ(adapter().Spelled("19:AbC@thread.tacv2"), "19:AbC@thread.tacv2");
  EXPECT_EQ(adapter().Spelled("100%"), "100%");
}

}  // namespace
}  // namespace frontdesk::adapters::teams
