// Requests that are unusual but right: they must be understood exactly.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/net/live_server.h"

namespace frontdesk::net::testing {
namespace {

// Answers with what it understood.
void Echo(const HttpRequest& request, const HttpReply& reply) {
  reply.Send({200, {}, request.method + " " + request.path + " ?" + request.query + " [" + request.body + "]"});
}

std::string Ask(LiveServer& server, std::string_view bytes) {
  RawSocket client(server.port());
  client.Send(bytes);
  const std::string answer = client.ReadAnswer();
  const std::size_t end = answer.find("\r\n\r\n");
  return answer.substr(9, 3) + " " + (end == answer.npos ? "" : answer.substr(end + 4));
}
std::string AskFor(LiveServer& server, std::string_view target) {
  return Ask(server, "GET " + std::string(target) + " HTTP/1.1\r\nHost: help.example:8080\r\n\r\n");
}

TEST(OddRequest, PathIsDecodedOnceAndSlashesCollapse) {
  LiveServer server(Echo);
  EXPECT_EQ(AskFor(server, "/a%20b"), "200 GET /a b ? []");
  EXPECT_EQ(AskFor(server, "/%e5%af%86"), "200 GET /\xe5\xaf\x86 ? []");
  EXPECT_EQ(AskFor(server, "/%252e%252e/x"), "200 GET /%2e%2e/x ? []");
  EXPECT_EQ(AskFor(server, "//evil.example/a"), "200 GET /evil.example/a ? []");
  EXPECT_EQ(AskFor(server, "/a//b/"), "200 GET /a/b/ ? []");
  EXPECT_EQ(AskFor(server, "/..a/...?x=../y"), "200 GET /..a/... ?x=../y []");
  EXPECT_EQ(AskFor(server, "/a+b?c+d=%2f&e"), "200 GET /a+b ?c+d=%2f&e []");
}

TEST(OddRequest, AbsoluteFormOfTheSameHostIsAPath) {
  LiveServer server(Echo);
  EXPECT_EQ(AskFor(server, "http://help.example:8080/a?b"), "200 GET /a ?b []");
  EXPECT_EQ(AskFor(server, "HTTP://HELP.example:8080"), "200 GET / ? []");
  EXPECT_EQ(AskFor(server, "http://help.example:8080?q"), "200 GET / ?q []");
}

TEST(OddRequest, ChunksWithExtensionsAndTrailersMakeOneBody) {
  LiveServer server(Echo);
  EXPECT_EQ(Ask(server,
                "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
                "5;a=b\r\nhello\r\n1 ;x\r\n,\r\n00A\r\n0123456789\r\n0\r\nContent-Length: 3\r\nHost: y\r\n\r\n"),
            "200 POST /c ? [hello,0123456789]");
}

TEST(OddRequest, HeadersKeepTabsAndBytesBeyondAsciiAndTheHeadersAfterThem) {
  std::string seen;
  LiveServer server([&](const HttpRequest& request, const HttpReply& reply) {
    seen = std::string(request.Header("x-odd")) + "|" + std::string(request.Header("X-SIGNATURE"));
    reply.Send({});
  });
  Ask(server, "GET / HTTP/1.1\r\nHost: x\r\nX-Odd: a\tb\xc3\xa9\xff\r\nX-Signature:  v0=abc \r\n\r\n");
  EXPECT_EQ(seen, "a\tb\xc3\xa9\xff|v0=abc");
}

TEST(OddRequest, QueryAndCookiesAreFoundAndDecoded) {
  std::string seen;
  LiveServer server([&](const HttpRequest& request, const HttpReply& reply) {
    seen = request.Query("a b").value_or("-") + "|" + request.Query("none").value_or("-") + "|" +
           request.Query("flag").value_or("-") + "|" + request.Query("bad").value_or("-") + "|" +
           std::string(request.Cookie("id")) + "|" + std::string(request.Cookie("i"));
    reply.Send({});
  });
  Ask(server, "GET /?a+b=%e5%af%86+x&flag&a%20b=2&bad=%zz HTTP/1.1\r\nHost: x\r\nCookie: x=1; id=a=b ;y=2\r\n\r\n");
  EXPECT_EQ(seen, "\xe5\xaf\x86 x|-||-|a=b|");
}

TEST(OddRequest, PipelinedRequestsAreAllAnsweredInOrder) {
  LiveServer server(Echo);
  RawSocket client(server.port());
  std::string bytes;
  for (int i = 0; i < 50; ++i) {
    bytes += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok\r\n";
  }
  client.Send(bytes);
  for (int i = 0; i < 50; ++i) {
    const std::string answer = client.ReadAnswer();
    EXPECT_TRUE(answer.ends_with("POST /" + std::to_string(i) + " ? [ok]")) << answer;
  }
}

TEST(OddRequest, PipelinedRequestsWaitForASlowAnswer) {
  std::vector<HttpReply> waiting;
  std::mutex mutex;
  LiveServer server([&](const HttpRequest& request, const HttpReply& reply) {
    if (request.path != "/slow") return Echo(request, reply);
    const std::lock_guard lock(mutex);
    waiting.push_back(reply);
  });
  RawSocket client(server.port());
  client.Send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(Eventually([&] {
    const std::lock_guard lock(mutex);
    return waiting.size() == 1;
  }));
  EXPECT_TRUE(server.IsAlive());
  waiting[0].Send({200, {}, "slow"});
  EXPECT_TRUE(client.ReadAnswer().ends_with("slow"));
  EXPECT_TRUE(client.ReadAnswer().ends_with("GET /fast ? []"));
}

TEST(OddRequest, ExpectContinueIsAnsweredBeforeTheBodyIsSent) {
  LiveServer server(Echo);
  RawSocket client(server.port());
  client.Send("POST /e HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("body");
  EXPECT_TRUE(client.ReadAnswer().ends_with("POST /e ? [body]"));
}

TEST(OddRequest, ExpectContinueWithATooLargeBodyIsRefusedWithoutContinue) {
  LiveServer server(Echo);
  RawSocket client(server.port());
  client.Send("POST /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 40000000\r\n\r\n");
  EXPECT_TRUE(client.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 413"));
}

TEST(OddRequest, HeadGetsTheHeadersOfGetAndNoBody) {
  LiveServer server(Echo);
  RawSocket client(server.port());
  client.Send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = client.ReadUntil("\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 12\r\n"), answer.npos) << answer;
  client.Send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.ReadAnswer().starts_with("HTTP/1.1 200 OK"));
}

TEST(OddRequest, OptionsReachesTheHandlerAndTheAsteriskTheServer) {
  LiveServer server(Echo);
  EXPECT_EQ(AskFor(server, "/o"), "200 GET /o ? []");
  EXPECT_EQ(Ask(server, "OPTIONS /o HTTP/1.1\r\nHost: x\r\n\r\n"), "200 OPTIONS /o ? []");
  RawSocket client(server.port());
  client.Send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = client.ReadUntil("\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 204 ")) << answer;
  EXPECT_NE(answer.find("Allow: GET, HEAD, POST"), answer.npos);
  EXPECT_EQ(server.handled(), 2);
}

TEST(OddRequest, Http10IsClosedUnlessItAsksToStay) {
  LiveServer server(Echo);
  RawSocket closing(server.port());
  closing.Send("GET /ten HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(closing.ReadAll().ends_with("GET /ten ? []"));
  RawSocket staying(server.port());
  for (int i = 0; i < 2; ++i) {
    staying.Send("GET /ten HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_NE(staying.ReadAnswer().find("Connection: keep-alive"), std::string::npos);
  }
}

TEST(OddRequest, AClientThatClosesItsSideStillGetsTheAnswer) {
  LiveServer server(Echo);
  RawSocket client(server.port());
  client.Send("GET /half HTTP/1.1\r\nHost: x\r\n\r\n");
  client.CloseWrite();
  EXPECT_TRUE(client.ReadAll().ends_with("GET /half ? []"));
}

TEST(OddAnswer, OfAThrowingHandlerIs500AndTheConnectionStays) {
  LiveServer server([](const HttpRequest& request, const HttpReply& reply) {
    if (request.path == "/throw") throw std::runtime_error("no");
    if (request.path == "/throw-int") throw 7;
    Echo(request, reply);
  });
  RawSocket client(server.port());
  for (const std::string path : {"/throw", "/throw-int"}) {
    client.Send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.ReadAnswer().starts_with("HTTP/1.1 500 ")) << path;
  }
  client.Send("GET /fine HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.ReadAnswer().ends_with("GET /fine ? []"));
}

TEST(OddAnswer, ForgottenByItsHandlerIs500) {
  LiveServer server([](const HttpRequest&, const HttpReply&) {});
  EXPECT_TRUE(AskFor(server, "/forgotten").starts_with("500 "));
}

TEST(OddAnswer, WithALineBreakInAHeaderIs500AndSplitsNothing) {
  LiveServer server([](const HttpRequest& request, const HttpReply& reply) {
    if (request.path == "/value") return reply.Send({200, {{"X-Name", "a\r\nSet-Cookie: evil=1"}}, "body"});
    if (request.path == "/name") return reply.Send({200, {{"X\r\nY", "a"}}, "body"});
    reply.Send({42, {}, "body"});
  });
  for (const std::string path : {"/value", "/name", "/status"}) {
    RawSocket client(server.port());
    client.Send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.ReadAnswer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
    EXPECT_EQ(answer.find("evil"), answer.npos);
  }
}

TEST(OddAnswer, FirstOfSeveralCounts) {
  LiveServer server([](const HttpRequest&, const HttpReply& reply) {
    reply.Send({200, {{"Content-Length", "999"}, {"Transfer-Encoding", "chunked"}}, "first"});
    reply.Send({500, {}, "second"});
    EXPECT_FALSE(reply.OpenStream()->IsOpen());
  });
  RawSocket client(server.port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.ReadAll();
  EXPECT_TRUE(answer.ends_with("\r\n\r\nfirst")) << answer;
  EXPECT_EQ(answer.find("999"), answer.npos);
  EXPECT_EQ(answer.find("chunked"), answer.npos);
}

TEST(OddAnswer, WithoutContentHasNoLengthAndKeepsTheConnection) {
  LiveServer server([](const HttpRequest& request, const HttpReply& reply) {
    reply.Send({request.path == "/204" ? 204 : 304, {}, "must not be sent"});
  });
  RawSocket client(server.port());
  for (const std::string path : {"/204", "/304"}) {
    client.Send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.ReadUntil("\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + path.substr(1))) << answer;
    EXPECT_EQ(answer.find("Content-Length"), answer.npos);
  }
}

TEST(OddAnswer, FromOtherThreadsReachesTheRightRequest) {
  std::mutex mutex;
  std::vector<std::pair<std::string, HttpReply>> waiting;
  std::atomic<bool> over = false;
  LiveServer server([&](const HttpRequest& request, const HttpReply& reply) {
    const std::lock_guard lock(mutex);
    waiting.emplace_back(request.path, reply);
  });
  std::vector<std::thread> answerers;
  for (int i = 0; i < 2; ++i) {
    answerers.emplace_back([&] {
      while (!over) {
        std::vector<std::pair<std::string, HttpReply>> batch;
        {
          const std::lock_guard lock(mutex);
          batch.swap(waiting);
        }
        for (auto& [path, reply] : batch) reply.Send({200, {}, path});
        std::this_thread::yield();
      }
    });
  }
  std::vector<RawSocket> clients;
  for (int i = 0; i < 8; ++i) clients.emplace_back(server.port());
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 8; ++i) {
      clients[i].Send("GET /" + std::to_string(round * 8 + i) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    for (int i = 0; i < 8; ++i) {
      EXPECT_TRUE(clients[i].ReadAnswer().ends_with("\r\n\r\n/" + std::to_string(round * 8 + i)));
    }
  }
  over = true;
  for (auto& thread : answerers) thread.join();
}

}  // namespace
}  // namespace frontdesk::net::testing
