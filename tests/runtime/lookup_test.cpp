// A flow's lookup through the whole server, against a real system on loopback: quick, slow, talkative, not there, or
// not allowed.
#include <gmock/gmock.h>

#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using net::testing::Eventually;
using ::testing::HasSubstr;

class Lookups : public LiveDesk {
 protected:
  Lookups()
      : orders_([this](net::HttpRequest request, net::HttpReply reply) {
          Note(request);
          if (request.path == "/orders/404") return reply.Send({404, {}, "{}"});
          if (request.path == "/orders/413") return reply.Send({200, {}, std::string(200'000, ' ') + "{}"});
          if (request.path == "/orders/302") return reply.Send({302, {{"Location", "/orders/7"}}, {}});
          if (request.path == "/orders/504") return held_.push_back(reply);
          reply.Send({200, {}, R"({"status":"on its way"})"});
        }) {}

  void Open(bool private_allowed = true) {
    const std::string host = "127.0.0.1:" + std::to_string(orders_.port());
    std::string limits = "limits: {lookup_hosts: [\"" + host + "\"]";
    if (private_allowed) limits += ", allow_hosts: [\"" + host + "\"]";
    WriteFile(directory_ / "frontdesk.yaml", std::string(kWorkspaceFile) + limits + "}\n");
    WriteFile(directory_ / "flows/order.yaml",
              "flow: order\ntitle: Order\nlocale: en\nstart: {phrases: [where is my order]}\nsteps:\n"
              "  - {ask: number, type: integer, text: Which number?}\n"
              "  - lookup: http://" +
                  host +
                  "/orders/{{number}}\n"
                  "    headers: {Authorization: env:FRONTDESK_TEST_ORDERS}\n"
                  "    fields: {status: /status}\n    timeout: 1s\n    on_error: {goto: failed}\n"
                  "  - {ask: more, type: yesno, text: \"It is {{status}}. Is that all?\"}\n"
                  "  - end: done\n"
                  "  - {label: failed, say: I cannot see orders at the moment.}\n"
                  "  - end: done\n");
    ::setenv("FRONTDESK_TEST_ORDERS", "Bearer abc", 1);
    Start();
    visitor_ = std::make_unique<Visitor>(port());
    stream_ = std::make_unique<Stream>(visitor_->Follow());
  }

  void Note(const net::HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    seen_.push_back(request);
  }
  std::vector<net::HttpRequest> Seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

  // The bot's next words that contain `words`; what came instead when the stream ends.
  std::string Hear(const std::string& words) {
    while (true) {
      const StreamEvent event = stream_->Next();
      if (event.name.empty()) return "(the stream ended)";
      const std::string text = event.data.dump();
      if (text.find(words) != std::string::npos) return text;
    }
  }
  std::string AskFor(const std::string& number, const std::string& words) {
    visitor_->Say("a1", "where is my order");
    visitor_->Say("a2", number);
    return Hear(words);
  }

  std::mutex mutex_;
  std::vector<net::HttpRequest> seen_;
  std::vector<net::HttpReply> held_;
  net::testing::LiveServer orders_;
  std::unique_ptr<Visitor> visitor_;
  std::unique_ptr<Stream> stream_;
};

TEST_F(Lookups, BringTheAnswerOfAnotherSystemIntoTheConversation) {
  Open();
  EXPECT_THAT(AskFor("7", "It is"), HasSubstr("It is on its way. Is that all?"));
  const auto seen = Seen();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].path, "/orders/7");
  EXPECT_EQ(seen[0].Header("Authorization"), "Bearer abc");
}

TEST_F(Lookups, GoOnWithoutAnAnswerWhenTheSystemRefusesRedirectsOrSaysTooMuch) {
  Open();
  for (const char* number : {"404", "302", "413"}) {
    visitor_->Say(std::string("b") + number, "where is my order");
    visitor_->Say(std::string("c") + number, number);
    EXPECT_THAT(Hear("cannot see"), HasSubstr("I cannot see orders at the moment.")) << number;
  }
  EXPECT_EQ(Seen().size(), 3u) << "a redirect is not followed, nothing is asked twice";
}

TEST_F(Lookups, ASystemThatHangsDelaysNobody) {
  Open();
  visitor_->Say("a1", "where is my order");
  visitor_->Say("a2", "504");
  ASSERT_TRUE(Eventually([&] { return !Seen().empty(); }));
  const Visitor other(port());
  Stream others = other.Follow();
  other.Say("o1", "How do I reset my password?");
  while (true) {
    const StreamEvent event = others.Next();
    ASSERT_FALSE(event.name.empty());
    if (event.data.dump().find("Forgot password") != std::string::npos) break;
  }
  EXPECT_THAT(Hear("cannot see"), HasSubstr("I cannot see orders at the moment."));
}

TEST_F(Lookups, APrivateAddressIsRefusedUnlessTheWorkspaceAllowsIt) {
  Open(false);
  EXPECT_THAT(AskFor("7", "cannot see"), HasSubstr("I cannot see orders at the moment."));
  EXPECT_TRUE(Seen().empty()) << "no connection was made";
}

}  // namespace
}  // namespace frontdesk::runtime::testing
