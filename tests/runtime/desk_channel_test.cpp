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
              "  alarms: {type: webhook, secret: env:FD_TEST_DESK_SECRET, one_way: true, source: monitoring}\n"
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
    Tell("im", "message.created", data);
  }
  // Something happens there.
  void Tell(const std::string& account, const std::string& type, const json& data) {
    const std::string body = json{{"type", type}, {"timestamp", "2026-01-01T00:00:00Z"}, {"data", data}}.dump();
    Headers headers = Signed(body);
    headers["Content-Type"] = "application/json";
    const Answer answer = Post("/hooks/" + account, body, headers);
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  // Over the body of a POST, or "GET path".
  Headers Signed(const std::string& content) {
    const std::string id = "d-" + std::to_string(++deliveries_);
    const std::string seconds = std::to_string(base::ToMillis(clock_.Now()) / 1000);
    const std::string code = base::Base64Encode(base::HmacSha256(kKey, id + "." + seconds + "." + content));
    return {{"webhook-id", id}, {"webhook-timestamp", seconds}, {"webhook-signature", "v1," + code}};
  }
  // Once the thread is known to be the ticket's, what happens is told there.
  void WaitForThread(const std::string& thread) {
    EXPECT_TRUE(Eventually([&] {
      SayThere("desk", thread, "U1", "/status");
      return Count("held by") > 0;
    }));
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
  int deliveries_ = 0;
};

TEST_F(DeskOutside, AChannelWithThreadsIsAPlaceToWorkIn) {
  Open("desk: {channels: [{account: im, channel: desk}]}\nagents: {kim: {im: U1}}\n");
  visitor_->Say("a1", "human");
  const json card = Sent("waits for a person");
  EXPECT_EQ(card["conversation_id"], "desk");
  const std::string thread = card["message_id"];
  WaitForThread(thread);
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

TEST_F(DeskOutside, AReplyThatIsChangedThereReachesTheUserAsACorrection) {
  Open("desk: {channels: [{account: im, channel: desk}]}\nagents: {kim: {im: U1}}\n");
  visitor_->Say("a1", "human");
  Sent("waits for a person");
  SayThere("desk", "", "U1", "/reply 1001 Please try agian.");
  const std::string reply = "m-" + std::to_string(messages_);
  Hear("try agian");
  Tell("im", "message.updated",
       {{"conversation_id", "desk"},
        {"message_id", reply},
        {"sender", {{"id", "U1"}}},
        {"text", "/reply 1001 Please try again."}});
  Hear("Correction: Please try again.");
}

TEST_F(DeskOutside, AnotherDeskReadsTheFilesOfWhatItWasHandedAndNobodyElseDoes) {
  Open("desk: {other: {account: im, queues: [general]}}\n");
  visitor_->Say("a1", "human");
  Sent("waits for a person");
  const Answer uploaded = visitor_->Upload("\x89PNG\r\n\x1a\n and more", "screen.png");
  ASSERT_EQ(uploaded.status, 200) << uploaded.body;
  visitor_->Send({{"id", "a2"}, {"type", "files"}, {"files", {uploaded.Json()["id"]}}, {"text", "look"}});
  const json files = Sent("screen.png")["files"];
  ASSERT_EQ(files.size(), 1u);
  const std::string url = files[0]["url"];
  const std::string path = url.substr(url.find("/hooks/im/files/"));
  const Answer file = Get(path, Signed("GET " + path));
  EXPECT_EQ(file.status, 200);
  EXPECT_THAT(file.body, HasSubstr("and more"));
  const std::string elsewhere = "/hooks/alarms/files/" + path.substr(path.rfind('/') + 1);
  EXPECT_EQ(Get(elsewhere, Signed("GET " + elsewhere)).status, 404);
}

TEST_F(DeskOutside, AnAlarmAsksTheDeskWhichDeclaresByAButtonAndIsAnnouncedOnceAlsoOverARestart) {
  Open(
      "desk: {channels: [{account: im, channel: desk}], incidents: {announce: [{account: im, channel: lobby}]}}\n"
      "agents: {kim: {im: U1}}\n");
  Tell("alarms", "post.created", {{"message_id", "alarm-1"}, {"title", "Media server 3 does not answer"}});
  const json asked = Sent("came from monitoring");
  ASSERT_EQ(asked["ui"]["buttons"].size(), 1u) << asked;
  const auto press = [&] {
    Tell("im", "action.submitted",
         {{"conversation_id", "desk"},
          {"sender", {{"id", "U1"}}},
          {"action", {{"value", asked["ui"]["buttons"][0]["value"]}}}});
  };
  press();
  EXPECT_EQ(Sent("we are looking into it")["conversation_id"], "lobby");
  Sent("Incident #1001 is declared");
  stream_.reset();
  Restart();
  press();
  SayThere("desk", "", "U1", "/announce 1001");
  SayThere("desk", "", "U1", "/update 1001 solved en: It runs again.");
  Sent("is now solved");
  EXPECT_EQ(Count("\"conversation_id\":\"lobby\""), 1u);
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
