#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "bot/runtime/visitor_streams.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

class VisitorStream : public LiveDesk {
 protected:
  VisitorStream() { Start(); }
};

std::int64_t SeqOf(const StreamEvent& event) { return event.data["seq"].get<std::int64_t>(); }

TEST_F(VisitorStream, TellsWhoSpeaksAndShowsNewRows) {
  const Visitor visitor(port());
  Stream stream = visitor.Follow();
  ASSERT_EQ(stream.status(), 200);
  EXPECT_THAT(stream.head(), ::testing::HasSubstr("text/event-stream"));
  EXPECT_EQ(stream.Next().data, (json{{"speaker", "bot"}}));
  ASSERT_EQ(visitor.Say("c1", "I want to talk to a human").status, 200);
  EXPECT_EQ(stream.Next("message").data["seq"], 1);
  EXPECT_EQ(stream.Next("state").data["speaker"], "queue");
}

TEST_F(VisitorStream, AfterADropNothingIsMissedAndNothingDoubled) {
  const Visitor visitor(port());
  std::vector<std::int64_t> seen;
  std::set<std::string> own;
  for (int round = 0; round < 6; ++round) {
    Stream stream = visitor.Follow(seen.empty() ? "" : "?after=" + std::to_string(seen.back()));
    ASSERT_EQ(visitor.Say("r" + std::to_string(round), "How do I reset my password?").status, 200);
    for (bool mine = false; !mine;) {
      const StreamEvent event = stream.Next("message");
      ASSERT_EQ(event.name, "message");
      seen.push_back(SeqOf(event));
      if (event.data["from"] != "user") continue;
      EXPECT_TRUE(own.insert(event.data["id"]).second) << "seen twice";
      mine = event.data["id"] == "r" + std::to_string(round);
    }
  }
  Stream rest = visitor.Follow("?after=" + std::to_string(seen.back()));
  for (StreamEvent event = rest.Next(); event.name == "message"; event = rest.Next()) seen.push_back(SeqOf(event));
  Stream whole = visitor.Follow();
  std::vector<std::int64_t> all;
  for (StreamEvent event = whole.Next(); event.name == "message"; event = whole.Next()) all.push_back(SeqOf(event));
  EXPECT_EQ(seen, all);
  EXPECT_EQ(own.size(), 6u);
}

TEST_F(VisitorStream, ComesBackByLastEventId) {
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("c1", "How do I reset my password?").status, 200);
  Headers headers = visitor.headers();
  headers["Last-Event-ID"] = "1";
  Stream stream(port(), "/web/widget/stream?after=0", headers);
  EXPECT_EQ(stream.Next("message").data["seq"], 2);
}

TEST_F(VisitorStream, ManyStreamsThatComeAndGoUnderLoadSeeEveryRowOnceInOrder) {
  const Visitor visitor(port());
  constexpr int kMessages = 120;
  std::thread talker([&] {
    for (int i = 0; i < kMessages; ++i) EXPECT_EQ(visitor.Say("m" + std::to_string(i), "human").status, 200);
  });
  const auto follow = [&] {
    std::int64_t last = 0;
    int users = 0;
    while (users < kMessages) {
      Stream stream = visitor.Follow("?after=" + std::to_string(last));
      for (int i = 0; i < 7 && users < kMessages; ++i) {
        const StreamEvent event = stream.Next("message");
        ASSERT_EQ(event.name, "message");
        ASSERT_GT(SeqOf(event), last);
        last = SeqOf(event);
        if (event.data["from"] != "user") continue;
        ASSERT_EQ(event.data["id"], "m" + std::to_string(users));
        ++users;
      }
    }
  };
  std::thread one(follow);
  std::thread two(follow);
  talker.join();
  one.join();
  two.join();
}

TEST_F(VisitorStream, AnAnswerThatWaitedForTheRestOfTheThoughtComesOnce) {
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Send({{"id", "o"}, {"type", "open"}}).status, 200);
  Stream stream = visitor.Follow();
  ASSERT_EQ(visitor.Say("c1", "the login page").status, 200);
  std::set<std::int64_t> seqs;
  int answers = 0;
  while (answers == 0) {
    const StreamEvent event = stream.Next("message");
    ASSERT_EQ(event.name, "message");
    ASSERT_TRUE(seqs.insert(SeqOf(event)).second);
    answers += event.data["from"] == "bot" && event.data["message"]["kind"] != "greeting" ? 1 : 0;
  }
  ASSERT_EQ(visitor.Say("c2", "human").status, 200);
  EXPECT_EQ(stream.Next("message").data["id"], "c2");
}

TEST_F(VisitorStream, ALongPastComesInPartsWithoutAGap) {
  const Visitor visitor(port());
  const std::string long_text(12 << 10, 'x');
  constexpr int kMessages = 40;
  ASSERT_EQ(visitor.Say("h", "human").status, 200);
  for (int i = 0; i < kMessages; ++i) ASSERT_EQ(visitor.Say("m" + std::to_string(i), long_text).status, 200);
  int users = 0;
  int streams = 0;
  for (std::int64_t last = 0; users < kMessages + 1; ++streams) {
    ASSERT_LT(streams, 20);
    Stream stream = visitor.Follow("?after=" + std::to_string(last));
    for (StreamEvent event = stream.Next(); event.name == "message"; event = stream.Next()) {
      ASSERT_GT(SeqOf(event), last);
      last = SeqOf(event);
      users += event.data["from"] == "user" ? 1 : 0;
    }
  }
  EXPECT_GT(streams, 1);
}

TEST_F(VisitorStream, AllowsAFewWindowsAndRefusesMore) {
  const Visitor visitor(port());
  std::vector<Stream> windows;
  for (std::size_t i = 0; i < kMaxStreamsPerVisitor; ++i) {
    windows.push_back(visitor.Follow());
    EXPECT_EQ(windows.back().status(), 200);
  }
  EXPECT_EQ(visitor.Follow().status(), 429);
  EXPECT_EQ(Visitor(port()).Follow().status(), 200);
}

TEST_F(VisitorStream, EndsWithAWordWhenToComeBackWhenTheServerStops) {
  const Visitor visitor(port());
  Stream stream = visitor.Follow();
  EXPECT_EQ(stream.Next().name, "state");
  std::thread drain([&] { service_->Drain(); });
  EXPECT_TRUE(stream.Rest().empty());
  drain.join();
}

}  // namespace
}  // namespace frontdesk::runtime::testing
