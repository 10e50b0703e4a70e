// Against a whole server and a faulty platform: nothing is lost, nothing is shown twice, order is kept, nobody is asked
// again too early, and one account's trouble stays with it. The oracle is the platform's log.
#include <gmock/gmock.h>

#include <algorithm>
#include <optional>

#include "bot/core/outbox.h"
#include "bot/net/token_cache.h"
#include "tests/contract/contract_desk.h"

namespace frontdesk::contract {
namespace {

using fakes::Fault;
using fakes::FaultKind;

constexpr char kUser[] = "user1";

class Delivery : public ::testing::TestWithParam<Entry> {
 protected:
  Delivery() : desk_(GetParam()) {}
  void SetUp() override {
    ASSERT_EQ(desk_.Open(), "");
    ASSERT_TRUE(desk_.StartEcho(kUser));
    ASSERT_TRUE(desk_.IsQuiet());
  }
  const Entry& entry() const { return GetParam(); }
  bool deduplicates() const { return AdapterOf(entry()).capabilities().deduplicates_sends; }
  Fault Broken(FaultKind kind, int times = 1) const {
    Fault fault;
    fault.kind = kind;
    fault.route = entry().send_route;
    fault.times = times;
    return fault;
  }
  Fault Status(int status, int times = 1) const {
    Fault fault = Broken(FaultKind::kStatus, times);
    fault.status = status;
    return fault;
  }
  // Says the words, one after the other; gives them back.
  std::vector<std::string> SayWords(int count, const std::string& stem, const std::string& user = kUser) {
    std::vector<std::string> words;
    for (int i = 0; i < count; ++i) {
      words.push_back(stem + std::to_string(i));
      EXPECT_TRUE(desk_.Said(user, std::to_string(++message_), words.back()));
    }
    return words;
  }
  std::vector<std::string> Heard(const std::string& user = kUser) { return EchoesIn(desk_.platform().Read(), user); }
  // Of those that were seen, in the order in which they were said, each once; the rest is told to be unknown.
  void ExpectOnceInOrderOrUnknown(const std::vector<std::string>& said) {
    const std::vector<std::string> heard = Heard();
    std::vector<std::string> expected;
    std::copy_if(said.begin(), said.end(), std::back_inserter(expected),
                 [&](const std::string& word) { return std::find(heard.begin(), heard.end(), word) != heard.end(); });
    EXPECT_EQ(heard, expected);
    const Kept kept = desk_.Read();
    EXPECT_EQ(kept.failed, 0);
    EXPECT_LE(static_cast<int>(said.size() - heard.size()), kept.unknown) << "lost without a trace";
    if (deduplicates()) {
      EXPECT_EQ(heard, said);
    }
  }

  ContractDesk desk_;
  std::int64_t message_ = 20'000;
};

TEST_P(Delivery, WaitsAsLongAsItIsToldAndLosesNothing) {
  Fault limited = Status(429);
  limited.after = std::chrono::seconds(3);  // longer than the first pause of our own
  desk_.platform().Set(limited);
  const auto words = SayWords(5, "limited");
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Heard(), words);
  for (const fakes::Violation& violation : desk_.platform().Read().violations) ADD_FAILURE() << violation.what;
}

TEST_P(Delivery, OutlivesARateLimitWithoutAHint) {
  desk_.platform().Set(Status(429, 2));
  const auto words = SayWords(3, "limited");
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  EXPECT_EQ(Heard(), words);
}

TEST_P(Delivery, OutlivesAPlatformThatIsDown) {
  desk_.platform().Set(Status(503, 2));
  const auto words = SayWords(3, "down");
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Heard(), words);
}

TEST_P(Delivery, OutlivesEveryServerError) {
  std::vector<std::string> said;
  for (const int status : {500, 502, 504}) {
    desk_.platform().Set(Status(status));
    for (const std::string& word : SayWords(2, "s" + std::to_string(status) + "x")) said.push_back(word);
    ASSERT_TRUE(desk_.IsQuiet()) << status;
  }
  ExpectOnceInOrderOrUnknown(said);
}

TEST_P(Delivery, NeverShowsTwiceWhoseAnswerWasLost) {
  Fault lost = Broken(FaultKind::kLoseAnswer, 3);
  lost.skip = 1;
  desk_.platform().Set(lost);
  const auto words = SayWords(8, "lost");
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Heard(), words) << "every one of them was shown, none twice";
  EXPECT_EQ(desk_.Read().unknown, deduplicates() ? 0 : 3);
}

TEST_P(Delivery, OutlivesCutConnectionsAndGarbage) {
  std::vector<std::string> said;
  for (const FaultKind kind : {FaultKind::kResetBefore, FaultKind::kResetAfter, FaultKind::kGarbage, FaultKind::kEmpty,
                               FaultKind::kWrongType}) {
    Fault fault = Broken(kind);
    fault.done = true;  // a success that cannot be read is a success
    if (kind == FaultKind::kResetBefore) fault.done = false;
    desk_.platform().Set(fault);
    for (const std::string& word : SayWords(2, "cut" + std::to_string(static_cast<int>(kind)) + "x"))
      said.push_back(word);
    ASSERT_TRUE(desk_.IsQuiet()) << static_cast<int>(kind);
  }
  ExpectOnceInOrderOrUnknown(said);
}

TEST_P(Delivery, CarriesNothingToAnotherHost) {
  auto thief = fakes::FakePlatform::Open(fakes::Script{});
  ASSERT_TRUE(thief.has_value());
  Fault redirect = Broken(FaultKind::kRedirect);
  redirect.location = (*thief)->url() + "/stolen";
  desk_.platform().Set(redirect);
  SayWords(2, "moved");
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_TRUE((*thief)->Read().requests.empty());
}

TEST_P(Delivery, GetsAFreshTokenOnceAndShowsTheMessageOnce) {
  if (AdapterOf(entry()).token() == nullptr) GTEST_SKIP() << "the platform has no tokens";
  if (entry().type == "matrix-appservice") GTEST_SKIP() << "its token is given: one that was refused stays so";
  desk_.platform().Set(Broken(FaultKind::kExpireToken));
  const auto words = SayWords(3, "token");
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Heard(), words);
  std::vector<std::string> bearers;
  for (const fakes::LoggedRequest& request : desk_.platform().Read().requests) {
    if (request.route != entry().send_route) continue;
    const std::string bearer = request.Header(entry().token_header) + request.target;  // some carry it in the address
    if (bearers.empty() || bearers.back() != bearer) bearers.push_back(bearer);
  }
  EXPECT_EQ(bearers.size(), 2u) << "one old, one fresh";
}

// The first message asks again and again, with pauses; the others wait behind it, whosever they are.
TEST_P(Delivery, WaitsWhileEveryTokenIsRefusedAndThenLosesNothing) {
  if (AdapterOf(entry()).token() == nullptr) GTEST_SKIP() << "the platform has no tokens";
  ASSERT_TRUE(desk_.StartEcho("user2"));
  ASSERT_TRUE(desk_.IsQuiet());
  const fakes::PlatformRecord before = desk_.platform().Read();
  desk_.platform().Set(Status(401, -1));
  const auto words = SayWords(3, "refused");
  const auto others = SayWords(2, "refused2x", "user2");
  const auto asked = [&](const fakes::PlatformRecord& record) {
    return record.RequestsOf(entry().send_route) - before.RequestsOf(entry().send_route);
  };
  ASSERT_TRUE(desk_.platform().WaitUntil([&](const auto& record) { return asked(record) >= 6; }, kPatience));
  const fakes::PlatformRecord record = desk_.platform().Read();
  const auto rounds = 2 + (record.requests.back().at - before.requests.back().at) / core::kFirstPause;
  EXPECT_LE(static_cast<std::int64_t>(asked(record)), 2 * rounds) << "an old token and a fresh one, then a pause";
  EXPECT_LE(record.RequestsOf("token"), before.RequestsOf("token") + asked(record));
  EXPECT_EQ(desk_.Read().unfinished, 5);
  desk_.platform().Heal();
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.SeesEchoes("user2", others.size()));
  EXPECT_EQ(Heard(), words);
  EXPECT_EQ(Heard("user2"), others);
}

TEST_P(Delivery, DoesNotHammerAPlatformThatRefusesOurCredentials) {
  if (entry().platform != "easemob") GTEST_SKIP() << "the platform is not asked for tokens";
  ASSERT_TRUE(desk_.StartEcho("user2", true));
  const std::size_t before = desk_.platform().Read().RequestsOf("token");
  Fault wrong = Status(401, -1);
  wrong.route = "token";
  desk_.platform().Set(wrong);
  desk_.platform().RevokeTokens();
  const auto words = SayWords(3, "denied");
  ASSERT_TRUE(desk_.platform().WaitUntil([&](const auto& record) { return record.RequestsOf("token") > before; }));
  ASSERT_TRUE(desk_.Said("user2", "30001", "free", true));
  ASSERT_TRUE(desk_.SeesEchoes("user2", 1, true));
  const fakes::PlatformRecord record = desk_.platform().Read();
  const auto minutes = record.requests.back().at / net::kDeniedPause;
  EXPECT_LE(record.RequestsOf("token"), before + 1 + static_cast<std::size_t>(minutes));
  EXPECT_GE(desk_.Read().unfinished, 3);
  desk_.platform().Heal();
  ASSERT_EQ(desk_.Restart(), "");
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  EXPECT_EQ(Heard(), words);
}

TEST_P(Delivery, EndsACallThatIsAnsweredAByteASecond) {
  ASSERT_TRUE(desk_.StartEcho("user2", true));
  desk_.platform().Set(Broken(FaultKind::kSlow));
  const auto words = SayWords(entry().shelved ? 5 : 8, "slow");  // five replies may wait for their turn
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(desk_.Said("user2", std::to_string(30'000 + i), "free" + std::to_string(i), true));
  ASSERT_TRUE(desk_.SeesEchoes("user2", 3, true));
  EXPECT_GT(desk_.Read().unfinished, 0) << "the other account waited for this one";
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Heard(), words) << "every one of them was shown, none twice";
  EXPECT_EQ(desk_.Read().unknown, deduplicates() ? 0 : 1);
}

// RFC 6761 section 6.4: names under "invalid" do not resolve.
TEST_P(Delivery, WaitsForAnAddressThatDoesNotResolve) {
  if (AdapterOf(entry()).keys() != nullptr) GTEST_SKIP() << "without the platform's keys nobody is heard";
  if (entry().shelved) GTEST_SKIP() << "nothing is pulled from there either";
  ASSERT_TRUE(desk_.StartEcho("user2", true));
  ASSERT_EQ(desk_.RestartWith("https://nowhere.invalid"), "");
  const auto words = SayWords(3, "nowhere");
  ASSERT_TRUE(desk_.Said("user2", "30001", "free", true));
  ASSERT_TRUE(desk_.SeesEchoes("user2", 1, true));
  EXPECT_GE(desk_.Read().unfinished, 3);
  ASSERT_EQ(desk_.RestartWith(desk_.platform().url()), "");
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Heard(), words);
  EXPECT_EQ(desk_.Read().failed + desk_.Read().unknown, 0);
}

TEST_P(Delivery, TakesUpAfterARestartWhatWasLeft) {
  desk_.platform().Set(Status(503, -1));
  const auto words = SayWords(3, "kept");
  ASSERT_EQ(desk_.Restart(), "");
  desk_.platform().Heal();
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Heard(), words);
}

TEST_P(Delivery, SaysNothingMoreOfWhatTheBotMeantToSayBeforeAPersonWasCalled) {
  desk_.platform().Set(Status(503, -1));
  const std::size_t before = desk_.platform().Read().RequestsOf(entry().send_route);
  SayWords(3, "stale");
  // What is on its way already is said.
  ASSERT_TRUE(desk_.platform().WaitUntil(
      [&](const auto& record) { return record.RequestsOf(entry().send_route) > before; }, kPatience));
  ASSERT_TRUE(desk_.Said(kUser, std::to_string(++message_), "human"));  // the queue has the word: a new epoch
  desk_.platform().Heal();
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_THAT(Heard(), ::testing::IsEmpty()) << "said under a lease that is no more";
}

TEST_P(Delivery, OfOneConversationDoesNotWaitForAnother) {
  ASSERT_TRUE(desk_.StartEcho("user2"));
  // A failure that is the conversation's own affair; some platforms' rate limits are the whole account's.
  std::optional<Fault> closed;
  for (const int status : {429, 503, 500}) {
    const adapters::HttpAnswer answer{status, {{"Retry-After", "60"}}, "{}"};
    const adapters::SendResult result = AdapterOf(entry()).Classify({}, {answer, false});
    if (!closed && result.kind == adapters::SendResult::Kind::kRetry && !result.whole_account)
      closed = Status(status, -1);
  }
  if (!closed) GTEST_SKIP() << "on this platform every failure that can pass is the account's";
  closed->after = std::chrono::seconds(60);
  closed->to = kUser;
  desk_.platform().Set(*closed);
  SayWords(2, "closed");
  const auto words = SayWords(4, "open", "user2");
  ASSERT_TRUE(desk_.SeesEchoes("user2", words.size()));
  EXPECT_EQ(Heard("user2"), words);
  EXPECT_TRUE(Heard().empty());
}

TEST_P(Delivery, OfOneAccountDoesNotHangWithAnother) {
  ASSERT_TRUE(desk_.StartEcho("user2", true));
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(desk_.StartEcho("stuck" + std::to_string(i)));
  desk_.platform().Set(Broken(FaultKind::kSilence, -1));
  for (int i = 0; i < 4; ++i) SayWords(2, "silent" + std::to_string(i) + "x", "stuck" + std::to_string(i));
  ASSERT_TRUE(desk_.platform().WaitUntil([&](const fakes::PlatformRecord& record) {
    return std::any_of(record.requests.begin(), record.requests.end(),
                       [](const auto& request) { return request.outcome.starts_with("fault"); });
  }));
  for (int i = 0; i < 6; ++i)
    ASSERT_TRUE(desk_.Said("user2", std::to_string(30'000 + i), "free" + std::to_string(i), true));
  ASSERT_TRUE(desk_.SeesEchoes("user2", 6, true));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(Heard("stuck" + std::to_string(i)).empty());
}

INSTANTIATE_TEST_SUITE_P(Of, Delivery, ::testing::ValuesIn(CalledEntries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
