// Against a whole server: callbacks that the platform could not deliver and keeps for us. We ask for them; they come by
// the hook, days old.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/contract/contract_desk.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kUser[] = "user1";
constexpr base::Millis kAge = std::chrono::hours(48);

// A slice that is whole and one that may still grow.
constexpr char kRoutes[] = R"(
  - name: info
    method: GET
    path: /acme/support/callbacks/storage/info
    authorization: bearer
    answer: {body: {data: [{date: "202611191000", size: 3, retry: 0}, {date: "202611191010", size: 1, retry: 0}]}}
  - name: retry
    method: POST
    path: /acme/support/callbacks/storage/retry
    authorization: bearer
    answer: {body: {data: success}}
)";

Entry With(Entry entry, const std::string& settings) {
  entry.settings += settings;
  entry.script += kRoutes;
  return entry;
}

class Pulling : public ::testing::TestWithParam<std::string> {
 protected:
  static Entry entry() {
    for (const Entry& entry : Entries())
      if (entry.platform == GetParam()) return entry;
    return {};
  }
  // Offers it as the platform does when it sends a stored callback again.
  static int Offer(const ContractDesk& desk, const std::string& message, const std::string& text) {
    const Entry of = entry();
    const Request request = of.sign(of.say({text, message, kUser}), {base::SystemClock().Now() - kAge, of.secrets});
    return fakes::Send(desk.port(), request).status;
  }
  static bool IsAsked(ContractDesk& desk) {
    return desk.platform().WaitUntil(
        [](const fakes::PlatformRecord& record) {
          return std::count_if(record.requests.begin(), record.requests.end(), [](const auto& request) {
                   return request.route == "info" && request.outcome == "200";
                 }) >= 2;
        },
        kPatience);
  }
};

TEST_P(Pulling, AsksForWhatWasKeptAndTakesItOnceAndInOrder) {
  const Entry pulls = With(entry(), ", stored_callbacks: true");
  ContractDesk desk(pulls);
  ASSERT_EQ(desk.Open(), "");
  ASSERT_TRUE(IsAsked(desk));
  std::vector<json> asked;
  for (const fakes::LoggedRequest& request : desk.platform().Read().requests) {
    if (request.route == "retry") asked.push_back(json::parse(request.body, nullptr, false));
  }
  const std::vector<json> whole = {{{"date", "202611191000"}, {"retry", 0}}};
  EXPECT_EQ(asked, whole);

  ASSERT_TRUE(desk.StartEcho(kUser));
  const std::vector<std::string> words = {"first", "second", "third"};
  for (std::size_t i = 0; i < words.size(); ++i) EXPECT_EQ(Offer(desk, std::to_string(500 + i), words[i]), 200);
  for (std::size_t i = 0; i < words.size(); ++i) EXPECT_EQ(Offer(desk, std::to_string(500 + i), words[i]), 200);
  ASSERT_TRUE(desk.Said(kUser, "600", "last"));
  ASSERT_TRUE(desk.SeesEchoes(kUser, 4));
  ASSERT_TRUE(desk.IsQuiet());
  EXPECT_EQ(EchoesIn(desk.platform().Read(), kUser), (std::vector<std::string>{"first", "second", "third", "last"}));
}

// The newest slice has the same size in the next turn; what is done is not asked for again.
TEST_P(Pulling, GoesOnAfterARestartWhereItStopped) {
  const Entry pulls = With(entry(), ", stored_callbacks: true");
  ContractDesk desk(pulls);
  ASSERT_EQ(desk.Open(), "");
  ASSERT_TRUE(IsAsked(desk));
  ASSERT_TRUE(desk.StartEcho(kUser));
  // A turn that is cut off by the restart leaves its last step to the next one.
  constexpr int kMostTurns = 10;
  for (int turn = 0; turn < kMostTurns && desk.platform().Read().RequestsOf("retry") < 2; ++turn) {
    const std::size_t before = desk.platform().Read().RequestsOf("info");
    ASSERT_EQ(desk.Restart(), "");
    ASSERT_TRUE(
        desk.platform().WaitUntil([&](const auto& record) { return record.RequestsOf("info") > before; }, kPatience));
    ASSERT_TRUE(desk.Said(kUser, std::to_string(700 + turn), "turn" + std::to_string(turn)));
    ASSERT_TRUE(desk.SeesEchoes(kUser, static_cast<std::size_t>(turn) + 1));
  }
  std::vector<std::string> dates;
  for (const fakes::LoggedRequest& request : desk.platform().Read().requests)
    if (request.route == "retry") dates.push_back(json::parse(request.body, nullptr, false).value("date", ""));
  EXPECT_EQ(dates, (std::vector<std::string>{"202611191000", "202611191010"}));
}

// Accounts have their turns in the order of their names, so when the second one has asked the first one had its turn.
TEST_P(Pulling, AsksNothingAndTakesNothingOldWithoutTheOption) {
  const Entry plain = With(entry(), "");
  ContractDesk desk(plain, ", stored_callbacks: true");
  ASSERT_EQ(desk.Open(), "");
  ASSERT_TRUE(
      desk.other_platform().WaitUntil([](const auto& record) { return record.RequestsOf("info") >= 1; }, kPatience));
  ASSERT_TRUE(desk.StartEcho(kUser));
  EXPECT_EQ(Offer(desk, "500", "old"), 401);
  ASSERT_TRUE(desk.Said(kUser, "600", "new"));
  ASSERT_TRUE(desk.SeesEchoes(kUser, 1));
  const fakes::PlatformRecord record = desk.platform().Read();
  EXPECT_EQ(record.RequestsOf("info") + record.RequestsOf("retry"), 0u);
  EXPECT_EQ(EchoesIn(record, kUser), std::vector<std::string>{"new"});
}

INSTANTIATE_TEST_SUITE_P(Of, Pulling, ::testing::Values("easemob", "agora"),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace frontdesk::contract
