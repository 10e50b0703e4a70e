// Against a whole server: WeChat customer service with its list, its five messages, and its sessions, which others may
// hold.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/store/data_directory.h"
#include "tests/contract/contract_desk.h"
#include "tests/contract/wecom_kf_entry.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kUser[] = "user1";

// An account and its platform; two of them have the same customers.
struct Side {
  std::string account;
  std::unique_ptr<fakes::FakePlatform> platform;
};

class KfDesk : public runtime::testing::LiveDesk {
 protected:
  void SetUp() override {
    SetEnvironment(entry_.secrets);
    std::string accounts;
    for (Side* side : {&kf_, &other_}) {
      auto script = fakes::ReadScript(entry_.script, entry_.platform);
      ASSERT_TRUE(script.has_value()) << script.error().message;
      side->platform = std::move(*fakes::FakePlatform::Open(std::move(*script)));
      Entry one = entry_;
      one.account = side->account;
      one.settings += ", identity: acme" + settings();
      accounts += AccountYaml(one, side->platform->url());
    }
    runtime::testing::WriteFile(directory_ / "frontdesk.yaml",
                                "frontdesk: 1\nlisten: 127.0.0.1:0\ndata: ./data\nproduct: Relay\nlocales: [en]\n"
                                "burst: 0\nlimits: {allow_hosts: [127.0.0.1]}\naccounts:\n" +
                                    accounts);
    AddAgent("kim", "Kim");
    Start();
    ASSERT_NE(service_, nullptr);
    agent_.emplace(port(), "kim", kPassword);
  }
  void TearDown() override {
    kf_.platform.reset();
    other_.platform.reset();
    service_.reset();
  }
  virtual std::string settings() const { return {}; }

  // Tells the server that there is news.
  void Call(const Side& side) const {
    Request request = KfNews("ENC");
    request.target = "/hooks/" + side.account;
    const auto answer = fakes::Send(port(), entry_.sign(request, {base::SystemClock().Now(), entry_.secrets}));
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  void Bring(const Side& side, const std::string& item) const {
    side.platform->Shelve(item);
    Call(side);
  }
  void Say(const Side& side, const std::string& text) {
    const int before = ReadKept(data()).user_rows;
    Bring(side, KfWords(kUser, text, "m" + std::to_string(++said_)));
    ASSERT_TRUE(WaitForUserRows(data(), before + 1)) << text;
    ASSERT_TRUE(WaitUntilIdle(data()));
  }
  void Reply(const std::string& text) {
    const auto answer = agent_->Act(agent_->OnlyConversation(), "reply", "a" + std::to_string(++said_), text);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(WaitUntilIdle(data()));
  }
  std::string Happened(json inside) {
    inside["open_kfid"] = kKfAccount;
    inside["external_userid"] = kUser;
    return json{{"msgid", "e" + std::to_string(++said_)},
                {"send_time", 1'900'000'000},
                {"origin", 4},
                {"msgtype", "event"},
                {"event", inside}}
        .dump();
  }
  static std::vector<std::string> TextsOn(const Side& side) {
    std::vector<std::string> texts;
    for (const auto& shown : side.platform->Read().ShownTo(kUser)) texts.push_back(shown.text);
    return texts;
  }
  static bool Sees(const Side& side, const std::string& route, std::size_t times = 1) {
    return side.platform->WaitUntil([&](const auto& record) { return record.RequestsOf(route) >= times; }, kPatience);
  }
  bool SeesText(const Side& side, const std::string& text) const {
    return side.platform->WaitUntil(
        [&](const auto& record) {
          const auto shown = record.ShownTo(kUser);
          return std::ranges::any_of(shown, [&](const auto& m) { return m.text.find(text) != std::string::npos; });
        },
        kPatience);
  }
  std::string Transcript() const {
    return agent_->Get("/conversations/" + std::to_string(agent_->OnlyConversation())).body;
  }

  const Entry entry_ = WecomKfEntry();
  Side kf_{"kf", nullptr}, other_{"kf-shop", nullptr};
  std::optional<runtime::testing::Agent> agent_;
  int said_ = 0;
};

TEST_F(KfDesk, WhenFiveMessagesHaveGoneTheNextComesByTheOtherAccountAndTheDeskReadsWhy) {
  Say(other_, "hello");
  Say(kf_, "I want to talk to a human");
  const std::size_t before = TextsOn(kf_).size();
  for (int i = 1; i <= 6; ++i) Reply("answer number " + std::to_string(i));
  const auto shown = TextsOn(kf_);
  EXPECT_LE(shown.size(), 5u) << "WeChat was asked for no more than it takes";
  EXPECT_GE(shown.size(), before + 3) << "the agent has most of them";
  EXPECT_THAT(shown, Contains(HasSubstr("answer number 1")));
  EXPECT_THAT(shown, Not(Contains(HasSubstr("answer number 6"))));
  EXPECT_TRUE(SeesText(other_, "answer number 6")) << "the same human reads it there";
  EXPECT_TRUE(WaitUntilIdle(data()));
  EXPECT_THAT(Transcript(), HasSubstr("Not delivered on kf: answer number 6"));
  // The customer's next word opens the way again.
  Say(kf_, "thanks");
  Reply("you are welcome");
  EXPECT_TRUE(SeesText(kf_, "you are welcome"));
}

TEST_F(KfDesk, WhatIsPulledTwiceIsAnsweredOnce) {
  Say(kf_, "how do I reset my password");
  const auto shown = TextsOn(kf_);
  const int rows = ReadKept(data()).user_rows;
  // As after a crash between the commit of the words and that of the cursor.
  sqlite3* file = nullptr;
  ASSERT_EQ(::sqlite3_open((data() + "/" + store::kDatabaseFile).c_str(), &file), SQLITE_OK);
  ::sqlite3_busy_timeout(file, 5'000);
  EXPECT_EQ(::sqlite3_exec(file, "DELETE FROM cursor", nullptr, nullptr, nullptr), SQLITE_OK);
  ::sqlite3_close(file);
  Say(kf_, "what is Relay");
  EXPECT_EQ(ReadKept(data()).user_rows, rows + 1);
  EXPECT_EQ(std::ranges::count(TextsOn(kf_), shown.back()), 1);
}

TEST_F(KfDesk, WhatCannotBeReadHoldsNobodyUp) {
  kf_.platform->Shelve(R"({"msgid":7,"msgtype":["x"]})");
  kf_.platform->Shelve("null");
  kf_.platform->Shelve(R"("words")");
  for (int i = 0; i < 9; ++i) kf_.platform->Shelve("{}");
  Say(kf_, "how do I reset my password");
  EXPECT_TRUE(SeesText(kf_, "Forgot password"));
}

TEST_F(KfDesk, AnExpiredTokenIsMadeAnewForThePullToo) {
  Say(kf_, "hello");
  kf_.platform->RevokeTokens();
  Say(kf_, "how do I reset my password");
  EXPECT_TRUE(SeesText(kf_, "Forgot password"));
  EXPECT_EQ(kf_.platform->Read().RequestsOf("token"), 2u);
}

TEST_F(KfDesk, APullThatFailsIsMadeAgainSoon) {
  Say(kf_, "hello");
  fakes::Fault busy;
  busy.route = "pull";
  busy.times = 2;
  busy.status = 200;
  busy.body = R"({"errcode":-1,"errmsg":"system busy"})";
  kf_.platform->Set(busy);
  Say(kf_, "how do I reset my password");
  EXPECT_TRUE(SeesText(kf_, "Forgot password"));
}

TEST_F(KfDesk, WhileAServicerHasTheSessionTheBotIsSilentAndAfterItsEndTheNextWordIsAnswered) {
  Say(kf_, "hello");
  json word = json::parse(KfWords(kUser, "I will look into it", "s1"));
  word["origin"] = 5;
  word["servicer_userid"] = "lisi";
  Bring(kf_, word.dump());
  Say(kf_, "how do I reset my password");
  EXPECT_THAT(TextsOn(kf_), Not(Contains(HasSubstr("Forgot password"))));
  Bring(kf_, Happened({{"event_type", "session_status_change"}, {"change_type", 3}, {"old_servicer_userid", "lisi"}}));
  Say(kf_, "how do I reset my password");
  EXPECT_TRUE(SeesText(kf_, "Forgot password"));
}

TEST_F(KfDesk, ARefusedStateIsReadAnewAndTheAnswerGoes) {
  Say(kf_, "hello");
  fakes::Fault refused;
  refused.route = "send";
  refused.times = 1;
  refused.status = 200;
  refused.body = R"({"errcode":95018,"errmsg":"send msg session status invalid"})";
  kf_.platform->Set(refused);
  Say(kf_, "how do I reset my password");
  EXPECT_TRUE(SeesText(kf_, "Forgot password"));
  EXPECT_EQ(kf_.platform->Read().RequestsOf("state"), 1u);
  EXPECT_EQ(kf_.platform->Read().RequestsOf("move"), 1u);
}

TEST_F(KfDesk, WhatWeChatGaveUpAfterwardsIsToldToTheDesk) {
  Say(kf_, "I want to talk to a human");
  Reply("your order is on its way");
  std::string id;
  for (const auto& request : kf_.platform->Read().requests)
    if (request.route == "send") id = json::parse(request.body).value("msgid", "");
  ASSERT_NE(id, "");
  Bring(kf_, Happened({{"event_type", "msg_send_fail"}, {"fail_msgid", id}, {"fail_type", 10}}));
  // What comes behind it in the list is kept behind it.
  Say(kf_, "anything new?");
  EXPECT_THAT(Transcript(), HasSubstr("Not delivered on kf"));
  EXPECT_THAT(Transcript(), HasSubstr("fail_type 10"));
}

TEST_F(KfDesk, WhoEntersIsWelcomedWithTheCodeAndOnlyOnce) {
  Bring(kf_, Happened({{"event_type", "enter_session"}, {"scene_param", "order%3D17"}, {"welcome_code", "WC"}}));
  ASSERT_TRUE(Sees(kf_, "welcome"));
  Say(kf_, "how do I reset my password");
  EXPECT_TRUE(SeesText(kf_, "Forgot password"));
  const auto record = kf_.platform->Read();
  EXPECT_EQ(record.RequestsOf("welcome"), 1u);
  for (const auto& request : record.requests)
    if (request.route == "welcome") {
      EXPECT_EQ(json::parse(request.body)["code"], "WC");
    }
  EXPECT_EQ(TextsOn(kf_).size(), 1u) << "no second greeting";
  Say(kf_, "I want to talk to a human");
  EXPECT_THAT(Transcript(), HasSubstr("order"));
}

class KfPoolDesk : public KfDesk {
 protected:
  std::string settings() const override { return ", handoff: pool"; }
};

TEST_F(KfPoolDesk, AHandoverGoesToWeComsOwnServicers) {
  Say(kf_, "I want to talk to a human");
  ASSERT_TRUE(Sees(kf_, "move"));
  std::string moved;
  for (const auto& request : kf_.platform->Read().requests)
    if (request.route == "move") moved = request.body;
  EXPECT_EQ(json::parse(moved), (json{{"open_kfid", kKfAccount}, {"external_userid", kUser}, {"service_state", 2}}));
  Bring(kf_, Happened({{"event_type", "session_status_change"}, {"change_type", 1}, {"new_servicer_userid", "lisi"}}));
  Say(kf_, "how do I reset my password");
  EXPECT_THAT(TextsOn(kf_), Not(Contains(HasSubstr("Forgot password"))));
}

}  // namespace
}  // namespace frontdesk::contract
