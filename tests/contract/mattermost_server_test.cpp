// Against a whole server: Mattermost's WebSocket with its gaps, what the server forgot, clicks that change their post.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "bot/base/message.h"
#include "bot/runtime/service.h"
#include "bot/store/data_directory.h"
#include "tests/contract/contract_desk.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using fakes::PlatformRecord;
using nlohmann::json;

constexpr char kScript[] = R"(platform: mattermost
counters: {message: 100}
routes:
  - {name: me, method: GET, path: /api/v4/users/me, authorization: bearer, answer: {body: {id: bot1, username: support}}}
  - name: channels
    method: GET
    path: /api/v4/users/me/channels
    authorization: bearer
    answer: {body: [{id: dm1, type: D, delete_at: 0, last_post_at: 3000000}]}
  - name: page
    method: GET
    path: /api/v4/channels/{id}/posts
    authorization: bearer
    answer:
      body:
        order: [p3, p2, p1]
        posts:
          p1: {id: p1, user_id: user1, channel_id: dm1, create_at: 1000000, message: hello, type: "", root_id: ""}
          p2: {id: p2, user_id: user1, channel_id: dm1, create_at: 2000000, message: "missed one", type: "", root_id: ""}
          p3: {id: p3, user_id: user1, channel_id: dm1, create_at: 3000000, message: "missed two", type: "", root_id: ""}
  - {name: who, method: GET, path: "/api/v4/users/{id}", authorization: bearer, answer: {body: {id: user1}}}
  - name: send
    path: /api/v4/posts
    authorization: bearer
    delivers: {to: /channel_id, text: /message, client_id: /pending_post_id, deduplicates: true}
    answer: {status: 201, body: {id: "{message_id}"}}
  - {name: patch, method: PUT, path: "/api/v4/posts/{id}/patch", authorization: bearer, answer: {body: {id: "{path:id}"}}}
sockets:
  - path: /api/v4/websocket
    hello: [{event: hello, data: {connection_id: "c{count:link}"}, broadcast: {user_id: bot1}, seq: 0}]
    replies: [{when: {/action: ping}, send: [{status: OK, seq_reply: 1, data: {text: pong}}]}]
)";

constexpr char kQuestion[] = "how do I reset my password";

// In the order in which they were taken.
std::vector<std::string> WordsOfUser(const std::string& data) {
  sqlite3* file = nullptr;
  sqlite3_stmt* rows = nullptr;
  std::vector<std::string> words;
  const std::string path = data + "/" + store::kDatabaseFile;
  ::sqlite3_open_v2(path.c_str(), &file, SQLITE_OPEN_READONLY, nullptr);
  ::sqlite3_busy_timeout(file, 5'000);
  ::sqlite3_prepare_v2(file, "SELECT body FROM transcript WHERE author = 'user' ORDER BY id", -1, &rows, nullptr);
  while (::sqlite3_step(rows) == SQLITE_ROW) {
    const auto said = base::MessageFromJson(reinterpret_cast<const char*>(::sqlite3_column_text(rows, 0)));
    words.push_back(said ? base::ToPlainText(*said) : "(no message)");
  }
  ::sqlite3_finalize(rows);
  ::sqlite3_close(file);
  return words;
}

class MattermostServer : public ::testing::Test {
 protected:
  MattermostServer() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-mattermost-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    Write("knowledge/articles/en/reset-password.md",
          "---\ntitle: Reset your password\nquestions: [how do I reset my password, forgot my password]\n---\n"
          "Open the settings and choose Reset.\n");
    auto script = fakes::ReadScript(kScript);
    EXPECT_TRUE(script.has_value()) << (script ? "" : script.error().message);
    platform_ = std::move(*fakes::FakePlatform::Open(std::move(*script)));
    ::setenv("FD_MATTERMOST_BOT", "throwawaybottoken00000001", 1);
    ::setenv("FD_MATTERMOST_PATH", "a-path-secret-for-tests", 1);
    Write("frontdesk.yaml",
          "frontdesk: 1\nlisten: 127.0.0.1:0\npublic_url: https://help.example.com\ndata: ./data\nproduct: Relay\n"
          "locales: [en]\nburst: 0\nlimits: {allow_hosts: [127.0.0.1]}\naccounts:\n  chat: {type: mattermost, "
          "bot_token: env:FD_MATTERMOST_BOT, path_secret: env:FD_MATTERMOST_PATH, api_base: '" +
              platform_->url() + "'}\n");
    auto opened = runtime::Service::Open({directory_.string(), {}, {}, nullptr});
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
    if (opened) service_ = std::move(*opened);
  }
  ~MattermostServer() override {
    platform_.reset();
    service_.reset();
    std::filesystem::remove_all(directory_);
  }

  static std::string Posted(const std::string& id, const std::string& text, std::int64_t seq, std::int64_t at) {
    const json post = {{"id", id},   {"user_id", "user1"}, {"channel_id", "dm1"}, {"root_id", ""},
                       {"type", ""}, {"create_at", at},    {"message", text},     {"props", json::object()}};
    return json{{"event", "posted"},
                {"data", {{"channel_type", "D"}, {"post", post.dump()}, {"mentions", R"(["bot1"])"}}},
                {"broadcast", {{"channel_id", "dm1"}}},
                {"seq", seq}}
        .dump();
  }
  // Once there is a connection, which stands in no log.
  bool Pushed(const std::string& frame) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (platform_->Push(frame) == 0) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
  }
  // Each new connection, when the server knows nothing of the one before, looks at what was missed.
  bool SeesLooks(std::size_t times) {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return record.RequestsOf("channels") >= times; },
                                kPatience);
  }
  bool IsShown(const std::string& words) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return TimesShown(record, words) > 0; }, kPatience);
  }
  static std::size_t TimesShown(const PlatformRecord& record, const std::string& words) {
    const auto shown = record.ShownTo("dm1");
    return static_cast<std::size_t>(std::count_if(
        shown.begin(), shown.end(), [&](const auto& m) { return m.text.find(words) != std::string::npos; }));
  }
  bool IsKept(int rows) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (ReadKept(data()).user_rows < rows) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
  }
  std::string data() const { return (directory_ / "data").string(); }
  void Write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((directory_ / path).parent_path());
    std::ofstream(directory_ / path, std::ios::binary) << text;
  }

  std::filesystem::path directory_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  std::unique_ptr<runtime::Service> service_;
};

TEST_F(MattermostServer, AnswersADirectMessageWhereItWasWritten) {
  ASSERT_TRUE(Pushed(Posted("q1", kQuestion, 1, 5'000'000)));
  EXPECT_TRUE(IsShown("choose Reset"));
}

// p2 and p3 were written between the connections; q4 comes over the new one, and after them.
TEST_F(MattermostServer, WhatTheServerHasForgottenIsReadInOrderAndOnce) {
  ASSERT_TRUE(SeesLooks(1));
  ASSERT_TRUE(Pushed(Posted("p1", "hello", 1, 1'000'000)));
  ASSERT_TRUE(IsKept(1));
  ASSERT_TRUE(Pushed(Posted("p9", "gap", 9, 9'000'000)));  // a number that is not due
  ASSERT_TRUE(SeesLooks(2));
  ASSERT_TRUE(Pushed(Posted("q4", kQuestion, 1, 4'000'000)));
  EXPECT_TRUE(IsShown("choose Reset"));
  ASSERT_TRUE(WaitUntilQuiet(data()));
  EXPECT_EQ(WordsOfUser(data()), (std::vector<std::string>{"hello", "missed one", "missed two", kQuestion}));
}

}  // namespace
}  // namespace frontdesk::contract
