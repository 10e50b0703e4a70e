// The wall clock jumps about, by summer time, by a correction, by an hour of sleep: nobody is reminded twice, nothing
// is done again, and no timer fires in a storm. PROMISES P15.
#include <random>

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using Verb = base::AgentActed::Act;

constexpr int kSeeds = 50;
constexpr int kJumps = 40;
// What one moment may bring at once: a word each to somebody in a flow and to somebody who waits.
constexpr std::size_t kMostAtOnce = 3;

class ClockJumps : public TalkTest {
 protected:
  void Begin() {
    store_ = *store::OpenMemoryStore(clock_);
    dialogue_ = std::make_unique<Dialogue>(*store_, clock_, [this] { return catalog_; });
    Send("ada", base::Said{"report a problem"});
    Send("ben", base::Said{"human"});
    Send("ben", base::AgentActed{Verb::kReply, "kim", "Kim", "Looking.", {}});
    Send("ben", base::Said{"and now?"});
  }
  std::vector<base::Message> Send(const std::string& who, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address.channel = event.author.id = who;
    last_event_ = event;
    return Seen(dialogue_->Send(event));
  }
  int Count(std::string_view kind) {
    const auto facts = *store_->FactsSince({}, 10'000);
    return static_cast<int>(
        std::count_if(facts.begin(), facts.end(), [&](const auto& one) { return one.kind == kind; }));
  }

  base::Event last_event_;
};

TEST_F(ClockJumps, RemindNobodyTwiceAndBringNoStorm) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    Begin();
    constexpr base::Millis kSpans[] = {-1h, 1h, 1h, 5min, 2h};
    for (int jump = 0; jump < kJumps; ++jump) {
      clock_.Advance(kSpans[random() % std::size(kSpans)]);
      if (random() % 4 == 0) dialogue_->Restart();
      EXPECT_LE(Pass(1s).size(), kMostAtOnce);
      EXPECT_LE(Count("flow_reminded"), 1);
      EXPECT_LE(Count("agent_reminded"), 1);
      EXPECT_LE(Count("returned_to_queue"), 1);
    }
    Pass(72h);
    Pass(72h);
    EXPECT_EQ(Count("flow_reminded"), 1) << "but once it comes";
    EXPECT_EQ(Count("agent_reminded"), 1);
    EXPECT_EQ(Count("returned_to_queue"), 1);
  }
}

TEST_F(ClockJumps, LetNoEventInASecondTime) {
  Begin();
  Send("cat", base::Said{"how do I reset my password?"});
  for (const base::Millis jump : {-1h, 1h, 25h, -24h}) {
    clock_.Advance(jump);
    EXPECT_THAT(Seen(dialogue_->Send(last_event_)), IsEmpty());
  }
}

}  // namespace
}  // namespace frontdesk::core
