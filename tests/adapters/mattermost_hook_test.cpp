// Clicks, dialogs, slash commands and outgoing webhooks: who is believed, and what it becomes.
#include "adapters/mattermost/hook.h"
#include "tests/adapters/mattermost_world.h"

namespace frontdesk::adapters::mattermost {
namespace {

using nlohmann::json;
using What = PressToken::What;
using MattermostHook = MattermostAccount;

constexpr char kCommand[] =
    "channel_id=chan1&channel_name=support&command=%2Fsupport&response_url=http%3A%2F%2Fmm.test%2Fhooks&team_id=team1&"
    "text=my+VPN+%26+me&token=throwawaycmdtoken00000001&trigger_id=dHJpZzp1c2VyMTpzaWc%3D&user_id=user1&user_name=ann";

TEST_F(MattermostHook, BelievesWhatTheVectorsSay) {
  for (const json& vector : MattermostVectors()["vectors"]) {
    Headers headers;
    for (const auto& [name, value] : vector["headers"].items()) headers.emplace_back(name, value.get<std::string>());
    const bool accepted = Verify(vector["body"], headers).has_value();
    EXPECT_EQ(accepted, vector["expected"] == "accept") << vector["name"];
  }
}

TEST_F(MattermostHook, NothingIsBelievedWithoutTheSecretInThePath) {
  const std::string click = Click(Sealed(What::kButton, {{"Yes", "yes"}})).dump();
  EXPECT_TRUE(Verify(click).has_value());
  for (const char* secret : {"", "throwaway-path-secret-02", "throwaway-path-secret-0", "THROWAWAY-PATH-SECRET-01"}) {
    EXPECT_FALSE(Verify(click, {}, secret).has_value()) << secret;
    EXPECT_FALSE(Verify(kCommand, {}, secret).has_value()) << secret;
  }
}

TEST_F(MattermostHook, ATokenThatIsNotSetLetsNobodyIn) {
  settings_.secrets.erase("webhook_token");
  settings_.secrets.erase("command_token");
  EXPECT_FALSE(Verify("token=&text=x").has_value());
  EXPECT_FALSE(Verify(R"({"token":"","text":"x"})").has_value());
  EXPECT_FALSE(Verify("command=%2Fsupport&token=&text=x").has_value());
}

TEST_F(MattermostHook, TeamsHaveACommandEach) {
  settings_.secrets["command_token"] = base::Secret("throwawaycmdtoken00000000 throwawaycmdtoken00000001");
  EXPECT_TRUE(Verify(kCommand).has_value());
  settings_.secrets["command_token"] = base::Secret("throwawaycmdtoken00000000 throwawaycmdtoken00000002");
  EXPECT_FALSE(Verify(kCommand).has_value());
}

TEST_F(MattermostHook, AClickPressesItsButton) {
  const Taken taken = Take(Click(Sealed(What::kButton, {{"Yes, that helped", "flow:yes"}})).dump());
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& pressed = std::get<base::Pressed>(taken.events[0].body);
  EXPECT_EQ(pressed.value, "flow:yes");
  EXPECT_EQ(pressed.label, "Yes, that helped");
  EXPECT_EQ(pressed.row, 7);
  EXPECT_EQ(taken.events[0].address, (base::Address{"chat", "user1", ""}));
  EXPECT_EQ(taken.events[0].path->words, "dm1");
  EXPECT_EQ(taken.events[0].author.id, "user1");
}

TEST_F(MattermostHook, AClickInAChannelBelongsToItsThread) {
  const json more = {{"channel_id", "chandesk"}};
  const auto card =
      Take(Click(Sealed(What::kButton, {{"Take it", "desk:take"}}, {"chat", "chandesk", ""}), more).dump());
  ASSERT_EQ(card.events.size(), 1u);
  EXPECT_EQ(card.events[0].address, (base::Address{"chat", "chandesk", "p7"})) << "the card begins the thread";
  const auto below = Take(Click(Sealed(What::kButton, {{"Yes", "y"}}, {"chat", "chandesk", "root1"}), more).dump());
  EXPECT_EQ(below.events[0].address.thread, "root1");
}

TEST_F(MattermostHook, AMenuGivesWhatStandsAtThatPlace) {
  const std::string menu = Sealed(What::kMenu, {{"One", "v1"}, {"Two", "v2"}});
  json click = Click(menu, {{"type", "select"}});
  click["context"]["selected_option"] = "1";
  const Taken taken = Take(click.dump());
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Pressed>(taken.events[0].body).value, "v2");
  EXPECT_EQ(std::get<base::Pressed>(taken.events[0].body).label, "Two");
  for (const char* option : {"2", "-1", "", "1x", "v2", "99999999999999999999"}) {
    click["context"]["selected_option"] = option;
    EXPECT_TRUE(Take(click.dump()).events.empty()) << option;
  }
}

TEST_F(MattermostHook, WhatWasNotSealedByUsIsRefused) {
  const std::string sealed = Sealed(What::kButton, {{"Yes", "yes"}});
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string bad = sealed;
    bad[i] = bad[i] == 'a' ? 'b' : 'a';
    if (bad == sealed) continue;
    EXPECT_FALSE(Verify(Click(bad).dump()).has_value()) << i;
  }
  EXPECT_FALSE(Verify(Click("").dump()).has_value());
  EXPECT_FALSE(Verify(Click(".").dump()).has_value());
  EXPECT_FALSE(Verify(Click(sealed.substr(0, sealed.find('.'))).dump()).has_value());
  settings_.account = "another";
  EXPECT_FALSE(Verify(Click(sealed).dump()).has_value()) << "a button of another account";
  settings_ = MattermostSettings();
  settings_.secrets["path_secret"] = base::Secret("another-path-secret-0001");
  EXPECT_FALSE(Verify(Click(sealed).dump(), {}, "another-path-secret-0001").has_value()) << "of another server";
}

TEST_F(MattermostHook, AnOldButtonDoesNothingAndSaysSo) {
  const std::string click = Click(Sealed(What::kButton, {{"Yes", "yes"}})).dump();
  now_ += kPressable + std::chrono::seconds(1);
  const Parsed parsed = Parse(click);
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(parsed));
  EXPECT_NE(std::get<HttpAnswer>(parsed).body.find("too old"), std::string::npos);
}

TEST_F(MattermostHook, AnothersDirectTalkIsNotPressedInto) {
  const std::string sealed = Sealed(What::kButton, {{"Yes", "yes"}});
  EXPECT_TRUE(Take(Click(sealed, {{"user_id", "user2"}}).dump()).events.empty());
  EXPECT_TRUE(Take(Click(Sealed(What::kButton, {{"Yes", "yes"}}, {"chat", "chan1", "root1"})).dump()).events.empty());
}

TEST_F(MattermostHook, TheFormsButtonOpensItsDialog) {
  const Taken taken = Take(Click(Sealed(What::kOpenForm, {})).dump());
  EXPECT_TRUE(taken.events.empty());
  ASSERT_EQ(taken.after.size(), 1u);
  EXPECT_EQ(taken.after[0].row, 7);
  base::Message about = base::Say("Please tell us:");
  about.form = {{"what", "What happened, in your own words?", "in a sentence", "longtext", {}, true, {}},
                {"area", "Area", "", "choice", {{"Mail", "mail"}, {"VPN", "vpn"}}, true, "choose one"},
                {"also", "Also", "", "multi", {{"A", "a"}, {"B", "b"}}, false, {}},
                {"day", "日期", "", "date", {}, false, {}}};
  const auto call = adapter().After(taken.after[0], &about, env());
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->url, "https://chat.example.com/api/v4/actions/dialogs/open");
  EXPECT_FALSE(call->delivers);
  const json body = json::parse(call->body);
  EXPECT_EQ(body["trigger_id"], "dHJpZzp1c2VyMTpzaWc=");
  EXPECT_EQ(body["url"], std::string("https://help.example.com/hooks/chat/") + kPathSecret);
  const json& dialog = body["dialog"];
  EXPECT_LE(dialog["title"].get<std::string>().size(), 24u);
  EXPECT_FALSE(dialog["notify_on_cancel"].get<bool>());
  const json& elements = dialog["elements"];
  ASSERT_EQ(elements.size(), 4u);
  EXPECT_EQ(elements[0]["type"], "textarea");
  EXPECT_LE(elements[0]["display_name"].get<std::string>().size(), 24u);
  EXPECT_EQ(elements[0]["help_text"], "What happened, in your own words? · in a sentence")
      << "the whole question is seen";
  EXPECT_EQ(elements[1]["type"], "radio");
  EXPECT_EQ(elements[1]["options"][1], (json{{"text", "VPN"}, {"value", "vpn"}}));
  EXPECT_EQ(elements[1]["help_text"], "choose one");
  EXPECT_TRUE(elements[2]["multiselect"].get<bool>());
  EXPECT_TRUE(elements[2]["optional"].get<bool>());
  EXPECT_EQ(elements[3]["placeholder"], "YYYY-MM-DD");

  const json submission = {
      {"type", "dialog_submission"},
      {"callback_id", "frontdesk"},
      {"state", dialog["state"]},
      {"user_id", "user1"},
      {"channel_id", "dm1"},
      {"cancelled", false},
      {"submission", {{"what", "it broke"}, {"area", "vpn"}, {"also", {"a", "b"}}, {"day", nullptr}}}};
  const Taken filled = Take(submission.dump());
  ASSERT_EQ(filled.events.size(), 1u);
  EXPECT_EQ(filled.events[0].address, (base::Address{"chat", "user1", ""}));
  EXPECT_EQ(filled.events[0].path->words, "dm1");
  std::map<std::string, std::string> values;
  for (const base::Fact& fact : std::get<base::FilledForm>(filled.events[0].body).values) values[fact.key] = fact.value;
  EXPECT_EQ(values,
            (std::map<std::string, std::string>{{"what", "it broke"}, {"area", "vpn"}, {"also", "a,b"}, {"day", ""}}));

  json other = submission;
  other["user_id"] = "user2";
  EXPECT_TRUE(Take(other.dump()).events.empty()) << "somebody else's form";
  json cancelled = submission;
  cancelled["cancelled"] = true;
  EXPECT_TRUE(Take(cancelled.dump()).events.empty());
  const auto verified = Verify(cancelled.dump());
  EXPECT_FALSE(adapter().MayWait(*verified));
}

TEST_F(MattermostHook, AFormThatIsNoLongerOpenSaysSo) {
  const auto call = adapter().After({R"({"trigger":"t","channel":"user1"})", 7}, nullptr, env());
  ASSERT_TRUE(call.has_value());
  const json dialog = json::parse(call->body)["dialog"];
  EXPECT_TRUE(dialog["elements"].empty());
  EXPECT_NE(dialog["introduction_text"].get<std::string>().find("closed"), std::string::npos);
  EXPECT_FALSE(adapter().After({"{}", 7}, nullptr, env()).has_value());
}

TEST_F(MattermostHook, ACommandIsSaidInTheDirectTalk) {
  const Taken taken = Take(kCommand);
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(taken.events[0].body).text, "my VPN & me");
  EXPECT_EQ(taken.events[0].address, (base::Address{"chat", "user1", ""}));
  const auto verified = Verify(kCommand);
  const json answer = json::parse(adapter().AnswerTo(*verified, {}, env()).body);
  EXPECT_EQ(answer["response_type"], "ephemeral");
  EXPECT_EQ(answer["text"], "I have answered you in a direct message.");
  EXPECT_TRUE(answer["skip_slack_parsing"].get<bool>());
}

TEST_F(MattermostHook, ACommandAtTheDeskActsThere) {
  const std::string body =
      "channel_id=chandesk&command=%2Fsupport&text=take+1001&token=throwawaycmdtoken00000001&trigger_id=t1&user_id=kim";
  const Taken taken = Take(body + "&root_id=card1");
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(taken.events[0].address, (base::Address{"chat", "chandesk", "card1"}));
  EXPECT_TRUE(taken.events[0].to_us);
  EXPECT_EQ(Take(body).events[0].address, (base::Address{"chat", "chandesk", ""}));
  const auto verified = Verify(body);
  EXPECT_EQ(adapter().AnswerTo(*verified, {}, env()).body, "{}");
}

TEST_F(MattermostHook, AnEmptyCommandAsksForHelp) {
  const Taken taken = Take("command=%2Fsupport&text=&token=throwawaycmdtoken00000001&trigger_id=t1&user_id=user1");
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(taken.events[0].body).text, "help");
}

// It names no thread, and nobody has signed its words.
TEST_F(MattermostHook, AnOutgoingWebhookIsAReasonToLook) {
  const Taken taken =
      Take(R"({"token":"throwawayouttoken00000001","channel_id":"chan1","post_id":"p1","text":"#help"})");
  EXPECT_TRUE(taken.events.empty());
  EXPECT_TRUE(taken.pull.has_value());
}

TEST_F(MattermostHook, TheServerMayReachUsUnderAnotherAddress) {
  const std::string path = std::string("/hooks/chat/") + kPathSecret;
  EXPECT_EQ(HookUrl(settings_), "https://help.example.com" + path);
  settings_.values["callback_base"] = "http://frontdesk.internal:8080";
  EXPECT_EQ(HookUrl(settings_), "http://frontdesk.internal:8080" + path);
  settings_.values.erase("callback_base");
  settings_.public_url.clear();
  EXPECT_EQ(HookUrl(settings_), "") << "nowhere: choices are numbered text";
}

TEST_F(MattermostHook, HostileBodiesAreRefused) {
  for (const char* body : {"", "{", "[]", "null", "{}", "{\"context\":7}", "{\"context\":{\"fd\":7}}", "\xff\xfe",
                           "{\"type\":\"dialog_submission\",\"state\":{}}", "token", "&&&=", "%zz=%zz"})
    EXPECT_FALSE(Verify(body).has_value()) << body;
  EXPECT_EQ(adapter().Answer(tl::unexpected(Verify("{}").error())).status, 401);
}

TEST(MattermostAccountFile, SaysWhatIsMissing) {
  const auto wrong = [](auto change) {
    Settings settings = MattermostSettings();
    change(settings);
    const base::Status status = CheckAccount(settings);
    return status ? std::string() : status.error().message;
  };
  EXPECT_EQ(wrong([](Settings&) {}), "");
  EXPECT_NE(wrong([](Settings& s) { s.secrets.erase("path_secret"); }).find("command_token needs path_secret"),
            std::string::npos);
  EXPECT_NE(wrong([](Settings& s) { s.lists["help_channels"] = {"~town square"}; }).find("takes ids"),
            std::string::npos);
  EXPECT_NE(wrong([](Settings& s) { s.lists["help_channels"] = {"chandesk"}; }).find("in desk_channels"),
            std::string::npos);
  EXPECT_NE(wrong([](Settings& s) { s.secrets["bot_token"] = base::Secret("short"); }).find("bot_token"),
            std::string::npos);
  EXPECT_EQ(wrong([](Settings& s) {
              s.secrets.erase("path_secret");
              s.secrets.erase("command_token");
              s.secrets.erase("webhook_token");
            }),
            "")
      << "without it there are no buttons, and all else works";
}

}  // namespace
}  // namespace frontdesk::adapters::mattermost
