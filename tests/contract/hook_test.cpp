// Against a whole server: refused requests leave nothing; one event is one turn and one reply, however often, however
// parallel and in whatever order it comes, and after a restart, too.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/contract/contract_desk.h"

namespace frontdesk::contract {
namespace {

constexpr int kThreads = 8;
constexpr char kUser[] = "user1";

class Hook : public ::testing::TestWithParam<Entry> {
 protected:
  Hook() : desk_(GetParam()) {}
  void SetUp() override { ASSERT_EQ(desk_.Open(), ""); }
  const Entry& entry() const { return GetParam(); }
  std::size_t TimesHeard(const std::string& text) {
    const auto echoes = EchoesIn(desk_.platform().Read(), kUser);
    return static_cast<std::size_t>(std::count(echoes.begin(), echoes.end(), text));
  }
  static void ExpectAllTaken(const std::vector<fakes::HookAnswer>& answers) {
    for (const fakes::HookAnswer& answer : answers) EXPECT_EQ(answer.status / 100, 2) << answer.status << answer.body;
  }

  ContractDesk desk_;
};

TEST_P(Hook, LeavesNothingOfWhatItRefuses) {
  const Kept before = desk_.Read();
  const base::TimePoint now = base::SystemClock().Now();
  const Request plain = entry().say({"hello", "1", kUser});
  std::vector<Request> bad = {entry().sign(plain, {now, entry().other_secrets}), desk_.Say(kUser, "2", "hello")};
  bad.back().body += " ";
  bad.back().headers.clear();
  bad.back().target = plain.target.substr(0, plain.target.find(entry().account)) + entry().account + "/wrong";
  if (entry().tolerance.count() > 0)
    bad.push_back(entry().sign(plain, {now - entry().tolerance - std::chrono::minutes(2), entry().secrets}));
  for (const Request& request : bad) {
    const fakes::HookAnswer answer = fakes::Send(desk_.port(), request);
    EXPECT_EQ(answer.status, AdapterOf(entry()).capabilities().refusal_status) << request.target;
  }
  EXPECT_EQ(desk_.Read().rows, before.rows);
  EXPECT_TRUE(desk_.platform().Read().delivered.empty());
}

TEST_P(Hook, KnowsNoOtherAccount) {
  Request request = desk_.Say(kUser, "1", "hello");
  request.target.replace(request.target.find(entry().account), entry().account.size(), "nobody");
  EXPECT_EQ(fakes::Send(desk_.port(), request).status, 404);
  EXPECT_EQ(desk_.Read().user_rows, 0);
}

TEST_P(Hook, GivesOneTurnAndOneReplyHoweverOftenAnEventComes) {
  ASSERT_TRUE(desk_.StartEcho(kUser));
  ASSERT_TRUE(desk_.IsQuiet());
  std::size_t echoes = 0;
  for (const int times : {1, 2, 50}) {
    const std::string text = "times" + std::to_string(times);
    const int before = desk_.Read().user_rows;
    const std::vector<Request> copies(static_cast<std::size_t>(times),
                                      desk_.Say(kUser, std::to_string(100 + times), text));
    ExpectAllTaken(fakes::SendInParallel(desk_.port(), copies, kThreads));
    ASSERT_TRUE(desk_.SeesEchoes(kUser, ++echoes)) << text;
    ASSERT_TRUE(desk_.IsQuiet());
    EXPECT_EQ(desk_.Read().user_rows, before + 1) << text;
    EXPECT_EQ(TimesHeard(text), 1u) << text;
  }
  const int before = desk_.Read().user_rows;
  ASSERT_EQ(desk_.Restart(), "");
  for (const int times : {1, 2, 50}) {
    const Request again = desk_.Say(kUser, std::to_string(100 + times), "times" + std::to_string(times));
    ExpectAllTaken(fakes::SendInParallel(desk_.port(), {again, again, again}, 3));
  }
  // What comes after them is answered after them: when it is seen, they would have been.
  ASSERT_TRUE(desk_.Said(kUser, "999", "afterwards"));
  ASSERT_TRUE(desk_.SeesEchoes(kUser, ++echoes));
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(desk_.Read().user_rows, before + 1);
  for (const std::string text : {"times1", "times2", "times50", "afterwards"}) EXPECT_EQ(TimesHeard(text), 1u) << text;
}

TEST_P(Hook, AnswersEachOfManyShuffledAndRepeatedEventsOnce) {
  constexpr unsigned kSeed = 20261121;
  std::mt19937 random(kSeed);
  const std::vector<std::string> users = {"user1", "user2", "user3", "user4"};
  for (const std::string& user : users) ASSERT_TRUE(desk_.StartEcho(user));
  // What is pulled comes at once, and the one platform that is pulled from takes five replies to the last word.
  const int words = entry().shelved ? 20 : 80;
  std::vector<Request> requests;
  for (int i = 0; i < words; ++i) {
    const std::string& user = users[static_cast<std::size_t>(i) % users.size()];
    const Request request = desk_.Say(user, std::to_string(5'000 + i), "word" + std::to_string(i));
    for (unsigned copy = 0; copy <= random() % 5; ++copy) requests.push_back(request);
  }
  ExpectAllTaken(fakes::SendInParallel(desk_.port(), fakes::Shuffled(requests, kSeed), kThreads));
  std::multiset<std::string> heard;
  for (const std::string& user : users) {
    ASSERT_TRUE(desk_.SeesEchoes(user, static_cast<std::size_t>(words) / users.size())) << user;
  }
  ASSERT_TRUE(desk_.IsQuiet());
  for (const std::string& user : users)
    for (const std::string& word : EchoesIn(desk_.platform().Read(), user)) heard.insert(word);
  EXPECT_EQ(heard.size(), static_cast<std::size_t>(words)) << "seed " << kSeed;
  for (int i = 0; i < words; ++i) EXPECT_EQ(heard.count("word" + std::to_string(i)), 1u) << i << ", seed " << kSeed;
}

TEST_P(Hook, KeepsTheOrderOfWhatComesInOnePacket) {
  ASSERT_TRUE(desk_.StartEcho(kUser));
  std::vector<Request> requests;
  std::vector<std::string> words;
  for (int i = 0; i < 12; ++i) {
    words.push_back("word" + std::to_string(i));
    requests.push_back(desk_.Say(kUser, std::to_string(7'000 + i), words.back()));
  }
  ExpectAllTaken(fakes::SendTogether(desk_.port(), requests));
  ASSERT_TRUE(desk_.SeesEchoes(kUser, words.size()));
  EXPECT_EQ(EchoesIn(desk_.platform().Read(), kUser), words);
}

TEST_P(Hook, TakesARetryOfThePlatformForWhatItIs) {
  ASSERT_TRUE(desk_.StartEcho(kUser));
  // The platform was so impatient that it never saw our answer, and signs each attempt anew.
  for (int attempt = 0; attempt < 3; ++attempt) EXPECT_TRUE(desk_.Said(kUser, "4711", "impatient"));
  ASSERT_TRUE(desk_.SeesEchoes(kUser, 1));
  ASSERT_TRUE(desk_.Said(kUser, "4712", "done"));
  ASSERT_TRUE(desk_.SeesEchoes(kUser, 2));
  EXPECT_EQ(TimesHeard("impatient"), 1u);
}

TEST_P(Hook, SaysNothingToItselfAndToBots) {
  ASSERT_TRUE(desk_.StartEcho(kUser));
  ASSERT_TRUE(desk_.IsQuiet());
  const Kept before = desk_.Read();
  const std::size_t shown = desk_.platform().Read().delivered.size();
  std::vector<Request> requests = entry().own_words;
  requests.insert(requests.end(), entry().words_of_bots.begin(), entry().words_of_bots.end());
  for (const Request& request : requests) {
    const Request now = entry().sign(request, {base::SystemClock().Now(), entry().secrets});
    EXPECT_EQ(fakes::Send(desk_.port(), now).status / 100, 2) << request.body;
  }
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(desk_.Read().user_rows, before.user_rows);
  EXPECT_EQ(desk_.platform().Read().delivered.size(), shown);
}

INSTANTIATE_TEST_SUITE_P(Of, Hook, ::testing::ValuesIn(CalledEntries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
