#include <gmock/gmock.h>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr base::EmbeddedFile kBundle[] = {
    {"demo/index.html", "<!doctype html><title>demo</title>"},
    {"demo/demo.js", "1;"},
    {"demo/demo.css", "a{}"},
    {"console/index.html", "<!doctype html><title>desk</title>"},
    {"console/app.js", "2;"},
    {"console/app.css", "b{}"},
    {"widget.js", "3;"},
};
constexpr const char* kFiles[] = {"/demo",           "/demo/demo.js",    "/demo/demo.css", "/console",
                                  "/console/app.js", "/console/app.css", "/widget.js",     "/articles/reset-password",
                                  "/article.css"};

class Page : public LiveDesk {
 protected:
  Page() { Start(nullptr, kBundle); }
};

TEST_F(Page, EveryAnswerHasAPolicyThatAllowsNoForeignCode) {
  std::vector<std::string> paths(std::begin(kFiles), std::end(kFiles));
  for (const char* path : {"/healthz", "/readyz", "/metrics", "/nothing", "/console/api/me", "/web/widget/stream",
                           "/articles/nothing", "/favicon.ico"}) {
    paths.emplace_back(path);
  }
  for (const std::string& path : paths) {
    const Answer answer = Get(path);
    const std::string policy = answer.Header("Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'")) << path;
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'")) << path;
    EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << path;
    EXPECT_EQ(answer.Header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(answer.Header("Referrer-Policy"), "no-referrer") << path;
  }
}

TEST_F(Page, IsServedOnceAndThenConfirmed) {
  for (const char* path : kFiles) {
    const Answer first = Get(path);
    ASSERT_EQ(first.status, 200) << path;
    EXPECT_FALSE(first.body.empty());
    const std::string tag = first.Header("ETag");
    ASSERT_FALSE(tag.empty()) << path;
    const Answer again = Get(path, {{"If-None-Match", tag}});
    EXPECT_EQ(again.status, 304) << path;
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(Get(path, {{"If-None-Match", "\"other\""}}).status, 200);
    const Answer head = Call(port(), "HEAD", path);
    EXPECT_EQ(head.status, 200);
    EXPECT_TRUE(head.body.empty());
  }
}

TEST_F(Page, OnlyTheWidgetMayBeLoadedByOtherSites) {
  for (const char* path : kFiles) {
    const bool widget = std::string(path) == "/widget.js";
    EXPECT_EQ(Get(path).Header("Cross-Origin-Resource-Policy"), widget ? "cross-origin" : "same-origin") << path;
  }
}

TEST_F(Page, AnArticleIsEscapedAndLeadsToItsNeighbours) {
  const Answer page = Get("/articles/reset-password?locale=en");
  EXPECT_THAT(page.Header("Content-Type"), HasSubstr("text/html"));
  EXPECT_THAT(page.body, HasSubstr("<h1>Reset your password</h1>"));
  EXPECT_THAT(page.body, HasSubstr("<strong>Forgot password</strong>"));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"/articles/admin-roles?locale=en\""));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"https://example.com/x\" rel=\"noopener noreferrer nofollow\""));
  EXPECT_THAT(page.body, Not(HasSubstr("<b>")));
  EXPECT_EQ(Get("/articles/reset-password?locale=%3Cscript%3E").status, 200);
  EXPECT_THAT(Get("/articles/reset-password?locale=%3Cscript%3E").body, Not(HasSubstr("<script>")));
}

TEST_F(Page, AnUnknownArticleIsNotThere) {
  EXPECT_EQ(Get("/articles/nothing").status, 404);
  EXPECT_EQ(Get("/articles/").status, 404);
}

TEST_F(Page, IsMissingAndNotEmptyWhereTheBundleLacksIt) {
  service_.reset();
  Start();
  EXPECT_EQ(Get("/console").status, 404);
  EXPECT_EQ(Get("/healthz").status, 200);
}

TEST_F(Page, HealthIsToldInWordsAndNumbers) {
  EXPECT_EQ(Get("/healthz").Json()["alive"], true);
  const Answer ready = Get("/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.Json()["ready"], true);
  const Visitor visitor(port());
  visitor.Say("c1", "human");
  visitor.Say("c1", "human");
  const std::string metrics = Get("/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("frontdesk_events_taken_total 2\n"));
  EXPECT_THAT(metrics, HasSubstr("frontdesk_events_duplicate_total"));
  EXPECT_THAT(metrics, HasSubstr("frontdesk_http_refused_total{reason=\"malformed\"} 0\n"));
  EXPECT_THAT(metrics, Not(HasSubstr("human")));
}

}  // namespace
}  // namespace frontdesk::runtime::testing
