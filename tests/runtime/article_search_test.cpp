// Titles for a visitor who writes, answers for an agent who replies, reasons for whoever tries a question.
#include <gmock/gmock.h>

#include "bot/runtime/visitor_quota.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kChinese[] =
    "---\ntitle: 重置密码\nquestions: [怎么重置密码, 忘记密码了]\n---\n在登录页选择“忘记密码”。\n";
constexpr char kForPartners[] =
    "---\ntitle: Reset a partner password\nquestions: [reset a partner password]\naccounts: [shop]\n---\nCall us.\n";

class ArticleSearch : public LiveDesk {
 protected:
  ArticleSearch() {
    WriteFile(directory_ / "knowledge/articles/zh/reset-password.md", kChinese);
    WriteFile(directory_ / "knowledge/articles/en/partner-password.md", kForPartners);
    AddAgent("kim", "Kim");
  }
  Answer Suggest(const Visitor& visitor, const std::string& words, const std::string& account = "widget") {
    return Post("/web/" + account + "/suggestions", json{{"q", words}, {"locale", "en"}}.dump(), visitor.headers());
  }
};

TEST_F(ArticleSearch, SuggestsTitlesThatAPressShows) {
  Start();
  const Visitor visitor(port());
  const json suggestions = Suggest(visitor, "reset my pass").Json()["suggestions"];
  ASSERT_FALSE(suggestions.empty());
  EXPECT_LE(suggestions.size(), 3u);
  EXPECT_EQ(suggestions[0], (json{{"label", "Reset your password"}, {"value", "article:reset-password"}}));
  EXPECT_EQ(Suggest(visitor, "重置密").Json()["suggestions"][0]["label"], "重置密码");
  EXPECT_EQ(visitor.Send({{"id", "p"}, {"type", "press"}, {"value", "article:reset-password"}, {"label", "x"}}).status,
            200);
  Stream stream = visitor.Follow();
  json answer;
  for (StreamEvent event = stream.Next(); event.name == "message"; event = stream.Next())
    if (event.data["message"]["kind"] == "answer") answer = event.data["message"];
  EXPECT_EQ(answer["subject"], "reset-password");
  EXPECT_EQ(answer["asks"], true);
}

TEST_F(ArticleSearch, SuggestsNothingThatIsForAnotherAccountOrWasRejected) {
  Start();
  const Visitor visitor(port());
  EXPECT_THAT(Suggest(visitor, "reset a partner password").body, Not(HasSubstr("partner-password")));
  for (const char* value : {"article:reset-password", "verdict:no=reset-password"}) {
    ASSERT_EQ(visitor.Send({{"id", value}, {"type", "press"}, {"value", value}, {"label", "x"}}).status, 200);
  }
  EXPECT_THAT(Suggest(visitor, "reset my password").body, Not(HasSubstr("article:reset-password")));
}

TEST_F(ArticleSearch, SuggestsNothingWhereTheAccountSaysSo) {
  WriteFile(directory_ / "frontdesk.yaml", std::string(kWorkspaceFile) + "  quiet: {type: web, suggestions: false}\n");
  Start();
  const Visitor visitor(port(), "quiet");
  EXPECT_EQ(Suggest(visitor, "reset my password", "quiet").status, 404);
}

TEST_F(ArticleSearch, RefusesWordsThatAreNoneAndVisitorsWithoutASession) {
  Start();
  const Visitor visitor(port());
  for (const std::string& body :
       {std::string("{}"), std::string("["), std::string(R"({"q":""})"), json{{"q", std::string(1'001, 'a')}}.dump()}) {
    EXPECT_EQ(Post("/web/widget/suggestions", body, visitor.headers()).status, 400) << body;
  }
  EXPECT_EQ(Post("/web/widget/suggestions", R"({"q":"reset"})").status, 401);
}

TEST_F(ArticleSearch, BoundsTheLookUpsOfOneVisitor) {
  VisitorQuota quota(kSuggestionLimits);
  base::TimePoint now = base::FromMillis(1'700'000'000'000);
  int taken = 0;
  while (taken < 1'000 && quota.Take("one", "1", 1, now)) ++taken;
  EXPECT_EQ(taken, kSuggestionLimits.of_visitor);
  EXPECT_TRUE(quota.Take("two", "1", 1, now));
  now += kSuggestionLimits.window;
  EXPECT_TRUE(quota.Take("one", "1", 1, now));
}

TEST_F(ArticleSearch, FindsAnswersForAReplyInTheLanguageOfTheUser) {
  Start();
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "我的账号登不上，帮我转人工").status, 200);
  const Agent kim(port(), "kim", kPassword);
  const std::string of = "&conversation=" + std::to_string(kim.OnlyConversation());
  const json found = kim.Get("/articles?q=reset%20password" + of).Json()["articles"];
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0]["id"], "reset-password");
  EXPECT_EQ(found[0]["title"], "重置密码");
  EXPECT_EQ(found[0]["text"], "在登录页选择“忘记密码”。");
  EXPECT_EQ(found[0]["href"], "/articles/reset-password?locale=zh");
  EXPECT_THAT(found.dump(), Not(HasSubstr("partner-password"))) << "what the user may not see";
  EXPECT_EQ(kim.Get("/articles?q=reset&conversation=99").status, 404);
  EXPECT_EQ(kim.Get("/articles?q=" + of).status, 400);
  EXPECT_EQ(Get("/console/api/articles?q=reset" + of).status, 401);
}

TEST_F(ArticleSearch, ExplainsAQuestionToAnAgent) {
  Start();
  const Agent kim(port(), "kim", kPassword);
  const json why = kim.Get("/explain?q=how%20do%20i%20reset%20my%20password&locale=en").Json();
  EXPECT_EQ(why["decision"], "answer");
  EXPECT_EQ(why["candidates"][0]["id"], "reset-password");
  EXPECT_EQ(Get("/console/api/explain?q=reset").status, 401);
}

}  // namespace
}  // namespace frontdesk::runtime::testing
