// What the listening side does for honest clients: streams, drain, posts, TLS, proxies.
#include "bot/net/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/net/live_server.h"
#include "tests/net/test_certificate.h"
#include "tests/net/tls_socket.h"

namespace frontdesk::net::testing {
namespace {

using namespace std::chrono_literals;

// Keeps the streams that clients open.
class StreamShelf {
 public:
  HttpServer::Handler Handler() {
    return [this](const HttpRequest&, const HttpReply& reply) {
      const std::lock_guard lock(mutex_);
      streams_.push_back(reply.OpenStream());
    };
  }
  std::shared_ptr<EventStream> Wait(std::size_t index = 0) {
    Eventually([&] {
      const std::lock_guard lock(mutex_);
      return streams_.size() > index;
    });
    const std::lock_guard lock(mutex_);
    return streams_.at(index);
  }
  void Clear() {
    const std::lock_guard lock(mutex_);
    streams_.clear();
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<EventStream>> streams_;
};

const std::string kOpen = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(EventStreamTest, DeliversEachWriteAtOnceAndEndsProperly) {
  StreamShelf shelf;
  LiveServer server(shelf.Handler());
  RawSocket client(server.port());
  client.Send(kOpen);
  const std::string head = client.ReadUntil("\r\n\r\n");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), head.npos);
  EXPECT_NE(head.find("Cache-Control: no-store\r\n"), head.npos);
  const auto stream = shelf.Wait();
  EXPECT_TRUE(stream->Write("data: 1\n\n"));
  EXPECT_EQ(client.ReadUntil("\n\n\r\n"), "9\r\ndata: 1\n\n\r\n");
  EXPECT_TRUE(stream->Write("data: 2\n\n"));
  EXPECT_EQ(client.ReadUntil("\n\n\r\n"), "9\r\ndata: 2\n\n\r\n");
  EXPECT_EQ(server->counters().streams, 1);
  EXPECT_TRUE(stream->Write("data: 3\n\n"));
  stream->Close();
  EXPECT_FALSE(stream->Write("data: 4\n\n"));
  EXPECT_EQ(client.ReadAll(), "9\r\ndata: 3\n\n\r\n0\r\n\r\n");
  EXPECT_TRUE(Eventually([&] { return server->counters().streams == 0; }));
}

TEST(EventStreamTest, ForHttp10HasNoChunksAndEndsWithTheConnection) {
  StreamShelf shelf;
  LiveServer server(shelf.Handler());
  RawSocket client(server.port());
  client.Send("GET /events HTTP/1.0\r\n\r\n");
  const auto stream = shelf.Wait();
  stream->Write("data: 1\n\n");
  stream->Close();
  EXPECT_TRUE(client.ReadAll().ends_with("\r\n\r\ndata: 1\n\n"));
}

TEST(EventStreamTest, KnowsAtOnceThatItsClientHasGone) {
  StreamShelf shelf;
  LiveServer server(shelf.Handler());
  std::promise<void> closed;
  {
    RawSocket client(server.port());
    client.Send(kOpen);
    client.ReadUntil("\r\n\r\n");
    shelf.Wait()->OnClose([&] { closed.set_value(); });
  }
  ASSERT_EQ(closed.get_future().wait_for(60s), std::future_status::ready);
  EXPECT_FALSE(shelf.Wait()->IsOpen());
  EXPECT_FALSE(shelf.Wait()->Write("data: 1\n\n"));
  bool called = false;
  shelf.Wait()->OnClose([&] { called = true; });
  EXPECT_TRUE(called) << "a stream that has closed says so at once";
}

TEST(EventStreamTest, OfASlowClientIsClosedInsteadOfGrowing) {
  StreamShelf shelf;
  LiveServer server(shelf.Handler());
  RawSocket client(server.port());
  client.Send(kOpen);
  const auto stream = shelf.Wait();
  const std::string chunk(32 << 10, 'e');
  int written = 0;
  while (written < 10'000 && stream->Write(chunk)) ++written;
  EXPECT_LT(written, 10'000);
  EXPECT_FALSE(stream->IsOpen());
  EXPECT_TRUE(Eventually([&] { return server->counters().connections == 0; }));
}

TEST(EventStreamTest, ClosesWhenItsLastHandleGoes) {
  StreamShelf shelf;
  LiveServer server(shelf.Handler());
  RawSocket client(server.port());
  client.Send(kOpen);
  shelf.Wait()->Write("data: last\n\n");
  shelf.Clear();
  EXPECT_TRUE(client.ReadAll().ends_with("data: last\n\n\r\n0\r\n\r\n"));
}

TEST(EventStreamTest, KeepsTheOrderOfOneWriterAndLosesNothingOfMany) {
  StreamShelf shelf;
  LiveServer server(shelf.Handler());
  RawSocket client(server.port());
  client.Send("GET /events HTTP/1.0\r\n\r\n");
  const auto stream = shelf.Wait();
  std::vector<std::thread> writers;
  for (char name = 'a'; name <= 'c'; ++name) {
    writers.emplace_back([&, name] {
      for (int i = 0; i < 500; ++i) EXPECT_TRUE(stream->Write(name + std::to_string(i) + "\n"));
    });
  }
  for (auto& writer : writers) writer.join();
  stream->Close();
  const std::string all = client.ReadAll();
  for (char name = 'a'; name <= 'c'; ++name) {
    std::size_t at = 0;
    for (int i = 0; i < 500; ++i) {
      at = all.find(name + std::to_string(i) + "\n", at);
      ASSERT_NE(at, all.npos) << name << i;
    }
  }
}

TEST(EventStreamTest, AThousandOfThemFitIntoLittleMemory) {
  StreamShelf shelf;
  HttpServerOptions options = QuickOptions();
  options.connections_per_address = 2'000;
  LiveServer server(shelf.Handler(), options);
  EXPECT_TRUE(server.IsAlive());
  const long before = ResidentKiB();
  std::vector<RawSocket> clients;
  for (int i = 0; i < 1'000; ++i) {
    clients.emplace_back(server.port());
    clients.back().Send(kOpen);
  }
  for (int i = 0; i < 1'000; ++i) shelf.Wait(i)->Write("data: hello\n\n");
  for (RawSocket& client : clients) ASSERT_TRUE(client.ReadUntil("hello\n\n").ends_with("hello\n\n"));
  EXPECT_EQ(server->counters().streams, 1'000);
  if (kSanitized) return;
  EXPECT_LT(ResidentKiB() - before, 30L * 1'000);
}

TEST(HttpServerTest, DrainOfAnIdleServerReturnsAtOnceAndEndsRun) {
  LiveServer server;
  RawSocket idle(server.port());
  idle.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  idle.ReadAnswer();
  server->Drain(1h);
  server.Join();
  EXPECT_EQ(idle.ReadAll(), "");
}

TEST(HttpServerTest, DrainAnswersWhatIsInFlightRefusesTheRestAndEndsStreams) {
  std::mutex mutex;
  std::vector<HttpReply> waiting;
  std::shared_ptr<EventStream> stream;
  LiveServer server([&](const HttpRequest& request, const HttpReply& reply) {
    const std::lock_guard lock(mutex);
    if (request.path == "/events")
      stream = reply.OpenStream();
    else
      waiting.push_back(reply);
  });
  RawSocket in_flight(server.port());
  in_flight.Send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  RawSocket half_sent(server.port());
  half_sent.Send("GET /late HTTP/1.1\r\n");
  RawSocket streaming(server.port());
  streaming.Send(kOpen);
  streaming.ReadUntil("\r\n\r\n");
  ASSERT_TRUE(Eventually([&] {
    const std::lock_guard lock(mutex);
    return waiting.size() == 1;
  }));
  std::thread drainer([&] { server->Drain(1h); });
  EXPECT_EQ(streaming.ReadAll(), "d\r\nretry: 1000\n\n\r\n0\r\n\r\n");
  half_sent.Send("Host: x\r\n\r\n");
  EXPECT_TRUE(half_sent.ReadAnswer().starts_with("HTTP/1.1 503 "));
  EXPECT_FALSE(RawSocket(server.port()).connected());
  waiting[0].Send({200, {}, "done"});
  const std::string answer = in_flight.ReadAll();
  EXPECT_TRUE(answer.ends_with("done")) << answer;
  EXPECT_NE(answer.find("Connection: close"), answer.npos);
  drainer.join();
  server.Join();
  EXPECT_FALSE(stream->IsOpen());
}

TEST(HttpServerTest, DrainGivesUpWhenItsTimeIsOver) {
  std::vector<HttpReply> kept;
  LiveServer server([&](const HttpRequest&, const HttpReply& reply) { kept.push_back(reply); });
  RawSocket client(server.port());
  client.Send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(Eventually([&] { return server.handled() == 1; }));
  server->Drain(20ms);
  server.Join();
  EXPECT_EQ(client.ReadAll(), "");
  kept.clear();
}

TEST(HttpServerTest, HandlesThatOutliveItDoNothing) {
  HttpReply reply;
  std::shared_ptr<EventStream> stream;
  {
    StreamShelf shelf;
    LiveServer server([&](const HttpRequest& request, const HttpReply& given) {
      if (request.path == "/events")
        stream = given.OpenStream();
      else
        reply = given;
    });
    RawSocket client(server.port());
    client.Send(kOpen);
    client.ReadUntil("\r\n\r\n");
    RawSocket other(server.port());
    other.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(Eventually([&] { return server.handled() == 2; }));
    server.Stop();
  }
  EXPECT_FALSE(stream->IsOpen());
  EXPECT_FALSE(stream->Write("x"));
  bool told = false;
  const auto late = reply.OpenStream();
  late->OnClose([&] { told = true; });
  EXPECT_TRUE(told);
  reply.Send({});
}

TEST(HttpServerTest, RunsPostedFunctionsOnTheThreadOfTheHandler) {
  std::promise<std::thread::id> handler_thread;
  LiveServer server([&](const HttpRequest&, const HttpReply& reply) {
    handler_thread.set_value(std::this_thread::get_id());
    reply.Send({});
  });
  RawSocket client(server.port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  client.ReadAnswer();
  std::promise<std::thread::id> posted_thread;
  server->Post([] { throw std::runtime_error("must not end the process"); });
  server->Post([&] { posted_thread.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(posted_thread.get_future().get(), handler_thread.get_future().get());
}

TEST(HttpServerTest, SaysWhatIsWrongWithItsAddress) {
  const auto error_of = [](HttpServerOptions options) {
    auto server = HttpServer::Open(std::move(options), nullptr, nullptr);
    return server ? std::string() : server.error().message;
  };
  LiveServer taken;
  EXPECT_THAT(error_of({.address = "127.0.0.1", .port = taken.port()}), ::testing::HasSubstr("in use"));
  EXPECT_THAT(error_of({.address = "not-an-address"}), ::testing::HasSubstr("\"not-an-address\" is not an IP address"));
  EXPECT_THAT(error_of({.trusted_proxies = {"10.0.0.0/33"}}), ::testing::HasSubstr("10.0.0.0/33"));
  EXPECT_EQ(error_of({.address = "[::1]"}), "");
  EXPECT_EQ(error_of({.address = "localhost"}), "");
}

class TlsServerTest : public ::testing::Test {
 protected:
  HttpServerOptions Options(const CertificateFiles& files) const {
    HttpServerOptions options = QuickOptions();
    options.certificate_file = files.certificate;
    options.key_file = files.key;
    options.certificate_check = 0ms;
    return options;
  }
  std::string SerialOf(LiveServer& server) const { return TlsSocket(server.port()).Serial(); }

  TemporaryDirectory directory_;
};

TEST_F(TlsServerTest, AnswersSeveralRequestsAndLargeBodiesOverTls) {
  LiveServer server(
      [](const HttpRequest& request, const HttpReply& reply) {
        EXPECT_TRUE(request.secure);
        reply.Send({200, {}, request.body + std::string(100'000, 'z')});
      },
      Options(WriteCertificate(directory_.path(), "a", "localhost")));
  TlsSocket client(server.port());
  ASSERT_TRUE(client.shaken());
  for (int i = 0; i < 3; ++i) {
    client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_TRUE(client.ReadAnswer().ends_with("\r\n\r\nabc" + std::string(100'000, 'z')));
  }
}

TEST_F(TlsServerTest, RefusesOldVersionsAndPlainText) {
  LiveServer server(nullptr, Options(WriteCertificate(directory_.path(), "a", "localhost")));
  EXPECT_FALSE(TlsSocket(server.port(), TLS1_1_VERSION).shaken());
  EXPECT_TRUE(TlsSocket(server.port(), TLS1_2_VERSION).shaken());
  RawSocket plain(server.port());
  plain.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(plain.ReadAll().find("200 OK"), std::string::npos);
  EXPECT_EQ(server.handled(), 0);
}

TEST_F(TlsServerTest, ASilentHandshakeIsCut) {
  HttpServerOptions options = Options(WriteCertificate(directory_.path(), "a", "localhost"));
  options.tls_handshake_deadline = 50ms;
  LiveServer server(nullptr, options);
  EXPECT_TRUE(RawSocket(server.port()).IsClosedByPeer());
  EXPECT_TRUE(Eventually([&] { return server.Refused("tls_failed") == 1; }));
}

TEST_F(TlsServerTest, AHalfSentHeaderIsRefusedOverTlsToo) {
  HttpServerOptions options = Options(WriteCertificate(directory_.path(), "a", "localhost"));
  options.header_deadline = 50ms;
  LiveServer server(nullptr, options);
  TlsSocket client(server.port());
  client.Send("GET / HTTP/1.1\r\nHo");
  EXPECT_TRUE(client.ReadAnswer().starts_with("HTTP/1.1 408 "));
}

TEST_F(TlsServerTest, StreamsEventsAndEndsThem) {
  StreamShelf shelf;
  LiveServer server(shelf.Handler(), Options(WriteCertificate(directory_.path(), "a", "localhost")));
  TlsSocket client(server.port());
  client.Send(kOpen);
  shelf.Wait()->Write("data: 1\n\n");
  EXPECT_TRUE(client.ReadUntil("data: 1\n\n\r\n").ends_with("9\r\ndata: 1\n\n\r\n"));
  shelf.Wait()->Close();
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "0\r\n\r\n");
}

TEST_F(TlsServerTest, TakesANewCertificateAndKeepsTheOldOneWhenTheNewIsBroken) {
  const CertificateFiles files = WriteCertificate(directory_.path(), "a", "localhost");
  LiveServer server(nullptr, Options(files));
  const std::string first = SerialOf(server);
  EXPECT_EQ(SerialOf(server), first);

  WriteFile(files.certificate, "not a certificate");
  EXPECT_EQ(SerialOf(server), first);

  WriteCertificate(directory_.path(), "a", "localhost");
  EXPECT_NE(SerialOf(server), first);

  const std::string second = SerialOf(server);
  const CertificateFiles other = WriteCertificate(directory_.path(), "other", "localhost");
  std::filesystem::copy_file(other.key, files.key, std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(SerialOf(server), second) << "a key of another certificate must not be served";
}

TEST_F(TlsServerTest, NamesTheFileThatIsBroken) {
  const CertificateFiles files = WriteCertificate(directory_.path(), "a", "localhost");
  const CertificateFiles other = WriteCertificate(directory_.path(), "b", "localhost");
  const auto error_of = [&](const std::string& certificate, const std::string& key) {
    HttpServerOptions options;
    options.certificate_file = certificate;
    options.key_file = key;
    auto server = HttpServer::Open(options, nullptr, nullptr);
    return server ? base::Error{} : server.error();
  };
  const std::string missing = (directory_.path() / "missing.crt").string();
  EXPECT_EQ(error_of(missing, files.key).where, missing);
  EXPECT_EQ(error_of(files.key, files.key).where, files.key);
  EXPECT_EQ(error_of(files.certificate, other.key).where, other.key);
  EXPECT_THAT(error_of(files.certificate, "").message, ::testing::HasSubstr("both"));
}

struct Forwarded {
  std::string_view what;
  std::vector<std::string> trusted;
  std::string_view headers;
  std::string_view client;
  bool secure;
};

TEST(TrustedProxiesTest, AreBelievedAndNobodyElse) {
  const std::vector<Forwarded> cases = {
      {"no proxy trusted", {}, "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n", "127.0.0.1", false},
      {"another proxy trusted", {"10.0.0.0/8"}, "X-Forwarded-For: 203.0.113.9\r\n", "127.0.0.1", false},
      {"trusted", {"127.0.0.1"}, "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n", "203.0.113.9", true},
      {"forged first hop", {"127.0.0.1"}, "X-Forwarded-For: 1.1.1.1, 203.0.113.9\r\n", "203.0.113.9", false},
      {"chain of proxies",
       {"127.0.0.0/8", "10.0.0.0/8"},
       "X-Forwarded-For: 1.1.1.1, 203.0.113.9, 10.1.2.3\r\n",
       "203.0.113.9",
       false},
      {"several headers",
       {"127.0.0.1", "10.0.0.0/8"},
       "X-Forwarded-For: 203.0.113.9\r\nx-forwarded-for: 10.1.2.3\r\n",
       "203.0.113.9",
       false},
      {"ports and IPv6", {"127.0.0.1"}, "X-Forwarded-For: [2001:db8::1]:4711\r\n", "2001:db8::1", false},
      {"nonsense", {"127.0.0.1"}, "X-Forwarded-For: unknown\r\nX-Forwarded-Proto: http\r\n", "127.0.0.1", false},
      {"nonsense behind a hop", {"127.0.0.1"}, "X-Forwarded-For: 1.1.1.1, _x, 127.0.0.1\r\n", "127.0.0.1", false},
      {"no header", {"127.0.0.1"}, "", "127.0.0.1", false},
  };
  for (const Forwarded& forwarded : cases) {
    SCOPED_TRACE(forwarded.what);
    HttpServerOptions options = QuickOptions();
    options.trusted_proxies = forwarded.trusted;
    LiveServer server(
        [](const HttpRequest& request, const HttpReply& reply) {
          reply.Send({200, {}, request.remote_address + (request.secure ? " secure" : " plain")});
        },
        options);
    RawSocket client(server.port());
    client.Send("GET / HTTP/1.1\r\nHost: x\r\n" + std::string(forwarded.headers) + "\r\n");
    const std::string expected = std::string(forwarded.client) + (forwarded.secure ? " secure" : " plain");
    EXPECT_TRUE(client.ReadAnswer().ends_with("\r\n\r\n" + expected)) << expected;
  }
}

TEST(TrustedProxiesTest, HaveTheirClientsCountedNotThemselves) {
  HttpServerOptions options = QuickOptions();
  options.trusted_proxies = {"127.0.0.1"};
  options.connections_per_address = 2;
  StreamShelf shelf;
  LiveServer server(shelf.Handler(), options);
  const auto open_for = [&](std::string_view client) {
    RawSocket proxy(server.port());
    proxy.Send("GET /events HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + std::string(client) + "\r\n\r\n");
    return std::pair{proxy.ReadUntil("\r\n\r\n").substr(9, 3), std::move(proxy)};
  };
  const auto first = open_for("203.0.113.1");
  const auto second = open_for("203.0.113.1");
  const auto third = open_for("203.0.113.1");
  const auto other = open_for("203.0.113.2");
  const auto six_a = open_for("2001:db8:0:1::a");
  const auto six_b = open_for("2001:db8:0:1::b");
  const auto six_c = open_for("2001:db8:0:1::c");
  EXPECT_EQ(first.first + second.first + third.first + other.first, "200200429200");
  EXPECT_EQ(six_a.first + six_b.first + six_c.first, "200200429") << "a /64 is one client";
}

}  // namespace
}  // namespace frontdesk::net::testing
