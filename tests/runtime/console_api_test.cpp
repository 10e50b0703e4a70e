#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Console : public LiveDesk {
 protected:
  Console() {
    AddAgent("kim", "Kim");
    AddAgent("lee", "Lee");
    Start();
  }
  // A visitor who waits for a person; the conversation's id.
  std::int64_t SomebodyWaits(const Visitor& visitor, const Agent& agent) {
    EXPECT_EQ(visitor.Say("c1", "I want to talk to a human").status, 200);
    return agent.OnlyConversation();
  }
};

std::string LoginBody(const std::string& name, const std::string& password) {
  return json{{"name", name}, {"password", password}}.dump();
}

TEST_F(Console, LetsNobodyInWithoutASession) {
  for (const char* path : {"/me", "/workspace", "/conversations", "/conversations/1", "/files/00", "/stream"}) {
    EXPECT_EQ(Get(std::string("/console/api") + path).status, 401) << path;
  }
  for (const char* path : {"/logout", "/password", "/conversations/1/take", "/conversations/1/reply",
                           "/conversations/1/note", "/conversations/1/give-back", "/conversations/1/resolve",
                           "/conversations/1/transfer", "/conversations/1/pause", "/me/presence"}) {
    EXPECT_EQ(Post(std::string("/console/api") + path, "{}").status, 401) << path;
  }
  const Headers guessed = {{"Cookie", "fd_agent=" + std::string(64, 'a')}};
  EXPECT_EQ(Get("/console/api/me", guessed).status, 401);
}

TEST_F(Console, SignsInWithANewSessionEachTime) {
  const Answer fixed =
      Post("/console/api/login", LoginBody("kim", kPassword), {{"Cookie", "fd_agent=chosen-by-somebody"}});
  ASSERT_EQ(fixed.status, 200);
  EXPECT_EQ(fixed.Json()["agent"], (json{{"name", "kim"}, {"display", "Kim"}, {"presence", "auto"}}));
  EXPECT_EQ(fixed.Json()["must_change_password"], false);
  const std::string cookie = fixed.Header("Set-Cookie");
  for (const char* part : {"HttpOnly", "SameSite=Strict", "Path=/console"}) EXPECT_THAT(cookie, HasSubstr(part));
  const Answer again = Post("/console/api/login", LoginBody("kim", kPassword), {{"Cookie", fixed.Cookie()}});
  EXPECT_NE(again.Cookie(), fixed.Cookie());
  EXPECT_EQ(Get("/console/api/me", {{"Cookie", fixed.Cookie()}}).status, 401) << "the old session is still alive";
  EXPECT_EQ(Get("/console/api/me", {{"Cookie", again.Cookie()}}).status, 200);
}

TEST_F(Console, AnswersAWrongPasswordAndAnUnknownNameAlike) {
  const Answer wrong = Post("/console/api/login", LoginBody("kim", "not the password"));
  const Answer unknown = Post("/console/api/login", LoginBody("nobody", "not the password"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(Console, SlowsGuessingDown) {
  int refused = 0;
  for (int i = 0; i < 6; ++i) {
    const Answer answer = Post("/console/api/login", LoginBody("kim", "guess " + std::to_string(i)));
    if (answer.status != 429) continue;
    ++refused;
    EXPECT_GE(std::stoi(answer.Header("Retry-After")), 1);
  }
  EXPECT_GE(refused, 2);
  EXPECT_EQ(Post("/console/api/login", LoginBody("kim", kPassword)).status, 429) << "the right one must wait too";
}

TEST_F(Console, TheQueuesOfOthersAnswerWhileAPasswordIsHashed) {
  std::thread guess([&] { Post("/console/api/login", LoginBody("lee", "guess")); });
  EXPECT_EQ(Get("/healthz").status, 200);
  guess.join();
}

TEST_F(Console, RefusesEveryPostWithoutTheRightToken) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  const std::string right = kim.headers()["X-CSRF"];
  std::string wrong = right;
  wrong.back() = wrong.back() == 'a' ? 'b' : 'a';
  const std::vector<std::pair<std::string, std::string>> attempts = {
      {"", ""}, {wrong, ""}, {right, "https://evil.example"}, {right, "null"}};
  for (const auto& [token, origin] : attempts) {
    Headers headers = {{"Cookie", kim.headers()["Cookie"]}};
    if (!token.empty()) headers["X-CSRF"] = token;
    if (!origin.empty()) headers["Origin"] = origin;
    for (const char* act : {"take", "reply", "note", "give-back", "resolve"}) {
      const std::string path = "/console/api/conversations/" + std::to_string(id) + "/" + act;
      EXPECT_EQ(Post(path, R"({"id":"x","text":"t"})", headers).status, 403) << act;
    }
    EXPECT_EQ(Post("/console/api/logout", "{}", headers).status, 403);
    EXPECT_EQ(Post("/console/api/password", R"({"current":"a","new":"b"})", headers).status, 403);
  }
  const json shown = kim.Get("/conversations/" + std::to_string(id)).Json();
  EXPECT_EQ(shown["conversation"]["speaker"], "queue");
  EXPECT_EQ(shown["rows"].size(), kim.Get("/conversations/" + std::to_string(id)).Json()["rows"].size());
  kim.headers()["Origin"] = "http://desk.test";
  EXPECT_EQ(kim.Act(id, "take", "t1").status, 200);
}

TEST_F(Console, RefusesASignInFromAnotherPage) {
  EXPECT_EQ(Post("/console/api/login", LoginBody("kim", kPassword), {{"Origin", "https://evil.example"}}).status, 403);
}

TEST_F(Console, ShowsTheBoardTheCardAndTheRows) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Send({{"id", "x"}, {"type", "context"}, {"context", {{"os", "Debian"}, {"odd", 1}}}}).status, 200);
  ASSERT_EQ(visitor.Say("q", "How do I reset my password?").status, 200);
  const std::int64_t id = SomebodyWaits(visitor, kim);
  const json summary = kim.Get("/conversations").Json()["conversations"][0];
  EXPECT_THAT(summary["person"].get<std::string>(), HasSubstr("Visitor " + visitor.id().substr(0, 4)));
  EXPECT_EQ(summary["speaker"], "queue");
  EXPECT_EQ(summary["state"], "open");
  EXPECT_TRUE(summary.contains("waiting_since"));
  EXPECT_TRUE(summary.contains("due"));
  EXPECT_GT(summary["urgency"]["score"].get<int>(), 0);
  const json detail = kim.Get("/conversations/" + std::to_string(id)).Json();
  EXPECT_EQ(detail["card"]["ticket"], summary["ticket"]);
  EXPECT_THAT(detail["card"]["context"].dump(), HasSubstr("Debian"));
  EXPECT_EQ(detail["card"]["tried"][0]["id"], "reset-password");
  EXPECT_TRUE(detail["card"]["service_level"].contains("first_response_due"));
  EXPECT_GE(detail["rows"].size(), 4u);
  EXPECT_EQ(kim.Get("/conversations?view=mine").Json()["conversations"].size(), 0u);
  EXPECT_EQ(kim.Get("/conversations?view=closed").Json()["conversations"].size(), 0u);
  EXPECT_EQ(kim.Get("/conversations/999999").status, 404);
  EXPECT_EQ(kim.Get("/conversations/0x1").status, 404);
}

TEST_F(Console, TakesRepliesAndResolvesAndTheVisitorSeesIt) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  Stream stream = visitor.Follow();
  ASSERT_EQ(kim.Act(id, "take", "t1").status, 200);
  StreamEvent state = stream.Next("state");
  while (state.data["speaker"] != "agent") state = stream.Next("state");
  EXPECT_EQ(state.data["agent"], "Kim");
  ASSERT_EQ(kim.Act(id, "reply", "r1", "Hello there").status, 200);
  ASSERT_EQ(kim.Act(id, "reply", "r1", "Hello there").status, 200);
  const StreamEvent reply = stream.Next("message");
  EXPECT_EQ(reply.data["from"], "agent");
  EXPECT_THAT(reply.data.dump(), HasSubstr("Hello there"));
  EXPECT_EQ(kim.Get("/conversations?view=mine").Json()["conversations"].size(), 1u);
  ASSERT_EQ(kim.Act(id, "resolve", "e1", "done").status, 200);
  EXPECT_EQ(stream.Next("message").data["from"], "bot") << "the reply came twice, or not the end";
  EXPECT_EQ(kim.Get("/conversations?view=closed").Json()["conversations"].size(), 1u);
}

TEST_F(Console, ANoteNeverReachesTheVisitor) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  Stream live = visitor.Follow();
  Stream console = kim.Follow();
  ASSERT_EQ(kim.Act(id, "take", "t1").status, 200);
  ASSERT_EQ(kim.Act(id, "note", "n1", "CANARY-NOTE").status, 200);
  ASSERT_EQ(kim.Act(id, "reply", "r1", "the end").status, 200);
  const auto no_note_until_the_end = [](Stream& stream) {
    while (true) {
      const StreamEvent event = stream.Next("message");
      ASSERT_EQ(event.name, "message");
      ASSERT_THAT(event.data.dump(), Not(HasSubstr("CANARY-NOTE")));
      if (event.data.dump().find("the end") != std::string::npos) return;
    }
  };
  no_note_until_the_end(live);
  Stream later = visitor.Follow();
  no_note_until_the_end(later);
  for (StreamEvent row = console.Next("row");; row = console.Next("row")) {
    ASSERT_EQ(row.name, "row");
    if (row.data["row"]["message"]["kind"] != "note") continue;
    EXPECT_EQ(row.data["conversation"], id);
    EXPECT_EQ(row.data["row"]["id"], "n1");
    break;
  }
}

TEST_F(Console, OfTwoWhoTakeAtOnceOneWinsAndTheOtherIsToldWho) {
  Agent kim(port(), "kim", kPassword);
  Agent lee(port(), "lee", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  Answer of_kim;
  Answer of_lee;
  std::thread one([&] { of_kim = kim.Act(id, "take", "t"); });
  std::thread two([&] { of_lee = lee.Act(id, "take", "t"); });
  one.join();
  two.join();
  ASSERT_EQ(of_kim.status + of_lee.status, 200 + 409) << of_kim.body << of_lee.body;
  const bool kim_won = of_kim.status == 200;
  const json refused = (kim_won ? of_lee : of_kim).Json();
  EXPECT_EQ(refused["holder"], kim_won ? "Kim" : "Lee");
  EXPECT_EQ(refused["error"]["code"], "conflict");
  const json shown = kim.Get("/conversations/" + std::to_string(id)).Json()["conversation"];
  EXPECT_EQ(shown["agent"], kim_won ? "kim" : "lee");
  EXPECT_EQ((kim_won ? lee : kim).Act(id, "reply", "r", "me too").status, 409);
}

TEST_F(Console, AConversationIsPassedOnToWhoeverIsThereAndToNobodyElse) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  const std::string path = "/conversations/" + std::to_string(id);
  ASSERT_EQ(kim.Act(id, "take", "t1").status, 200);
  Agent lee(port(), "lee", kPassword);
  ASSERT_EQ(lee.Post("/me/presence", {{"presence", "away"}}).status, 200);
  EXPECT_EQ(lee.Post("/me/presence", {{"presence", "asleep"}}).status, 400);
  EXPECT_EQ(lee.Get("/me").Json()["agent"]["presence"], "away");
  const auto pass = [&](const std::string& key) {
    return kim.Post(path + "/transfer", {{"id", key}, {"what", "agent"}, {"value", "lee"}});
  };
  EXPECT_EQ(pass("p1").status, 400);
  ASSERT_EQ(lee.Post("/me/presence", {{"presence", "available"}}).status, 200);
  EXPECT_EQ(pass("p2").status, 200);
  EXPECT_EQ(kim.Get(path).Json()["conversation"]["agent"], "lee");
  EXPECT_EQ(lee.Act(id, "pause", "p3").status, 200);
  EXPECT_EQ(kim.Get(path).Json()["conversation"]["speaker"], "paused");
  EXPECT_TRUE(kim.Get(path).Json()["card"]["routing"].contains("reason"));
}

TEST_F(Console, TheBotIsSilentWhileAnAgentHasTheWord) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  ASSERT_EQ(kim.Act(id, "take", "t1").status, 200);
  ASSERT_EQ(visitor.Say("c2", "How do I reset my password?").status, 200);
  const json rows = kim.Get("/conversations/" + std::to_string(id)).Json()["rows"];
  EXPECT_EQ(rows.back()["id"], "c2");
}

TEST_F(Console, TheStreamTellsOfNewConversationsAndDeliveries) {
  Agent kim(port(), "kim", kPassword);
  Stream stream = kim.Follow();
  ASSERT_EQ(stream.status(), 200);
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "I want to talk to a human").status, 200);
  bool delivered = false;
  bool told = false;
  while (!delivered || !told) {
    const StreamEvent event = stream.Next();
    ASSERT_FALSE(event.name.empty());
    if (event.name == "conversation") told = event.data["speaker"] == "queue";
    if (event.name == "row") delivered = delivered || event.data["row"].value("delivery", "") == "sent";
  }
}

// A reply that is late is known by it.
TEST_F(Console, AChangeIsToldUnderTheVersionThatTheBoardShowsThen) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  const auto shown = [&] { return kim.Get("/conversations/" + std::to_string(id)).Json()["conversation"]; };
  const json waiting = shown();
  Stream stream = kim.Follow();
  ASSERT_EQ(kim.Act(id, "take", "t1").status, 200);
  StreamEvent told = stream.Next("conversation");
  while (!told.name.empty() && told.data["speaker"] != "agent") told = stream.Next("conversation");
  ASSERT_EQ(told.name, "conversation");
  EXPECT_EQ(told.data["version"], shown()["version"]);
  EXPECT_LT(waiting["version"].get<int>(), told.data["version"].get<int>());
}

TEST_F(Console, SaysWhatIsWrongWithAnAct) {
  Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  const std::int64_t id = SomebodyWaits(visitor, kim);
  EXPECT_EQ(kim.Act(id, "reply", "r1", "   ").status, 400);
  EXPECT_EQ(kim.Act(id, "reply", "", "text").status, 400);
  EXPECT_EQ(kim.Act(id, "reply", "r1", std::string(17 << 10, 'x')).status, 413);
  EXPECT_EQ(kim.Act(999999, "take", "t1").status, 404);
  EXPECT_EQ(kim.Act(id, "dance", "t1").status, 404);
  EXPECT_EQ(kim.Post("/conversations/" + std::to_string(id) + "/take", json::array()).status, 400);
}

TEST_F(Console, SigningOutEndsTheSessionAndItsStreams) {
  Agent kim(port(), "kim", kPassword);
  Stream stream = kim.Follow();
  ASSERT_EQ(stream.status(), 200);
  ASSERT_EQ(kim.Post("/logout", json::object()).status, 200);
  EXPECT_TRUE(stream.Rest().empty());
  EXPECT_EQ(kim.Get("/me").status, 401);
}

TEST_F(Console, ChangingThePasswordEndsAllSessionsOfTheAgent) {
  Agent kim(port(), "kim", kPassword);
  Agent elsewhere(port(), "kim", kPassword);
  EXPECT_EQ(kim.Post("/password", {{"current", "wrong"}, {"new", "a new long password"}}).status, 403);
  EXPECT_EQ(kim.Post("/password", {{"current", kPassword}, {"new", "short"}}).status, 400);
  EXPECT_EQ(kim.Post("/password", {{"current", kPassword}, {"new", kPassword}}).status, 400);
  const Answer changed = kim.Post("/password", {{"current", kPassword}, {"new", "a new long password"}});
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(kim.Get("/me").status, 401) << "the session kept its id";
  EXPECT_EQ(elsewhere.Get("/me").status, 401);
  EXPECT_EQ(Get("/console/api/me", {{"Cookie", changed.Cookie()}}).status, 200);
  EXPECT_EQ(Post("/console/api/login", LoginBody("kim", kPassword)).status, 401);
  Agent again(port(), "kim", "a new long password");
}

class OneTimePassword : public LiveDesk {};

TEST_F(OneTimePassword, OpensNothingButTheWayToAnOwnOne) {
  AddAgent("kim", "Kim", true);
  Start();
  Agent kim(port(), "kim", kPassword);
  EXPECT_EQ(kim.Get("/me").Json()["must_change_password"], true);
  for (const char* path : {"/conversations", "/conversations/1", "/files/00", "/stream"}) {
    const Answer refused = kim.Get(path);
    EXPECT_EQ(refused.status, 403) << path;
    EXPECT_EQ(refused.Json()["error"]["code"], "change your password");
  }
  EXPECT_EQ(kim.Act(1, "take", "t").status, 403);
  ASSERT_EQ(kim.Post("/password", {{"current", kPassword}, {"new", "a password of my own"}}).status, 200);
  kim.SignIn("kim", "a password of my own");
  EXPECT_EQ(kim.Get("/me").Json()["must_change_password"], false);
  EXPECT_EQ(kim.Get("/conversations").status, 200);
}

class ConsoleInTime : public LiveDesk {
 protected:
  ConsoleInTime() : now_(base::SystemClock().Now()) {
    AddAgent("kim", "Kim");
    Start(&now_);
  }
  ~ConsoleInTime() override { service_.reset(); }  // it reads the clock to its end
  base::ManualClock now_;
};

TEST_F(ConsoleInTime, ASessionEndsWhenItIsNotUsedForHalfAnHour) {
  Agent kim(port(), "kim", kPassword);
  for (int i = 0; i < 4; ++i) {
    now_.Advance(std::chrono::minutes(29));
    EXPECT_EQ(kim.Get("/me").status, 200) << i;
    EXPECT_EQ(kim.Get("/me").status, 200) << "so that the mark is written";
  }
  now_.Advance(std::chrono::minutes(30));
  EXPECT_EQ(kim.Get("/me").status, 401);
}

TEST_F(ConsoleInTime, ASessionEndsAfterTwelveHoursHoweverBusy) {
  Agent kim(port(), "kim", kPassword);
  for (int i = 0; i < 35; ++i) {
    now_.Advance(std::chrono::minutes(20));
    ASSERT_EQ(kim.Get("/me").status, 200) << i;
    ASSERT_EQ(kim.Get("/me").status, 200);
  }
  now_.Advance(std::chrono::minutes(20));
  EXPECT_EQ(kim.Get("/me").status, 401);
}

}  // namespace
}  // namespace frontdesk::runtime::testing
