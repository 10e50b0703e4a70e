// WeChat customer service: callbacks that only say that there is news, and the list with its cursors.
#include "tests/adapters/wecom_kf_account.h"

namespace frontdesk::adapters::wecom::kf {
namespace {

using ::testing::HasSubstr;

class KfPull : public KfAccount {
 protected:
  std::optional<std::string> PullOf(const std::string& xml) const {
    const Verified request(Verified::Proof::kSignedBody, {}, {"POST", "/hooks/kf", {}, {}, {}}, xml);
    const auto parsed = adapter_.Parse(request, env());
    EXPECT_TRUE(parsed.has_value());
    return parsed ? std::get<Taken>(*parsed).pull : std::nullopt;
  }
  static std::string News(const std::string& account) {
    return "<xml><MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>ENC1</Token><OpenKfId>" + account +
           "</OpenKfId></xml>";
  }
  static json BodyOf(const Call& call) { return json::parse(call.body, nullptr, false); }
};

TEST_F(KfPull, ACallbackAsksForAPullOfItsAccountWithItsToken) {
  ASSERT_TRUE(PullOf(News(kKf)));
  const json body = BodyOf(PullCall("", *PullOf(News(kKf))));
  EXPECT_EQ(body["open_kfid"], kKf);
  EXPECT_EQ(body["token"], "ENC1");
  EXPECT_FALSE(body.contains("cursor")) << "the first pull has none";
  EXPECT_FALSE(PullOf(News("wkOfSomebodyElse")));
  EXPECT_FALSE(PullOf("<xml><MsgType>event</MsgType><Event>change_contact</Event></xml>"));
  EXPECT_FALSE(PullOf("<xml/>"));
}

TEST_F(KfPull, WithoutAWordEveryAccountIsPulledInTurn) {
  const Call first = PullCall("", "");
  EXPECT_EQ(BodyOf(first)["open_kfid"], kKf);
  EXPECT_FALSE(BodyOf(first).contains("token"));
  const auto pulled = OnPulled(Page(json::array(), "c1"));
  ASSERT_TRUE(pulled && pulled->more);
  EXPECT_EQ(BodyOf(*pulled->more)["open_kfid"], kOtherKf);
  const auto last = adapter_.puller()->OnPulled(*pulled->more, {200, {}, Page(json::array(), "d1").dump()},
                                                {pulled->cursor, ""}, env());
  ASSERT_TRUE(last);
  EXPECT_FALSE(last->more);
  const json cursors = json::parse(last->cursor);
  EXPECT_EQ(cursors[kKf]["at"], "c1");
  EXPECT_EQ(cursors[kOtherKf]["at"], "d1");
}

TEST_F(KfPull, OverlappingCallbacksAreOnePullForEachAccountWithTheNewestToken) {
  const std::string words = Word(kKf, "T1") + "\n" + Word(kOtherKf, "T2") + "\n" + Word(kKf, "T3");
  const Call first = PullCall("", words);
  EXPECT_EQ(BodyOf(first)["open_kfid"], kOtherKf);
  const auto pulled = OnPulled(Page(json::array(), "c1"), "", words);
  ASSERT_TRUE(pulled && pulled->more);
  EXPECT_EQ(BodyOf(*pulled->more)["open_kfid"], kKf);
  EXPECT_EQ(BodyOf(*pulled->more)["token"], "T3");
}

TEST_F(KfPull, GoesOnBehindAnEmptyPage) {
  const auto pulled = OnPulled(Page(json::array(), "c1", true), "", Word(kKf, "T1"));
  ASSERT_TRUE(pulled && pulled->more);
  EXPECT_EQ(BodyOf(*pulled->more)["cursor"], "c1");
  EXPECT_EQ(BodyOf(*pulled->more)["token"], "T1");
  EXPECT_EQ(BodyOf(PullCall(pulled->cursor, ""))["cursor"], "c1") << "also after a crash";
}

TEST_F(KfPull, ACursorThatStandsStillEndsTheTurn) {
  const auto first = OnPulled(Page(json::array(), "c1", true), "", Word(kKf, "T1"));
  ASSERT_TRUE(first && first->more);
  const auto again = adapter_.puller()->OnPulled(*first->more, {200, {}, Page(json::array(), "c1", true).dump()},
                                                 {first->cursor, Word(kKf, "T1")}, env());
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->more);
}

TEST_F(KfPull, WhatWasSentBeforeTheFirstPullIsLeftAndNotOnlyOnItsFirstPage) {
  json old = Item("text", {{"content", "last week"}}, "old");
  old["send_time"] = 1'699'990'000;
  const auto first = OnPulled(Page(json::array({old}), "c1", true));
  ASSERT_TRUE(first && first->more);
  EXPECT_TRUE(first->taken.events.empty());
  old["msgid"] = "old too";
  now_ = kNow + std::chrono::hours(1);
  const auto second =
      OnPulled(Page(json::array({old, Item("text", {{"content", "now"}}, "new")}), "c2"), first->cursor);
  ASSERT_TRUE(second);
  ASSERT_EQ(second->taken.events.size(), 1u);
  EXPECT_EQ(second->taken.events[0].id, "new");
}

TEST_F(KfPull, AnAccountThatIsAddedLaterBeginsWithItself) {
  const auto first = OnPulled(Page(json::array(), "c1"), "", Word(kKf, "T"));
  ASSERT_TRUE(first);
  now_ = kNow + std::chrono::hours(24);
  json old = Item("text", {{"content", "yesterday"}});
  old["open_kfid"] = kOtherKf;
  const auto added = OnPulled(Page(json::array({old}), "d1"), first->cursor, Word(kOtherKf, "T"));
  ASSERT_TRUE(added);
  EXPECT_TRUE(added->taken.events.empty());
}

TEST_F(KfPull, WhatCannotBeReadHoldsNothingUp) {
  const json odd = json::array({7,
                                nullptr,
                                json::array(),
                                {{"msgid", {}}},
                                {{"msgtype", "text"}},
                                Item("text", "no object"),
                                Item("hologram", nullptr, "m2"),
                                Item("text", {{"content", "hello"}}, "m3")});
  const auto pulled = OnPulled(Page(odd, "c1"));
  ASSERT_TRUE(pulled) << pulled.error().message;
  ASSERT_EQ(pulled->taken.events.size(), 2u);
  EXPECT_EQ(std::get<base::Said>(pulled->taken.events[0].body).text, "[hologram]");
  EXPECT_EQ(json::parse(pulled->cursor)[kKf]["at"], "c1");
}

TEST_F(KfPull, RefusalsSayWhatToDo) {
  const auto of = [&](long long code, const std::string& word = "") {
    return OnPulled({{"errcode", code}, {"errmsg", "no"}}, "", word);
  };
  EXPECT_EQ(of(42001).error().code, base::ErrorCode::kUnauthenticated) << "a fresh token";
  EXPECT_EQ(of(40014).error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(of(-1).error().code, base::ErrorCode::kUnavailable);
  EXPECT_EQ(of(45009).error().code, base::ErrorCode::kUnavailable);
  EXPECT_EQ(of(45009).error().retry_after, std::chrono::seconds(65));
  EXPECT_EQ(of(40058).error().code, base::ErrorCode::kForbidden);
  // The callback's token may be too old by now.
  const auto without = of(40058, Word(kKf, "T1"));
  ASSERT_TRUE(without && without->more);
  EXPECT_FALSE(BodyOf(*without->more).contains("token"));
  EXPECT_EQ(without->cursor, "");
  const auto html = adapter_.puller()->OnPulled(PullCall("", ""), {200, {}, "<html>"}, {"", ""}, env());
  EXPECT_EQ(html.error().code, base::ErrorCode::kUnavailable);
}

TEST_F(KfPull, ACursorOfNobodyIsNoneAtAll) {
  EXPECT_FALSE(BodyOf(PullCall("no json", "")).contains("cursor"));
  EXPECT_FALSE(BodyOf(PullCall("[]", "")).contains("cursor"));
  EXPECT_FALSE(BodyOf(PullCall(R"({"wkOne":7})", "nor this")).contains("cursor"));
}

class KfEvents : public KfAccount {};

TEST_F(KfEvents, ACustomersWordOpensTheWayForFiveMessagesIn48Hours) {
  const auto events = EventsOf(Item("text", {{"content", "你好"}}));
  ASSERT_EQ(events.size(), 1u);
  ASSERT_TRUE(events[0].path);
  EXPECT_EQ(events[0].path->messages, 5);
  EXPECT_EQ(events[0].path->until, kNow + std::chrono::hours(48));
  EXPECT_EQ(events[0].address, (base::Address{"kf", kCustomer, kKf}));
}

TEST_F(KfEvents, AMenuRowIsTheOptionEvenWhereLabelsRepeat) {
  const auto first = EventsOf(Item("text", {{"content", "是"}, {"menu_id", "fd/flow:a"}}));
  const auto second = EventsOf(Item("text", {{"content", "是"}, {"menu_id", "fd/flow:b"}}, "m2"));
  EXPECT_EQ(std::get<base::Pressed>(first.at(0).body).value, "flow:a");
  EXPECT_EQ(std::get<base::Pressed>(second.at(0).body).value, "flow:b");
}

TEST_F(KfEvents, EnteringOpensTheWelcomeForTwentySecondsAndOneMessage) {
  const auto events = EventsOf(Happened({{"event_type", "enter_session"}, {"welcome_code", "WC"}}));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<base::Opened>(events[0].body));
  ASSERT_TRUE(events[0].path);
  EXPECT_EQ(events[0].path->until, kNow + std::chrono::seconds(20));
  EXPECT_EQ(events[0].path->messages, 1);
  EXPECT_EQ(WelcomeIn(events[0].path->words).code, "WC");
}

TEST_F(KfEvents, EnteringWithoutACodeSaysNothingAndLeavesTheWayAsItWas) {
  EXPECT_TRUE(EventsOf(Happened({{"event_type", "enter_session"}})).empty());
}

TEST_F(KfEvents, WhatDidNotArriveAfterAllIsToldOfItsRow) {
  const auto events =
      EventsOf(Happened({{"event_type", "msg_send_fail"}, {"fail_msgid", "fd-42-1700000000-0"}, {"fail_type", 10}}));
  ASSERT_EQ(events.size(), 1u);
  const auto& news = std::get<base::Relayed>(events[0].body);
  EXPECT_EQ(news.kind, "undelivered");
  EXPECT_EQ(json::parse(news.json)["row"], 42);
  EXPECT_THAT(json::parse(news.json)["why"].get<std::string>(), HasSubstr("客户拒收了消息 (fail_type 10)"));
  EXPECT_TRUE(EventsOf(Happened({{"event_type", "msg_send_fail"}, {"fail_msgid", "of another program"}})).empty());
  for (const int type : {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 99}) {
    const auto one = EventsOf(
        Happened({{"event_type", "msg_send_fail"}, {"fail_msgid", "fd-42-1700000000-0"}, {"fail_type", type}}));
    ASSERT_EQ(one.size(), 1u) << type;
  }
}

TEST_F(KfEvents, TheTableOfFacesKnowsCodesAndLeavesAddresses) {
  const auto said = [&](const std::string& text) {
    const auto events = EventsOf(Item("text", {{"content", text}}));
    return events.empty() ? std::string() : std::get<base::Said>(events[0].body).text;
  };
  EXPECT_EQ(said("/::)"), "[微笑]");
  EXPECT_EQ(said("好的/::)/::)"), "好的[微笑][微笑]");
  EXPECT_EQ(said("/::'(没收到/:,@-D"), "[大哭]没收到[愉快]");
  EXPECT_EQ(said("/:oko"), "/:oko");
  EXPECT_EQ(said("C:/:ok https://a.example/:v/:ok"), "C:/:ok https://a.example/:v/:ok");
  EXPECT_EQ(said("[Smile] 😀"), "[Smile] 😀");
}

}  // namespace
}  // namespace frontdesk::adapters::wecom::kf
