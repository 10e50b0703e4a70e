// What proves a request, what an event becomes, and what is answered to a click.
#include "adapters/feishu/account.h"
#include "adapters/feishu/callback_proof.h"
#include "adapters/feishu/card_action.h"
#include "tests/adapters/feishu_account.h"

namespace frontdesk::adapters::feishu {
namespace {

using nlohmann::json;

class FeishuCallback : public FeishuAccount {
 protected:
  base::Result<Verified> VerifyCase(const json& vector) {
    headers_.clear();
    const json given = vector.value("headers", json::object());
    for (const auto& [name, value] : given.items()) headers_.emplace_back(name, value.get<std::string>());
    body_ = vector["http_body"].get<std::string>();
    return adapter().Verify({"POST", "/hooks/feishu", {}, headers_, body_}, env());
  }

  Headers headers_;
  std::string body_;
};

// Padding and signature of each are right, yet most hold no token: what they prove is tried part by part.
TEST_F(FeishuCallback, AllVectorsOfTheVendorsLibrariesComeOutTheSame) {
  const base::Secret key(kEncryptKey);
  int cases = 0;
  for (const json& vector : Vectors()["cases"]) {
    SCOPED_TRACE(vector["name"].get<std::string>());
    const std::string verdict = vector["expect"]["verdict"], group = vector["group"];
    const json body = json::parse(vector["http_body"].get<std::string>());
    const json headers = vector.value("headers", json::object());
    ++cases;
    if (body.contains("encrypt") && vector["expect"].contains("plain")) {
      const auto plain = DecryptEvent(body["encrypt"].get<std::string>(), key);
      ASSERT_TRUE(plain.has_value());
      EXPECT_EQ(*plain, vector["expect"]["plain"].get<std::string>());
    }
    if (group == "pkcs7_length_class") {
      EXPECT_EQ(EventSignature("1700000000", "1628671984", key, vector["http_body"].get<std::string>()),
                headers["x-lark-signature"].get<std::string>());
      continue;
    }
    const auto verified = VerifyCase(vector);
    // Old cards are not what this bot sends, and nothing is taken that is not encrypted.
    const bool policy = group == "legacy_card" || verdict == "accept_only_by_token";
    const bool taken = !policy && (verdict == "accept" || verdict == "accept_once");
    EXPECT_EQ(verified.has_value(), taken);
    EXPECT_TRUE(verified || verified.error().code == base::ErrorCode::kUnauthenticated);
  }
  EXPECT_EQ(cases, 40);
}

TEST_F(FeishuCallback, TheChallengeIsAnsweredWhenItsTokenIsOurs) {
  for (const json& vector : Vectors()["cases"]) {
    if (vector["group"] != "challenge" || vector["expect"]["verdict"] != "accept") continue;
    const auto verified = VerifyCase(vector);
    ASSERT_TRUE(verified.has_value());
    const auto parsed = adapter().Parse(*verified, env());
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(json::parse(std::get<HttpAnswer>(*parsed).body), vector["expect"]["http_response"]);
  }
}

TEST_F(FeishuCallback, NothingIsTakenWithoutAnEncryptKey) {
  settings_.secrets["encrypt_key"] = base::Secret("");
  for (const json& vector : Vectors()["cases"]) EXPECT_FALSE(VerifyCase(vector).has_value()) << vector["name"];
}

TEST_F(FeishuCallback, AnAccountOfTheLongConnectionTakesNoRequests) {
  settings_.values["transport"] = "websocket";
  const auto verified = VerifyCase(Vectors()["cases"][0]);
  ASSERT_FALSE(verified.has_value());
  EXPECT_EQ(verified.error().code, base::ErrorCode::kForbidden);
}

TEST_F(FeishuCallback, KeysAreAskedForByTheTransportThatNeedsThem) {
  EXPECT_TRUE(CheckAccount(settings_).has_value());
  Settings without = FeishuSettings();
  without.secrets.erase("encrypt_key");
  ASSERT_FALSE(CheckAccount(without).has_value());
  EXPECT_NE(CheckAccount(without).error().where.find("encrypt_key: env:NAME"), std::string::npos);
  without.secrets.erase("verification_token");
  without.values["transport"] = "websocket";
  EXPECT_TRUE(CheckAccount(without).has_value());
  for (const auto& [key, wrong] :
       {std::pair{"app_id", "9f53"}, std::pair{"app_id", "cli_a/b"}, std::pair{"bot", "on_1"}}) {
    Settings bad = FeishuSettings();
    bad.values[key] = wrong;
    EXPECT_FALSE(CheckAccount(bad).has_value()) << key << " " << wrong;
  }
  Settings room = FeishuSettings();
  room.lists["help_channels"] = {"大家帮"};
  EXPECT_FALSE(CheckAccount(room).has_value());
}

TEST_F(FeishuCallback, TheTwoHostsAreNeverMixed) {
  EXPECT_EQ(ApiUrl(settings_, "/x"), "https://open.feishu.cn/x");
  settings_.values["region"] = "lark";
  EXPECT_EQ(ApiUrl(settings_, "/x"), "https://open.larksuite.com/x");
  settings_.values["api_base"] = "https://feishu.corp.example";
  EXPECT_EQ(ApiUrl(settings_, "/x"), "https://feishu.corp.example/x");
}

TEST_F(FeishuCallback, ADeepContentInsideTheContentIsNoMessage) {
  EXPECT_TRUE(TakenOf(MessageJson("text", std::string(10'000, '['))).events.empty());
  EXPECT_TRUE(TakenOf(MessageJson("post", R"({"content":)" + std::string(10'000, '['))).events.empty());
  EXPECT_TRUE(TakenOf(MessageJson("text", R"({"text":7})")).events.empty());
}

TEST_F(FeishuCallback, AKeyIsNotTheBeginningOfALongerOne) {
  const json mentions = {{{"key", "@_user_1"}, {"id", {{"open_id", kBot}}}, {"name", "小助手"}}};
  const json more = {{"chat_type", "group"}, {"mentions", mentions}};
  EXPECT_EQ(SaidIn(MessageJson("text", R"({"text":"@_user_1 @_user_11 说的对"})", more)), "@_user_11 说的对");
  EXPECT_EQ(SaidIn(MessageJson("text", R"({"text":"请@_user_1 看一下"})", more)), "请 看一下");
}

TEST_F(FeishuCallback, WithoutItsIdTheBotIsWhomTheListCallsOne) {
  settings_.values.erase("bot");
  const auto heard = [&](const json& mention) {
    return TakenOf(MessageJson("text", R"({"text":"@_user_1 hi"})",
                               {{"chat_type", "group"}, {"mentions", json::array({mention})}}))
        .events.size();
  };
  EXPECT_EQ(heard({{"key", "@_user_1"}, {"mentioned_type", "bot"}, {"name", "B"}}), 1u);
  EXPECT_EQ(heard({{"key", "@_user_1"}, {"mentioned_type", "user"}, {"name", "U"}}), 0u);
  EXPECT_EQ(heard({{"key", "@_user_1"}, {"name", "B"}}), 1u) << "an older event says nothing of kinds";
}

TEST_F(FeishuCallback, AWordToTheBotInAGroupIsKnownAsOne) {
  const json mentions = {{{"key", "@_user_1"}, {"id", {{"open_id", kBot}}}, {"name", "小助手"}}};
  const Taken named = TakenOf(
      MessageJson("text", R"({"text":"@_user_1 take 1001"})", {{"chat_type", "group"}, {"mentions", mentions}}));
  ASSERT_EQ(named.events.size(), 1u);
  EXPECT_TRUE(named.events[0].to_us);
  const Taken heard =
      TakenOf(MessageJson("text", R"({"text":"hm"})", {{"chat_type", "group"}, {"chat_id", "oc_help"}}));
  ASSERT_EQ(heard.events.size(), 1u);
  EXPECT_FALSE(heard.events[0].to_us);
}

// They come where the app may read all messages of groups.
TEST_F(FeishuCallback, WordsBelowAMessageCountOnlyWhileTheBotIsTalkingThere) {
  const auto said = [&](json more) {
    more.update({{"chat_type", "group"}, {"chat_id", "oc_1"}});
    return TakenOf(MessageJson("text", R"({"text":"还是不行"})", more)).events;
  };
  const auto below = said({{"root_id", "om_root"}});
  ASSERT_EQ(below.size(), 1u);
  EXPECT_TRUE(below[0].only_in_talk);
  EXPECT_FALSE(below[0].to_us);
  EXPECT_EQ(below[0].address, (base::Address{"feishu", "oc_1", "om_root"}));
  EXPECT_TRUE(said({}).empty()) << "below nothing";
  const json bot = {{{"key", "@_user_1"}, {"id", {{"open_id", kBot}}}, {"name", "小助手"}}};
  const json other = {{{"key", "@_user_1"}, {"id", {{"open_id", "ou_2"}}}, {"name", "小李"}}};
  EXPECT_FALSE(said({{"root_id", "om_root"}, {"mentions", bot}}).at(0).only_in_talk);
  EXPECT_TRUE(said({{"root_id", "om_root"}, {"mentions", other}}).empty()) << "somebody else is asked";
}

TEST_F(FeishuCallback, ASignNamesItsMessageAndNothingElse) {
  const auto sign = [](const std::string& type, const json& more = json::object(),
                       const std::string& kind = "created") {
    json event = {{"message_id", "om_ours"},
                  {"reaction_type", {{"emoji_type", type}}},
                  {"operator_type", "user"},
                  {"user_id", {{"open_id", "ou_1"}}},
                  {"action_time", "1700000000000"}};
    event.update(more);
    return EventJson("im.message.reaction." + kind + "_v1", event);
  };
  const auto up = TakenOf(sign("THUMBSUP")).events;
  ASSERT_EQ(up.size(), 1u);
  EXPECT_EQ(up[0].address, (base::Address{"feishu", "", ""})) << "the chat is not told";
  EXPECT_EQ(up[0].author.id, "ou_1");
  EXPECT_EQ(std::get<base::Reacted>(up[0].body).message, "om_ours");
  EXPECT_EQ(std::get<base::Reacted>(up[0].body).sign, "👍");
  EXPECT_FALSE(std::get<base::Reacted>(up[0].body).taken_back);
  EXPECT_EQ(std::get<base::Reacted>(TakenOf(sign("ThumbsDown")).events.at(0).body).sign, "👎");
  EXPECT_TRUE(
      std::get<base::Reacted>(TakenOf(sign("THUMBSUP", json::object(), "deleted")).events.at(0).body).taken_back);
  EXPECT_TRUE(TakenOf(sign("SMILE")).events.empty());
  EXPECT_TRUE(TakenOf(sign("THUMBSUP", {{"operator_type", "app"}})).events.empty()) << "a bot's";
  EXPECT_TRUE(TakenOf(sign("THUMBSUP", {{"message_id", "../x"}})).events.empty());
}

TEST_F(FeishuCallback, LabelsAreEnglishOnLark) {
  EXPECT_EQ(SaidIn(MessageJson("sticker", R"({"file_key":"s"})")), "[表情]");
  settings_.values["region"] = "lark";
  EXPECT_EQ(SaidIn(MessageJson("sticker", R"({"file_key":"s"})")), "[sticker]");
  EXPECT_EQ(SaidIn(MessageJson("hologram", R"({})")), "[hologram]");
}

TEST_F(FeishuCallback, OnlyAChoiceWaitsForItsCard) {
  const auto waits = [&](const json& value) {
    const std::string body = ClickJson({{"tag", "button"}, {"value", value}}).dump();
    return adapter().MayWait(Verified(Verified::Proof::kSignedBody, {}, {"POST", "/", {}, {}, body}));
  };
  EXPECT_TRUE(waits({{"row", "7"}, {"value", "solved:yes"}}));
  EXPECT_FALSE(waits({{"value", "solved:yes"}})) << "nobody knows whose button it was";
  EXPECT_FALSE(waits({{"row", "7"}, {"value", "desk:take=1001"}})) << "its card changes from another conversation";
  EXPECT_FALSE(waits({{"row", "7"}, {"fields", {"a"}}})) << "a form is answered at once";
  const std::string words = MessageJson("text", R"({"text":"hi"})").dump();
  EXPECT_FALSE(adapter().MayWait(Verified(Verified::Proof::kSignedBody, {}, {"POST", "/", {}, {}, words})));
}

TEST_F(FeishuCallback, AClickIsNotOfferedAgainAndIsAnsweredInWordsWhenItFailed) {
  const std::string click = ClickJson({{"tag", "button"}, {"value", {{"row", "7"}, {"value", "person"}}}}).dump();
  const std::string words = MessageJson("text", R"({"text":"hi"})").dump();
  const Verified of_click(Verified::Proof::kSignedBody, {}, {"POST", "/", {}, {}, click});
  const Verified of_words(Verified::Proof::kSignedBody, {}, {"POST", "/", {}, {}, words});
  EXPECT_FALSE(adapter().OffersAgain(of_click));
  EXPECT_TRUE(adapter().OffersAgain(of_words));
  const base::Status busy = base::Fail(base::ErrorCode::kUnavailable, "busy");
  const HttpAnswer told = adapter().AnswerTo(of_click, busy, env());
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(json::parse(told.body)["toast"]["type"], "error");
  EXPECT_EQ(adapter().AnswerTo(of_click, {}, env()).body, "{}");
  EXPECT_EQ(adapter().AnswerTo(of_words, busy, env()).status, 503);
}

TEST_F(FeishuCallback, ASentFormIsToldAndItsCardClosed) {
  const json event = ClickJson({{"tag", "button"},
                                {"value", {{"row", "44"}, {"fields", {"order", "areas", "note"}}}},
                                {"form_value", {{"order", "A1"}, {"areas", {"a", "b"}}, {"stray", "x"}}}});
  const Taken taken = TakenOf(event);
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& filled = std::get<base::FilledForm>(taken.events[0].body);
  EXPECT_EQ(filled.values, (std::vector<base::Fact>{{"order", "", "A1"}, {"areas", "", "a,b"}, {"note", "", ""}}));
  ASSERT_EQ(taken.after.size(), 1u);
  EXPECT_EQ(taken.after[0].row, 44);
  base::Message about = base::Say("请填写以下信息");
  about.form = {{"order", "订单号", "", "text", {}, true, ""}};
  about.buttons = {{"跳过", "slot:skip"}};
  const auto call = adapter().After(taken.after[0], &about, env());
  ASSERT_TRUE(call.has_value()) << call.error().message;
  EXPECT_EQ(call->method, "PATCH");
  EXPECT_EQ(call->url, "https://open.feishu.cn/open-apis/im/v1/messages/om_card");
  EXPECT_EQ(call->body.find("\"form\""), std::string::npos);
  EXPECT_NE(call->body.find("✓"), std::string::npos);
  EXPECT_FALSE(adapter().After(taken.after[0], nullptr, env()).has_value());
  const std::string body = event.dump();
  const HttpAnswer toast =
      adapter().AnswerTo(Verified(Verified::Proof::kSignedBody, {}, {"POST", "/", {}, {}, body}), {}, env());
  EXPECT_EQ(json::parse(toast.body)["toast"]["i18n"]["zh_cn"], "已提交");
}

TEST_F(FeishuCallback, AnOptionOfAListIsWhatWasPressed) {
  const Taken taken = TakenOf(ClickJson(
      {{"tag", "select_static"}, {"option", "o2"}, {"value", {{"row", "7"}, {"value", "list"}, {"label", "list"}}}}));
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& pressed = std::get<base::Pressed>(taken.events[0].body);
  EXPECT_EQ(pressed.value, "o2");
  EXPECT_EQ(pressed.row, 7);
}

TEST_F(FeishuCallback, HostileClicksAreNone) {
  const std::string long_value(2'000, 'x');
  for (const json& action : {json::object(), json{{"value", "text"}}, json{{"value", {{"value", long_value}}}},
                             json{{"value", {{"value", 7}}}}, json{{"value", {{"row", "7"}}}}})
    EXPECT_TRUE(TakenOf(ClickJson(action)).events.empty()) << action.dump().substr(0, 80);
  EXPECT_TRUE(TakenOf(ClickJson({{"value", {{"value", "person"}}}}, "../x")).events.empty());
  const Taken row = TakenOf(ClickJson({{"value", {{"row", "-1"}, {"thread", "a/b"}, {"value", "person"}}}}));
  ASSERT_EQ(row.events.size(), 1u);
  EXPECT_EQ(std::get<base::Pressed>(row.events[0].body).row, 0);
  EXPECT_EQ(row.events[0].address.thread, "");
}

}  // namespace
}  // namespace frontdesk::adapters::feishu
