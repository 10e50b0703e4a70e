#include <gmock/gmock.h>

#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using net::testing::Eventually;
using ::testing::HasSubstr;

class Reload : public LiveDesk {
 protected:
  Reload() { Start(); }
  void Write(const std::string& file, const std::string& text) {
    WriteFile(directory_ / file, text);
    service_->Reload();
  }
  std::string Notes() { return Get("/readyz").Json()["notes"].dump(); }
  bool ShowsArticle(const std::string& id) { return Get("/articles/" + id).status == 200; }
};

constexpr char kNewArticle[] =
    "---\ntitle: New\nquestions: [what is new, tell me news, anything new]\n---\nThis is new.\n";

TEST_F(Reload, TakesUpAChangedWorkspace) {
  EXPECT_FALSE(ShowsArticle("new"));
  Write("knowledge/articles/en/new.md", kNewArticle);
  EXPECT_TRUE(Eventually([&] { return ShowsArticle("new"); }));
  EXPECT_EQ(Notes(), "[]");
}

TEST_F(Reload, NoticesAChangedFileByItself) {
  WriteFile(directory_ / "knowledge/articles/en/new.md", kNewArticle);
  EXPECT_TRUE(Eventually([&] { return ShowsArticle("new"); }));
}

TEST_F(Reload, KeepsTheOldWorkspaceWhenTheNewOneIsBrokenAndSaysSo) {
  const Visitor visitor(port());
  Write("flows/broken.yaml", "flow: broken\nsteps: [{ask: nothing, opitons: 1}]\n");
  ASSERT_TRUE(Eventually([&] { return Notes().find("errors") != std::string::npos; }));
  EXPECT_EQ(Get("/readyz").status, 200) << "the old one still serves";
  EXPECT_THAT(Get("/metrics").body, HasSubstr("frontdesk_workspace_broken 1\n"));
  EXPECT_TRUE(ShowsArticle("reset-password"));
  EXPECT_EQ(visitor.Say("c1", "How do I reset my password?").status, 200);
  std::filesystem::remove(directory_ / "flows/broken.yaml");
  service_->Reload();
  EXPECT_TRUE(Eventually([&] { return Notes() == "[]"; }));
}

class ReloadWatched : public Reload {
 protected:
  ReloadWatched() {
    service_.reset();
    AddAgent("kim", "Kim");
    Start();
  }
};

TEST_F(ReloadWatched, ABrokenArticleKeepsTheOldAnswersAndTheConsoleSaysWhy) {
  Agent kim(port(), "kim", kPassword);
  Stream console = kim.Follow();
  EXPECT_EQ(kim.Get("/workspace").Json(), json({{"findings", json::array()}, {"problem", ""}}));
  const std::string article = "knowledge/articles/en/reset-password.md";
  Write(article, "---\ntitel: Reset\n---\nNew words.\n");
  EXPECT_EQ(console.Next("workspace").name, "workspace");
  const json broken = kim.Get("/workspace").Json();
  EXPECT_THAT(broken["findings"].dump(),
              HasSubstr(article + ":2:1: error: unknown key 'titel' in the front matter; did you mean 'title'?"));
  EXPECT_THAT(Notes(), HasSubstr("is not in service; see the log since "));
  EXPECT_THAT(Notes(), ::testing::Not(HasSubstr("reset-password"))) << "everybody may read it: it names no files";
  EXPECT_THAT(Get("/articles/reset-password").body, HasSubstr("Forgot password"));
  Write(article, kNewArticle);
  EXPECT_EQ(console.Next("workspace").name, "workspace");
  EXPECT_EQ(kim.Get("/workspace").Json()["problem"], "");
  EXPECT_EQ(Notes(), "[]");
}

TEST_F(Reload, ABrokenConfigKeepsTheAccounts) {
  Write("frontdesk.yaml", "frontdesk: 1\nacounts: {}\n");
  ASSERT_TRUE(Eventually([&] { return Notes().find("errors") != std::string::npos; }));
  EXPECT_EQ(Post("/web/widget/session", "{}").status, 200);
}

TEST_F(Reload, AddsAndRemovesAccounts) {
  const Visitor visitor(port());
  Write("frontdesk.yaml",
        "frontdesk: 1\nlisten: 127.0.0.1:0\ndata: ./data\nlocales: [en, zh]\naccounts: {help: {type: web}}\n");
  ASSERT_TRUE(Eventually([&] { return Post("/web/help/session", "{}").status == 200; }));
  EXPECT_EQ(visitor.Say("c1", "hello").status, 404);
}

class AtStart : public LiveDesk {};

TEST_F(AtStart, SaysEverythingThatIsWrongWithTheWorkspace) {
  WriteFile(directory_ / "flows/broken.yaml", "flow: broken\nopitons: 1\n");
  WriteFile(directory_ / "knowledge/articles/en/bad.md", "---\ntitel: x\n---\n");
  const auto opened = Service::Open({directory_.string(), {}, {}, nullptr});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, base::ErrorCode::kInvalid);
  EXPECT_THAT(opened.error().message, HasSubstr("flows/broken.yaml:"));
  EXPECT_THAT(opened.error().message, HasSubstr("knowledge/articles/en/bad.md:"));
}

TEST_F(AtStart, RefusesADataDirectoryThatIsInUse) {
  Start();
  const auto second = Service::Open({directory_.string(), {}, {}, nullptr});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, base::ErrorCode::kConflict);
}

TEST_F(AtStart, RefusesADamagedVisitorKeyRatherThanForgettingEverybody) {
  Start();
  service_.reset();
  WriteFile(std::filesystem::path(data()) / "visitor.key", "short");
  const auto opened = Service::Open({directory_.string(), {}, {}, nullptr});
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error().where, HasSubstr("visitor.key"));
}

TEST_F(AtStart, KeepsTheVisitorKeyFromOthers) {
  Start();
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(data() + "/visitor.key").permissions(), perms::owner_read | perms::owner_write);
}

}  // namespace
}  // namespace frontdesk::runtime::testing
