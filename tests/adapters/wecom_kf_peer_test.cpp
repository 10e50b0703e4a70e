// Our requests to WeChat customer service, and the callbacks that we read, beside those of another client:
// tests/peers/wecom/kf.py. Here only the two ends.
#include <cstdlib>
#include <fstream>

#include "tests/adapters/wecom_kf_account.h"

namespace frontdesk::adapters::wecom::kf {
namespace {

class WecomKf : public KfAccount {
 protected:
  static void Write(std::ofstream& file, const std::string& what, const Call& call) {
    const std::string path = call.url.substr(call.url.find("/cgi-bin/"));
    file << json{{"what", what}, {"target", path}, {"body", json::parse(call.body)}}.dump() << "\n";
  }
  Call FileCall(const char* type) {
    base::Message message;
    message.files = {{"f1", "name", type, 11, ""}};
    answers_.clear();
    Learn({{"errcode", 0}, {"media_id", "MEDIA-1"}});
    Call call = CallOf(message);
    answers_.clear();
    return call;
  }
};

TEST_F(WecomKf, RequestsAreWrittenForAnotherClient) {
  const char* path = std::getenv("FRONTDESK_PEER_WECOM_KF_OURS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/wecom/run";
  std::ofstream file(path);
  const std::string odd = "您好 😀 \"]]>\" <b>\\ \n第二行";
  Write(file, "text", CallOf(base::Say(odd)));
  Write(file, "menu", CallOf(YesOrNo("解决了吗？")));
  Write(file, "image", FileCall("image/png"));
  Write(file, "voice", FileCall("audio/amr"));
  Write(file, "video", FileCall("video/mp4"));
  Write(file, "file", FileCall("application/pdf"));
  Write(file, "pull", PullCall(json{{kKf, {{"at", "c1"}}}}.dump(), Word(kKf, "ENC1")));
  Write(file, "state", AskState(address_, env()));
  Write(file, "to the bot", MoveTo(State::kBot, {}, address_, env()));
  Write(file, "to the pool", MoveTo(State::kPool, {}, address_, env()));
  Write(file, "to a servicer", MoveTo(State::kServicer, "lisi", address_, env()));
  Write(file, "customer", std::get<Call>(*adapter_.profiles()->Next(kCustomer, {}, env())));
  path_ = {WordsOf({"WC", "e1"}), kNow + std::chrono::seconds(20), 1};
  Write(file, "welcome", CallOf(OfKind(base::MessageKind::kGreeting, odd)));
}

// A line: {"query", "body", "account", "token"}.
TEST_F(WecomKf, ReadsTheCallbacksThatAnotherSealed) {
  const char* path = std::getenv("FRONTDESK_PEER_WECOM_KF_THEIRS");
  if (path == nullptr) GTEST_SKIP() << "only for tests/peers/wecom/run";
  std::ifstream file(path);
  std::size_t read = 0;
  for (std::string line; std::getline(file, line); ++read) {
    const json one = json::parse(line);
    const std::string query = one["query"], body = one["body"], account = one["account"];
    settings_.lists["open_kfid"] = {account};
    const auto verified = adapter_.Verify({"POST", "/hooks/kf", query, {}, body}, env());
    ASSERT_TRUE(verified.has_value()) << verified.error().message;
    const auto parsed = adapter_.Parse(*verified, env());
    ASSERT_TRUE(parsed.has_value());
    const auto& pull = std::get<Taken>(*parsed).pull;
    ASSERT_TRUE(pull.has_value());
    const json asked = json::parse(PullCall("", *pull).body);
    EXPECT_EQ(asked["open_kfid"], one["account"]);
    EXPECT_EQ(asked["token"], one["token"]);
  }
  EXPECT_GE(read, 100u);
}

}  // namespace
}  // namespace frontdesk::adapters::wecom::kf
