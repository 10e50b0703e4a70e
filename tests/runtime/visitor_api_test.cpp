#include <gmock/gmock.h>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

class VisitorApi : public LiveDesk {
 protected:
  VisitorApi() { Start(); }
};

TEST_F(VisitorApi, MakesASessionAndKeepsAValidOne) {
  const Answer first = Post("/web/widget/session", "{}", {{"Accept-Language", "fr, zh-CN;q=0.8, en;q=0.5"}});
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(first.Json()["locale"], "zh");
  EXPECT_EQ(first.Json()["visitor"].get<std::string>().size(), 32u);
  const std::string cookie = first.Header("Set-Cookie");
  EXPECT_THAT(cookie, ::testing::HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, ::testing::HasSubstr("SameSite=Lax"));
  EXPECT_THAT(cookie, ::testing::HasSubstr("Path=/web/widget"));
  const Answer again = Post("/web/widget/session", "{}", {{"Cookie", first.Cookie()}});
  EXPECT_EQ(again.Json()["visitor"], first.Json()["visitor"]);
  const Answer forged = Post("/web/widget/session", "{}", {{"Cookie", first.Cookie() + "x"}});
  EXPECT_NE(forged.Json()["visitor"], first.Json()["visitor"]);
}

TEST_F(VisitorApi, ASessionOutlivesARestart) {
  const Answer first = Post("/web/widget/session", "{}");
  Restart();
  const Answer again = Post("/web/widget/session", "{}", {{"Cookie", first.Cookie()}});
  EXPECT_EQ(again.Json()["visitor"], first.Json()["visitor"]);
}

TEST_F(VisitorApi, RefusesEventsStreamsAndFilesWithoutOrWithAForgedSession) {
  const Visitor visitor(port());
  Headers forged = visitor.headers();
  forged["Cookie"].back() = forged["Cookie"].back() == 'A' ? 'Q' : 'A';
  const Headers other = {{"Cookie", "fd_shop" + visitor.headers().at("Cookie").substr(9)}};
  for (const Headers& headers : {Headers{}, forged}) {
    EXPECT_EQ(Post("/web/widget/events", R"({"id":"a","type":"open"})", headers).status, 401);
    EXPECT_EQ(Post("/web/widget/files?name=a", "abc", headers).status, 401);
    EXPECT_EQ(Get("/web/widget/stream", headers).status, 401);
  }
  EXPECT_EQ(Post("/web/shop/events", R"({"id":"a","type":"open"})", other).status, 401);
  Stream stream = visitor.Follow();
  EXPECT_EQ(stream.Next().name, "state") << "something was stored";
}

TEST_F(VisitorApi, AnEventIsInTheTranscriptWhenItsAnswerComes) {
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "How do I reset my password?").status, 200);
  Stream stream = visitor.Follow();
  std::vector<std::string> from;
  for (StreamEvent event = stream.Next(); event.name == "message"; event = stream.Next()) {
    from.push_back(event.data["from"]);
    EXPECT_EQ(event.id, std::to_string(event.data["seq"].get<std::int64_t>()));
    if (from.back() == "user") {
      EXPECT_EQ(event.data["id"], "c1");
    }
  }
  EXPECT_THAT(from, ::testing::Contains("user"));
  EXPECT_THAT(from, ::testing::Contains("bot"));
}

TEST_F(VisitorApi, TheSameIdTwiceIsOneMessage) {
  const Visitor visitor(port());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(visitor.Say("same", "How do I reset my password?").status, 200);
  Restart();
  const Visitor after(port(), "widget", visitor.headers());
  ASSERT_EQ(after.id(), visitor.id());
  EXPECT_EQ(after.Say("same", "How do I reset my password?").status, 200);
  Stream stream = after.Follow();
  int users = 0;
  for (StreamEvent event = stream.Next(); event.name == "message"; event = stream.Next()) {
    users += event.data["from"] == "user" ? 1 : 0;
  }
  EXPECT_EQ(users, 1);
}

TEST_F(VisitorApi, VisitorsWithTheSameClientIdsDoNotMeet) {
  const Visitor one(port());
  const Visitor two(port());
  EXPECT_EQ(one.Say("c1", "only for one").status, 200);
  EXPECT_EQ(two.Say("c1", "only for two").status, 200);
  Stream stream = two.Follow();
  for (StreamEvent event = stream.Next(); event.name == "message"; event = stream.Next()) {
    EXPECT_THAT(event.data.dump(), ::testing::Not(::testing::HasSubstr("only for one")));
  }
}

TEST_F(VisitorApi, SaysWhatIsWrongWithARequest) {
  const Visitor visitor(port());
  const Answer nowhere = Post("/web/nobody/session", "{}");
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(nowhere.Json()["error"]["code"], "not found");
  EXPECT_EQ(Get("/web/widget/nothing").status, 404);
  const Answer method = Get("/web/widget/events");
  EXPECT_EQ(method.status, 405);
  EXPECT_THAT(method.Header("Allow"), ::testing::HasSubstr("POST"));
  const Answer invalid = visitor.Send({{"id", "x"}, {"type", "dance"}});
  EXPECT_EQ(invalid.status, 400);
  EXPECT_THAT(invalid.Json()["error"]["message"].get<std::string>(), ::testing::HasSubstr("message"));
  const Answer large = visitor.Say("x", std::string(17 << 10, 'x'));
  EXPECT_EQ(large.status, 413);
  EXPECT_THAT(large.Json()["error"]["message"].get<std::string>(), ::testing::HasSubstr("16 KiB"));
  EXPECT_EQ(visitor.Say("x", std::string(200 << 10, 'x')).status, 413);
}

TEST_F(VisitorApi, LetsNamedPagesTalkAndNoOthers) {
  const Headers shop = {{"Origin", "https://shop.example"}};
  const Answer preflight = Call(port(), "OPTIONS", "/web/shop/events", {}, shop);
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.Header("Access-Control-Allow-Origin"), "https://shop.example");
  EXPECT_EQ(preflight.Header("Access-Control-Allow-Credentials"), "true");
  const Answer session = Post("/web/shop/session", "{}", shop);
  EXPECT_EQ(session.status, 200);
  EXPECT_EQ(session.Header("Access-Control-Allow-Origin"), "https://shop.example");
  for (const char* origin : {"https://evil.example", "https://shop.example.evil", "null", "http://shop.example"}) {
    const Answer refused = Post("/web/shop/session", "{}", {{"Origin", origin}});
    EXPECT_EQ(refused.status, 403) << origin;
    EXPECT_EQ(refused.Header("Access-Control-Allow-Origin"), "") << origin;
    EXPECT_EQ(Call(port(), "OPTIONS", "/web/shop/events", {}, {{"Origin", origin}}).status, 403) << origin;
  }
}

TEST_F(VisitorApi, AHostilePageCannotUseASessionThatWasMadeElsewhere) {
  const Visitor visitor(port(), "widget", {{"Origin", "https://shop.example"}});
  EXPECT_EQ(visitor.Say("c1", "my account number is 7").status, 200);
  Headers evil = visitor.headers();
  evil["Origin"] = "https://evil.example";
  EXPECT_EQ(Get("/web/widget/stream", evil).status, 401);
  EXPECT_EQ(Post("/web/widget/events", R"({"id":"a","type":"open"})", evil).status, 401);
}

TEST_F(VisitorApi, ErrorsCanBeReadByThePageThatMadeTheRequest) {
  const Answer refused = Post("/web/widget/events", "{}", {{"Origin", "https://shop.example"}});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.Header("Access-Control-Allow-Origin"), "https://shop.example");
  EXPECT_EQ(Get("/web/widget/stream", {{"Origin", "https://shop.example"}}).Header("Access-Control-Allow-Origin"),
            "https://shop.example");
}

class FewEvents : public LiveDesk {
 protected:
  FewEvents() {
    WriteFile(directory_ / "frontdesk.yaml", std::string(kWorkspaceFile) + "limits: {events_per_address: 3}\n");
    Start();
  }
};

TEST_F(FewEvents, AreTakenFromOneAddressHoweverManyVisitorsItPlays) {
  for (int i = 0; i < 3; ++i) ASSERT_EQ(Visitor(port()).Say("c1", "human").status, 200);
  const Answer refused = Visitor(port()).Say("c1", "human");
  EXPECT_EQ(refused.status, 429) << refused.body;
  EXPECT_GT(std::atoi(refused.Header("Retry-After").c_str()), 0);
  EXPECT_THAT(refused.body, ::testing::HasSubstr("try again in a minute"));
}

TEST_F(VisitorApi, RefusesWhatComesWhileTheServerDrainsAndKeepsWhatItTook) {
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "How do I reset my password?").status, 200);
  service_->Drain();
  Restart();
  const Visitor after(port(), "widget", visitor.headers());
  Stream stream = after.Follow();
  EXPECT_EQ(stream.Next().name, "message");
}

}  // namespace
}  // namespace frontdesk::runtime::testing
