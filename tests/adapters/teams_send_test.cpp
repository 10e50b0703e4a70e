// What goes to Teams: literal words, HTML, cards, threads, changed cards, files, typing.
#include "adapters/common/split.h"
#include "tests/adapters/teams_world.h"

namespace frontdesk::adapters::teams {
namespace {

using nlohmann::json;

class TeamsSend : public TeamsAccount {};

TEST_F(TeamsSend, PlainWordsAreLiteral) {
  const json shown = Shown(base::Say("a *b* <i>c</i> & d"));
  EXPECT_EQ(url_, std::string(kService) + "v3/conversations/a%3A1personalChat/activities");
  EXPECT_EQ(shown, (json{{"type", "message"},
                         {"textFormat", "plain"},
                         {"text", "a *b* <i>c</i> & d"},
                         {"from", {{"id", std::string("28:") + kAppId}}}}));
}

TEST_F(TeamsSend, MarkedWordsAreHtmlInWhichAUsersAreNot) {
  base::Message message;
  message.text =
      base::Markdown("**Do** _this_: `a<b` [here](https://a.example/?a=1&b=2)\n\n- one\n- two\n\n> \"q\" <x>");
  const json shown = Shown(message);
  EXPECT_EQ(shown["textFormat"], "xml");
  EXPECT_EQ(shown["text"],
            "<b>Do</b> <i>this</i>: <code>a&lt;b</code> <a href=\"https://a.example/?a=1&amp;b=2\">here</a>"
            "<ul><li>one</li></ul><ul><li>two</li></ul><blockquote>&quot;q&quot; &lt;x&gt;</blockquote>");
}

TEST_F(TeamsSend, AQuestionIsACardWhoseButtonsWorkInOldClientsToo) {
  const json shown = Shown(Question());
  EXPECT_EQ(shown["attachments"].size(), 1u);
  EXPECT_EQ(shown["attachments"][0]["contentType"], kCardType);
  EXPECT_FALSE(shown.contains("text"));
  const json card = CardOf(shown);
  EXPECT_EQ(card["version"], "1.5");
  EXPECT_EQ(card["body"][0]["inlines"][0], (json{{"type", "TextRun"}, {"text", "Is it <b>on</b>?"}}));
  ASSERT_EQ(card["actions"].size(), 2u);
  const json& yes = card["actions"][0];
  EXPECT_EQ(yes["type"], "Action.Execute");
  EXPECT_EQ(yes["title"], "Yes");
  EXPECT_EQ(yes["data"]["fd"]["value"], "yes");
  EXPECT_EQ(yes["data"]["fd"]["row"], "7");
  EXPECT_EQ(yes["fallback"]["type"], "Action.Submit");
  EXPECT_EQ(yes["fallback"]["data"], yes["data"]);
}

TEST_F(TeamsSend, ManyChoicesAreAList) {
  base::Message message = base::Say("Which one?");
  for (int i = 0; i < 7; ++i) message.buttons.push_back({"Choice " + std::to_string(i), "v" + std::to_string(i)});
  const json card = CardOf(Shown(message));
  const json& list = card["body"].back();
  EXPECT_EQ(list["type"], "Input.ChoiceSet");
  EXPECT_EQ(list["choices"].size(), 7u);
  ASSERT_EQ(card["actions"].size(), 1u);
  json data = card["actions"][0]["data"];
  data[list["id"].get<std::string>()] = list["choices"][6]["value"];
  const auto taken = Take(Press(data));
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Pressed>(taken.events[0].body).value, "v6");
}

TEST_F(TeamsSend, FactsStandBetweenTheWordsAndTheirQuestion) {
  base::Message message = base::Say("Please check:\nIs that right?");
  message.asks = true;
  message.facts = {{"area", "Area", "Calls *now*"}, {"text", "Words", "one\ntwo"}};
  message.buttons = {{"Yes", "yes"}};
  const json body = CardOf(Shown(message))["body"];
  std::string lines;
  for (const json& block : body) {
    for (const json& run : block["inlines"]) lines += run["text"];
    lines += "|";
  }
  EXPECT_EQ(lines, "Please check:|Area: Calls *now*|Words: one|two|Is that right?|");
}

TEST_F(TeamsSend, LongWordsAreSeveralMessagesAndTheButtonsAreOnTheLast) {
  base::Message message = Question();
  message.text = base::PlainRichText(std::string(7'000, 'x') + "\n" + std::string(7'000, 'y'));
  EXPECT_EQ(Shown(message, 0)["textFormat"], "xml");
  const json last = Shown(message, 1);
  EXPECT_EQ(CardOf(last)["actions"].size(), 2u);
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message, 2)));
}

TEST_F(TeamsSend, NothingIsLargerThanTeamsTakes) {
  std::string lines, quotes(30'000, '"'), amps(30'000, '&');
  for (int i = 0; i < 6'000; ++i) lines += "x\n";
  for (const std::string& text : {lines, quotes, amps, std::string(30'000, '\\')}) {
    for (const bool asks : {false, true}) {
      base::Message message = asks ? Question() : base::Say(text);
      if (asks) message.text = base::PlainRichText(text);
      std::string words;
      for (int part = 0;; ++part) {
        const auto step = NextOf(message, part);
        ASSERT_TRUE(step.has_value());
        if (std::holds_alternative<Done>(*step)) break;
        ASSERT_LT(part, 40);
        EXPECT_LE(std::get<Call>(*step).body.size(), 28u * 1'000);
        words += std::get<Call>(*step).body;
      }
      EXPECT_EQ(words.find("Yes") != std::string::npos, asks) << "as numbered text at least";
    }
  }
}

TEST_F(TeamsSend, ACardThatTeamsRefusesGoesAsLinesWithNumbers) {
  avoid_ = {"card"};
  const json shown = Shown(Question());
  EXPECT_EQ(shown["textFormat"], "plain");
  EXPECT_EQ(shown["text"], "Is it <b>on</b>?\n1. Yes\n2. No");
}

// --- where

TEST_F(TeamsSend, AThreadStaysInTheConversationsId) {
  address_ = {"teams", kChannel, "1767225500000"};
  Shown(base::Say("hi"));
  EXPECT_EQ(url_,
            std::string(kService) + "v3/conversations/19%3Ahelp%40thread.tacv2%3Bmessageid%3D1767225500000/activities");
}

TEST_F(TeamsSend, AChannelWithoutAThreadGetsANewPost) {
  address_ = {"teams", "19:desk@thread.tacv2", ""};
  way_.reset();
  const json body = Shown(base::Say("hi"));
  EXPECT_EQ(url_, "https://smba.trafficmanager.net/teams/v3/conversations") << "nothing has come from there yet";
  EXPECT_EQ(body["channelData"]["channel"]["id"], "19:desk@thread.tacv2");
  EXPECT_EQ(body["channelData"]["tenant"]["id"], kTenant);
  EXPECT_EQ(body["isGroup"], true);
  EXPECT_EQ(body["bot"]["id"], std::string("28:") + kAppId);
  EXPECT_EQ(body["activity"]["text"], "hi");
  const Call call = CallOf(NextOf(base::Say("hi")));
  const SendResult sent =
      adapter().Classify(call, {HttpAnswer{201, {}, R"({"id":"19:desk@thread.tacv2;messageid=9","activityId":"9"})"}});
  EXPECT_EQ(sent.platform_id, "9") << "what is said below it names this";
}

TEST_F(TeamsSend, TheTokenGoesToNoForeignServiceUrl) {
  for (const std::string way :
       {"https://evil.example/", "http://smba.trafficmanager.net/", "https://a@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/", ""}) {
    way_ = base::ReplyPath{way};
    const Call call = CallOf(NextOf(base::Say("hi")));
    EXPECT_TRUE(call.url.starts_with("https://smba.trafficmanager.net/teams/v3/")) << way << " " << call.url;
  }
  settings_.values["cloud"] = "gcc-high";
  way_ = base::ReplyPath{kService};
  EXPECT_TRUE(CallOf(NextOf(base::Say("hi"))).url.starts_with("https://smba.infra.gov.teams.microsoft.us/teams/v3/"));
}

TEST_F(TeamsSend, ToAnEmulatorNoTokenGoes) {
  settings_ = EmulatorSettings();
  way_ = base::ReplyPath{"http://localhost:56150/_connector"};
  const Call call = CallOf(NextOf(base::Say("hi")));
  EXPECT_EQ(call.url, "http://localhost:56150/_connector/v3/conversations/a%3A1personalChat/activities");
  EXPECT_TRUE(FindHeader(call.headers, "Authorization").empty());
}

TEST_F(TeamsSend, AnAddressThatIsNoneIsAnError) {
  for (const std::string channel : {"", "a b", "../x", "a/b"}) {
    address_.channel = channel;
    EXPECT_FALSE(NextOf(base::Say("hi")).has_value()) << channel;
  }
}

// --- what was sent reads otherwise

TEST_F(TeamsSend, AChangedMessageIsPutInPlaceOfItsCard) {
  base::Message chosen = Question();
  chosen.buttons.clear();
  base::Append(chosen.text, base::PlainRichText("✓ Yes"));
  const Call call = CallOf(NextOf(chosen, 0, "1767225601000"));
  EXPECT_EQ(call.method, "PUT");
  EXPECT_TRUE(call.url.ends_with("/activities/1767225601000"));
  const json body = json::parse(call.body);
  EXPECT_EQ(body["id"], "1767225601000");
  EXPECT_EQ(CardOf(body)["body"].size(), 2u);
  EXPECT_FALSE(CardOf(body).contains("actions"));
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(chosen, 1, "1767225601000")));
}

// --- the sign that somebody writes

TEST_F(TeamsSend, TypingIsShownWhereThereIsSuchASign) {
  const auto typing = [&](const std::string& channel) {
    const base::Address address{"teams", channel, ""};
    return adapter().ShowTyping({address, true, &*way_}, env());
  };
  const auto step = typing(kChat);
  ASSERT_TRUE(step.has_value() && std::holds_alternative<Call>(*step));
  EXPECT_EQ(json::parse(std::get<Call>(*step).body)["type"], "typing");
  EXPECT_FALSE(std::get<Call>(*step).delivers);
  EXPECT_TRUE(std::holds_alternative<Done>(*typing(kChannel)));
}

// --- files

base::Message WithFile(const std::string& name, const std::string& type) {
  base::Message message;
  message.kind = base::MessageKind::kAgent;
  message.files = {{"file-1", name, type, 5, {}}};
  return message;
}

TEST_F(TeamsSend, AFileIsOfferedInThePersonalChat) {
  const json offer = Shown(WithFile("map.pdf", "application/pdf"));
  const json& card = offer["attachments"][0];
  EXPECT_EQ(card["contentType"], "application/vnd.microsoft.teams.card.file.consent");
  EXPECT_EQ(card["name"], "map.pdf");
  EXPECT_EQ(card["content"]["sizeInBytes"], 5);
  EXPECT_EQ(card["content"]["acceptContext"]["file"], "file-1");
}

TEST_F(TeamsSend, ElsewhereASmallPictureStandsInTheMessageAndNothingElseGoes) {
  address_ = {"teams", kChannel, "5"};
  const json shown = Shown(WithFile("map.png", "image/png"));
  EXPECT_EQ(shown["attachments"][0]["contentUrl"], "data:image/png;base64,Ynl0ZXM=");
  bytes_ = std::string(20'000, 'x');
  EXPECT_FALSE(NextOf(WithFile("map.png", "image/png")).has_value());
  bytes_ = "bytes";
  const auto refused = NextOf(WithFile("map.pdf", "application/pdf"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("map.pdf"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::adapters::teams
