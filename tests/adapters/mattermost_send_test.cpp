// Posts on their way: talks, threads, cards, buttons, files, changes, tries that may have arrived.
#include "adapters/common/message_text.h"
#include "adapters/common/split.h"
#include "adapters/mattermost/outgoing.h"
#include "tests/adapters/mattermost_world.h"

namespace frontdesk::adapters::mattermost {
namespace {

using nlohmann::json;
using MattermostSend = MattermostAccount;

constexpr char kMe[] = R"({"id":"bot1","username":"support"})";

base::Message WithButtons(std::size_t count) {
  base::Message message = base::Say("Which one?");
  for (std::size_t i = 0; i < count; ++i)
    message.buttons.push_back({"Choice " + std::to_string(i), "value:" + std::to_string(i)});
  return message;
}

std::string Written(const std::string& text) {
  return common::MessageText(base::Say(text), common::Markup::kMattermost);
}

TEST_F(MattermostSend, AnAnswerGoesWhereTheUserWrote) {
  const json body = Shown(base::Say("Hello!"));
  EXPECT_EQ(called_.url, "https://chat.example.com/api/v4/posts");
  EXPECT_EQ(body["channel_id"], "dm1");
  EXPECT_EQ(body["message"], "Hello!");
  EXPECT_FALSE(body.contains("root_id"));
  EXPECT_EQ(body["pending_post_id"], body["props"]["frontdesk"]);
  path_ = base::ReplyPath{"dm1/root1"};
  EXPECT_EQ(Shown(base::Say("Hello!"))["root_id"], "root1");
}

TEST_F(MattermostSend, AThreadIsAnsweredByItsRoot) {
  address_ = {"chat", "chan1", "root1"};
  path_.reset();
  const json body = Shown(base::Say("Hello!"));
  EXPECT_EQ(body["channel_id"], "chan1");
  EXPECT_EQ(body["root_id"], "root1");
  avoid_ = {"thread"};
  EXPECT_FALSE(Shown(base::Say("Hello!")).contains("root_id")) << "the root was deleted";
}

TEST_F(MattermostSend, ADeskChannelIsWrittenTo) {
  address_ = {"chat", "chandesk", ""};
  path_.reset();
  EXPECT_EQ(Shown(base::Say("Ticket 1001"))["channel_id"], "chandesk");
}

TEST_F(MattermostSend, WithSomebodyNewATalkIsOpenedFirst) {
  path_.reset();
  const Call* call = CallOf(NextOf(base::Say("Hello!")));
  EXPECT_EQ(call->url, "https://chat.example.com/api/v4/users/me");
  EXPECT_FALSE(call->delivers);
  const json pair = BodyOf(NextOf(base::Say("Hello!"), 0, {{200, {}, kMe}}));
  EXPECT_EQ(called_.url, "https://chat.example.com/api/v4/channels/direct");
  EXPECT_FALSE(called_.delivers);
  EXPECT_EQ(pair, (json{"bot1", "user1"}));
  const json body = BodyOf(NextOf(base::Say("Hello!"), 0, {{200, {}, kMe}, {201, {}, R"({"id":"dm9"})"}}));
  EXPECT_EQ(body["channel_id"], "dm9");
  EXPECT_TRUE(called_.delivers);
  const auto bad = NextOf(base::Say("Hello!"), 0, {{200, {}, kMe}, {201, {}, "{}"}});
  EXPECT_EQ(bad.error().code, base::ErrorCode::kUnavailable);
}

TEST_F(MattermostSend, EachTryOfAPartHasOneMark) {
  const std::string mark = Shown(base::Say("Hello!"))["pending_post_id"];
  EXPECT_EQ(Shown(base::Say("Hello!"))["pending_post_id"], mark);
  row_.id = 8;
  EXPECT_NE(Shown(base::Say("Hello!"))["pending_post_id"], mark);
}

// The server forgets the marks after half a minute.
TEST_F(MattermostSend, WhatMayHaveArrivedIsLookedForFirst) {
  const std::string mark = Shown(base::Say("Hello!"))["pending_post_id"];
  now_ += kTriesAreRemembered;
  const Call* look = CallOf(NextOf(base::Say("Hello!")));
  EXPECT_EQ(look->method, "GET");
  EXPECT_EQ(look->url, "https://chat.example.com/api/v4/channels/dm1/posts?skipFetchThreads=true&page=0&per_page=200");
  EXPECT_FALSE(look->delivers);
  const json there = {{"order", {"p9"}}, {"posts", {{"p9", {{"id", "p9"}, {"props", {{"frontdesk", mark}}}}}}}};
  const Call* found = CallOf(NextOf(base::Say("Hello!"), 0, {{200, {}, there.dump()}}));
  EXPECT_EQ(found->method, "GET");
  EXPECT_EQ(found->url, "https://chat.example.com/api/v4/posts/p9");
  EXPECT_TRUE(found->delivers);
  const SendResult sent = adapter().Classify(*found, {HttpAnswer{200, {}, R"({"id":"p9"})"}});
  EXPECT_EQ(sent.kind, SendResult::Kind::kSent);
  EXPECT_EQ(sent.platform_id, "p9");
  const json none = {{"order", json::array()}, {"posts", json::object()}};
  const json body = BodyOf(NextOf(base::Say("Hello!"), 0, {{200, {}, none.dump()}}));
  EXPECT_EQ(body["pending_post_id"], mark);
}

TEST_F(MattermostSend, ButtonsComeBackToUs) {
  const json body = Shown(WithButtons(3));
  const json& actions = body["props"]["attachments"][0]["actions"];
  ASSERT_EQ(actions.size(), 3u);
  std::set<std::string> ids;
  for (const json& action : actions) {
    const std::string id = action["id"];
    EXPECT_TRUE(std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c) != 0; })) << id;
    EXPECT_TRUE(ids.insert(id).second);
    EXPECT_EQ(action["type"], "button");
    EXPECT_EQ(action["integration"]["url"], std::string("https://help.example.com/hooks/chat/") + kPathSecret);
    EXPECT_EQ(action["integration"]["context"].dump().find("value:"), std::string::npos);
  }
  EXPECT_EQ(actions[1]["name"], "Choice 1");
  const Taken taken = Take(Click(actions[1]["integration"]["context"]["fd"]).dump());
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Pressed>(taken.events[0].body).value, "value:1");
  EXPECT_EQ(std::get<base::Pressed>(taken.events[0].body).row, 7);
}

TEST_F(MattermostSend, ManyChoicesAreAMenu) {
  const json body = Shown(WithButtons(40));
  const json& menu = body["props"]["attachments"][0]["actions"][0];
  EXPECT_EQ(menu["type"], "select");
  EXPECT_EQ(menu["options"].size(), 40u);
  EXPECT_EQ(menu["options"][39], (json{{"text", "Choice 39"}, {"value", "39"}}));
  json click = Click(menu["integration"]["context"]["fd"], {{"type", "select"}});
  click["context"]["selected_option"] = "39";
  EXPECT_EQ(std::get<base::Pressed>(Take(click.dump()).events.at(0).body).value, "value:39");
}

TEST_F(MattermostSend, WhereMattermostCannotReachUsChoicesAreNumbered) {
  settings_.secrets.erase("path_secret");
  const json body = Shown(WithButtons(2));
  EXPECT_NE(body["message"].get<std::string>().find("1\\. Choice 0"), std::string::npos) << body["message"];
  EXPECT_FALSE(body["props"].contains("attachments"));
  EXPECT_FALSE(adapter().ShowsButtons(settings_));
}

TEST_F(MattermostSend, CardsHaveFieldsAboveTheQuestion) {
  base::Message message = base::Say("Ticket 1001");
  message.facts = {{"area", "Area", "Mail *now* @all"}, {"text", "Text", std::string(100, 'x')}};
  base::Append(message.text, base::PlainRichText("Send it?"));
  message.asks = true;
  message.buttons = {{"Yes", "y"}, {"No", "n"}};
  const json body = Shown(message);
  EXPECT_EQ(body["message"], "Ticket 1001");
  const json& attachments = body["props"]["attachments"];
  ASSERT_EQ(attachments.size(), 2u);
  EXPECT_EQ(attachments[0]["fields"][0]["title"], "Area");
  EXPECT_EQ(attachments[0]["fields"][0]["value"], "Mail \\*now\\* @\u200Ball");
  EXPECT_TRUE(attachments[0]["fields"][0]["short"].get<bool>());
  EXPECT_FALSE(attachments[0]["fields"][1]["short"].get<bool>());
  EXPECT_EQ(attachments[1]["text"], "Send it?");
  EXPECT_EQ(attachments[1]["actions"].size(), 2u);
}

TEST_F(MattermostSend, AFormIsOneButton) {
  base::Message message = base::Say("Please tell us:");
  message.form = {{"what", "What happened?", "", "text", {}, true, {}}};
  message.buttons = {{"Skip", "skip"}};
  const json body = Shown(message);
  const json& actions = body["props"]["attachments"][0]["actions"];
  ASSERT_EQ(actions.size(), 1u);
  EXPECT_EQ(actions[0]["name"], "Fill in the form");
  const Taken taken = Take(Click(actions[0]["integration"]["context"]["fd"]).dump());
  EXPECT_TRUE(taken.events.empty());
  EXPECT_EQ(taken.after.at(0).row, 7);
}

TEST_F(MattermostSend, LongTextsArePostsThatFit) {
  const std::string text(kMaxMessage + 1, 'x');
  const json first = Shown(base::Say(text)), second = Shown(base::Say(text), 1);
  EXPECT_EQ(first["message"].get<std::string>().size() + second["message"].get<std::string>().size(), text.size());
  EXPECT_LE(first["message"].get<std::string>().size(), kMaxMessage);
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(base::Say(text), 2)));
  const std::string whole(kMaxMessage, 'x');
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(base::Say(whole), 1)));
}

TEST_F(MattermostSend, ElevenFilesAreTwoPosts) {
  base::Message message;
  for (int i = 0; i < 11; ++i)
    message.files.push_back({"id", "log \"" + std::to_string(i) + "\".txt", "text/plain", 5});
  std::vector<HttpAnswer> answers;
  for (int i = 0; i < 10; ++i) {
    const Call* upload = CallOf(NextOf(message, 0, answers));
    ASSERT_EQ(upload->url, "https://chat.example.com/api/v4/files");
    EXPECT_FALSE(upload->delivers);
    EXPECT_NE(upload->body.find("name=\"channel_id\"\r\n\r\ndm1\r\n"), std::string::npos);
    EXPECT_NE(upload->body.find("filename=\"log %22" + std::to_string(i) + "%22.txt\""), std::string::npos);
    answers.push_back({201, {}, json{{"file_infos", {{{"id", "f" + std::to_string(i)}}}}}.dump()});
  }
  const json first = BodyOf(NextOf(message, 0, answers));
  EXPECT_EQ(first["file_ids"].size(), 10u);
  EXPECT_TRUE(called_.delivers);
  EXPECT_EQ(CallOf(NextOf(message, 1))->url, "https://chat.example.com/api/v4/files");
  const json second = BodyOf(NextOf(message, 1, {answers[0]}));
  EXPECT_EQ(second["file_ids"], (json{"f0"}));
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(message, 2)));
}

TEST_F(MattermostSend, AFileOfAUserIsFetchedFromTheServerOnly) {
  base::FileRef file;
  file.remote = R"({"id":"f1"})";
  const auto call = adapter().file_source()->Next(file, {}, env());
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(std::get<Call>(*call).url, "https://chat.example.com/api/v4/files/f1");
  for (const char* remote : {"", "{}", R"({"id":"../users/me"})", R"({"id":"http://x"})", "[]"}) {
    file.remote = remote;
    const auto refused = adapter().file_source()->Next(file, {}, env());
    ASSERT_FALSE(refused.has_value()) << remote;
    EXPECT_EQ(refused.error().code, base::ErrorCode::kForbidden);
  }
}

TEST_F(MattermostSend, APostIsMadeToReadOtherwise) {
  const json body = BodyOf(NextOf(base::Say("✓ Yes"), 0, {}, "p7"));
  EXPECT_EQ(called_.method, "PUT");
  EXPECT_EQ(called_.url, "https://chat.example.com/api/v4/posts/p7/patch");
  EXPECT_EQ(body["message"], "✓ Yes");
  EXPECT_TRUE(body["props"].is_object()) << "without props the buttons would stay";
  EXPECT_FALSE(body["props"].contains("attachments"));
  EXPECT_TRUE(std::holds_alternative<Done>(*NextOf(base::Say("✓ Yes"), 1, {}, "p7")));
}

TEST_F(MattermostSend, TheAnswerToAClickChangesThePost) {
  const auto verified = Verify(Click(Sealed(PressToken::What::kButton, {{"Yes", "y"}})).dump());
  ASSERT_TRUE(verified.has_value());
  EXPECT_TRUE(adapter().MayWait(*verified));
  open_ = &*verified;
  const auto step = NextOf(base::Say("✓ Yes"), 0, {}, "p7");
  ASSERT_TRUE(step.has_value() && std::holds_alternative<InAnswer>(*step));
  const InAnswer& answer = std::get<InAnswer>(*step);
  EXPECT_TRUE(answer.delivers);
  EXPECT_EQ(answer.platform_id, "p7");
  const json update = json::parse(answer.answer.body)["update"];
  EXPECT_EQ(update["message"], "✓ Yes");
  EXPECT_TRUE(update["props"].is_object());
  EXPECT_EQ(CallOf(NextOf(base::Say("Next question"), 0))->method, "POST") << "what is new goes its own way";
  EXPECT_EQ(CallOf(NextOf(base::Say("✓ Yes"), 0, {}, "p6"))->method, "PUT") << "another post than the one pressed";
}

TEST_F(MattermostSend, ErrorsStandInTheOpenDialog) {
  const std::string body = json{{"type", "dialog_submission"},
                                {"state", Sealed(PressToken::What::kForm, {})},
                                {"user_id", "user1"},
                                {"submission", {{"mail", "nobody"}, {"area", "vpn"}}}}
                               .dump();
  const auto verified = Verify(body);
  ASSERT_TRUE(verified.has_value());
  open_ = &*verified;
  base::Message again = base::Say("Please look at this again.");
  again.form = {{"mail", "Mail", "", "email", {}, true, "That is no address."},
                {"area", "Area", "", "text", {}, true, {}}};
  const auto errors = NextOf(again);
  const InAnswer& shown = std::get<InAnswer>(*errors);
  EXPECT_TRUE(shown.delivers);
  EXPECT_EQ(json::parse(shown.answer.body), (json{{"errors", {{"mail", "That is no address."}}}}));
  const auto next = NextOf(base::Say("Thank you."));
  EXPECT_FALSE(std::get<InAnswer>(*next).delivers);
  EXPECT_EQ(std::get<InAnswer>(*next).answer.body, "{}");
}

TEST_F(MattermostSend, ShowsThatSomebodyWrites) {
  const base::ReplyPath path{"dm1/root1"};
  const auto step = adapter().ShowTyping({address_, true, &path}, env());
  const json body = BodyOf(step);
  EXPECT_EQ(called_.url, "https://chat.example.com/api/v4/users/me/typing");
  EXPECT_EQ(body, (json{{"channel_id", "dm1"}, {"parent_id", "root1"}}));
  EXPECT_TRUE(std::holds_alternative<Done>(*adapter().ShowTyping({address_, false, &path}, env())));
  EXPECT_TRUE(std::holds_alternative<Done>(*adapter().ShowTyping({address_, true, nullptr}, env())));
}

TEST_F(MattermostSend, AUserHasANameALanguageAndAZone) {
  const auto* profiles = adapter().profiles();
  EXPECT_EQ(std::get<Call>(*profiles->Next("user1", {}, env())).url, "https://chat.example.com/api/v4/users/user1");
  const auto told = [&](const json& user) {
    const std::vector<HttpAnswer> answers = {{200, {}, user.dump()}};
    return std::get<Profile>(*profiles->Next("user1", answers, env()));
  };
  json user = {{"username", "ann"},
               {"first_name", "Ann"},
               {"last_name", "Lee"},
               {"locale", "zh-CN"},
               {"timezone",
                {{"useAutomaticTimezone", "true"}, {"automaticTimezone", "Asia/Shanghai"}, {"manualTimezone", "UTC"}}}};
  Profile profile = told(user);
  EXPECT_EQ(profile.name, "Ann Lee");
  EXPECT_EQ(profile.locale, "zh-CN");
  EXPECT_EQ(profile.zone, "Asia/Shanghai");
  user["timezone"]["useAutomaticTimezone"] = "false";
  EXPECT_EQ(told(user).zone, "UTC");
  EXPECT_EQ(told({{"username", "ann"}, {"nickname", "Annie"}}).name, "Annie");
  EXPECT_EQ(told({{"username", "ann"}}).name, "ann");
  EXPECT_FALSE(profiles->Next("../me", {}, env()).has_value());
}

// Both of Mattermost's readers take it as what was typed.
TEST(MattermostText, MeansNothingButItself) {
  EXPECT_EQ(Written("@channel @all @ann"), "@\u200Bchannel @\u200Ball @\u200Bann");
  EXPECT_EQ(Written("mail ann@example.com"), "mail ann@example.com");
  EXPECT_EQ(Written("*a* _b_ ~c~ [d](e) `f`"), "\\*a\\* \\_b\\_ \\~\u200Bc\\~ \\[d\\](e) \\`f\\`");
  EXPECT_EQ(Written("a < b & c"), "a < b & c") << "a backslash before these would be seen";
  EXPECT_EQ(Written("<b> &lt;"), "<\u200Bb\\> &\u200Blt;");
  EXPECT_EQ(Written("C:\\new\\_x"), "C:\\new\\\\\\_x");
  EXPECT_EQ(Written(":tada: 10:30"), ":\u200Btada: 10:30");
  EXPECT_EQ(Written("#42 #tag ~town"), "\\#42 \\#\u200Btag \\~\u200Btown");
  EXPECT_EQ(Written("    four"), "\u2002\u2002\u2002\u2002four");
  EXPECT_EQ(Written("=== x"), "\u200B=== x");
  EXPECT_EQ(Written("1. one"), "1\\. one");
  EXPECT_EQ(Written("$x$"), "$x\uFF04");
  EXPECT_EQ(Written("$5 or $6"), "$5 or $6");
}

TEST(MattermostText, LinksAndCodeStayWhatTheyAre) {
  base::Message message;
  base::Block block;
  block.spans = {{base::Span::Kind::kLink, "the *page*", "https://example.com/a_b?c=1&d=2"},
                 {base::Span::Kind::kText, " or ", {}},
                 {base::Span::Kind::kCode, "a<b&c:d:$x$", {}}};
  message.text.blocks = {block};
  EXPECT_EQ(common::MessageText(message, common::Markup::kMattermost),
            "[the \\*page\\*](https://example.com/a_b?c=1&d=2) or `a<b&c:d:$x$`");
  EXPECT_EQ(Written("see https://example.com/?a=1&b=2."), "see <https://example.com/?a=1&b=2>.");
  EXPECT_EQ(Written("https://example.com/@all"), "<https://example.com/%40all>") << "it would call everybody";
}

}  // namespace
}  // namespace frontdesk::adapters::mattermost
