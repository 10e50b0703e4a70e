#include "bot/runtime/follower.h"

#include <gtest/gtest.h>

namespace frontdesk::runtime {
namespace {

class FakeStream final : public net::EventStream {
 public:
  bool Write(std::string_view chunk) override {
    if (open) written.append(chunk);
    return open;
  }
  void Close() override { open = false; }
  bool IsOpen() const override { return open; }
  void OnClose(std::function<void()>) override {}

  std::string written;
  bool open = true;
};

Follower::Row Row(std::int64_t seq) { return {seq, std::to_string(seq) + " "}; }
Follower::State State(std::int64_t epoch) { return {epoch, "e" + std::to_string(epoch) + " "}; }

class AFollower : public ::testing::Test {
 protected:
  std::shared_ptr<FakeStream> stream_ = std::make_shared<FakeStream>();
};

TEST_F(AFollower, GetsThePastThenWhatCameMeanwhileThenThePresent) {
  Follower follower(0);
  follower.Deliver(Row(4));
  follower.Begin(stream_, {Row(1), Row(2), Row(3)}, State(0), true);
  follower.Deliver(Row(5));
  EXPECT_EQ(stream_->written, "1 2 3 e0 4 5 ");
}

TEST_F(AFollower, SeesARowOnceThatWasReadAndDelivered) {
  Follower follower(0);
  follower.Deliver(Row(2));
  follower.Deliver(Row(3));
  follower.Begin(stream_, {Row(1), Row(2), Row(3)}, State(0), true);
  follower.Deliver(Row(3));
  follower.Deliver(Row(4));
  EXPECT_EQ(stream_->written, "1 2 3 e0 4 ");
}

TEST_F(AFollower, GoesOnAfterTheRowThatItHas) {
  Follower follower(7);
  follower.Deliver(Row(7));
  follower.Begin(stream_, {Row(8)}, State(2), true);
  follower.Deliver(Row(6));
  follower.Deliver(Row(9));
  EXPECT_EQ(stream_->written, "8 e2 9 ");
}

TEST_F(AFollower, NeverSeesAnOlderStateAfterANewerOne) {
  Follower follower(0);
  follower.Deliver(State(3));
  follower.Begin(stream_, {}, State(1), true);
  follower.Deliver(State(2));
  follower.Deliver(State(3));
  follower.Deliver(State(4));
  EXPECT_EQ(stream_->written, "e1 e3 e4 ");
}

TEST_F(AFollower, EndsWithoutAGapWhenMoreOfThePastWaits) {
  Follower follower(0);
  follower.Deliver(Row(9));
  follower.Begin(stream_, {Row(1), Row(2)}, State(0), false);
  follower.Deliver(Row(10));
  EXPECT_EQ(stream_->written, "1 2 e0 ");
  EXPECT_FALSE(stream_->open);
}

TEST_F(AFollower, EndsWithoutAGapWhenTooMuchCameWhileThePastWasRead) {
  Follower follower(0);
  for (std::int64_t seq = 2; seq < 10; ++seq) follower.Deliver(Follower::Row{seq, std::string(kMaxHeldBytes / 4, 'x')});
  follower.Begin(stream_, {Row(1)}, State(0), true);
  EXPECT_EQ(stream_->written, "1 e0 ");
  EXPECT_FALSE(stream_->open);
}

}  // namespace
}  // namespace frontdesk::runtime
