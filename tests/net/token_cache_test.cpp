#include "bot/net/token_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace frontdesk::net {
namespace {

using base::ErrorCode;
using base::Millis;
using std::chrono::minutes;

class TokenOfAnAccount : public ::testing::Test {
 protected:
  // Good for an hour, to be renewed after 50 minutes.
  base::Result<Cached> Fresh() {
    const int number = ++made_;
    return Cached{base::Secret("token " + std::to_string(number)), clock_.Now() + minutes(50),
                  clock_.Now() + minutes(60)};
  }
  TokenCache::Make maker() {
    return [this] { return Fresh(); };
  }
  TokenCache::Make Failing(ErrorCode code) {
    return [this, code]() -> base::Result<Cached> {
      ++failed_;
      return base::Fail(code, "no token today");
    };
  }
  std::string Get(const TokenCache::Make& make, const std::string& key = "shop") {
    const auto got = cache_.Get(key, make);
    return got ? std::string(got->Reveal()) : "error: " + got.error().message;
  }
  std::string Get() { return Get(maker()); }

  base::ManualClock clock_{*base::ParseTime("2026-03-02T10:00:00Z")};
  TokenCache cache_{clock_};
  std::atomic<int> made_{0}, failed_{0};
};

TEST_F(TokenOfAnAccount, IsMadeOnceAndSharedUntilItsTime) {
  EXPECT_EQ(Get(), "token 1");
  clock_.Advance(minutes(49));
  EXPECT_EQ(Get(), "token 1");
  EXPECT_EQ(made_, 1);
}

TEST_F(TokenOfAnAccount, IsItsOwn) {
  EXPECT_EQ(Get(maker(), "shop"), "token 1");
  EXPECT_EQ(Get(maker(), "other"), "token 2");
  EXPECT_EQ(Get(maker(), "shop"), "token 1");
}

TEST_F(TokenOfAnAccount, IsMadeByOneOfManyWhoAskTogether) {
  constexpr int kThreads = 16;
  std::atomic<int> asking{0};
  const auto slow = [&] {
    // The others come while this one is at it.
    while (asking < kThreads) std::this_thread::yield();
    std::this_thread::sleep_for(Millis(20));
    return Fresh();
  };
  std::vector<std::future<std::string>> got;
  for (int i = 0; i < kThreads; ++i) {
    got.push_back(std::async(std::launch::async, [&] {
      ++asking;
      return Get(slow);
    }));
  }
  for (auto& one : got) EXPECT_EQ(one.get(), "token 1");
  EXPECT_EQ(made_, 1);
}

TEST_F(TokenOfAnAccount, FailsForAllWhoWaitedAfterOneAttempt) {
  constexpr int kThreads = 8;
  std::atomic<int> asking{0};
  const auto slow = [&]() -> base::Result<Cached> {
    while (asking < kThreads) std::this_thread::yield();
    std::this_thread::sleep_for(Millis(50));
    ++failed_;
    return base::Fail(ErrorCode::kUnauthenticated, "no token today");
  };
  std::vector<std::future<std::string>> got;
  for (int i = 0; i < kThreads; ++i) {
    got.push_back(std::async(std::launch::async, [&] {
      ++asking;
      return Get(slow);
    }));
  }
  for (auto& one : got) EXPECT_EQ(one.get(), "error: no token today");
  EXPECT_EQ(failed_, 1);
}

TEST_F(TokenOfAnAccount, IsRenewedEarlyByOneWhileTheOthersUseTheOldOne) {
  EXPECT_EQ(Get(), "token 1");
  clock_.Advance(minutes(51));
  std::promise<void> begun, go_on;
  auto renewal = std::async(std::launch::async, [&] {
    return Get([&] {
      begun.set_value();
      go_on.get_future().wait();
      return Fresh();
    });
  });
  begun.get_future().wait();
  EXPECT_EQ(Get(), "token 1");
  EXPECT_EQ(made_, 1);
  go_on.set_value();
  EXPECT_EQ(renewal.get(), "token 2");
  EXPECT_EQ(Get(), "token 2");
}

TEST_F(TokenOfAnAccount, IsMadeAnewOnceItHasExpired) {
  EXPECT_EQ(Get(), "token 1");
  clock_.Advance(minutes(60));
  EXPECT_EQ(Get(), "token 2");
}

TEST_F(TokenOfAnAccount, IsMadeAnewWhenThePlatformRefusesIt) {
  EXPECT_EQ(Get(), "token 1");
  cache_.Refuse("shop", base::Secret("token 1"));
  EXPECT_EQ(Get(), "token 2");
}

TEST_F(TokenOfAnAccount, StaysWhenOnlyItsPredecessorWasRefused) {
  EXPECT_EQ(Get(), "token 1");
  cache_.Refuse("shop", base::Secret("token 1"));
  EXPECT_EQ(Get(), "token 2");
  cache_.Refuse("shop", base::Secret("token 1"));  // somebody who was slow
  cache_.Refuse("nobody", base::Secret("token 2"));
  EXPECT_EQ(Get(), "token 2");
}

TEST_F(TokenOfAnAccount, IsNotAskedForAgainSoonAfterOurCredentialsWereDenied) {
  EXPECT_EQ(Get(Failing(ErrorCode::kUnauthenticated)), "error: no token today");
  EXPECT_EQ(Get(), "error: no token today");
  clock_.Advance(kDeniedPause - Millis(1));
  EXPECT_EQ(Get(), "error: no token today");
  EXPECT_EQ(made_, 0);
  clock_.Advance(Millis(1));
  EXPECT_EQ(Get(), "token 1");
}

TEST_F(TokenOfAnAccount, IsAskedForAgainAtOnceAfterAMereFailure) {
  EXPECT_EQ(Get(Failing(ErrorCode::kUnavailable)), "error: no token today");
  EXPECT_EQ(Get(), "token 1");
}

TEST_F(TokenOfAnAccount, StaysInUseWhenItsEarlyRenewalFails) {
  for (const ErrorCode code : {ErrorCode::kUnavailable, ErrorCode::kUnauthenticated}) {
    cache_.Refuse("shop", base::Secret("token " + std::to_string(made_)));
    const std::string token = Get();
    clock_.Advance(minutes(51));
    failed_ = 0;
    EXPECT_EQ(Get(Failing(code)), token);
    EXPECT_EQ(Get(Failing(code)), token);
    EXPECT_EQ(failed_, 1) << "not every message waits for another attempt";
    clock_.Advance(kRenewalPause);
    EXPECT_EQ(Get(Failing(code)), token);
    EXPECT_EQ(failed_, 2);
    clock_.Advance(kRenewalPause);
    EXPECT_NE(Get(), token);
  }
}

TEST_F(TokenOfAnAccount, IsGoneAtItsEndWhenEveryRenewalFailed) {
  EXPECT_EQ(Get(), "token 1");
  clock_.Advance(minutes(51));
  EXPECT_EQ(Get(Failing(ErrorCode::kUnauthenticated)), "token 1");
  clock_.Advance(minutes(9));
  EXPECT_EQ(Get(Failing(ErrorCode::kUnauthenticated)), "error: no token today");
}

TEST_F(TokenOfAnAccount, IsMadeByTheNextWhenAMakerThrew) {
  EXPECT_EQ(Get([]() -> base::Result<Cached> { throw std::runtime_error("odd answer"); }), "error: odd answer");
  EXPECT_EQ(Get(), "token 1");
}

}  // namespace
}  // namespace frontdesk::net
