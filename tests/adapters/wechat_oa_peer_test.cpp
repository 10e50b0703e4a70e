// Official accounts as others have built them: tests/peers/wechat-oa/run has them read our replies, and gives us their
// callbacks.
#include <cstdlib>
#include <fstream>
#include <random>

#include "bot/base/percent.h"
#include "tests/adapters/wechat_oa_account.h"

namespace frontdesk::adapters::wechat_oa {
namespace {

using nlohmann::json;

class OaPeer : public OfficialAccount {
 protected:
  void Have(const json& account) {
    settings_.values["app_id"] = account["app_id"];
    settings_.secrets["token"] = base::Secret(account["token"].get<std::string>());
    settings_.secrets["aes_key"] = base::Secret(account["aes_key"].get<std::string>());
  }
};

TEST_F(OaPeer, IsWrittenForTheOthers) {
  const char* path = std::getenv("FRONTDESK_PEER_OA_OURS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/wechat-oa/run";
  std::mt19937 random(20'261'122);
  std::ofstream file(path);
  for (int i = 0; i < 200; ++i) {
    const std::string seed = std::to_string(random());
    json one = {{"app_id", "wx" + seed},
                {"token", "Tok3n" + seed},
                {"aes_key", base::Base64Encode(base::Sha256(seed)).substr(0, common::kWxKeyText)}};
    Have(one);
    const bool transfer = i % 10 == 9;
    settings_.values["transfer"] = transfer ? "true" : "false";
    settings_.values["kf_account"] = transfer && i % 20 == 9 ? "test1@gh" : "";
    const std::string text = "你好 😀 ]]> & 1 < 2 " + std::string(random() % 1'500, 'x') + seed;
    const Verified open = Opened(Text("转人工"));
    const Step step = Next(SaidBy(base::MessageKind::kHandoff, text), transfer ? 1 : 0, &open);
    ASSERT_TRUE(std::holds_alternative<InAnswer>(step));
    one["answer"] = std::get<InAnswer>(step).answer.body;
    one["text"] = transfer ? "" : text;
    one["agent"] = settings_.values["kf_account"];
    one["kind"] = transfer ? "transfer_customer_service" : "text";
    file << one.dump() << "\n";
  }
}

TEST_F(OaPeer, OpensWhatTheOthersWrote) {
  const char* path = std::getenv("FRONTDESK_PEER_OA_THEIRS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/wechat-oa/run";
  std::ifstream file(path);
  std::size_t opened = 0;
  for (std::string line; std::getline(file, line); ++opened) {
    const json one = json::parse(line);
    Have(one);
    const std::string query = "signature=&timestamp=1700000000&nonce=" + one["nonce"].get<std::string>() +
                              "&encrypt_type=aes&msg_signature=" + one["signature"].get<std::string>();
    const std::string body = one["body"];
    const auto verified = adapter_.Verify({"POST", "/hooks/oa", query, {}, body}, env());
    ASSERT_TRUE(verified.has_value()) << verified.error().message;
    EXPECT_EQ(verified->body(), one["message"].get<std::string>());
  }
  EXPECT_GE(opened, 200u);
}

}  // namespace
}  // namespace frontdesk::adapters::wechat_oa
