// Writes what the platform's own package is to read: events as we encrypt and sign them in tests, frames as our codec
// writes them, and how we answer those. tests/peers/feishu lets the package decide.
#include <cstdlib>

#include "adapters/feishu/fragments.h"
#include "adapters/feishu/frame.h"
#include "tests/adapters/feishu_account.h"

namespace frontdesk::adapters::feishu {
namespace {

using nlohmann::json;

class FeishuPeer : public FeishuAccount {
 protected:
  // Words of every length, so that every padding and every size of a length comes up.
  static std::string Words(int i) {
    std::string words = "消息 " + std::to_string(i) + " \"q\" \\ 😀 ";
    words.append(static_cast<std::size_t>(i * 7 % 700), 'x');
    return words;
  }
  json EventLine(int i) const {
    const std::string words = Words(i);
    const std::string body =
        json{{"encrypt", Encrypted(MessageJson("text", json{{"text", words}}.dump()).dump())}}.dump();
    const std::string time = "1700000000", nonce = std::to_string(1000 + i);
    const std::string signature = EventSignature(time, nonce, base::Secret(kEncryptKey), body);
    const json headers = {
        {"x-lark-request-timestamp", time}, {"x-lark-request-nonce", nonce}, {"x-lark-signature", signature}};
    const Headers as_came = {
        {"X-Lark-Request-Timestamp", time}, {"X-Lark-Request-Nonce", nonce}, {"X-Lark-Signature", signature}};
    EXPECT_TRUE(adapter().Verify({"POST", "/hooks/feishu", {}, as_came, body}, env()).has_value()) << i;
    return {{"kind", "event"}, {"body", body}, {"headers", headers}, {"text", words}};
  }
  json FrameLine(int i) {
    const std::string words = Words(i);
    WireFrame frame;
    frame.seq_id = static_cast<std::uint64_t>(i) * 12'345;
    frame.log_id = static_cast<std::uint64_t>(i) << 33;
    frame.service = 33554678;
    frame.method = kData;
    frame.headers = {{"type", "event"}, {"message_id", "m-" + std::to_string(i)}, {"sum", "1"}, {"seq", "0"}};
    frame.payload = MessageJson("text", json{{"text", words}}.dump()).dump();
    const std::string bytes = WriteFrame(frame);
    settings_.values["transport"] = "websocket";
    const auto heard = adapter().socket()->OnFrame(bytes, env(MemoryOf(33554678)));
    EXPECT_TRUE(heard.has_value() && heard->committed.size() == 1);
    settings_.values["transport"] = "webhook";
    return {{"kind", "frame"},
            {"bytes", base::HexEncode(bytes)},
            {"answer", heard ? base::HexEncode(heard->committed.at(0)) : ""},
            {"text", words}};
  }
};

TEST_F(FeishuPeer, IsGivenWhatOurTestsEncryptAndFrame) {
  const char* path = std::getenv("FRONTDESK_PEER_FEISHU");
  if (path == nullptr) GTEST_SKIP() << "run by tests/peers/feishu/run";
  std::ofstream file(path);
  for (int i = 1; i <= 200; ++i) file << EventLine(i).dump() << '\n' << FrameLine(i).dump() << '\n';
  EXPECT_TRUE(file.flush().good());
}

}  // namespace
}  // namespace frontdesk::adapters::feishu
