// A whole server on loopback for as long as a test lasts: its own workspace and data directory, visitors and agents who
// talk to it over real sockets.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/base/crypto.h"
#include "bot/runtime/service.h"
#include "bot/store/data_directory.h"
#include "bot/store/sqlite_store.h"
#include "tests/net/raw_socket.h"

namespace frontdesk::runtime::testing {

using net::testing::RawSocket;
using nlohmann::json;

struct Answer {
  int status = 0;
  std::string head;
  std::string body;

  std::string Header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
  json Json() const { return json::parse(body, nullptr, false); }
  // "fd_agent=..." of Set-Cookie.
  std::string Cookie() const {
    const std::string set = Header("Set-Cookie");
    return set.substr(0, set.find(';'));
  }
};

using Headers = std::map<std::string, std::string>;

inline Answer Call(unsigned short port, const std::string& method, const std::string& target,
                   const std::string& body = {}, const Headers& headers = {}) {
  RawSocket socket(port);
  std::string request = method + " " + target + " HTTP/1.1\r\nHost: desk.test\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  if (method != "GET" && method != "HEAD") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  socket.Send(request + "\r\n");
  socket.Send(body);
  const std::string bytes = socket.ReadAll();
  const auto end = bytes.find("\r\n\r\n");
  Answer answer;
  if (end == std::string::npos) return answer;
  answer.head = bytes.substr(0, end + 2);
  answer.status = std::atoi(answer.head.substr(9, 3).c_str());
  answer.body = bytes.substr(end + 4);
  return answer;
}

struct StreamEvent {
  std::string name;
  std::string id;
  json data;
};

// One open event stream.
class Stream {
 public:
  Stream(unsigned short port, const std::string& target, const Headers& headers) : socket_(port) {
    std::string request = "GET " + target + " HTTP/1.1\r\nHost: desk.test\r\n";
    for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
    socket_.Send(request + "\r\n");
    head_ = socket_.ReadUntil("\r\n\r\n");
  }
  int status() const { return head_.size() > 12 ? std::atoi(head_.substr(9, 3).c_str()) : 0; }
  const std::string& head() const { return head_; }

  // The next event of that name ("" for any); one without a name when the stream has ended.
  StreamEvent Next(const std::string& name = {}) {
    while (true) {
      const std::string frame = NextFrame();
      if (frame.empty()) return {};
      StreamEvent event = Parse(frame);
      if (!event.name.empty() && (name.empty() || event.name == name)) return event;
    }
  }
  std::vector<StreamEvent> Rest() {
    std::vector<StreamEvent> events;
    for (StreamEvent event = Next(); !event.name.empty(); event = Next()) events.push_back(event);
    return events;
  }

 private:
  // Frames are found in the chunks' bytes, chunk by chunk.
  std::string NextFrame() {
    while (true) {
      const auto end = text_.find("\n\n");
      if (end != std::string::npos) {
        std::string frame = text_.substr(0, end);
        text_.erase(0, end + 2);
        if (!frame.empty()) return frame;
        continue;
      }
      const std::string size = socket_.ReadUntil("\r\n");
      const std::size_t bytes = size.empty() ? 0 : std::stoul(size, nullptr, 16);
      if (bytes == 0) return {};
      text_ += socket_.ReadBytes(bytes);
      socket_.ReadBytes(2);
    }
  }
  static StreamEvent Parse(const std::string& frame) {
    StreamEvent event;
    std::istringstream lines(frame);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("event: ")) event.name = line.substr(7);
      if (line.starts_with("id: ")) event.id = line.substr(4);
      if (line.starts_with("data: ")) event.data = json::parse(line.substr(6), nullptr, false);
    }
    return event;
  }

  RawSocket socket_;
  std::string head_;
  std::string text_;
};

inline void WriteFile(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

inline constexpr char kWorkspaceFile[] = R"(frontdesk: 1
listen: 127.0.0.1:0
data: ./data
product: Relay
locales: [en, zh]
accounts:
  widget: {type: web}
  shop: {type: web, origins: ["https://shop.example"]}
)";

inline constexpr char kArticle[] = R"(---
title: Reset your password
questions:
  - How do I reset my password?
  - forgot my password
  - change password
---
Choose **Forgot password** on the sign-in screen. See [roles](admin-roles.md) and [the site](https://example.com/x).

## More

<b>never bold</b>
)";

inline constexpr char kOtherArticle[] = R"(---
title: Roles
questions: [what roles are there, what may an admin do, who is the owner]
---
There are three roles.
)";

inline constexpr char kAgentPassword[] = "correct horse battery";

// Made once: hashing is slow on purpose.
inline const std::string& PasswordHash() {
  static const std::string hash = [] {
    base::SystemRandom random;
    return base::HashPassword(random, kAgentPassword);
  }();
  return hash;
}

// Before the server starts: afterwards the data directory is its own.
inline void AddAgentTo(const std::string& data, const std::string& name, const std::string& display,
                       bool one_time = false) {
  ASSERT_TRUE(store::LockDataDirectory(data).has_value());
  const base::SystemClock clock;
  auto store = store::OpenSqliteStore(data + "/" + store::kDatabaseFile, clock);
  ASSERT_TRUE(store.has_value());
  store::WriteOp op{store::SaveAgent{{name, display, PasswordHash(), one_time, 0}}, {}, false, {}};
  (*store)->Write({&op, 1});
  ASSERT_TRUE(op.status.has_value());
}

class LiveDesk : public ::testing::Test {
 protected:
  LiveDesk() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-test-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    WriteFile(directory_ / "frontdesk.yaml", kWorkspaceFile);
    WriteFile(directory_ / "knowledge/articles/en/reset-password.md", kArticle);
    WriteFile(directory_ / "knowledge/articles/en/admin-roles.md", kOtherArticle);
  }
  // Before anything goes that a test lends it, such as a clock.
  void TearDown() override { service_.reset(); }
  ~LiveDesk() override { std::filesystem::remove_all(directory_); }

  void Start(const base::Clock* clock = nullptr, std::span<const base::EmbeddedFile> web = {}) {
    auto opened = Service::Open({directory_.string(), {}, web, clock});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    service_ = std::move(*opened);
  }
  void Restart() {
    service_.reset();
    Start();
  }
  void AddAgent(const std::string& name, const std::string& display, bool one_time = false) {
    AddAgentTo(data(), name, display, one_time);
  }
  std::string data() const { return (directory_ / "data").string(); }
  unsigned short port() const { return service_->port(); }
  Answer Get(const std::string& target, const Headers& headers = {}) {
    return Call(port(), "GET", target, {}, headers);
  }
  Answer Post(const std::string& target, const std::string& body, const Headers& headers = {}) {
    return Call(port(), "POST", target, body, headers);
  }

  base::SystemClock clock_;
  static constexpr const char* kPassword = kAgentPassword;
  std::filesystem::path directory_;
  std::unique_ptr<Service> service_;
};

// Somebody with the widget open.
class Visitor {
 public:
  explicit Visitor(unsigned short port, std::string account = "widget", Headers headers = {})
      : port_(port), base_("/web/" + std::move(account)), headers_(std::move(headers)) {
    const Answer answer = Call(port_, "POST", base_ + "/session", "{}", headers_);
    EXPECT_EQ(answer.status, 200) << answer.body;
    headers_["Cookie"] = answer.Cookie();
    id_ = answer.Json().value("visitor", "");
  }

  Answer Send(const json& event) const { return Call(port_, "POST", base_ + "/events", event.dump(), headers_); }
  Answer Say(const std::string& id, const std::string& text) const {
    return Send({{"id", id}, {"type", "message"}, {"text", text}});
  }
  Answer Upload(const std::string& bytes, const std::string& name = "a.png") const {
    return Call(port_, "POST", base_ + "/files?name=" + name, bytes, headers_);
  }
  Stream Follow(const std::string& query = {}) const { return Stream(port_, base_ + "/stream" + query, headers_); }
  const std::string& id() const { return id_; }
  const Headers& headers() const { return headers_; }

 private:
  unsigned short port_;
  std::string base_;
  Headers headers_;
  std::string id_;
};

// Somebody at the console.
class Agent {
 public:
  Agent(unsigned short port, const std::string& name, const std::string& password) : port_(port) {
    SignIn(name, password);
  }
  // One who is signed in already.
  Agent(unsigned short port, Headers headers) : port_(port), headers_(std::move(headers)) {}
  void SignIn(const std::string& name, const std::string& password) {
    const Answer answer =
        Call(port_, "POST", "/console/api/login", json{{"name", name}, {"password", password}}.dump(), headers_);
    EXPECT_EQ(answer.status, 200) << answer.body;
    headers_ = {{"Cookie", answer.Cookie()}, {"X-CSRF", answer.Json().value("csrf", "")}};
  }
  Answer Get(const std::string& path) const { return Call(port_, "GET", "/console/api" + path, {}, headers_); }
  Answer Post(const std::string& path, const json& body) const {
    return Call(port_, "POST", "/console/api" + path, body.dump(), headers_);
  }
  Answer Act(std::int64_t conversation, const std::string& act, const std::string& id,
             const std::string& text = {}) const {
    return Post("/conversations/" + std::to_string(conversation) + "/" + act, {{"id", id}, {"text", text}});
  }
  // Of the only conversation on the board.
  std::int64_t OnlyConversation() const {
    const json list = Get("/conversations").Json()["conversations"];
    EXPECT_EQ(list.size(), 1u);
    return list.empty() ? 0 : list[0]["id"].get<std::int64_t>();
  }
  Stream Follow() const { return Stream(port_, "/console/api/stream", headers_); }
  Headers& headers() { return headers_; }

 private:
  unsigned short port_;
  Headers headers_;
};

}  // namespace frontdesk::runtime::testing
