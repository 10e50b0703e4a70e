// Tickets through the agents' API: what is shown, what is changed, and tickets for callers.
#include <gmock/gmock.h>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class ConsoleTickets : public LiveDesk {
 protected:
  ConsoleTickets() {
    AddAgent("kim", "Kim");
    Start();
  }
  static json Show(const Agent& agent, std::int64_t id) {
    return agent.Get("/conversations/" + std::to_string(id)).Json();
  }
};

TEST_F(ConsoleTickets, ShowsATicketWithBothFiguresAndItsHistory) {
  const Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "I want to talk to a human").status, 200);
  ASSERT_EQ(visitor.Say("c2", "this is urgent").status, 200);
  const std::int64_t id = kim.OnlyConversation();
  const std::string path = "/conversations/" + std::to_string(id);
  ASSERT_EQ(kim.Post(path + "/set", {{"id", "a1"}, {"what", "impact"}, {"value", "blocked"}}).status, 200);
  const json ticket = Show(kim, id)["tickets"][0];
  EXPECT_EQ(ticket["impact"], "blocked");
  EXPECT_EQ(ticket["changes"].back()["what"], "impact: unknown -> blocked");
  EXPECT_EQ(ticket["tags"][0]["key"], "urgent");
  EXPECT_GT(ticket["urgency"]["score"].get<int>(), 0);
  EXPECT_THAT(ticket["weight"]["factors"].dump(), HasSubstr("effort unknown"));
}

TEST_F(ConsoleTickets, ShowsEachClockWithWhatCountedAndStopsItWhenAPersonAnswers) {
  const Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "I want to talk to a human").status, 200);
  const std::int64_t id = kim.OnlyConversation();
  const auto clock = [&](const std::string& name) {
    const json clocks = Show(kim, id)["tickets"][0]["clocks"];
    for (const json& one : clocks)
      if (one["clock"] == name) return one;
    return json();
  };
  EXPECT_TRUE(clock("first response")["runs"].get<bool>());
  EXPECT_GT(clock("first response")["target"].get<int>(), 0);
  EXPECT_FALSE(clock("resolution").contains("ended"));
  EXPECT_TRUE(clock("next response").is_null()) << "nobody waits for another answer yet";
  ASSERT_EQ(kim.Act(id, "reply", "r1", "Hello, let me see.").status, 200);
  const json answered = clock("first response");
  EXPECT_TRUE(answered.contains("ended"));
  EXPECT_FALSE(answered["late"].get<bool>());
  for (const json& span : answered["spans"]) EXPECT_THAT(span["reason"].get<std::string>(), HasSubstr("general"));
}

TEST_F(ConsoleTickets, NamesToWhomItMayBePassedOn) {
  const Agent kim(port(), "kim", kPassword);
  ASSERT_EQ(kim.Post("/me/presence", {{"presence", "busy"}}).status, 200);
  const json all = kim.Get("/colleagues").Json();
  EXPECT_THAT(all["queues"], Contains("general"));
  ASSERT_EQ(all["agents"].size(), 1u);
  EXPECT_EQ(all["agents"][0]["name"], "kim");
  EXPECT_EQ(all["agents"][0]["presence"], "busy");
  EXPECT_EQ(all["agents"][0]["load"], 0);
  EXPECT_EQ(Get("/console/api/colleagues").status, 401);
}

TEST_F(ConsoleTickets, RefusesAnActThatLacksWhatItNeedsInASentence) {
  const Agent kim(port(), "kim", kPassword);
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "I want to talk to a human").status, 200);
  const std::string path = "/conversations/" + std::to_string(kim.OnlyConversation());
  const Answer refused = kim.Post(path + "/plan", {{"id", "a1"}, {"value", "2030-01-01"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("needs a reason"));
  EXPECT_EQ(kim.Post(path + "/set", {{"id", "a2"}, {"ticket", 4711}, {"what", "title"}, {"value", "x"}}).status, 404);
}

TEST_F(ConsoleTickets, OpensATicketForACallerByTheFormsQuestions) {
  const Agent kim(port(), "kim", kPassword);
  const json choices = kim.Get("/choices").Json();
  EXPECT_THAT(choices["sources"], Contains("phone"));
  EXPECT_EQ(choices["categories"][0]["id"], "functional");
  EXPECT_FALSE(choices["categories"][0]["not"]["zh"].get<std::string>().empty());
  const json report = {{"id", "call-1"}, {"source", "phone"}, {"name", "Grace"}, {"words", "There is no sound"}};
  const Answer opened = kim.Post("/tickets", report);
  ASSERT_EQ(opened.status, 200) << opened.body;
  const json shown = Show(kim, opened.Json()["conversation"]);
  EXPECT_EQ(shown["conversation"]["person"], "Grace");
  EXPECT_EQ(shown["conversation"]["agent"], "kim");
  EXPECT_EQ(shown["tickets"][0]["source"], "phone");
  EXPECT_EQ(kim.Post("/tickets", report).Json()["conversation"], opened.Json()["conversation"]) << "sent again";
  EXPECT_EQ(kim.Post("/tickets", {{"id", "call-2"}, {"source", "phone"}}).status, 400);
  EXPECT_EQ(Post("/console/api/tickets", report.dump()).status, 401);
}

}  // namespace
}  // namespace frontdesk::runtime::testing
