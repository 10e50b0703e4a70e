// QQ as others have built it: tests/peers/qq/run has them check our signatures, and gives us theirs.
#include <cstdlib>
#include <fstream>
#include <random>

#include "tests/adapters/qq_account.h"

namespace frontdesk::adapters::qq {
namespace {

using nlohmann::json;

class QqPeer : public Bot {};

TEST_F(QqPeer, IsWrittenForTheOthers) {
  const char* path = std::getenv("FRONTDESK_PEER_QQ_OURS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/qq/run";
  std::mt19937 random(20'261'122);
  std::ofstream file(path);
  for (int i = 0; i < 200; ++i) {
    const std::string secret = base::HexEncode(base::Sha256(std::to_string(i))).substr(0, 1 + random() % 40);
    settings_.secrets["secret"] = base::Secret(secret);
    const json check = {{"op", 13},
                        {"d", {{"plain_token", "T" + std::to_string(random())}, {"event_ts", "1725442341"}}}};
    const std::string body = check.dump();
    const auto verified = adapter_.Verify({"POST", "/hooks/qq", {}, {}, body}, env());
    ASSERT_TRUE(verified.has_value());
    const auto parsed = adapter_.Parse(*verified, env());
    ASSERT_TRUE(parsed.has_value());
    const std::string words = "{\"op\":0,\"d\":\"你好 😀 " + std::string(random() % 500, 'x') + "\"}";
    file << json{{"secret", secret},
                 {"check", check},
                 {"answer", json::parse(std::get<HttpAnswer>(*parsed).body)},
                 {"timestamp", "1700000000"},
                 {"body", words},
                 {"signature", base::HexEncode(Sign(SeedOf(secret), "1700000000" + words))}}
                .dump()
         << "\n";
  }
}

TEST_F(QqPeer, TakesWhatTheOthersSigned) {
  const char* path = std::getenv("FRONTDESK_PEER_QQ_THEIRS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/qq/run";
  std::ifstream file(path);
  std::size_t taken = 0;
  for (std::string line; std::getline(file, line); ++taken) {
    const json one = json::parse(line);
    settings_.secrets["secret"] = base::Secret(one["secret"].get<std::string>());
    const Headers headers = {{"X-Signature-Ed25519", one["signature"]}, {"X-Signature-Timestamp", one["timestamp"]}};
    std::string body = one["body"];
    EXPECT_TRUE(adapter_.Verify({"POST", "/hooks/qq", {}, headers, body}, env()).has_value()) << line;
    body += " ";
    EXPECT_FALSE(adapter_.Verify({"POST", "/hooks/qq", {}, headers, body}, env()).has_value()) << line;
  }
  EXPECT_GE(taken, 200u);
}

}  // namespace
}  // namespace frontdesk::adapters::qq
