// The oracle itself is tried: a log that misses a message or a fault that does not happen would make every test of
// delivery worthless.
#include "tests/fakes/fake_platform.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/fakes/fake_platform_hook.h"
#include "tests/net/raw_socket.h"
#include "tests/net/test_certificate.h"
#include "tests/net/tls_socket.h"

namespace frontdesk::contract {
namespace {

using fakes::Fault;
using fakes::FaultKind;
using fakes::HookAnswer;
using fakes::HookRequest;
using net::testing::RawSocket;
using nlohmann::json;

constexpr char kScript[] = R"(
platform: demo
counters: {message: 1029457500870543000}
routes:
  - name: token
    path: /token
    answer: {body: {access_token: "{token}", expires_in: "{#count:ttl}"}}
  - name: send
    method: POST
    path: /rooms/{room}/send
    authorization: issued
    delivers: {to: "path:room", text: /body/msg, client_id: /mid, deduplicates: true}
    answer: {headers: {X-Room: "{to}"}, body: {data: {"{to}": "{message_id}"}, said: "{text}"}}
  - name: form
    path: /form
    when: {/kind: text}
    delivers: {to: /to, text: /text}
    answer: {text: "ok {to}"}
sockets:
  - name: stream
    path: /stream
    hello: ['{"op":"hello"}']
    replies:
      - {when: {/op: ping}, send: [{op: pong, seen: "{body:/n}"}]}
)";

class PlayedPlatform : public ::testing::Test {
 protected:
  PlayedPlatform() {
    auto script = fakes::ReadScript(kScript);
    EXPECT_TRUE(script.has_value()) << script.error().message;
    platform_ = std::move(*fakes::FakePlatform::Open(std::move(*script)));
  }
  HookAnswer Ask(const std::string& target, const std::string& body = {}, const std::string& bearer = {},
                 const std::string& type = "application/json") {
    HookRequest request{"POST", target, {{"Content-Type", type}}, body};
    if (!bearer.empty()) request.SetHeader("Authorization", "Bearer " + bearer);
    return fakes::Send(platform_->port(), request);
  }
  std::string Token() { return json::parse(Ask("/token").body)["access_token"]; }
  HookAnswer Say(const std::string& token, const std::string& text, const std::string& id) {
    return Ask("/rooms/r1/send", json{{"body", {{"msg", text}}}, {"mid", id}}.dump(), token);
  }
  int Set(FaultKind kind, int times = 1) {
    Fault fault;
    fault.kind = kind;
    fault.route = "send";
    fault.times = times;
    return platform_->Set(fault);
  }

  std::unique_ptr<fakes::FakePlatform> platform_;
};

TEST_F(PlayedPlatform, AnswersAsItsScriptSaysAndKnowsWhatUsersSaw) {
  const HookAnswer answer = Say(Token(), "你好", "m1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body), (json{{"data", {{"r1", "1029457500870543000"}}}, {"said", "你好"}}));
  EXPECT_NE(answer.head.find("X-Room: r1"), std::string::npos);
  const auto record = platform_->Read();
  ASSERT_EQ(record.delivered.size(), 1u);
  EXPECT_EQ(record.delivered[0].to, "r1");
  EXPECT_EQ(record.delivered[0].text, "你好");
  EXPECT_EQ(record.delivered[0].client_id, "m1");
  ASSERT_EQ(record.requests.size(), 2u);
  EXPECT_EQ(record.requests[1].target, "/rooms/r1/send");
  EXPECT_EQ(record.requests[1].outcome, "200");
  EXPECT_FALSE(record.requests[1].Header("authorization").empty());
}

TEST_F(PlayedPlatform, ShowsAKnownClientIdOnce) {
  const std::string token = Token();
  const HookAnswer once = Say(token, "hello", "m1");
  EXPECT_EQ(Say(token, "hello", "m1").body, once.body);
  EXPECT_EQ(platform_->Read().delivered.size(), 2u);
  EXPECT_EQ(platform_->Read().TimesShownTo("r1"), (std::map<std::string, int>{{"hello", 1}}));
}

TEST_F(PlayedPlatform, ReadsForms) {
  EXPECT_EQ(Ask("/form", "kind=text&to=a%26b&text=x+y", {}, "application/x-www-form-urlencoded").body, "ok a&b");
  EXPECT_EQ(Ask("/form", "kind=other", {}, "application/x-www-form-urlencoded").status, 404);
  EXPECT_EQ(platform_->Read().ShownTo("a&b").size(), 1u);
}

TEST_F(PlayedPlatform, TakesOnlyTokensThatItIssuedAndDidNotRevoke) {
  EXPECT_EQ(Say("", "x", "1").status, 401);
  EXPECT_EQ(Say("guessed", "x", "1").status, 401);
  const std::string token = Token();
  EXPECT_EQ(Say(token, "x", "1").status, 200);
  platform_->RevokeTokens();
  EXPECT_EQ(Say(token, "x", "2").status, 401);
  const std::string fresh = Token();
  Set(FaultKind::kExpireToken);
  EXPECT_EQ(Say(fresh, "x", "3").status, 401);
  EXPECT_EQ(Say(fresh, "x", "3").status, 401) << "expired is expired";
  EXPECT_EQ(Say(Token(), "x", "3").status, 200);
}

TEST_F(PlayedPlatform, FailsAsOftenAsItIsTold) {
  const std::string token = Token();
  Fault fault;
  fault.status = 503;
  fault.skip = 1;
  fault.times = 2;
  fault.to = "r1";
  platform_->Set(fault);
  std::vector<int> statuses;
  for (int i = 0; i < 5; ++i) statuses.push_back(Say(token, "x", std::to_string(i)).status);
  EXPECT_EQ(statuses, (std::vector<int>{200, 503, 503, 200, 200}));
  EXPECT_EQ(platform_->Read().delivered.size(), 3u) << "what was refused was not shown";
}

TEST_F(PlayedPlatform, ThrowsTheSameDiceWithTheSameSeed) {
  const auto run = [] {
    fakes::FaultBox box;
    Fault fault;
    fault.probability = 0.3;
    fault.seed = 7;
    box.Set(fault);
    std::string hits;
    for (int i = 0; i < 200; ++i) hits += box.Pick("send", "r1", false) ? 'x' : '.';
    return hits;
  };
  const std::string hits = run();
  EXPECT_EQ(run(), hits);
  EXPECT_GT(std::count(hits.begin(), hits.end(), 'x'), 30);
  EXPECT_LT(std::count(hits.begin(), hits.end(), 'x'), 90);
}

TEST_F(PlayedPlatform, LosesTheAnswerButNotTheMessage) {
  const std::string token = Token();
  for (const FaultKind kind : {FaultKind::kLoseAnswer, FaultKind::kResetAfter}) {
    const std::size_t before = platform_->Read().delivered.size();
    Set(kind);
    EXPECT_EQ(Say(token, "x", std::to_string(static_cast<int>(kind))).status, 0);
    EXPECT_EQ(platform_->Read().delivered.size(), before + 1);
  }
  Set(FaultKind::kResetBefore);
  EXPECT_EQ(Say(token, "x", "never").status, 0);
  EXPECT_EQ(platform_->Read().delivered.size(), 2u);
}

TEST_F(PlayedPlatform, CutsTheConnectionAtOnce) {
  Fault fault;
  fault.kind = FaultKind::kResetConnect;
  fault.times = 1;
  platform_->Set(fault);
  EXPECT_EQ(Ask("/token").status, 0);
  EXPECT_TRUE(platform_->Read().requests.empty());
  EXPECT_EQ(Ask("/token").status, 200);
}

TEST_F(PlayedPlatform, AnswersNonsense) {
  const std::string token = Token();
  Set(FaultKind::kGarbage);
  EXPECT_TRUE(json::parse(Say(token, "x", "1").body, nullptr, false).is_discarded());
  Set(FaultKind::kEmpty);
  EXPECT_EQ(Say(token, "x", "1").body, "");
  Set(FaultKind::kWrongType);
  EXPECT_NE(Say(token, "x", "1").head.find("text/html"), std::string::npos);
  Set(FaultKind::kNotOk);
  EXPECT_EQ(json::parse(Say(token, "x", "1").body)["ok"], false);
  EXPECT_TRUE(platform_->Read().delivered.empty());
  Fault redirect;
  redirect.kind = FaultKind::kRedirect;
  redirect.location = "http://127.0.0.1:9/x";
  redirect.times = 1;
  platform_->Set(redirect);
  const HookAnswer moved = Say(token, "x", "1");
  EXPECT_EQ(moved.status, 302);
  EXPECT_NE(moved.head.find("Location: http://127.0.0.1:9/x"), std::string::npos);
}

TEST_F(PlayedPlatform, AnswersAByteAtATime) {
  const std::string token = Token();
  Fault slow;
  slow.kind = FaultKind::kSlow;
  slow.pause = std::chrono::milliseconds(1);
  slow.times = 1;
  platform_->Set(slow);
  EXPECT_EQ(Say(token, "x", "1").status, 200);
}

TEST_F(PlayedPlatform, SaysNothingUntilItEnds) {
  const std::string token = Token();
  Set(FaultKind::kSilence);
  RawSocket socket(platform_->port());
  socket.Send("POST /rooms/r1/send HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(platform_->WaitUntil([](const auto& record) { return record.RequestsOf("send") == 1; }));
  platform_.reset();
  EXPECT_EQ(socket.ReadAll(), "");
}

TEST_F(PlayedPlatform, NoticesARetryThatComesTooEarly) {
  const std::string token = Token();
  Fault limited;
  limited.status = 429;
  limited.after = std::chrono::seconds(3600);
  limited.times = 1;
  limited.route = "send";
  platform_->Set(limited);
  EXPECT_EQ(Say(token, "x", "1").status, 429);
  EXPECT_TRUE(platform_->Read().violations.empty());
  Ask("/rooms/r2/send", R"({"body":{"msg":"x"}})", token);
  EXPECT_TRUE(platform_->Read().violations.empty()) << "another recipient";
  EXPECT_EQ(Say(token, "x", "1").status, 200);
  ASSERT_EQ(platform_->Read().violations.size(), 1u);
  EXPECT_EQ(platform_->Read().violations[0].to, "r1");
}

// A client's frame: masked with zeroes.
std::string Frame(int opcode, const std::string& payload) {
  return std::string(1, static_cast<char>(0x80 | opcode)) + static_cast<char>(0x80 | payload.size()) +
         std::string(4, '\0') + payload;
}

class PlayedSocket : public PlayedPlatform {
 protected:
  PlayedSocket() : socket_(platform_->port()) {
    socket_.Send(
        "GET /stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    const std::string head = socket_.ReadUntil("\r\n\r\n");
    EXPECT_TRUE(head.starts_with("HTTP/1.1 101")) << head;
    const std::string hello = R"({"op":"hello"})";
    EXPECT_EQ(socket_.ReadBytes(2 + hello.size()).substr(2), hello);
  }
  int SetSocket(FaultKind kind, int status = 0) {
    Fault fault;
    fault.kind = kind;
    fault.status = status;
    fault.times = 1;
    return platform_->Set(fault);
  }

  RawSocket socket_;
};

TEST_F(PlayedSocket, TalksAsItsScriptSays) {
  socket_.Send(Frame(1, R"({"op":"ping","n":7})"));
  const std::string pong = R"({"op":"pong","seen":"7"})";
  EXPECT_EQ(socket_.ReadBytes(2 + pong.size()).substr(2), pong);
  EXPECT_EQ(platform_->Push("news"), 1u);
  EXPECT_EQ(socket_.ReadBytes(6).substr(2), "news");
  socket_.Send(Frame(9, "x"));
  EXPECT_EQ(socket_.ReadBytes(3), std::string("\x8a\x01x"));
  // A frame is logged when it has been sent, which may be after it has been read.
  ASSERT_TRUE(platform_->WaitUntil([](const auto& record) { return record.frames.size() == 4; }));
  EXPECT_EQ(platform_->Read().frames[1].text, R"({"op":"ping","n":7})");
}

TEST_F(PlayedSocket, ClosesWithTheCodeThatItIsTold) {
  SetSocket(FaultKind::kSocketClose, 4008);
  platform_->Push("never");
  EXPECT_EQ(socket_.ReadBytes(4), std::string("\x88\x02\x0f\xa8"));
}

TEST_F(PlayedSocket, IsCut) {
  SetSocket(FaultKind::kSocketCut);
  platform_->Push("never");
  EXPECT_EQ(socket_.ReadAll(), "");
}

TEST_F(PlayedSocket, GivesNoPong) {
  SetSocket(FaultKind::kSocketMute);
  platform_->Push("never");
  // What was sent before may be logged after it.
  ASSERT_TRUE(platform_->WaitUntil([](const auto& record) {
    return std::ranges::any_of(record.frames, [](const auto& frame) { return frame.text == "(mute)"; });
  }));
  socket_.Send(Frame(9, "x"));
  platform_.reset();
  EXPECT_EQ(socket_.ReadAll(), "");
}

TEST_F(PlayedSocket, SplitsAFrame) {
  SetSocket(FaultKind::kSocketSplit);
  platform_->Push(std::string(40, 'a'));
  const std::string first = socket_.ReadBytes(2);
  EXPECT_EQ(first[0], '\x01') << "a text frame that is not the last one";
  EXPECT_LT(first[1], 40);
}

TEST_F(PlayedSocket, SendsAFrameOfSixteenMegabytes) {
  SetSocket(FaultKind::kSocketBig);
  platform_->Push("after");
  const std::string head = socket_.ReadBytes(10);
  EXPECT_EQ(head, std::string("\x81\x7f\0\0\0\0\x01\0\0\0", 10));
  EXPECT_EQ(socket_.ReadBytes(16 << 20).size(), std::size_t{16 << 20});
  EXPECT_EQ(socket_.ReadBytes(7).substr(2), "after");
}

TEST_F(PlayedPlatform, IsSteeredOverItsOwnPort) {
  const std::string token = Token();
  EXPECT_EQ(Ask("/_fake/faults", R"({"kind":"status","status":418,"times":1,"route":"send"})").status, 200);
  EXPECT_EQ(Say(token, "x", "1").status, 418);
  EXPECT_EQ(Ask("/_fake/faults", R"({"kind":"nonsense"})").status, 400);
  EXPECT_EQ(Ask("/_fake/revoke").status, 200);
  EXPECT_EQ(Say(token, "x", "1").status, 401);
  const HookAnswer log = fakes::Send(platform_->port(), {"GET", "/_fake/log", {}, ""});
  EXPECT_NE(log.body.find("\"outcome\":\"fault 418\""), std::string::npos) << log.body;
}

// Whether a client believes the certificate is the client's business; any file is shown as it is.
TEST(PlatformTls, ShowsTheCertificateThatItIsGiven) {
  const net::testing::TemporaryDirectory directory;
  const auto files = net::testing::WriteCertificate(directory.path(), "expired", "other.example", -7200, -3600);
  auto platform = fakes::FakePlatform::Open(*fakes::ReadScript(kScript), {0, {}, files.certificate, files.key});
  ASSERT_TRUE(platform.has_value());
  EXPECT_TRUE((*platform)->url().starts_with("https://localhost:"));
  net::testing::TlsSocket socket((*platform)->port());
  ASSERT_TRUE(socket.shaken());
  socket.Send("POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(socket.ReadAnswer().starts_with("HTTP/1.1 200"));
  EXPECT_EQ((*platform)->Read().RequestsOf("token"), 1u);
}

TEST(PlatformLogFile, HasALineForEachEntry) {
  const net::testing::TemporaryDirectory directory;
  const std::string file = (directory.path() / "log.jsonl").string();
  {
    auto platform = fakes::FakePlatform::Open(*fakes::ReadScript(kScript), {0, file, {}, {}});
    ASSERT_TRUE(platform.has_value());
    fakes::Send((*platform)->port(), {"POST", "/token", {}, ""});
    fakes::Send((*platform)->port(), {"POST", "/nowhere", {}, ""});
  }
  std::ifstream lines(file);
  std::vector<std::string> routes;
  for (std::string line; std::getline(lines, line);) routes.push_back(json::parse(line)["route"]);
  EXPECT_EQ(routes, (std::vector<std::string>{"token", ""}));
}

TEST(PlatformScript, NamesEveryMistakeWithItsPlace) {
  const auto script = fakes::ReadScript("routes:\n  - {path: /x, anwser: {status: 200}}\n  - {name: y}\n", "s.yaml");
  ASSERT_FALSE(script.has_value());
  EXPECT_NE(script.error().message.find("s.yaml:2"), std::string::npos) << script.error().message;
  EXPECT_NE(script.error().message.find("s.yaml:3"), std::string::npos) << script.error().message;
}

TEST(PlatformScript, MatchesPathsSegmentBySegment) {
  EXPECT_TRUE(fakes::MatchPath("/a/{x}/c", "/a/b/c").has_value());
  EXPECT_EQ(fakes::MatchPath("/a/{x}/c", "/a/b/c")->at("x"), "b");
  EXPECT_EQ(fakes::MatchPath("/a/{rest*}", "/a/b/c")->at("rest"), "b/c");
  EXPECT_FALSE(fakes::MatchPath("/a/{x}/c", "/a//c").has_value());
  EXPECT_FALSE(fakes::MatchPath("/a", "/a/b").has_value());
  EXPECT_FALSE(fakes::MatchPath("/a/b", "/a").has_value());
}

TEST(HookRequestText, IsReadWithEitherLineEnd) {
  for (const std::string end : {"\n", "\r\n"}) {
    const auto request =
        fakes::ReadHookRequest("POST /hooks/a?b=c HTTP/1.1" + end + "X-One: 1" + end + end + "{\"a\":\r\n1}\n");
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->target, "/hooks/a?b=c");
    EXPECT_EQ(request->Header("x-one"), "1");
    EXPECT_EQ(request->body, "{\"a\":\r\n1}");
  }
  EXPECT_FALSE(fakes::ReadHookRequest("").has_value());
  EXPECT_FALSE(fakes::ReadHookRequest("POST /x").has_value());
}

}  // namespace
}  // namespace frontdesk::contract
