// What we say on Slack: inside its limits, in the right place, and never markup that a user typed.
#include "adapters/common/split.h"
#include "adapters/slack/blocks.h"
#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using nlohmann::json;

std::size_t Size(const json& text) { return common::MeasureText(text.get<std::string>(), Capabilities::Unit::kUtf16); }

// What docs.slack.dev/reference/block-kit says of each block that we send.
void ExpectInsideLimits(const json& body) {
  ASSERT_LE(body["blocks"].size(), 50u);
  EXPECT_LE(Size(body["text"]), 4'000u);
  EXPECT_FALSE(body["text"].get<std::string>().empty());
  for (const json& block : body["blocks"]) {
    if (block["type"] == "section" && block.contains("text")) {
      EXPECT_LE(Size(block["text"]["text"]), 3'000u);
    }
    if (block.contains("fields")) {
      EXPECT_LE(block["fields"].size(), 10u);
      EXPECT_FALSE(block["fields"].empty());
      for (const json& field : block["fields"]) EXPECT_LE(Size(field["text"]), 2'000u);
    }
    if (block["type"] != "actions") continue;
    EXPECT_LE(block["elements"].size(), 25u);
    for (const json& element : block["elements"]) {
      EXPECT_LE(Size(element["action_id"]), 255u);
      if (element["type"] == "button") {
        EXPECT_LE(Size(element["text"]["text"]), 75u);
        EXPECT_LE(Size(element["value"]), 2'000u);
        continue;
      }
      EXPECT_LE(element["options"].size(), 100u);
      for (const json& option : element["options"]) {
        EXPECT_LE(Size(option["text"]["text"]), 75u);
        EXPECT_LE(Size(option["value"]), 150u);
      }
    }
  }
}

class SlackSend : public SlackAccount {};

TEST_F(SlackSend, ToAPersonGoesToTheirId) {
  const json body = Shown(base::Say("Hello"));
  EXPECT_EQ(url_, "https://slack.com/api/chat.postMessage");
  EXPECT_EQ(body["channel"], "U0001");
  EXPECT_EQ(body["text"], "Hello");
  EXPECT_FALSE(body.contains("thread_ts"));
  EXPECT_EQ(body["unfurl_links"], false);
  EXPECT_EQ(body["metadata"]["event_payload"]["id"], "fd-7.0");
  EXPECT_EQ(body["blocks"], json::parse(R"([{"type":"rich_text","elements":[
      {"type":"rich_text_section","elements":[{"type":"text","text":"Hello"}]}]}])"));
  path_ = base::ReplyPath{kRoot};
  EXPECT_EQ(Shown(base::Say("Hello"))["thread_ts"], kRoot) << "where the user wrote last";
}

TEST_F(SlackSend, IntoAThreadKeepsItsRoot) {
  address_ = {"slack", "C0001", kRoot};
  const json body = Shown(base::Say("Hello"));
  EXPECT_EQ(body["channel"], "C0001");
  EXPECT_EQ(body["thread_ts"], kRoot);
}

TEST_F(SlackSend, CarriesTheTokenInAHeaderAlone) {
  const auto step = NextOf(base::Say("Hello"));
  ASSERT_TRUE(step.has_value());
  const Call& call = std::get<Call>(*step);
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "Bearer xoxb-CANARY-BOT");
  EXPECT_EQ(FindHeader(call.headers, "Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(call.body.find("CANARY"), std::string::npos);
  EXPECT_EQ(call.url.find("CANARY"), std::string::npos);
}

TEST_F(SlackSend, ShowsWhatAUserTypedAsItWasTyped) {
  const std::string typed = "<!channel> *a* _b_ `c` ~d~ :sob: <https://evil.example|bank> & > q";
  const json body = Shown(base::Say(typed));
  std::string shown;
  for (const json& element : body["blocks"][0]["elements"][0]["elements"]) {
    EXPECT_TRUE(element["type"] == "text" || element["type"] == "link") << element;
    EXPECT_FALSE(element.contains("style")) << element;
    shown += element.value(element["type"] == "link" ? "url" : "text", "");
    EXPECT_FALSE(element["type"] == "link" && element.contains("text")) << "an address shows itself";
  }
  EXPECT_EQ(shown, typed);
  EXPECT_EQ(body["text"], "&lt;!channel&gt; *a* _b_ `c` ~d~ :sob: &lt;https://evil.example|bank&gt; &amp; &gt; q");
}

TEST_F(SlackSend, WritesRichTextAsBlocks) {
  base::Message message;
  message.text = base::Markdown(
      "# Reset\n\nChoose **Forgot** or *wait*, see [the page](https://a.example/x).\n\n1. One\n2. `two`\n\n- a\n- b\n\n"
      "> quoted\n\n```\nls -l\n```\n\nDone.");
  const json elements = Shown(message)["blocks"][0]["elements"];
  std::vector<std::string> types;
  for (const json& element : elements) types.push_back(element["type"]);
  EXPECT_EQ(types, (std::vector<std::string>{"rich_text_section", "rich_text_list", "rich_text_list", "rich_text_quote",
                                             "rich_text_preformatted", "rich_text_section"}));
  EXPECT_EQ(elements[0]["elements"][0], json::parse(R"({"type":"text","text":"Reset","style":{"bold":true}})"));
  EXPECT_NE(elements[0].dump().find(R"({"text":"the page","type":"link","url":"https://a.example/x"})"),
            std::string::npos);
  EXPECT_EQ(elements[1]["style"], "ordered");
  EXPECT_EQ(elements[1]["elements"].size(), 2u);
  EXPECT_EQ(elements[2]["style"], "bullet");
}

TEST_F(SlackSend, MakesLinksOfAddressesThatAnAgentTyped) {
  const json elements = Shown(
      base::Say("See https://a.example/?x=1&y=2, please; `https://b.example`"))["blocks"][0]["elements"][0]["elements"];
  ASSERT_EQ(elements.size(), 5u);
  EXPECT_EQ(elements[1], json::parse(R"({"type":"link","url":"https://a.example/?x=1&y=2"})"));
  EXPECT_EQ(elements[2]["text"], ", please; `");
  base::Message message;
  message.text = base::Markdown("`https://a.example`");
  EXPECT_EQ(Shown(message)["blocks"][0]["elements"][0]["elements"][0]["type"], "text") << "code is no link";
}

TEST_F(SlackSend, CountsOnWhereAListWasCut) {
  base::Message message;
  for (int number : {4, 5}) {
    base::Block item;
    item.kind = base::Block::Kind::kNumbered;
    item.number = number;
    item.spans = {{base::Span::Kind::kText, "step", {}}};
    message.text.blocks.push_back(item);
  }
  const json list = Shown(message)["blocks"][0]["elements"][0];
  EXPECT_EQ(list["offset"], 3);
  EXPECT_EQ(list["elements"].size(), 2u);
}

TEST_F(SlackSend, NamesTheHostOfALinkThatLooksLikeAnother) {
  base::Message message;
  message.text = base::Markdown("[bank.example](https://evil.example/)");
  EXPECT_NE(Shown(message)["blocks"].dump().find("(evil.example)"), std::string::npos);
}

TEST_F(SlackSend, OfThreeThousandAndOneCharactersIsTwoMessages) {
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(base::Say(std::string(3'000, 'x')), 1)));
  const base::Message message = base::Say(std::string(3'001, 'x'));
  ExpectInsideLimits(Shown(message, 0));
  ExpectInsideLimits(Shown(message, 1));
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message, 2)));
}

TEST_F(SlackSend, OffersAFewChoicesAsButtonsInRowsOfFive) {
  base::Message message = base::Say("Which one?");
  for (int i = 0; i < 7; ++i) message.buttons.push_back({"Choice " + std::to_string(i), "v" + std::to_string(i)});
  const json body = Shown(message);
  ASSERT_EQ(body["blocks"].size(), 3u);
  EXPECT_EQ(body["blocks"][1]["elements"].size(), 5u);
  EXPECT_EQ(body["blocks"][2]["elements"].size(), 2u);
  EXPECT_EQ(body["blocks"][2]["elements"][1]["value"], "v6");
  EXPECT_EQ(body["blocks"][2]["elements"][1]["action_id"], "press:fd-7:6");
  EXPECT_EQ(body["text"], "Which one?");
}

TEST_F(SlackSend, OffersManyChoicesAsAMenuAndTooManyAsText) {
  base::Message message = base::Say("Which one?");
  while (message.buttons.size() < 100) {
    const std::string number = std::to_string(message.buttons.size());
    message.buttons.push_back({"Choice " + number, "v" + number});
  }
  json body = Shown(message);
  ExpectInsideLimits(body);
  EXPECT_EQ(body["blocks"][1]["elements"][0]["type"], "static_select");
  EXPECT_EQ(body["blocks"][1]["elements"][0]["options"].size(), 100u);
  message.buttons.push_back({"Choice 100", "v100"});
  body = Shown(message);
  EXPECT_EQ(body["blocks"].size(), 1u);
  EXPECT_NE(body.dump().find("101. Choice 100"), std::string::npos);
}

TEST_F(SlackSend, ShortensLabelsAndNumbersThoseThatCouldNotBeToldApart) {
  base::Message message = base::Say("Which one?");
  message.buttons = {{std::string(76, 'x'), "a"}, {"👩‍👩‍👧‍👦" + std::string(74, 'y'), "b"}};
  json body = Shown(message);
  ExpectInsideLimits(body);
  EXPECT_EQ(body["blocks"][1]["elements"].size(), 2u);
  message.buttons = {{std::string(80, 'x') + "1", "a"}, {std::string(80, 'x') + "2", "b"}};
  body = Shown(message);
  EXPECT_EQ(body["blocks"].size(), 1u) << "numbered text in place of two equal buttons";
  message.buttons = {{"A", std::string(2'001, 'v')}, {"B", "b"}};
  EXPECT_EQ(Shown(message)["blocks"].size(), 1u) << "a value that no button holds";
}

TEST_F(SlackSend, ShowsFactsAsFieldsAndTheQuestionBelowThem) {
  base::Message message = base::Say("Here is what I have.\nIs that right?");
  message.asks = true;
  message.facts = {{"area", "Area", "Messages"}, {"since", "Since", "2026-03-01"}};
  message.buttons = {{"Yes", "yes"}, {"No", "no"}};
  const json body = Shown(message);
  ExpectInsideLimits(body);
  ASSERT_EQ(body["blocks"].size(), 4u);
  EXPECT_EQ(body["blocks"][1]["fields"][0]["text"], "*Area*\nMessages");
  EXPECT_EQ(body["blocks"][1]["fields"].size(), 2u);
  EXPECT_NE(body["blocks"][2].dump().find("Is that right?"), std::string::npos);
  EXPECT_EQ(body["blocks"][3]["type"], "actions");
  EXPECT_EQ(body["text"], "Here is what I have.\n\n*Area*: Messages\n*Since*: 2026-03-01\n\nIs that right?");
}

TEST_F(SlackSend, ShowsFactsThatAUserTypedAsTheyWereTyped) {
  base::Message message = base::Say("Card");
  message.facts = {{"a", "Words", "*not bold* :tada:"},
                   {"b", "Place", "<!here> & there"},
                   {"c", "Link", "https://help.example.com/console#/a_b"},
                   {"d", "Long", std::string(400, 'w')}};
  const json blocks = Shown(message)["blocks"];
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[1]["fields"][0],
            json::parse(R"({"type":"plain_text","text":"Words\n*not bold* :tada:","emoji":false})"));
  EXPECT_EQ(blocks[1]["fields"][1]["text"], "*Place*\n&lt;!here&gt; &amp; there");
  EXPECT_EQ(blocks[1]["fields"][2]["text"], "*Link*\n<https://help.example.com/console#/a_b>");
  EXPECT_EQ(blocks[2]["text"]["text"], "*Long*\n" + std::string(400, 'w')) << "by itself";
}

TEST_F(SlackSend, OfTheLargestCardStaysInsideEveryLimit) {
  base::Message message = base::Say(std::string(2'900, 'w'));
  for (int i = 0; i < 40; ++i) message.facts.push_back({"k", "Label " + std::to_string(i), std::string(600, '&')});
  for (int i = 0; i < 10; ++i) message.buttons.push_back({"B" + std::to_string(i), "v" + std::to_string(i)});
  const json body = Shown(message);
  ExpectInsideLimits(body);
  std::size_t all = 0;
  for (const json& block : body["blocks"]) {
    if (block.contains("text")) all += Size(block["text"]["text"]);
    for (const json& field : block.value("fields", json::array())) all += Size(field["text"]);
    if (block["type"] == "rich_text") all += Size(block["elements"][0]["elements"][0]["text"]);
  }
  EXPECT_LT(all, 50'000u);
  message.facts.push_back({"k", "One more", "x"});
  EXPECT_NE(Shown(message).dump().find("rich_text"), std::string::npos);
}

TEST_F(SlackSend, ShowsASmallLineSmall) {
  base::Message message = base::Say("Kim has *joined*.");
  message.kind = base::MessageKind::kNotice;
  EXPECT_EQ(Shown(message)["blocks"], json::parse(R"([{"type":"context","elements":[
      {"type":"plain_text","text":"Kim has *joined*.","emoji":false}]}])"));
}

TEST_F(SlackSend, OfAFormHasAButtonThatOpensIt) {
  base::Message message = base::Say("Please tell me about it.");
  message.form.resize(2);
  for (int i = 0; i < 2; ++i) {
    message.form[static_cast<std::size_t>(i)].name = "f" + std::to_string(i);
    message.form[static_cast<std::size_t>(i)].label = "Question " + std::to_string(i);
  }
  message.buttons = {{"Laptop", "x"}};
  const json body = Shown(message);
  ASSERT_EQ(body["blocks"].size(), 2u);
  ASSERT_EQ(body["blocks"][1]["elements"].size(), 1u);
  EXPECT_EQ(body["blocks"][1]["elements"][0]["action_id"], "form:fd-7");
  EXPECT_EQ(body["blocks"][1]["elements"][0]["text"]["text"], "Fill in the form");
}

TEST_F(SlackSend, ChangesTheMessageThatWasSent) {
  const base::Message message = base::Say("✓ Yes");
  json body = BodyOf(NextOf(message, 0, {}, "D0001:1767225601.000300"));
  EXPECT_EQ(url_, "https://slack.com/api/chat.update");
  EXPECT_EQ(body["channel"], "D0001");
  EXPECT_EQ(body["ts"], "1767225601.000300");
  EXPECT_EQ(body["text"], "✓ Yes");
  EXPECT_TRUE(body["blocks"].is_array()) << "without them the old buttons would stay";
  address_ = {"slack", "C0DESK", ""};
  body = BodyOf(NextOf(message, 0, {}, kRoot));
  EXPECT_EQ(body["channel"], "C0DESK");
  EXPECT_EQ(body["ts"], kRoot);
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message, 1, {}, kRoot)));
}

TEST_F(SlackSend, PublishesTheHomeAtOnce) {
  address_.thread = "home";
  base::Message message = base::Say(std::string(7'000, 'x'));
  message.buttons = {{"Withdraw", "ticket:withdraw=1001"}};
  const json body = BodyOf(NextOf(message));
  EXPECT_EQ(url_, "https://slack.com/api/views.publish");
  EXPECT_EQ(body["user_id"], "U0001");
  EXPECT_EQ(body["view"]["type"], "home");
  EXPECT_EQ(body["view"]["blocks"].size(), 4u);
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message, 1)));
  message.kind = base::MessageKind::kGreeting;
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message))) << "what follows it would take its place";
}

TEST_F(SlackSend, RefusesAnAddressThatIsNone) {
  address_.channel = "../../x";
  EXPECT_FALSE(NextOf(base::Say("Hello")).has_value());
}

class SlackUpload : public SlackSend {
 protected:
  static HttpAnswer Ok(const json& more) {
    json body = {{"ok", true}};
    body.update(more);
    return {200, {}, body.dump()};
  }
  const HttpAnswer talk_ = Ok({{"channel", {{"id", "D0001"}}}});
  const HttpAnswer place_ = Ok({{"upload_url", "https://files.slack.com/upload/v1/ABC"}, {"file_id", "F0001"}});
  const HttpAnswer uploaded_ = {200, {}, "OK - 5"};
  base::Message message_ = [] {
    base::Message message;
    message.files = {{"id", "bild 1.png", "image/png", 5}};
    return message;
  }();
};

TEST_F(SlackUpload, TakesAPlaceTheBytesAndAMessage) {
  const auto call = [&](std::vector<HttpAnswer> answers) { return std::get<Call>(*NextOf(message_, 0, answers)); };
  const Call open = call({});
  EXPECT_EQ(open.url, "https://slack.com/api/conversations.open");
  EXPECT_EQ(open.body, R"({"users":"U0001"})");
  const Call ask = call({talk_});
  EXPECT_EQ(ask.url, "https://slack.com/api/files.getUploadURLExternal?filename=bild%201.png&length=5");
  const Call upload = call({talk_, place_});
  EXPECT_EQ(upload.url, "https://files.slack.com/upload/v1/ABC");
  EXPECT_EQ(upload.body, "bytes");
  EXPECT_EQ(FindHeader(upload.headers, "Authorization"), "") << "the address is the permission";
  for (const Call& step : {open, ask, upload}) EXPECT_FALSE(step.delivers) << step.url;
  const Call complete = call({talk_, place_, uploaded_});
  EXPECT_EQ(complete.url, "https://slack.com/api/files.completeUploadExternal");
  EXPECT_TRUE(complete.delivers);
  EXPECT_EQ(json::parse(complete.body),
            (json{{"channel_id", "D0001"}, {"files", {{{"id", "F0001"}, {"title", "bild 1.png"}}}}}));
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message_, 1)));
}

TEST_F(SlackUpload, IntoAThreadNeedsNoTalk) {
  address_ = {"slack", "C0001", kRoot};
  EXPECT_NE(std::get<Call>(*NextOf(message_)).url.find("getUploadURLExternal"), std::string::npos);
  const Call complete = std::get<Call>(*NextOf(message_, 0, {place_, uploaded_}));
  EXPECT_EQ(json::parse(complete.body)["thread_ts"], kRoot);
  EXPECT_EQ(json::parse(complete.body)["channel_id"], "C0001");
}

TEST_F(SlackUpload, FollowsTheWords) {
  message_.text = base::PlainRichText("Here it is.");
  EXPECT_EQ(Shown(message_)["text"], "Here it is.");
  EXPECT_NE(std::get<Call>(*NextOf(message_, 1)).url.find("conversations.open"), std::string::npos);
}

TEST_F(SlackUpload, GoesToSlackOnly) {
  const HttpAnswer elsewhere = Ok({{"upload_url", "https://files.slack.com.evil.example/x"}, {"file_id", "F1"}});
  EXPECT_FALSE(NextOf(message_, 0, {talk_, elsewhere}).has_value());
}

TEST_F(SlackUpload, WhoseBytesWereNotTakenIsTriedAgain) {
  const Call upload = std::get<Call>(*NextOf(message_, 0, {talk_, place_}));
  using Kind = SendResult::Kind;
  EXPECT_EQ(adapter().Classify(upload, {uploaded_, false}).kind, Kind::kSent);
  EXPECT_EQ(adapter().Classify(upload, {HttpAnswer{500, {}, "x"}, false}).kind, Kind::kRetry);
  EXPECT_EQ(adapter().Classify(upload, {std::nullopt, false}).kind, Kind::kRetry) << "it shows nothing yet";
}

}  // namespace
}  // namespace frontdesk::adapters::slack
