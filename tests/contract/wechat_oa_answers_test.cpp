// Against a whole server: what goes in the answer to a callback of an official account, what goes by a call, and that
// five messages are five.
#include <gtest/gtest.h>

#include "bot/base/xml.h"
#include "tests/contract/contract_desk.h"
#include "tests/contract/wechat_oa_entry.h"

namespace frontdesk::contract {
namespace {

constexpr char kUser[] = "user1";
constexpr char kQuestion[] = "how do I reset my password";

Entry With(const std::string& settings) {
  Entry entry = OaEntry();
  const std::string off = ", passive_replies: false";
  entry.settings.replace(entry.settings.find(off), off.size(), settings);
  return entry;
}

class OaAnswers : public ::testing::Test {
 protected:
  explicit OaAnswers(Entry entry = With("")) : entry_(std::move(entry)), desk_(entry_) {}
  void SetUp() override { ASSERT_EQ(desk_.Open(), ""); }
  fakes::HookAnswer Say(const std::string& id, const std::string& text) {
    return fakes::Send(desk_.port(),
                       entry_.sign(entry_.say({text, id, kUser}), {base::SystemClock().Now(), entry_.secrets}));
  }
  std::size_t Shown() { return desk_.platform().Read().ShownTo(kUser).size(); }

  const Entry entry_;
  ContractDesk desk_;
};

TEST_F(OaAnswers, TheFirstWordsGoInTheAnswerAndTheRestByCalls) {
  const auto answer = Say("1", kQuestion);
  EXPECT_EQ(answer.status, 200);
  const auto greeting = base::ReadXml(OpenedOaAnswer(answer.body, entry_.secrets));
  ASSERT_TRUE(greeting.has_value()) << answer.body;
  EXPECT_EQ(greeting->ChildText("MsgType"), "text");
  EXPECT_EQ(greeting->ChildText("ToUserName"), kUser);
  EXPECT_EQ(greeting->ChildText("FromUserName"), kOaOriginal);
  EXPECT_NE(greeting->ChildText("Content").find("Relay"), std::string_view::npos);
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Shown(), 2u) << "the words with their link, and the menu under them";
}

TEST_F(OaAnswers, APushThatComesAgainIsAnsweredSuccess) {
  ASSERT_NE(Say("1", kQuestion).body, "success");
  ASSERT_TRUE(desk_.IsQuiet());
  const std::size_t before = Shown();
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto again = Say("1", kQuestion);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, "success");
  }
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Shown(), before);
}

class OaTransfer : public OaAnswers {
 protected:
  OaTransfer() : OaAnswers(With(", transfer: true")) {}
};

TEST_F(OaTransfer, AHandoffIsGivenToTheAccountsOwnAgentsInTheAnswer) {
  EXPECT_EQ(Say("1", "hello").body, "success") << "the answer is kept for a transfer";
  ASSERT_TRUE(desk_.IsQuiet());
  const std::string opened = OpenedOaAnswer(Say("2", "human").body, entry_.secrets);
  const auto transfer = base::ReadXml(opened);
  ASSERT_TRUE(transfer.has_value()) << opened;
  EXPECT_EQ(transfer->ChildText("MsgType"), "transfer_customer_service");
  EXPECT_EQ(transfer->ChildText("ToUserName"), kUser);
}

}  // namespace
}  // namespace frontdesk::contract
