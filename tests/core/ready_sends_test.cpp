#include "bot/core/ready_sends.h"

#include <gtest/gtest.h>

namespace frontdesk::core {
namespace {

using base::Millis;
using store::Lane;

class RowsThatMaySendNow : public ::testing::Test {
 protected:
  static LaneKey Key(store::Id id, Lane lane = Lane::kMessage) { return {lane, id}; }

  void Add(const std::string& account, const Pace& pace, store::Id first, int count) {
    for (int i = 0; i < count; ++i) ready_.Add(account, pace, Key(first + i));
  }
  // Takes and gives back what may go at `at`: the ids in their order.
  std::vector<store::Id> Drain(base::TimePoint at) {
    std::vector<store::Id> ids;
    for (ReadySends::Next next = ready_.Take(at); next.key; next = ready_.Take(at)) {
      ids.push_back(next.key->id);
      ready_.Release(next.account);
    }
    return ids;
  }
  using Ids = std::vector<store::Id>;

  const base::TimePoint start_ = base::FromMillis(1'000'000'000'000);
  ReadySends ready_;
};

TEST_F(RowsThatMaySendNow, AreNoneWhenNothingWasAdded) {
  const ReadySends::Next next = ready_.Take(start_);
  EXPECT_FALSE(next.key);
  EXPECT_FALSE(next.look_again);
  EXPECT_EQ(ready_.size(), 0u);
}

TEST_F(RowsThatMaySendNow, GoInTheirOrderWhereNothingIsBounded) {
  Add("chat", {}, 1, 5);
  EXPECT_EQ(ready_.size(), 5u);
  EXPECT_EQ(Drain(start_), (Ids{1, 2, 3, 4, 5}));
  EXPECT_EQ(ready_.size(), 0u);
}

TEST_F(RowsThatMaySendNow, KeepThePaceOfTheirAccount) {
  Add("chat", {.per_second = 2, .burst = 1}, 1, 4);
  EXPECT_EQ(Drain(start_), Ids{1});
  const ReadySends::Next waits = ready_.Take(start_);
  ASSERT_TRUE(waits.look_again);
  EXPECT_EQ(*waits.look_again, start_ + Millis(500));
  EXPECT_EQ(Drain(start_ + Millis(499)), Ids{});
  EXPECT_EQ(Drain(start_ + Millis(500)), Ids{2});
  EXPECT_EQ(Drain(start_ + Millis(1'000)), Ids{3});
  EXPECT_EQ(Drain(start_ + Millis(1'500)), Ids{4});
}

TEST_F(RowsThatMaySendNow, NeverExceedThePaceOverAnyStretch) {
  Add("chat", {.per_second = 7, .burst = 3}, 1, 200);
  std::size_t sent = 0;
  for (int ms = 0; ms <= 10'000; ms += 13) {
    sent += Drain(start_ + Millis(ms)).size();
    EXPECT_LE(static_cast<double>(sent), 3 + 7.0 * ms / 1000 + 0.001) << "after " << ms << " ms";
  }
  EXPECT_GE(sent, 70u) << "the pace is used up, too";
}

TEST_F(RowsThatMaySendNow, GoAtOnceUpToTheBurstAfterAnyPause) {
  const Pace pace{.per_second = 1, .burst = 3};
  Add("chat", pace, 1, 5);
  EXPECT_EQ(Drain(start_), (Ids{1, 2, 3}));
  EXPECT_EQ(Drain(start_ + Millis(1'000)), Ids{4});
  EXPECT_EQ(Drain(start_ + Millis(2'000)), Ids{5});
  Add("chat", pace, 6, 5);
  EXPECT_EQ(Drain(start_ + std::chrono::hours(5)), (Ids{6, 7, 8})) << "no more is saved up than the burst";
}

TEST_F(RowsThatMaySendNow, GoOneByOneWhereTheBurstIsLessThanOne) {
  Add("chat", {.per_second = 1, .burst = 0}, 1, 2);
  EXPECT_EQ(Drain(start_), Ids{1});
  EXPECT_EQ(Drain(start_ + Millis(1'000)), Ids{2});
}

TEST_F(RowsThatMaySendNow, AreAtMostSoManyAsMayWaitForAnswersTogether) {
  Add("chat", {.at_once = 2}, 1, 3);
  EXPECT_EQ(ready_.Take(start_).key, Key(1));
  EXPECT_EQ(ready_.Take(start_).key, Key(2));
  const ReadySends::Next none = ready_.Take(start_);
  EXPECT_FALSE(none.key);
  EXPECT_EQ(none.look_again, base::TimePoint::max()) << "only a Release can change that";
  ready_.Release("chat");
  EXPECT_EQ(ready_.Take(start_).key, Key(3));
}

TEST_F(RowsThatMaySendNow, TurnFromAccountToAccount) {
  Add("a", {.at_once = 10}, 10, 3);
  Add("b", {.at_once = 10}, 20, 1);
  Add("c", {.at_once = 10}, 30, 2);
  EXPECT_EQ(Drain(start_), (Ids{10, 20, 30, 11, 31, 12}));
}

TEST_F(RowsThatMaySendNow, PassOverAnAccountThatMustWait) {
  Add("hangs", {.at_once = 1}, 1, 5);
  ASSERT_EQ(ready_.Take(start_).key, Key(1));
  Add("works", {}, 10, 3);
  EXPECT_EQ(Drain(start_), (Ids{10, 11, 12}));
}

TEST_F(RowsThatMaySendNow, BeginWithTheUrgentOnes) {
  Add("chat", {}, 1, 2);
  ready_.Add("chat", {}, Key(7, Lane::kUrgent));
  ready_.Add("chat", {}, Key(8, Lane::kUrgent));
  EXPECT_EQ(Drain(start_), (Ids{7, 8, 1, 2}));
}

TEST_F(RowsThatMaySendNow, WaitUntilThePauseOfTheirAccountIsOver) {
  Add("paused", {}, 1, 1);
  Add("other", {}, 10, 1);
  ready_.Pause("paused", start_ + Millis(30'000));
  EXPECT_EQ(Drain(start_), Ids{10});
  EXPECT_EQ(ready_.Take(start_).look_again, start_ + Millis(30'000));
  EXPECT_EQ(Drain(start_ + Millis(29'999)), Ids{});
  EXPECT_EQ(Drain(start_ + Millis(30'000)), Ids{1});
}

TEST_F(RowsThatMaySendNow, AreNotFreedByAShorterPauseThanTheOneThatHolds) {
  Add("chat", {}, 1, 1);
  ready_.Pause("chat", start_ + Millis(30'000));
  ready_.Pause("chat", start_ + Millis(1'000));
  EXPECT_EQ(Drain(start_ + Millis(2'000)), Ids{});
  EXPECT_EQ(Drain(start_ + Millis(30'000)), Ids{1});
}

TEST_F(RowsThatMaySendNow, LookAgainAtTheEarliestMomentOfAll) {
  Add("a", {}, 1, 1);
  Add("b", {}, 2, 1);
  ready_.Pause("a", start_ + Millis(9'000));
  ready_.Pause("b", start_ + Millis(4'000));
  EXPECT_EQ(ready_.Take(start_).look_again, start_ + Millis(4'000));
}

TEST_F(RowsThatMaySendNow, AreNotHeldUpByAClockThatJumpsBack) {
  Add("chat", {.per_second = 1, .burst = 1}, 1, 3);
  EXPECT_EQ(Drain(start_), Ids{1});
  const base::TimePoint earlier = start_ - std::chrono::hours(3);
  EXPECT_EQ(Drain(earlier), Ids{2}) << "a second's worth, not hours of silence";
  EXPECT_EQ(Drain(earlier), Ids{}) << "and no flood either";
  EXPECT_EQ(Drain(earlier + Millis(1'000)), Ids{3});
}

TEST_F(RowsThatMaySendNow, OweNothingFromBeforeAPaceWasSet) {
  Add("chat", {.per_second = 0}, 1, 1'000);
  EXPECT_EQ(Drain(start_).size(), 1'000u);
  Add("chat", {.per_second = 1, .burst = 1}, 2'001, 2);
  EXPECT_EQ(Drain(start_ + Millis(1'000)), Ids{2'001});
  EXPECT_EQ(Drain(start_ + Millis(2'000)), Ids{2'002});
}

}  // namespace
}  // namespace frontdesk::core
