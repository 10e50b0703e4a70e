// Agents outside the console, through the whole server: in a channel of another platform with threads, and at another
// desk. Both platforms are signed webhooks, so what goes out is seen as it is sent.
#include <gmock/gmock.h>

#include <cstdio>

#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using net::testing::Eventually;
using ::testing::HasSubstr;

constexpr char kKey[] = "0123456789abcdef0123456789abcdef";

class DeskOutside : public LiveDesk {
 protected:
  DeskOutside()
      : platform_([this](net::HttpRequest request, net::HttpReply reply) {
          const std::lock_guard lock(mutex_);
          seen_.push_back(json::parse(request.body, nullptr, false)["data"]);
          reply.Send({200, {}, "{}"});
        }) {
    ::setenv("FD_TEST_DESK_SECRET", ("whsec_" + base::Base64Encode(kKey)).c_str(), 1);
  }

  void Open(const std::string& desk) {
    const std::string host = "127.0.0.1:" + std::to_string(platform_.port());
    WriteFile(directory_ / "frontdesk.yaml",
              "frontdesk: 1\nlisten: 127.0.0.1:0\ndata: ./data\nproduct: Relay\nlocales: [en, zh]\nburst: 0\n"
              "accounts:\n  widget: {type: web}\n"
              "  im: {type: webhook, secret: env:FD_TEST_DESK_SECRET, callback_url: \"http://" +
                  host + "/im\"}\nlimits: {allow_hosts: [\"" + host + "\"]}\n" + desk);
    Start();
    visitor_ = std::make_unique<Visitor>(port());
    stream_ = std::make_unique<Stream>(visitor_->Follow());
  }

  // The first message with these words that went out, once it has.
  json Sent(const std::string& words) {
    json found;
    EXPECT_TRUE(Eventually([&] {
      const std::lock_guard lock(mutex_);
      for (const json& one : seen_)
        if (one.dump().find(words) != std::string::npos) found = one;
      return !found.is_null();
    })) << words;
    return found;
  }
  std::size_t Count(const std::string& words) {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const json& one : seen_) count += one.dump().find(words) != std::string::npos;
    return count;
  }
  // Somebody there says something.
  void SayThere(const std::string& conversation, const std::string& thread, const std::string& who,
                const std::string& text) {
    json data = {{"conversation_id", conversation},
                 {"message_id", "m-" + std::to_string(++messages_)},
                 {"sender", {{"id", who}, {"name", "Noor"}}},
                 {"text", text}};
    if (!thread.empty()) data["thread_id"] = thread;
    const std::string body =
        json{{"type", "message.created"}, {"timestamp", "2026-01-01T00:00:00Z"}, {"data", data}}.dump();
    const std::string id = "d-" + std::to_string(messages_);
    const std::string seconds = std::to_string(base::ToMillis(clock_.Now()) / 1000);
    const std::string code = base::Base64Encode(base::HmacSha256(kKey, id + "." + seconds + "." + body));
    const Answer answer = Post("/hooks/im", body,
                               {{"webhook-id", id},
                                {"webhook-timestamp", seconds},
                                {"webhook-signature", "v1," + code},
                                {"Content-Type", "application/json"}});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  // What the visitor is shown next that holds these words.
  std::string Hear(const std::string& words) {
    while (true) {
      const StreamEvent event = stream_->Next();
      if (event.name.empty()) return "(the stream ended)";
      const std::string text = event.data.dump();
      if (text.find(words) != std::string::npos) return text;
    }
  }

  std::mutex mutex_;
  std::vector<json> seen_;
  net::testing::LiveServer platform_;
  std::unique_ptr<Visitor> visitor_;
  std::unique_ptr<Stream> stream_;
  int messages_ = 0;
};

TEST_F(DeskOutside, AChannelWithThreadsIsAPlaceToWorkIn) {
  Open("desk: {channels: [{account: im, channel: desk}]}\nagents: {kim: {im: U1}}\n");
  visitor_->Say("a1", "human");
  const json card = Sent("waits for a person");
  EXPECT_EQ(card["conversation_id"], "desk");
  const std::string thread = card["message_id"];
  visitor_->Say("a2", "it is about my bill");
  SayThere("desk", "", "U1", "/take 1001");
  Hear("has joined");
  EXPECT_EQ(Sent("Kim: taken")["thread_id"], thread);
  SayThere("desk", thread, "U1", "/reply I have corrected your bill.");
  EXPECT_THAT(Hear("corrected your bill"), HasSubstr("\"from\":\"agent\""));
  EXPECT_EQ(Sent("✓ Kim to")["thread_id"], thread);
  SayThere("desk", thread, "U9", "/resolve");
  Sent("frontdesk agent link DIR NAME im U9");
  EXPECT_EQ(Count("waits for a person"), 1u);
  EXPECT_EQ(Count("✓ Kim to"), 1u);
}

TEST_F(DeskOutside, AnotherDeskTalksWithTheUserUntilItHasSolvedIt) {
  Open("desk: {other: {account: im, queues: [general]}}\n");
  visitor_->Say("a1", "How do I reset my password?");
  visitor_->Say("a2", "human");
  const json card = Sent("waits for a person");
  EXPECT_EQ(card["conversation_id"], "ticket-1001");
  EXPECT_THAT(card["text"].get<std::string>(), HasSubstr("How do I reset my password?"));
  visitor_->Say("a3", "are you there?");
  EXPECT_EQ(Sent("are you there?")["conversation_id"], "ticket-1001");
  SayThere("ticket-1001", "", "a-7", "Yes, this is Noor.");
  EXPECT_THAT(Hear("this is Noor"), HasSubstr("\"author\":\"Noor\""));
  SayThere("ticket-1001", "", "a-7", "/resolve it was the cache");
  Hear("marked this as solved");
  SayThere("ticket-1001", "", "a-7", "one more thing");
  Sent("not with your desk");
}

// The page shows how; the shell runs it.
TEST_F(DeskOutside, TheExampleOfThePageWorksAsItStands) {
  Open("desk: {other: {account: im, queues: [general]}}\n");
  visitor_->Say("a1", "human");
  Sent("waits for a person");
  std::ifstream page(FD_SOURCE_DIR "/adapters/webhook/README.md");
  std::string text{std::istreambuf_iterator<char>(page), {}};
  const std::string begin = "<!-- other desk begins -->\n```bash\n";
  const auto at = text.find(begin) + begin.size();
  std::string script = text.substr(at, text.find("```", at) - at);
  for (auto name = script.find("/hooks/helpdesk"); name != std::string::npos; name = script.find("/hooks/helpdesk"))
    script.replace(name, 15, "/hooks/im");
  WriteFile(directory_ / "example.sh", script);
  ::setenv("HELPDESK_SECRET", std::getenv("FD_TEST_DESK_SECRET"), 1);
  ::setenv("URL", service_->url().c_str(), 1);
  ASSERT_EQ(std::system(("bash " + (directory_ / "example.sh").string()).c_str()), 0);
  Hear("I have corrected the invoice");
  Hear("marked this as solved");
}

}  // namespace
}  // namespace frontdesk::runtime::testing
