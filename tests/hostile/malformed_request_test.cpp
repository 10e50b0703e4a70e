// Requests that break HTTP: each gets the right refusal and a closed connection, reaches no handler, and leaves the
// server alive.
#include <gtest/gtest.h>

#include "tests/net/live_server.h"

namespace frontdesk::net::testing {
namespace {

struct Malformed {
  std::string_view what;
  std::string bytes;
  int status;
};

std::string Post(std::string_view headers, std::string_view body) {
  return "POST /hook HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n" + std::string(body);
}
std::string Get(std::string_view target) { return "GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n"; }
std::string Chunked(std::string_view body) { return Post("Transfer-Encoding: chunked\r\n", body); }

const std::string kNul("\0", 1);

std::vector<Malformed> AllMalformed() {
  return {
      {"chunk size -1", Chunked("-1\r\nabc"), 400},
      {"chunk size -2", Chunked("-2\r\nabc"), 400},
      {"chunk size -5", Chunked("-5\r\nabc"), 400},
      {"chunk size +5", Chunked("+5\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk size 0x5", Chunked("0x5\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk size 7fffffff", Chunked("7fffffff\r\nabc"), 413},
      {"chunk size 80000000", Chunked("80000000\r\nabc"), 413},
      {"chunk size ffffffff", Chunked("ffffffff\r\nabc"), 413},
      {"chunk size fffffffffffffffe", Chunked("fffffffffffffffe\r\nabc"), 400},
      {"chunk size of 20 zeros", Chunked("00000000000000000005\r\nabcde\r\n0\r\n\r\n"), 400},
      {"empty chunk size", Chunked("\r\nabc"), 400},
      {"chunk size with leading space", Chunked(" 5\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk size line with bare LF", Chunked("5\nabcde\n0\n\n"), 400},
      {"chunk longer than its size", Chunked("3\r\nabcdef\r\n0\r\n\r\n"), 400},
      {"chunk extension of 1 MB", Chunked("5;" + std::string(1 << 20, 'e') + "\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk trailer with bare LF", Chunked("0\r\nX: y\n\r\n\r\n"), 400},
      {"chunk trailer folded", Chunked("0\r\n X: y\r\n\r\n"), 400},
      {"chunk trailers without end",
       [] {
         std::string body = "0\r\n";
         for (int i = 0; i < 2'000; ++i) body += "X: yyyyyyyy\r\n";
         return Chunked(body);
       }(),
       400},
      {"length and chunked", Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"chunked and length", Post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
      {"chunked twice", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"xchunked", Post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
      {"gzip, chunked", Post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"identity coding", Post("Transfer-Encoding: identity\r\n", ""), 501},
      {"empty coding", Post("Transfer-Encoding:\r\n", ""), 501},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"lengths 5 and 3", Post("Content-Length: 5\r\nContent-Length: 3\r\n", "abcde"), 400},
      {"length 5 twice", Post("Content-Length: 5\r\nContent-Length: 5\r\n", "abcde"), 400},
      {"length list", Post("Content-Length: 5, 5\r\n", "abcde"), 400},
      {"length abc", Post("Content-Length: abc\r\n", "abcde"), 400},
      {"length -1", Post("Content-Length: -1\r\n", "abcde"), 400},
      {"length +5", Post("Content-Length: +5\r\n", "abcde"), 400},
      {"length 5 apples", Post("Content-Length: 5 apples\r\n", "abcde"), 400},
      {"length empty", Post("Content-Length:\r\n", "abcde"), 400},
      {"length of 30 digits", Post("Content-Length: 999999999999999999999999999999\r\n", "abcde"), 400},
      {"length of 1 GB", Post("Content-Length: 1073741824\r\n", "abcde"), 413},
      {"length of 2^64 - 1", Post("Content-Length: 18446744073709551615\r\n", "abcde"), 413},
      {"gzip body", Post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "\x1f\x8b\x08"), 415},
      {"unknown expectation", Post("Expect: 200-ok\r\nContent-Length: 3\r\n", "abc"), 417},
      {"bare LF head", "GET / HTTP/1.1\nHost: x\n\n", 400},
      {"one bare LF", "GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400},
      {"bare CR in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n", 400},
      {"folded header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400},
      {"folded by tab", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n\tb\r\n\r\n", 400},
      {"space before the first header", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400},
      {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
      {"Host with userinfo", "GET / HTTP/1.1\r\nHost: a@x\r\n\r\n", 400},
      {"Host with space before colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
      {"header without colon", "GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400},
      {"header with empty name", "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", 400},
      {"NUL in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: a" + kNul + "b\r\n\r\n", 400},
      {"NUL in the path", "GET /a" + kNul + "b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"HTTP/9.9", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"no version", "GET /\r\n\r\n", 400},
      {"version FTP", "GET / FTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n", 405},
      {"CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405},
      {"unknown method", "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n", 405},
      {"lower-case method", "get / HTTP/1.1\r\nHost: x\r\n\r\n", 405},
      {"a TLS hello", "\x16\x03\x01\x02" + kNul + "\x01", 400},
      {"traversal", Get("/../../etc/passwd"), 400},
      {"traversal inside", Get("/a/../b"), 400},
      {"traversal at the end", Get("/a/.."), 400},
      {"single dot", Get("/a/./b"), 400},
      {"encoded traversal", Get("/%2e%2e/etc/passwd"), 400},
      {"mixed encoded traversal", Get("/.%2E/etc/passwd"), 400},
      {"encoded slash", Get("/a%2fb"), 400},
      {"encoded NUL", Get("/a%00b"), 400},
      {"encoded NUL in the query", Get("/a?b=%00"), 400},
      {"encoded newline", Get("/a%0d%0ab"), 400},
      {"backslash", Get("/a\\..\\b"), 400},
      {"encoded backslash", Get("/a%5cb"), 400},
      {"broken percent sign", Get("/a%zz"), 400},
      {"percent sign at the end", Get("/a%4"), 400},
      {"path that is not UTF-8", Get("/a%ff"), 400},
      {"overlong UTF-8", Get("/%c0%ae%c0%ae/"), 400},
      {"raw byte in the path", Get("/a\xc3\xa9"), 400},
      {"fragment", Get("/a#b"), 400},
      {"absolute form for another host", Get("http://evil/a"), 400},
      {"absolute form with userinfo", Get("http://u@x/a"), 400},
      {"absolute form of another scheme", Get("file://x/etc/passwd"), 400},
      {"no slash", Get("etc/passwd"), 400},
      {"asterisk with GET", Get("*"), 400},
      {"header of 17 KB", "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(17 << 10, 'h') + "\r\n\r\n", 431},
      {"10,000 headers",
       [] {
         std::string head = "GET / HTTP/1.1\r\nHost: x\r\n";
         for (int i = 0; i < 10'000; ++i) head += "a:b\r\n";
         return head + "\r\n";
       }(),
       431},
      {"200 headers under 16 KB",
       [] {
         std::string head = "GET / HTTP/1.1\r\nHost: x\r\n";
         for (int i = 0; i < 200; ++i) head += "a:b\r\n";
         return head + "\r\n";
       }(),
       431},
      {"target of 5 KB", Get("/" + std::string(5 << 10, 't')), 414},
      {"target without end", "GET /" + std::string(1 << 20, 't'), 414},
  };
}

TEST(MalformedRequest, IsRefusedClosedAndNeverHandled) {
  LiveServer server;
  for (const Malformed& request : AllMalformed()) {
    SCOPED_TRACE(request.what);
    RawSocket client(server.port());
    client.Send(request.bytes);
    // What follows must never be read as a request of its own.
    client.Send("GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.ReadUntil("\r\n\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 " + std::to_string(request.status)) << answer;
    EXPECT_NE(answer.find("Connection: close\r\n"), answer.npos);
    EXPECT_EQ(answer.find("secret"), answer.npos);
    EXPECT_EQ(server.handled(), 0);
    EXPECT_EQ(client.ReadAll().find("smuggled"), std::string::npos);
  }
  EXPECT_TRUE(server.IsAlive());
  EXPECT_EQ(server.handled(), 1);
}

TEST(MalformedRequest, GetsTheSameRefusalWhenItDripsInByteByByte) {
  LiveServer server;
  for (const Malformed& request : AllMalformed()) {
    if (request.bytes.size() > 200) continue;
    SCOPED_TRACE(request.what);
    RawSocket client(server.port());
    for (const char byte : request.bytes) {
      if (!client.Send({&byte, 1})) break;
    }
    const std::string answer = client.ReadUntil("\r\n\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 " + std::to_string(request.status)) << answer;
    EXPECT_EQ(server.handled(), 0);
  }
  EXPECT_TRUE(server.IsAlive());
}

// Mutations of valid requests: whatever they are, the server answers or closes and stays alive.
TEST(MalformedRequest, OfAnyMutationLeavesTheServerAlive) {
  HttpServerOptions options = QuickOptions();
  options.header_deadline = options.body_deadline = options.idle_deadline = std::chrono::milliseconds(100);
  options.linger_deadline = std::chrono::milliseconds(20);
  LiveServer server(nullptr, options);
  const std::string seeds[] = {Post("Content-Length: 5\r\n", "abcde"), Chunked("5;a=b\r\nabcde\r\n0\r\nX: y\r\n\r\n"),
                               Get("/a%20b?c=d"), "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"};
  constexpr std::string_view kSpice = "\r\n\t :;,%-+0fF\\/\x7f\xff";
  std::uint32_t state = 20'240'601;
  const auto next = [&state](std::uint32_t below) { return (state = state * 1'664'525 + 1'013'904'223) / 7 % below; };
  for (int round = 0; round < 400; ++round) {
    std::string bytes = seeds[next(4)];
    for (std::uint32_t i = 0, edits = 1 + next(4); i < edits; ++i) {
      const std::size_t at = next(static_cast<std::uint32_t>(bytes.size()));
      if (next(2) == 0)
        bytes[at] = kSpice[next(kSpice.size())];
      else
        bytes.insert(at, 1, kSpice[next(kSpice.size())]);
    }
    RawSocket client(server.port());
    client.Send(bytes);
    client.CloseWrite();
    ASSERT_TRUE(client.IsClosedByPeer()) << "seed 20240601, round " << round;
  }
  EXPECT_TRUE(server.IsAlive());
}

}  // namespace
}  // namespace frontdesk::net::testing
