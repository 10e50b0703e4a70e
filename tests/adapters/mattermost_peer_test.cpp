// For tests/peers/mattermost, where the vendor's own client is the judge: calls that we make go to it, and what it
// hears of a server comes back here.
#include <cstdlib>
#include <fstream>

#include "adapters/mattermost/catch_up.h"
#include "tests/adapters/mattermost_trace.h"

namespace frontdesk::adapters::mattermost {
namespace {

using nlohmann::json;

class MattermostPeer : public MattermostTrace {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("FRONTDESK_PEER_MATTERMOST");
    if (folder == nullptr) GTEST_SKIP() << "only for tests/peers/run";
    folder_ = folder;
  }
  std::string folder_;
};

TEST_F(MattermostPeer, IsWrittenCallsToRead) {
  std::ofstream out(folder_ + "/calls.jsonl");
  const auto write = [&](const std::string& name, const Call& call) {
    out << json{{"name", name},
                {"method", call.method},
                {"url", call.url.substr(std::string("https://chat.example.com").size())},
                {"type", std::string(FindHeader(call.headers, "Content-Type"))},
                {"authorization", std::string(FindHeader(call.headers, "Authorization"))},
                {"body", call.body}}
               .dump()
        << "\n";
  };
  const HttpAnswer me{200, {}, R"({"id":"bot1","username":"support"})"};
  write("me", std::get<Call>(*adapter().socket()->Open(env())));
  write("user", std::get<Call>(*adapter().profiles()->Next("user1", {}, env())));
  base::FileRef file{"id", "log \"1\".txt", "text/plain", 5, R"({"id":"f1"})"};
  write("file", std::get<Call>(*adapter().file_source()->Next(file, {}, env())));

  base::Message message = base::Say("Привет ✅");
  message.buttons = {{"Yes", "y"}, {"No", "n"}};
  path_ = base::ReplyPath{"dm1/root1"};
  write("post", *CallOf(NextOf(message)));
  write("patch", *CallOf(NextOf(message, 0, {}, "p7")));
  base::Message files;
  files.files = {file};
  write("upload", *CallOf(NextOf(files)));
  path_.reset();
  write("direct", *CallOf(NextOf(message, 0, {me})));

  const std::string word = LookWord(1);
  const PullFrom from{"", word};
  const Call first = *adapter().puller()->Pull(from, env());
  auto pulled = adapter().puller()->OnPulled(first, me, from, env());
  write("channels", *pulled->more);
  std::string cursor = pulled->cursor;
  pulled = adapter().puller()->OnPulled(*pulled->more, {200, {}, R"([{"id":"dm1","type":"D","last_post_at":9}])"},
                                        {cursor, from.word}, env());
  write("page", *pulled->more);
  json walk = json::parse(pulled->cursor);
  walk["walk"]["after"] = "p9";
  write("after", *adapter().puller()->Pull({walk.dump(), {}}, env()));
  const json edited = Post("x", {{"channel_id", "dm1"}, {"edit_at", 5}});
  const json frame = {{"event", "post_edited"}, {"data", {{"post", edited.dump()}}}, {"seq", 1}};
  write("channel", *adapter().puller()->Pull({"", PlaceWord(frame, {"bot1", "support"})}, env()));
  EXPECT_TRUE(out.good());
}

TEST_F(MattermostPeer, HearsWhatTheClientHears) {
  std::ifstream in(folder_ + "/traces.json");
  const json traces = json::parse(in, nullptr, false);
  ASSERT_TRUE(traces.is_array());
  EXPECT_GE(traces.size(), 6u);
  for (const json& trace : traces) ExpectSameAs(trace);
}

}  // namespace
}  // namespace frontdesk::adapters::mattermost
