// The rules of calling out, for both clients, against servers that misbehave.
#include "bot/net/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "bot/net/guarded_http_client.h"
#include "tests/net/live_server.h"
#include "tests/net/platform_io_threads.h"
#include "tests/net/raw_server.h"
#include "tests/net/test_certificate.h"

namespace frontdesk::net::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::unique_ptr<HttpClient> NewClient(const std::string& kind, const std::string& ca_file = "") {
  HavePlatformIo();
  if (kind == "Platform") return NewPlatformHttpClient({.ca_file = ca_file});
  auto client = NewGuardedHttpClient({.policy = {{"127.0.0.1", "localhost"}}, .ca_file = ca_file});
  return std::move(client.value());
}

class HttpClientTest : public ::testing::TestWithParam<std::string> {
 protected:
  SendResult Send(HttpClientRequest request) { return client_->Send(request); }
  SendResult Post(const std::string& url, std::string body, std::chrono::milliseconds timeout = 15s) {
    return Send(
        {.method = "POST", .url = url, .headers = {{"Content-Type", "text/plain"}}, .body = body, .timeout = timeout});
  }
  bool IsPlatform() const { return GetParam() == "Platform"; }

  std::unique_ptr<HttpClient> client_ = NewClient(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Both, HttpClientTest, ::testing::Values("Platform", "Guarded"),
                         [](const auto& kind) { return kind.param; });

// Counts each body that arrives, and stalls, cuts or answers as told.
class CountingServer {
 public:
  enum class Mode { kAnswer, kStall, kCut };

  std::map<std::string, int> seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  void Talk(RawSocket& peer) {
    while (true) {
      const std::string request = ReadRequest(peer);
      if (request.empty()) return;
      {
        const std::lock_guard lock(mutex_);
        ++seen_[BodyOf(request)];
      }
      if (mode == Mode::kCut) return;
      if (mode == Mode::kAnswer) peer.Send(Answer("ok"));
    }
  }

  std::mutex mutex_;
  std::map<std::string, int> seen_;

 public:
  std::atomic<Mode> mode = Mode::kAnswer;
  RawServer server{[this](RawSocket& peer) { Talk(peer); }};  // last: its threads use the rest
};

TEST_P(HttpClientTest, AStalledPostIsNeverSentTwice) {
  CountingServer counting;
  std::vector<std::thread> senders;
  for (int i = 0; i < 5; ++i) {
    senders.emplace_back([&, i] { EXPECT_TRUE(Post(counting.server.Url(), "warm" + std::to_string(i))); });
  }
  for (auto& sender : senders) sender.join();
  senders.clear();
  counting.mode = CountingServer::Mode::kStall;
  for (int i = 0; i < 5; ++i) {
    senders.emplace_back([&, i] {
      for (int n = 0; n < 5; ++n) {
        const auto result = Post(counting.server.Url(), "stalled" + std::to_string(i * 5 + n), 200ms);
        ASSERT_FALSE(result);
        EXPECT_FALSE(result.error().certainly_not_sent);
      }
    });
  }
  for (auto& sender : senders) sender.join();
  const auto seen = counting.seen();
  EXPECT_EQ(seen.size(), 30u) << "issued = received";
  for (const auto& [body, times] : seen) EXPECT_EQ(times, 1) << body;
}

TEST_P(HttpClientTest, APostIsNeverSentTwiceWhenTheServerClosesAfterReadingIt) {
  CountingServer counting;
  EXPECT_TRUE(Post(counting.server.Url(), "warm"));
  counting.mode = CountingServer::Mode::kCut;
  for (int i = 0; i < 10; ++i) {
    const auto result = Post(counting.server.Url(), "cut" + std::to_string(i));
    ASSERT_FALSE(result);
    EXPECT_FALSE(result.error().certainly_not_sent);
  }
  const auto seen = counting.seen();
  EXPECT_EQ(seen.size(), 11u);
  for (const auto& [body, times] : seen) EXPECT_EQ(times, 1) << body;
}

TEST_P(HttpClientTest, AnEmptyPostIsNeverSentTwiceEither) {
  CountingServer counting;
  EXPECT_TRUE(Send({.method = "POST", .url = counting.server.Url()}));
  counting.mode = CountingServer::Mode::kCut;
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(Send({.method = "DELETE", .url = counting.server.Url()}));
  EXPECT_EQ(counting.seen()[""], 4);
}

TEST_P(HttpClientTest, GivesStatusHeadersAndBodyAlsoWithoutContentType) {
  std::string request;
  RawServer server([&](RawSocket& peer) {
    request = ReadRequest(peer);
    peer.Send("HTTP/1.1 404 Not Found\r\nX-One: 1\r\nContent-Length: 9\r\n\r\n\xe5\xaf\x86 plain");
  });
  const auto result = Send({.method = "POST",
                            .url = server.Url("/a%20b?c=d"),
                            .headers = {{"Authorization", "Bearer t"}, {"Content-Type", "application/json"}},
                            .body = "{\"x\":1}"});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->status, 404);
  EXPECT_EQ(result->Header("x-ONE"), "1");
  EXPECT_EQ(result->body, "\xe5\xaf\x86 plain");
  EXPECT_THAT(request, HasSubstr("POST /a%20b?c=d HTTP/1.1\r\n"));
  EXPECT_EQ(HeaderOf(request, "Host"), "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(HeaderOf(request, "Authorization"), "Bearer t");
  EXPECT_EQ(HeaderOf(request, "Content-Type"), "application/json");
  EXPECT_EQ(HeaderOf(request, "Content-Length"), "7");
  EXPECT_TRUE(request.ends_with("{\"x\":1}"));
}

TEST_P(HttpClientTest, ReadsChunksAndBodiesThatEndWithTheConnection) {
  RawServer chunked([](RawSocket& peer) {
    ReadRequest(peer);
    peer.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  });
  RawServer closing([](RawSocket& peer) {
    ReadRequest(peer);
    peer.Send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
  });
  RawServer empty([](RawSocket& peer) {
    ReadRequest(peer);
    peer.Send("HTTP/1.1 204 No Content\r\n\r\n");
  });
  EXPECT_EQ(Send({.url = chunked.Url()})->body, "abcde");
  EXPECT_EQ(Send({.url = closing.Url()})->body, "until the end");
  EXPECT_EQ(Send({.url = empty.Url()})->status, 204);
}

TEST_P(HttpClientTest, ABodyThatDripsForEverEndsAtTheTotalDeadline) {
  RawServer server([](RawSocket& peer) {
    ReadRequest(peer);
    peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    while (peer.Send("d")) std::this_thread::sleep_for(2ms);
  });
  const auto result = Post(server.Url(), "x", 200ms);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("in time"));
  EXPECT_FALSE(result.error().certainly_not_sent);
}

TEST_P(HttpClientTest, ARedirectIsAnAnswerAndTheTokenStaysHere) {
  RawServer trap([](RawSocket& peer) { ReadRequest(peer); });
  RawServer server([&](RawSocket& peer) {
    while (!ReadRequest(peer).empty()) {
      peer.Send("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + trap.Url() + "\r\nContent-Length: 0\r\n\r\n");
    }
  });
  for (const std::string method : {"GET", "POST"}) {
    const auto result = Send({.method = method, .url = server.Url(), .headers = {{"Authorization", "Bearer secret"}}});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->status, 307);
    EXPECT_EQ(result->Header("Location"), trap.Url());
  }
  EXPECT_EQ(trap.connections(), 0);
}

TEST_P(HttpClientTest, ATooLargeAnswerIsCutHoweverItIsFramed) {
  const std::string piece(10'000, 'p');
  const auto flood = [&](std::string_view head, std::string_view before, std::string_view after) {
    return [&, head = std::string(head), before = std::string(before), after = std::string(after)](RawSocket& peer) {
      ReadRequest(peer);
      peer.Send(head);
      for (int i = 0; i < 2'000 && peer.Send(before + piece + after); ++i) {
      }
    };
  };
  RawServer declared(flood("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n", "", ""));
  RawServer chunked(flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "2710\r\n", "\r\n"));
  RawServer closing(flood("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "", ""));
  for (const RawServer* server : {&declared, &chunked, &closing}) {
    const auto result = Send({.url = server->Url(), .max_response = 100'000});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::ErrorCode::kTooLarge) << result.error().message;
  }
}

TEST_P(HttpClientTest, AHostileChunkSizeEndsTheCallAndNotTheProcess) {
  for (const std::string size : {"-2", "-1", "zz", "fffffffffffffffff"}) {
    RawServer server([&](RawSocket& peer) {
      ReadRequest(peer);
      peer.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\nabc\r\n0\r\n\r\n");
      peer.ReadAll();
    });
    EXPECT_FALSE(Post(server.Url(), "x", 300ms)) << size;
  }
  RawServer good([](RawSocket& peer) {
    ReadRequest(peer);
    peer.Send(Answer("fine"));
  });
  EXPECT_EQ(Send({.url = good.Url()})->body, "fine");
}

TEST_P(HttpClientTest, BrokenPeersGiveErrorsThatDoNotClaimTooMuch) {
  const std::map<std::string, RawServer::Talk> peers = {
      {"mute", [](RawSocket& peer) { peer.ReadAll(); }},
      {"reset", [](RawSocket& peer) { ReadRequest(peer), peer.Reset(); }},
      {"close", [](RawSocket& peer) { ReadRequest(peer); }},
      {"garbage", [](RawSocket& peer) { ReadRequest(peer), peer.Send("garbage\r\n\r\nmore garbage\r\n\r\n"); }},
      {"cut off",
       [](RawSocket& peer) { ReadRequest(peer), peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"); }},
  };
  for (const auto& [what, talk] : peers) {
    RawServer server(talk);
    const auto result = Post(server.Url(), "x", 300ms);
    ASSERT_FALSE(result) << what;
    EXPECT_EQ(result.error().code, base::ErrorCode::kUnavailable) << what;
    EXPECT_FALSE(result.error().certainly_not_sent) << what;
  }
}

TEST_P(HttpClientTest, KnowsWhatWasCertainlyNotSent) {
  unsigned short closed_port = 0;
  {
    closed_port = RawServer([](RawSocket&) {}).port();
  }
  const std::string closed = "http://127.0.0.1:" + std::to_string(closed_port) + "/";
  const HttpClientRequest requests[] = {
      {.method = "POST", .url = closed, .body = "x"},
      {.url = closed},
      {.url = "http://no-such-host.invalid/"},
      {.url = "ftp://127.0.0.1/"},
      {.url = "http://user@127.0.0.1/"},
      {.method = "GET /x HTTP/1.1\r\nX:", .url = closed},
      {.url = closed, .headers = {{"X-Name", "a\r\nX-Evil: 1"}}},
      {.url = closed, .headers = {{"X\r\nY", "a"}}},
      {.url = closed, .headers = {{"Content-Length", "3"}}},
      {.url = closed, .headers = {{"Host", "other"}}},
  };
  for (const HttpClientRequest& request : requests) {
    const auto result = client_->Send(request);
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().certainly_not_sent) << result.error().message;
    EXPECT_FALSE(result.error().message.empty());
  }
}

class TlsClientTest : public ::testing::TestWithParam<std::string> {
 protected:
  HttpServerOptions Options(const CertificateFiles& files) const {
    HttpServerOptions options = QuickOptions();
    options.certificate_file = files.certificate;
    options.key_file = files.key;
    return options;
  }
  TemporaryDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(Both, TlsClientTest, ::testing::Values("Platform", "Guarded"),
                         [](const auto& kind) { return kind.param; });

TEST_P(TlsClientTest, TalksOnlyToTheHostThatTheCertificateNames) {
  const CertificateFiles right = WriteCertificate(directory_.path(), "right", "localhost");
  const CertificateFiles wrong = WriteCertificate(directory_.path(), "wrong", "other.example");
  const CertificateFiles expired = WriteCertificate(directory_.path(), "expired", "localhost", -7200, -3600);
  const auto talk = [&](const CertificateFiles& files, const std::string& ca_file) {
    LiveServer server(
        [](const HttpRequest& r, const HttpReply& reply) {
          reply.Send({200, {}, "for " + r.body});
        },
        Options(files));
    const auto result =
        NewClient(GetParam(), ca_file)
            ->Send(
                {.method = "POST", .url = "https://localhost:" + std::to_string(server.port()) + "/", .body = "you"});
    EXPECT_EQ(server.handled(), result ? 1 : 0);
    EXPECT_TRUE(result || result.error().certainly_not_sent);
    return result ? result->body : "refused";
  };
  EXPECT_EQ(talk(right, right.certificate), "for you");
  EXPECT_EQ(talk(right, ""), "refused");
  EXPECT_EQ(talk(wrong, wrong.certificate), "refused");
  EXPECT_EQ(talk(expired, expired.certificate), "refused");
}

// Not always for the very next call: the library gives an answer out a moment before it puts the connection back.
TEST(PlatformHttpClientTest, KeepsConnectionsForLaterCalls) {
  HavePlatformIo();
  CountingServer counting;
  const auto client = NewPlatformHttpClient();
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(client->Send({.url = counting.server.Url()}));
  EXPECT_LT(counting.server.connections(), 10);
}

TEST(PlatformHttpClientTest, LetsEightCallsToOneHostThroughAndTheNextWait) {
  HavePlatformIo();
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  RawServer server([&](RawSocket& peer) {
    while (!ReadRequest(peer).empty()) {
      const int here = ++now;
      for (int seen = most; here > seen && !most.compare_exchange_weak(seen, here);) {
      }
      std::this_thread::sleep_for(20ms);
      --now;
      peer.Send(Answer("ok"));
    }
  });
  const auto client = NewPlatformHttpClient();
  std::vector<std::thread> senders;
  for (int i = 0; i < 24; ++i) {
    senders.emplace_back([&] { EXPECT_TRUE(client->Send({.method = "POST", .url = server.Url(), .body = "x"})); });
  }
  for (auto& sender : senders) sender.join();
  EXPECT_LE(most, 8);
  EXPECT_GE(most, 2);
}

TEST(PlatformHttpClientTest, ACallThatWaitsInVainForItsTurnWasNotSent) {
  HavePlatformIo();
  CountingServer counting;
  counting.mode = CountingServer::Mode::kStall;
  const auto client = NewPlatformHttpClient({.calls_per_host = 1});
  std::thread first([&] {
    EXPECT_FALSE(client->Send({.method = "POST", .url = counting.server.Url(), .body = "1", .timeout = 1s}));
  });
  ASSERT_TRUE(Eventually([&] { return counting.seen().contains("1"); }));
  const auto second = client->Send({.method = "POST", .url = counting.server.Url(), .body = "2", .timeout = 20ms});
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().certainly_not_sent);
  first.join();
  EXPECT_FALSE(counting.seen().contains("2"));
}

TEST(GuardedHttpClientTest, NeverConnectsToAnAddressThatIsNotPublic) {
  RawServer trap([](RawSocket&) {});
  const std::string port = std::to_string(trap.port());
  const DnsLookup rebinding = [](const std::string&, std::chrono::milliseconds) {
    return base::Result<std::vector<IpAddress>>({*ParseIp("8.8.8.8"), *ParseIp("127.0.0.1")});
  };
  const auto client = std::move(*NewGuardedHttpClient({.look_up = rebinding}));
  for (const std::string host :
       {"innocent.example", "127.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "localhost", "2130706433"}) {
    const auto result = client->Send({.url = "https://" + host + ":" + port + "/"});
    ASSERT_FALSE(result) << host;
    EXPECT_TRUE(result.error().certainly_not_sent);
    EXPECT_THAT(result.error().message, ::testing::Not(HasSubstr("connect")));
  }
  EXPECT_FALSE(client->Send({.url = "http://innocent.example:" + port + "/"})) << "plain http needs allow_hosts";
  EXPECT_EQ(trap.connections(), 0);
}

TEST(GuardedHttpClientTest, LooksUpOnceAndKeepsTheNameForHostSniAndVerification) {
  TemporaryDirectory directory;
  const CertificateFiles files = WriteCertificate(directory.path(), "hook", "hook.example");
  HttpServerOptions server_options = QuickOptions();
  server_options.certificate_file = files.certificate;
  server_options.key_file = files.key;
  LiveServer server(
      [](const HttpRequest& request, const HttpReply& reply) {
        reply.Send({200, {}, std::string(request.Header("Host"))});
      },
      server_options);
  int look_ups = 0;
  GuardedHttpOptions options;
  options.policy.allow_hosts = {"hook.example:" + std::to_string(server.port())};
  options.ca_file = files.certificate;
  options.look_up = [&](const std::string& host, std::chrono::milliseconds) {
    EXPECT_EQ(host, "hook.example");
    return base::Result<std::vector<IpAddress>>({*ParseIp(++look_ups == 1 ? "127.0.0.1" : "127.0.0.2")});
  };
  const auto client = std::move(*NewGuardedHttpClient(options));
  const auto result = client->Send({.url = "https://hook.example:" + std::to_string(server.port()) + "/"});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->body, "hook.example:" + std::to_string(server.port()));
  EXPECT_EQ(look_ups, 1);
}

TEST(GuardedHttpClientTest, TriesTheNextAddressWhenOneIsDead) {
  RawServer server([](RawSocket& peer) {
    ReadRequest(peer);
    peer.Send(Answer("second"));
  });
  GuardedHttpOptions options;
  options.policy.allow_hosts = {"two.example"};
  options.look_up = [](const std::string&, std::chrono::milliseconds) {
    return base::Result<std::vector<IpAddress>>({*ParseIp("::1"), *ParseIp("127.0.0.1")});
  };
  const auto client = std::move(*NewGuardedHttpClient(options));
  EXPECT_EQ(client->Send({.url = "http://two.example:" + std::to_string(server.port()) + "/"})->body, "second");
}

TEST(GuardedHttpClientTest, SurvivesEveryCutOfAnAnswer) {
  const std::string whole =
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\nabc\r\n0\r\nT: t\r\n\r\n";
  std::atomic<std::size_t> size = 0;
  RawServer server([&](RawSocket& peer) {
    ReadRequest(peer);
    for (const char byte : whole.substr(0, size)) peer.Send({&byte, 1});
  });
  const auto client = NewClient("Guarded");
  for (; size <= whole.size(); ++size) {
    const auto result = client->Send({.url = server.Url()});
    EXPECT_EQ(result.has_value(), size == whole.size()) << size;
  }
}

TEST(GuardedHttpClientTest, NamesACertificateFileThatCannotBeUsed) {
  EXPECT_EQ(NewGuardedHttpClient({.ca_file = "/nonexistent.pem"}).error().where, "/nonexistent.pem");
}

}  // namespace
}  // namespace frontdesk::net::testing
