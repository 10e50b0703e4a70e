// Knowledge gaps at the console: who may see them, and what becomes of them.
#include <gmock/gmock.h>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class ConsoleGaps : public LiveDesk {
 protected:
  void SetUp() override {
    AddAgent("kim", "Kim");
    Start();
  }

  // Asks, is not answered, and gets a reply from `agent`.
  void AskAndAnswer(Agent& agent) {
    const Visitor visitor(port());
    ASSERT_EQ(visitor.Say("q1", "zanzibar ferry timetable").status, 200);
    ASSERT_EQ(visitor.Say("q2", "human").status, 200);
    ASSERT_EQ(
        agent.Act(agent.OnlyConversation(), "reply", "r1", "Next door. My key is ghp_abcdefghijklmnopqrst01").status,
        200);
  }
  // What the page sends for the first gap.
  static json DraftOf(const json& gap) {
    json rows = json::array();
    for (const json& reply : gap["replies"]) rows.push_back(reply["row"]);
    return {{"question", gap["question"]}, {"locale", gap["locale"]}, {"wordings", gap["wordings"]}, {"replies", rows}};
  }
  std::filesystem::path Draft(const std::string& name) const {
    return directory_ / "knowledge/drafts/articles/en" / name;
  }
};

TEST_F(ConsoleGaps, ShowAQuestionAndTheReplyThatItGot) {
  Agent kim(port(), "kim", kPassword);
  AskAndAnswer(kim);
  const json report = kim.Get("/gaps?days=7").Json();
  ASSERT_EQ(report["gaps"].size(), 1u) << report.dump();
  const json& gap = report["gaps"][0];
  EXPECT_EQ(gap["question"], "zanzibar ferry timetable");
  EXPECT_EQ(gap["people"], 1);
  EXPECT_EQ(gap["next"]["person"], 1);
  EXPECT_EQ(gap["replies"][0]["by"], "Kim");
  EXPECT_EQ(gap["replies"][0]["text"], "Next door. My key is [masked]");
  EXPECT_EQ(report["questions"], 1);
}

TEST_F(ConsoleGaps, BecomeADraftThatIsNotServed) {
  Agent kim(port(), "kim", kPassword);
  AskAndAnswer(kim);
  const json gap = kim.Get("/gaps").Json()["gaps"][0];
  const Answer drafted = kim.Post("/gaps/draft", DraftOf(gap));
  ASSERT_EQ(drafted.status, 200) << drafted.body;
  EXPECT_EQ(drafted.Json()["path"], "knowledge/drafts/articles/en/zanzibar-ferry-timetable.md");
  const std::string text = Read(Draft("zanzibar-ferry-timetable.md"));
  EXPECT_THAT(text, HasSubstr("Next door."));
  EXPECT_THAT(text, Not(HasSubstr("ghp_")));
  EXPECT_EQ(Get("/articles/zanzibar-ferry-timetable").status, 404);
}

TEST_F(ConsoleGaps, BecomeAPhrasingInACopyOfTheArticle) {
  Agent kim(port(), "kim", kPassword);
  const json body = {{"question", "I lost my login"}, {"locale", "en"}, {"article", "reset-password"}};
  const Answer added = kim.Post("/gaps/phrasing", body);
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_THAT(Read(Draft("reset-password.md")), HasSubstr("- \"I lost my login\""));
  EXPECT_EQ(Read(directory_ / "knowledge/articles/en/reset-password.md"), kArticle);
  EXPECT_EQ(kim.Post("/gaps/phrasing", body).status, 409) << "it is there already";
}

TEST_F(ConsoleGaps, RefuseWhatIsNoAgentsReplyAndWhatIsNoArticle) {
  Agent kim(port(), "kim", kPassword);
  AskAndAnswer(kim);
  EXPECT_EQ(kim.Post("/gaps/draft", {{"question", "x"}, {"replies", {1, 2, 3, 4, 5}}}).status, 200);
  EXPECT_THAT(Read(Draft("x.md")), Not(HasSubstr("toner"))) << "what a visitor wrote is no reply";
  EXPECT_EQ(kim.Post("/gaps/draft", {{"question", " "}}).status, 400);
  EXPECT_EQ(kim.Post("/gaps/phrasing", {{"question", "x"}, {"article", "../../frontdesk"}}).status, 404);
  EXPECT_EQ(kim.Post("/gaps/draft", {{"question", "../../../x y"}, {"locale", "../.."}}).Json()["path"],
            "knowledge/drafts/articles/en/x-y.md");
}

TEST_F(ConsoleGaps, AreForAgentsOnly) {
  EXPECT_EQ(Get("/console/api/gaps").status, 401);
  EXPECT_EQ(Post("/console/api/gaps/draft", R"({"question":"x"})").status, 401);
  Agent kim(port(), "kim", kPassword);
  kim.headers()["X-CSRF"] = "wrong";
  EXPECT_EQ(kim.Post("/gaps/draft", {{"question", "x"}}).status, 403);
  EXPECT_EQ(kim.Post("/gaps/phrasing", {{"question", "x"}, {"article", "reset-password"}}).status, 403);
  EXPECT_FALSE(std::filesystem::exists(directory_ / "knowledge/drafts"));
}

}  // namespace
}  // namespace frontdesk::runtime::testing
