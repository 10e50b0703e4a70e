// A server with one account of the sample platform (sample_adapter.h), and that platform.
//
// Ownership: each test has its own. Threads: the test's.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/runtime/service.h"
#include "tests/contract/contract_desk.h"
#include "tests/contract/sample_adapter.h"
#include "tests/fakes/fake_platform_hook.h"
#include "tests/fakes/visitor_desk.h"

namespace frontdesk::contract {

using fakes::LoggedRequest;
using fakes::PlatformRecord;
using nlohmann::json;

// The second set of keys is what a later fetch finds.
inline constexpr char kSampleScript[] = R"(platform: sample
routes:
  - {name: where, path: /where-keys-are, answer: {body: {path: /keys}}}
  - {name: keys, path: /keys, answer: {body: {keys: "<k1> <k2>"}}}
  - name: send
    path: /send/{to}
    delivers: {to: "path:to", text: /text}
    answer: {body: {ok: true, id: "{message_id}"}}
  - {name: change, path: "/change/{id}", answer: {body: {ok: true}}}
  - {name: profile, path: "/profile/{user}", answer: {body: {name: "Ann Lee", zone: Asia/Shanghai}}}
  - {name: after, path: "/after/{what}", answer: {body: {ok: true}}}
  - {name: typing, path: "/typing/{to}", answer: {body: {ok: true}}}
  - {name: pull, path: /pull, answer: {body: {news: {id: pulled-1, from: ann, text: "forgot my password"}}}}
  - {name: open, path: /open, answer: {body: {path: /wire}}}
  - {name: address, path: /file-address/f1, answer: {body: {path: /bytes/f1}}}
  - {name: bytes, path: /bytes/f1, answer: {text: "%PDF-1.4 one page"}}
  - {name: elsewhere, path: /elsewhere/f1, answer: {text: "%PDF-1.4 the same page"}}
sockets:
  - path: /wire
    replies: [{when: {/op: hello}, send: [{op: welcome}]}]
)";

inline constexpr char kQuestion[] = "forgot my password";

class Peculiar : public ::testing::Test {
 protected:
  Peculiar() {
    AddSampleAdapter();
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-peculiar-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    Write("knowledge/articles/en/reset-password.md",
          "---\ntitle: Reset your password\nquestions: [How do I reset my password?, forgot my password, change "
          "password]\n---\nChoose it.\n");
    Write("flows/echo.yaml", std::string(fakes::kEchoFlow));
    auto script = fakes::ReadScript(kSampleScript);
    EXPECT_TRUE(script.has_value()) << (script ? "" : script.error().message);
    platform_ = std::move(*fakes::FakePlatform::Open(std::move(*script)));
  }
  ~Peculiar() override {
    platform_.reset();
    service_.reset();
    std::filesystem::remove_all(directory_);
  }

  void Start(const std::string& settings = {}) {
    Configure(settings);
    auto opened = runtime::Service::Open({directory_.string(), {}, {}, nullptr});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    service_ = std::move(*opened);
  }
  void Configure(const std::string& settings) const {
    Write("frontdesk.yaml",
          "frontdesk: 1\nlisten: 127.0.0.1:0\ndata: ./data\nproduct: Relay\nlocales: [en]\nburst: 0\naccounts:\n  im: "
          "{type: sample, api_base: " +
              platform_->url() + settings + "}\n");
  }
  void Write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((directory_ / path).parent_path());
    std::ofstream(directory_ / path, std::ios::binary) << text;
  }

  fakes::HookAnswer Post(const json& body, const std::string& key = "k1") const {
    return fakes::Send(service_->port(), {"POST", "/hooks/im", {{"X-Key", key}}, body.dump()});
  }
  bool Sees(const std::string& route, std::size_t times = 1) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return record.RequestsOf(route) >= times; },
                                kPatience);
  }
  LoggedRequest Last(const std::string& route) const {
    LoggedRequest last;
    for (const LoggedRequest& request : platform_->Read().requests)
      if (request.route == route) last = request;
    return last;
  }
  bool SeesFrame(const std::string& text, std::size_t times = 1) const {
    return platform_->WaitUntil(
        [&](const PlatformRecord& record) {
          return static_cast<std::size_t>(
                     std::count_if(record.frames.begin(), record.frames.end(), [&](const auto& frame) {
                       return !frame.from_platform && json::parse(frame.text) == json::parse(text);
                     })) >= times;
        },
        kPatience);
  }
  // Gets over the greeting. Gives how many messages that was.
  std::size_t Meet() const {
    EXPECT_EQ(Post({{"id", "0"}, {"from", "ann"}, {"text", "hello"}}).status, 200);
    EXPECT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
    return platform_->Read().ShownTo("ann").size();
  }
  bool SeesShown(std::size_t count) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return record.ShownTo("ann").size() >= count; },
                                kPatience);
  }

  std::filesystem::path directory_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  std::unique_ptr<runtime::Service> service_;
};

}  // namespace frontdesk::contract
