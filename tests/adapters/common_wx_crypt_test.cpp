// The envelope of WeCom and WeChat against vectors that the vendor's packages made and judged.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "adapters/common/wx_crypt.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::common {
namespace {

using nlohmann::json;

const json& Vectors() {
  static const json vectors = [] {
    std::ifstream in(std::string(FD_SOURCE_DIR) + "/tests/fixtures/wecom/vectors.json");
    return json::parse(in);
  }();
  return vectors;
}

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::strtol(hex.substr(i, 2).c_str(), nullptr, 16));
  return bytes;
}

std::string Text(const json& value, const char* key) { return value.at(key).get<std::string>(); }

std::string KeyOf(const json& from) {
  const auto key = WxKey(Text(from, "aes_key"));
  EXPECT_TRUE(key.has_value());
  return key ? *key : std::string();
}

// What Verify does: the signature first.
base::Result<std::string> Open(const json& one, const std::string& token, const std::string& key,
                               const std::string& receiver) {
  const std::string signature = WxSignature(token, Text(one, "timestamp"), Text(one, "nonce"), Text(one, "encrypt"));
  if (signature != Text(one, "msg_signature")) return base::Fail(base::ErrorCode::kUnauthenticated, "signature");
  return WxDecrypt(key, Text(one, "encrypt"), receiver);
}

TEST(WxCrypt, TakesAndRefusesEveryVectorAsTheVendorDoes) {
  const std::string key = KeyOf(Vectors());
  std::size_t taken = 0, refused = 0;
  for (const json& one : Vectors().at("cases")) {
    SCOPED_TRACE(Text(one, "name"));
    const json& expect = one.at("expect");
    const auto message = Open(one, Text(Vectors(), "token"), key, Text(Vectors(), "receive_id"));
    if (expect.at("verdict") == "accept") {
      ASSERT_TRUE(message.has_value()) << message.error().message;
      EXPECT_EQ(*message, Text(expect, "message"));
      ++taken;
    } else if (expect.at("verdict") == "reject") {
      ASSERT_FALSE(message.has_value()) << *message;
      EXPECT_EQ(message.error().code, base::ErrorCode::kUnauthenticated);
      ++refused;
    }
  }
  EXPECT_GE(taken, 40u);
  EXPECT_GE(refused, 25u);
}

// The platform sends neither; the vendor's package takes both, and so do we. What reads the message refuses it.
TEST(WxCrypt, OpensAPaddingToSixteenAndBytesThatAreNoText) {
  const std::string key = KeyOf(Vectors());
  for (const json& one : Vectors().at("cases")) {
    if (Text(one, "name") == "pad_16_byte_class_only") {
      EXPECT_EQ(Open(one, Text(Vectors(), "token"), key, Text(Vectors(), "receive_id")).value_or(""), "x");
    }
    if (Text(one, "name") == "msg_invalid_utf8") {
      EXPECT_EQ(Open(one, Text(Vectors(), "token"), key, Text(Vectors(), "receive_id")).value_or(""), "\xff\xfe\x41");
    }
  }
}

TEST(WxCrypt, OpensTheExampleOfTheDocumentation) {
  const json& example = Vectors().at("doc_example");
  const auto message = Open(example, Text(example, "token"), KeyOf(example), Text(example, "receive_id"));
  EXPECT_EQ(message.value_or(""), Text(example.at("expect"), "message"));
}

TEST(WxCrypt, OpensARobotsMessageWithoutAReceiver) {
  const json& robot = Vectors().at("robot").at(0);
  const std::string encrypted = Text(json::parse(Text(robot, "http_body")), "encrypt");
  EXPECT_EQ(WxDecrypt(KeyOf(Vectors()), encrypted, "").value_or(""), Text(robot.at("expect"), "message"));
}

TEST(WxCrypt, OpensARobotsFileAndNoOther) {
  const json& file = Vectors().at("robot").at(1);
  const std::string key = *base::Base64Decode(Text(file, "aeskey_base64"));
  const std::string bytes = FromHex(Text(file, "encrypted_hex"));
  EXPECT_EQ(WxDecryptFile(key, bytes).value_or(""), FromHex(Text(file.at("expect"), "plain_hex")));
  for (const std::string& odd : {std::string(), bytes.substr(1), bytes.substr(16), std::string(33, 'x')})
    EXPECT_FALSE(WxDecryptFile(key, odd).has_value()) << odd.size();
  EXPECT_FALSE(WxDecryptFile(key.substr(1), bytes).has_value());
}

TEST(WxCrypt, WritesWhatTheVendorsSampleWrites) {
  for (const json& reply : Vectors().at("replies")) {
    SCOPED_TRACE(Text(reply, "name"));
    const std::string receiver = Text(reply, "name") == "passive_reply_xml" ? Text(Vectors(), "receive_id") : "";
    const auto encrypted = WxEncrypt(KeyOf(Vectors()), Text(reply, "message"), receiver, Text(reply, "random"));
    ASSERT_TRUE(encrypted.has_value());
    const std::string envelope = Text(reply, "envelope");
    EXPECT_NE(envelope.find(*encrypted), std::string::npos);
    const std::string signature =
        WxSignature(Text(Vectors(), "token"), Text(reply, "timestamp"), Text(reply, "nonce"), *encrypted);
    EXPECT_NE(envelope.find(signature), std::string::npos);
  }
}

TEST(WxCrypt, OpensWhatItWritesWhateverTheLength) {
  const std::string key = KeyOf(Vectors());
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string message(size, 'm');
    const auto sealed = WxEncrypt(key, message, "ww1", "0123456789abcdef");
    ASSERT_TRUE(sealed.has_value());
    EXPECT_EQ(base::Base64Decode(*sealed)->size() % 32, 0u);
    EXPECT_EQ(WxDecrypt(key, *sealed, "ww1").value_or("(not opened)"), message);
    EXPECT_FALSE(WxDecrypt(key, *sealed, "ww").has_value());
  }
}

TEST(WxCrypt, NeverThrowsAtWhateverComes) {
  const std::string key = KeyOf(Vectors());
  std::mt19937 random(20'260'302);
  for (int i = 0; i < 2'000; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    EXPECT_FALSE(WxDecrypt(key, bytes, "ww1").has_value());
    EXPECT_FALSE(WxDecrypt(key, base::Base64Encode(bytes), "ww1").has_value());
  }
  EXPECT_FALSE(WxDecrypt("short", base::Base64Encode(std::string(64, 'x')), "ww1").has_value());
  EXPECT_FALSE(WxEncrypt(key, "hello", "ww1", "too few").has_value());
}

TEST(WxCrypt, AKeyHasFortyThreeCharactersAndSpareBits) {
  const std::string good = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
  ASSERT_TRUE(WxKey(good).has_value());
  EXPECT_EQ(WxKey(good)->size(), 32u);
  EXPECT_EQ(*WxKey(good.substr(0, 42) + "D"), *WxKey(good)) << "two bits of the last character say nothing";
  for (const std::string& bad : {std::string(), good.substr(1), good + "A", good.substr(0, 42) + "=",
                                 "!" + good.substr(1), std::string(43, '\0')})
    EXPECT_FALSE(WxKey(bad).has_value()) << bad;
}

// tests/peers/wecom/run has the vendor's packages open these, and gives back theirs.
TEST(WxCrypt, IsWrittenForTheVendorsPackages) {
  const char* path = std::getenv("FRONTDESK_PEER_WECOM_OURS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/wecom/run";
  std::mt19937 random(20'260'303);
  std::ofstream file(path);
  for (int i = 0; i < 200; ++i) {
    const std::string seed = std::to_string(random());
    const std::string aes_key = base::Base64Encode(base::Sha256(seed)).substr(0, kWxKeyText);
    std::string message = "<xml>" + std::string(random() % 3'000, 'x') + "你好 😀 ]]> " + seed + "</xml>";
    if (i == 0) message.clear();
    const std::string receiver = i % 3 == 0 ? "" : "ww" + seed;
    const auto encrypted = WxEncrypt(*WxKey(aes_key), message, receiver, base::Sha256("r" + seed));
    ASSERT_TRUE(encrypted.has_value());
    file << json{{"token", "Tok3n" + seed}, {"aes_key", aes_key},
                 {"receiver", receiver},    {"timestamp", "1700000000"},
                 {"nonce", seed},           {"message", message},
                 {"encrypted", *encrypted}, {"signature", WxSignature("Tok3n" + seed, "1700000000", seed, *encrypted)}}
                .dump()
         << "\n";
  }
}

TEST(WxCrypt, OpensWhatTheVendorsPackagesWrote) {
  const char* path = std::getenv("FRONTDESK_PEER_WECOM_THEIRS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/wecom/run";
  std::ifstream file(path);
  std::size_t opened = 0;
  for (std::string line; std::getline(file, line); ++opened) {
    const json one = json::parse(line);
    EXPECT_EQ(WxSignature(Text(one, "token"), Text(one, "timestamp"), Text(one, "nonce"), Text(one, "encrypted")),
              Text(one, "signature"));
    const auto message = WxDecrypt(*WxKey(Text(one, "aes_key")), Text(one, "encrypted"), Text(one, "receiver"));
    ASSERT_TRUE(message.has_value()) << message.error().message;
    EXPECT_EQ(*message, Text(one, "message"));
  }
  EXPECT_GE(opened, 200u);
}

}  // namespace
}  // namespace frontdesk::adapters::common
