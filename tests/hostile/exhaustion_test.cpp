// Clients that want more than their share: memory, time, connections.
#include <gtest/gtest.h>

#include "tests/net/live_server.h"

namespace frontdesk::net::testing {
namespace {

using namespace std::chrono_literals;

constexpr long kFlatKiB = 20 << 10;

void ExpectFlat(long before) {
  if (kSanitized) return;
  EXPECT_LT(ResidentKiB() - before, kFlatKiB);
}

TEST(Exhaustion, AHeaderThatNeverEndsIsCutAt16Kb) {
  LiveServer server;
  const long before = ResidentKiB();
  RawSocket client(server.port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
  const std::string piece(64 << 10, 'h');
  int pieces = 0;
  while (pieces < 512 && client.Send(piece)) ++pieces;
  EXPECT_LT(pieces, 512) << "32 MiB of header were taken";
  EXPECT_TRUE(client.ReadAll().starts_with("HTTP/1.1 431 "));
  ExpectFlat(before);
}

TEST(Exhaustion, ADeclaredGigabyteIsRefusedAtOnceAndNotRead) {
  LiveServer server;
  const long before = ResidentKiB();
  RawSocket client(server.port());
  client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n");
  EXPECT_TRUE(client.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 413 "));
  const std::string piece(64 << 10, 'b');
  int pieces = 0;
  while (pieces < 512 && client.Send(piece)) ++pieces;
  EXPECT_LT(pieces, 512) << "32 MiB of a refused body were taken";
  ExpectFlat(before);
  EXPECT_EQ(server.handled(), 0);
}

TEST(Exhaustion, ChunksBeyondTheLimitAreRefusedWhileTheyArrive) {
  LiveServer server;
  const long before = ResidentKiB();
  RawSocket client(server.port());
  client.Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(64 << 10, 'c') + "\r\n";
  int chunks = 0;
  while (chunks < 512 && client.Send(chunk)) ++chunks;
  EXPECT_LT(chunks, 512);
  EXPECT_TRUE(client.ReadAll().starts_with("HTTP/1.1 413 "));
  ExpectFlat(before);
}

TEST(Exhaustion, TheRouteSetsTheLimitOfItsBody) {
  LiveServer server(nullptr, QuickOptions(), [](const std::string& method, const std::string& path) {
    return RouteLimits{.max_body = method == "POST" && path == "/upload" ? std::size_t{3} << 20 : 10};
  });
  RawSocket small(server.port());
  small.Send("POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");
  EXPECT_TRUE(small.ReadAll().starts_with("HTTP/1.1 413 "));
  RawSocket large(server.port());
  large.Send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 3145728\r\n\r\n" + std::string(3 << 20, 'u'));
  EXPECT_TRUE(large.ReadAnswer().starts_with("HTTP/1.1 200 "));
}

TEST(Exhaustion, AllBodiesTogetherHaveALimit) {
  HttpServerOptions options = QuickOptions();
  options.body_memory = 1 << 20;
  LiveServer server(nullptr, options);
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\n\r\n";
  RawSocket first(server.port());
  first.Send(head + std::string(600'000, 'a'));
  RawSocket second(server.port());
  second.Send(head + std::string(600'000, 'b'));
  // Whichever came second is told; the other is served.
  ASSERT_TRUE(Eventually([&] { return server.Refused("memory") == 1; }));
  first.Send(std::string(100'000, 'a'));
  second.Send(std::string(100'000, 'b'));
  const std::string answers = first.ReadAnswer() + second.ReadAnswer();
  EXPECT_NE(answers.find("HTTP/1.1 503 "), answers.npos);
  EXPECT_NE(answers.find("Retry-After: 1"), answers.npos);
  EXPECT_NE(answers.find("HTTP/1.1 200 "), answers.npos);
}

TEST(Exhaustion, TwoHundredHalfSentHeadersGoAwayAndOthersAreServed) {
  HttpServerOptions options = QuickOptions();
  options.header_deadline = 200ms;
  LiveServer server(nullptr, options);
  std::vector<RawSocket> slow;
  for (int i = 0; i < 200; ++i) {
    slow.emplace_back(server.port());
    slow.back().Send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  }
  EXPECT_TRUE(server.IsAlive());
  for (RawSocket& client : slow) EXPECT_TRUE(client.ReadAll().starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(Eventually([&] { return server->counters().connections == 0; }));
  EXPECT_EQ(server.Refused("too_slow"), 200u);
}

// Each byte comes in time; the whole does not.
TEST(Exhaustion, AHeaderThatDripsIsCutByTheTotalDeadline) {
  HttpServerOptions options = QuickOptions();
  options.header_deadline = 100ms;
  LiveServer server(nullptr, options);
  RawSocket client(server.port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
  EXPECT_TRUE(Eventually([&] {
    client.Send("d");
    return server.Refused("too_slow") == 1;
  }));
}

TEST(Exhaustion, ABodyThatStopsOrDripsIsCut) {
  HttpServerOptions options = QuickOptions();
  options.body_deadline = 100ms;
  LiveServer server(nullptr, options);
  RawSocket silent(server.port());
  silent.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
  EXPECT_TRUE(silent.ReadAll().starts_with("HTTP/1.1 408 "));
  RawSocket dripping(server.port());
  dripping.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
  EXPECT_TRUE(Eventually([&] {
    dripping.Send("d");
    return server.Refused("too_slow") == 2;
  }));
  EXPECT_EQ(server.handled(), 0);
}

TEST(Exhaustion, AnIdleConnectionIsClosedWithoutAWord) {
  HttpServerOptions options = QuickOptions();
  options.idle_deadline = 100ms;
  LiveServer server(nullptr, options);
  RawSocket fresh(server.port());
  RawSocket used(server.port());
  used.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(used.ReadAnswer().starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(used.ReadAll(), "");
  EXPECT_EQ(fresh.ReadAll(), "");
}

TEST(Exhaustion, AHandlerThatNeverRepliesIs504AndALateReplyIsIgnored) {
  std::mutex mutex;
  std::vector<HttpReply> kept;
  LiveServer server(
      [&](const HttpRequest& request, const HttpReply& reply) {
        if (request.path == "/next") return reply.Send({200, {}, "next"});
        const std::lock_guard lock(mutex);
        kept.push_back(reply);
      },
      QuickOptions(), [](const std::string&, const std::string&) { return RouteLimits{.deadline = 50ms}; });
  RawSocket client(server.port());
  client.Send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.ReadAnswer().starts_with("HTTP/1.1 504 "));
  kept.at(0).Send({200, {}, "too late"});
  EXPECT_FALSE(kept.at(0).OpenStream()->IsOpen());
  client.Send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.ReadAnswer().ends_with("next"));
}

TEST(Exhaustion, AClientThatDoesNotReadItsAnswerIsCut) {
  HttpServerOptions options = QuickOptions();
  options.write_deadline = 100ms;
  options.least_bytes_per_second = 1 << 30;
  LiveServer server(
      [](const HttpRequest&, const HttpReply& reply) {
        reply.Send({200, {}, std::string(32 << 20, 'a')});
      },
      options);
  RawSocket client(server.port());
  client.Send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(Eventually([&] { return server->counters().connections == 0; }));
  EXPECT_TRUE(server.IsAlive());
}

TEST(Exhaustion, OneAddressHasItsShareAndOthersTheirs) {
  HttpServerOptions options = QuickOptions();
  options.connections_per_address = 5;
  LiveServer server(nullptr, options);
  std::vector<RawSocket> clients;
  for (int i = 0; i < 5; ++i) {
    clients.emplace_back(server.port());
    clients.back().Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(clients.back().ReadAnswer().starts_with("HTTP/1.1 200 "));
  }
  RawSocket sixth(server.port());
  EXPECT_TRUE(sixth.ReadAll().starts_with("HTTP/1.1 429 "));
  EXPECT_TRUE(server.IsAlive()) << "another address must get in";
  clients.pop_back();
  EXPECT_TRUE(Eventually([&] {
    RawSocket again(server.port());
    again.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return again.ReadAll().starts_with("HTTP/1.1 200 ");
  }));
}

TEST(Exhaustion, AFullServerSaysSo) {
  HttpServerOptions options = QuickOptions();
  options.connections = 3;
  LiveServer server(nullptr, options);
  std::vector<RawSocket> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(server.port());
    clients.back().Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(clients.back().ReadAnswer().starts_with("HTTP/1.1 200 "));
  }
  RawSocket fourth(server.port());
  const std::string answer = fourth.ReadAll();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_NE(answer.find("Retry-After: 1"), answer.npos);
  EXPECT_EQ(server.Refused("server_full"), 1u);
}

TEST(Exhaustion, TwoThousandIdleConnectionsCostLittle) {
  HttpServerOptions options = QuickOptions();
  options.connections_per_address = 5'000;
  LiveServer server(nullptr, options);
  EXPECT_TRUE(server.IsAlive());
  const long before = ResidentKiB();
  std::vector<RawSocket> clients;
  for (int i = 0; i < 2'000; ++i) clients.emplace_back(server.port());
  ASSERT_TRUE(Eventually([&] { return server->counters().connections >= 2'000; }));
  ExpectFlat(before);
  EXPECT_TRUE(server.IsAlive());
}

TEST(Exhaustion, ThousandsOfResetsLeaveNothingBehind) {
  HttpServerOptions options = QuickOptions();
  options.connections_per_address = 5'000;
  LiveServer server(
      [](const HttpRequest&, const HttpReply& reply) {
        reply.Send({200, {}, std::string(100'000, 'r')});
      },
      options);
  EXPECT_TRUE(server.IsAlive());
  const long before = ResidentKiB();
  for (int i = 0; i < 3'000; ++i) {
    RawSocket client(server.port());
    client.Send(i % 3 == 0   ? "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
                : i % 3 == 1 ? "GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
                             : "GET / HT");
    client.Reset();
  }
  EXPECT_TRUE(Eventually([&] { return server->counters().connections == 0; }));
  ExpectFlat(before);
  EXPECT_TRUE(server.IsAlive());
}

}  // namespace
}  // namespace frontdesk::net::testing
