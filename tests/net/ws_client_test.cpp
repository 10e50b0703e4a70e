// The rules of WebSockets that we open, against peers that misbehave.
#include "bot/net/ws_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>

#include "tests/net/live_server.h"
#include "tests/net/platform_io_threads.h"
#include "tests/net/test_certificate.h"
#include "tests/net/ws_peer.h"

namespace frontdesk::net::testing {
namespace {

using namespace std::chrono_literals;

// A client with its thread, and what its connections told.
class WsClientTest : public ::testing::Test {
 protected:
  void Start(WsClientOptions options = {}) {
    HavePlatformIo();
    client_ = NewPlatformWsClient(std::move(options));
    thread_ = std::thread([this] { client_->Run(); });
  }
  void TearDown() override {
    if (!client_) return;
    client_->Stop();
    thread_.join();
    client_.reset();
  }

  WsHandler Handler() {
    return {[this](WsMessage message) {
              const std::lock_guard lock(mutex_);
              messages_.push_back(std::move(message));
            },
            [this](WsClosed closed) {
              const std::lock_guard lock(mutex_);
              closed_.push_back(std::move(closed));
            }};
  }
  base::Result<std::shared_ptr<WsConnection>> Connect(const RawServer& server, std::size_t max_message = 4 << 20) {
    return client_->Connect({.url = UrlOf(server), .max_message = max_message}, Handler());
  }
  static std::string UrlOf(const RawServer& server) {
    return "ws://127.0.0.1:" + std::to_string(server.port()) + "/socket";
  }

  std::vector<WsMessage> messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
  }
  std::vector<WsClosed> closed() {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  bool ClosesWith(int code) {
    return Eventually([&] { return !closed().empty(); }) && closed()[0].code == code;
  }

  std::unique_ptr<WsClient> client_;
  std::thread thread_;
  std::mutex mutex_;
  std::vector<WsMessage> messages_;
  std::vector<WsClosed> closed_;
};

void EchoAll(RawSocket& socket) {
  WsPeer peer(socket);
  peer.Open();
  while (const auto frame = peer.ReadMessage()) peer.Send(frame->opcode, frame->payload);
}

TEST_F(WsClientTest, CarriesTextAndBinaryBothWays) {
  RawServer server(EchoAll);
  Start();
  const auto connection = Connect(server);
  ASSERT_TRUE(connection) << connection.error().message;
  const std::string binary("\0\xff\x01", 3);
  EXPECT_TRUE((*connection)->Send("\xe5\xaf\x86\xe7\xa0\x81"));
  EXPECT_TRUE((*connection)->SendBinary(binary));
  EXPECT_TRUE((*connection)->Send(std::string(100'000, 'l')));
  ASSERT_TRUE(Eventually([&] { return messages().size() == 3; }));
  EXPECT_EQ(messages()[0].bytes, "\xe5\xaf\x86\xe7\xa0\x81");
  EXPECT_FALSE(messages()[0].binary);
  EXPECT_EQ(messages()[1].bytes, binary);
  EXPECT_TRUE(messages()[1].binary);
  EXPECT_EQ(messages()[2].bytes.size(), 100'000u);
  EXPECT_FALSE((*connection)->Send(""));
}

TEST_F(WsClientTest, SendsItsHeadersAndSubprotocols) {
  std::promise<std::string> request;
  RawServer server([&](RawSocket& socket) {
    WsPeer peer(socket);
    request.set_value(peer.Open());
    peer.ReadMessage();
  });
  Start();
  // The peer chooses no subprotocol, which is its right.
  const auto connection = client_->Connect(
      {.url = UrlOf(server), .headers = {{"Authorization", "Bearer t"}}, .subprotocols = {"chat"}}, Handler());
  const std::string seen = request.get_future().get();
  EXPECT_EQ(HeaderOf(seen, "Authorization"), "Bearer t");
  EXPECT_EQ(HeaderOf(seen, "Sec-WebSocket-Protocol"), "chat");
}

TEST_F(WsClientTest, NoticesAPeerThatAnswersNoPing) {
  std::promise<void> gone;
  RawServer server([&](RawSocket& socket) {
    WsPeer peer(socket);
    peer.Open();
    while (peer.Read()) {
    }
    gone.set_value();
  });
  Start({.ping_every = 20ms});
  const auto connection = Connect(server);
  ASSERT_TRUE(connection);
  EXPECT_TRUE(ClosesWith(1006));
  EXPECT_FALSE((*connection)->IsOpen());
  EXPECT_FALSE((*connection)->Send("x"));
  EXPECT_EQ(gone.get_future().wait_for(60s), std::future_status::ready) << "the socket must go, too";
  EXPECT_EQ(closed().size(), 1u);
}

TEST_F(WsClientTest, KeepsAPeerThatAnswersPingsAndIsSilentOtherwise) {
  std::promise<int> pings;
  RawServer server([&](RawSocket& socket) {
    WsPeer peer(socket);
    peer.Open();
    for (int seen = 0; seen < 8; ++seen) {
      const auto frame = peer.Read();
      if (!frame || frame->opcode != 9) return pings.set_value(seen);
      peer.Send(10, frame->payload);
    }
    pings.set_value(8);
    peer.ReadMessage();
  });
  Start({.ping_every = 50ms});
  const auto connection = Connect(server);
  ASSERT_TRUE(connection);
  EXPECT_EQ(pings.get_future().get(), 8);
  EXPECT_TRUE((*connection)->IsOpen());
  EXPECT_TRUE(closed().empty());
}

TEST_F(WsClientTest, TellsWhyThePeerClosed) {
  RawServer server([](RawSocket& socket) {
    WsPeer peer(socket);
    peer.Open();
    peer.Send(8,
              "\x0f\xa1"
              "token expired");
    peer.Read();
  });
  Start();
  const auto connection = Connect(server);
  EXPECT_TRUE(ClosesWith(4001));
  EXPECT_EQ(closed()[0].reason, "token expired");
}

TEST_F(WsClientTest, TellsOfAResetAtOnceAndOnce) {
  RawServer server([](RawSocket& socket) {
    WsPeer(socket).Open();
    socket.Reset();
  });
  Start();
  const auto connection = Connect(server);
  EXPECT_TRUE(ClosesWith(1006));
  client_->Stop();
  thread_.join();
  EXPECT_EQ(closed().size(), 1u);
  thread_ = std::thread([] {});
}

TEST_F(WsClientTest, TakesA16MbFrameWhenAllowedAndClosesWhenNot) {
  const std::string large(16 << 20, 'x');
  RawServer server([&](RawSocket& socket) {
    WsPeer peer(socket);
    peer.Open();
    peer.Send(1, large);
    peer.ReadMessage();
  });
  Start();
  const auto allowing = Connect(server, 32 << 20);
  ASSERT_TRUE(allowing);
  ASSERT_TRUE(Eventually([&] { return messages().size() == 1; }));
  EXPECT_EQ(messages()[0].bytes.size(), large.size());
  EXPECT_TRUE((*allowing)->IsOpen());
  const auto limiting = Connect(server, 1 << 20);
  EXPECT_TRUE(ClosesWith(1009));
  EXPECT_EQ(messages().size(), 1u);
}

TEST_F(WsClientTest, AMutePortARefusedOneAndAPlainServerAreErrors) {
  RawServer mute([](RawSocket& socket) { socket.ReadAll(); });
  LiveServer plain;
  Start();
  unsigned short closed_port = 0;
  {
    closed_port = RawServer([](RawSocket&) {}).port();
  }
  const std::string here = "ws://127.0.0.1:";
  const WsRequest requests[] = {{.url = UrlOf(mute), .timeout = 200ms},
                                {.url = here + std::to_string(closed_port) + "/"},
                                {.url = here + std::to_string(plain.port()) + "/"},
                                {.url = "not a url"}};
  for (const WsRequest& request : requests) {
    EXPECT_FALSE(client_->Connect(request, Handler())) << request.url;
  }
  EXPECT_TRUE(closed().empty()) << "what never opened does not close";
}

TEST_F(WsClientTest, ASelfSignedPeerIsRefused) {
  TemporaryDirectory directory;
  const CertificateFiles files = WriteCertificate(directory.path(), "a", "localhost");
  HttpServerOptions options = QuickOptions();
  options.certificate_file = files.certificate;
  options.key_file = files.key;
  LiveServer server(nullptr, options);
  Start();
  EXPECT_FALSE(client_->Connect({.url = "wss://localhost:" + std::to_string(server.port()) + "/"}, Handler()));
  EXPECT_EQ(server.handled(), 0);
}

TEST_F(WsClientTest, MayBeClosedAndForgottenInsideItsOwnCallback) {
  RawServer server([](RawSocket& socket) {
    WsPeer peer(socket);
    peer.Open();
    peer.Send(1, "now");
    peer.ReadMessage();
  });
  Start();
  std::mutex mutex;
  std::condition_variable changed;
  std::shared_ptr<WsConnection> held;
  bool forgotten = false;
  WsHandler handler = Handler();
  handler.on_message = [&](const WsMessage&) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return held != nullptr; });
    held->Close();
    held.reset();
    forgotten = true;
    changed.notify_all();
  };
  auto connection = client_->Connect({.url = UrlOf(server)}, handler);
  ASSERT_TRUE(connection);
  std::unique_lock lock(mutex);
  held = std::move(*connection);
  connection->reset();
  changed.notify_all();
  EXPECT_TRUE(changed.wait_for(lock, 60s, [&] { return forgotten; }));
  lock.unlock();
  EXPECT_TRUE(Eventually([&] { return closed().size() == 1; }));
}

int Threads() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Threads:")) return std::stoi(line.substr(8));
  }
  return 0;
}

TEST_F(WsClientTest, EachReconnectIsANewObjectAndOldOnesLeaveNothing) {
  RawServer server(EchoAll);
  Start();
  ASSERT_TRUE(Connect(server));
  ASSERT_TRUE(Eventually([&] { return closed().size() == 1; }));
  std::vector<std::weak_ptr<WsConnection>> old;
  for (std::size_t i = 0; i < 20; ++i) {
    const auto connection = Connect(server);
    ASSERT_TRUE(connection) << connection.error().message;
    EXPECT_TRUE((*connection)->Send("hello"));
    ASSERT_TRUE(Eventually([&] { return messages().size() == i + 1; }));
    old.push_back(*connection);
  }
  EXPECT_TRUE(Eventually([&] { return closed().size() == 21; }));
  for (const auto& gone : old) EXPECT_TRUE(gone.expired());
  EXPECT_EQ(server.connections(), 21);
  // The server's own threads stay until it goes; the library had two for each connection.
  EXPECT_TRUE(Eventually([&] { return Threads() < 21 + 15; })) << Threads();
}

TEST_F(WsClientTest, StopClosesWhatIsOpen) {
  RawServer server(EchoAll);
  Start();
  const auto connection = Connect(server);
  ASSERT_TRUE(connection);
  client_->Stop();
  thread_.join();
  EXPECT_EQ(closed().size(), 1u);
  EXPECT_FALSE((*connection)->Send("x"));
  EXPECT_FALSE(Connect(server));
  thread_ = std::thread([] {});
}

}  // namespace
}  // namespace frontdesk::net::testing
