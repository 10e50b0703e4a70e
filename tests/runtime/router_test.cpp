#include "bot/runtime/router.h"

#include <gtest/gtest.h>

namespace frontdesk::runtime {
namespace {

class Kept final : public net::HttpReplySink {
 public:
  void Send(net::HttpResponse response) override { answer = std::move(response); }
  std::shared_ptr<net::EventStream> OpenStream(net::HttpHeaders) override { return nullptr; }
  net::HttpResponse answer;
};

class ARouter : public ::testing::Test {
 protected:
  ARouter() {
    const auto say = [](std::string name) {
      return [name](const Call& call) {
        std::string body = name;
        for (const std::string& arg : call.args) body += " " + arg;
        call.reply.Send({200, {}, body});
      };
    };
    router_.Add("GET", "/a", say("a"));
    router_.Add("POST", "/a", say("post a"), {77, std::chrono::seconds(3)});
    router_.Add("GET", "/a/*", say("one"));
    router_.Add("GET", "/a/*/b/*", say("two"));
  }
  net::HttpResponse Ask(const std::string& method, const std::string& path) {
    const auto sink = std::make_shared<Kept>();
    net::HttpRequest request;
    request.method = method;
    request.path = path;
    router_.Handle(std::move(request), net::HttpReply(sink));
    return sink->answer;
  }
  Router router_;
};

TEST_F(ARouter, FindsByMethodAndPath) {
  EXPECT_EQ(Ask("GET", "/a").body, "a");
  EXPECT_EQ(Ask("HEAD", "/a").body, "a");
  EXPECT_EQ(Ask("POST", "/a").body, "post a");
  EXPECT_EQ(Ask("GET", "/a/x").body, "one x");
  EXPECT_EQ(Ask("GET", "/a/x/b/y").body, "two x y");
}

TEST_F(ARouter, SaysWhatIsNotThere) {
  for (const char* path : {"/", "", "*", "/b", "/a/", "/a//b/y", "/a/x/b", "/a/x/b/", "/a/x/b/y/z", "/A"}) {
    EXPECT_EQ(Ask("GET", path).status, 404) << path;
  }
}

TEST_F(ARouter, SaysWhichMethodsThereAre) {
  const net::HttpResponse answer = Ask("DELETE", "/a");
  EXPECT_EQ(answer.status, 405);
  const std::pair<std::string, std::string> allow = {"Allow", "GET, HEAD, POST"};
  EXPECT_NE(std::find(answer.headers.begin(), answer.headers.end(), allow), answer.headers.end());
}

TEST_F(ARouter, KnowsTheLimitsOfARouteAndIsNarrowElsewhere) {
  EXPECT_EQ(router_.LimitsOf("POST", "/a").max_body, 77u);
  EXPECT_EQ(router_.LimitsOf("POST", "/a").deadline, std::chrono::seconds(3));
  EXPECT_EQ(router_.LimitsOf("POST", "/nothing").max_body, 4u << 10);
}

}  // namespace
}  // namespace frontdesk::runtime
