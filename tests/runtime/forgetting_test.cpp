// What is past its time goes by itself, words and files; what was never sent after a day.
#include "bot/runtime/forgetting.h"

#include <gmock/gmock.h>

#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

namespace fs = std::filesystem;
using net::testing::Eventually;

constexpr char kPng[] = "\x89PNG\r\n\x1a\nthe picture";

class ForgettingInTime : public LiveDesk {
 protected:
  void Keep(const std::string& what) {
    WriteFile(directory_ / "frontdesk.yaml", std::string(kWorkspaceFile) + "limits: {keep: {" + what + "}}\n");
  }
  // A new start, so much later: its first round begins at once.
  void StartAfter(base::Millis time) {
    service_.reset();
    later_.Advance(time);
    Start(&later_);
  }
  std::size_t Files() const {
    const fs::path folder = fs::path(data()) / store::kUploadsFolder;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  bool Knows(const std::string& visitor) {
    const auto store = *store::OpenSqliteStore(data() + "/" + store::kDatabaseFile, later_);
    return store->FindConversation({"widget", visitor, ""}).has_value();
  }

  base::ManualClock later_{clock_.Now()};
};

TEST_F(ForgettingInTime, AFileThatWasNeverSentGoesAfterADay) {
  Start(&later_);
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Upload(kPng).status, 200);
  const std::string sent = visitor.Upload(kPng).Json()["id"];
  ASSERT_EQ(visitor.Send({{"id", "f1"}, {"type", "files"}, {"files", {sent}}}).status, 200);
  ASSERT_EQ(Files(), 2u);
  StartAfter(std::chrono::hours(25));
  EXPECT_TRUE(Eventually([&] { return Files() == 1; }));
  EXPECT_TRUE(fs::exists(fs::path(data()) / store::kUploadsFolder / sent));
}

TEST_F(ForgettingInTime, WordsAndFilesGoWhenTheWorkspaceSaysSo) {
  Keep("transcripts: 30, files: 30");
  Start(&later_);
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("m1", "how do I reset my password?").status, 200);
  const std::string sent = visitor.Upload(kPng).Json()["id"];
  ASSERT_EQ(visitor.Send({{"id", "f1"}, {"type", "files"}, {"files", {sent}}}).status, 200);
  StartAfter(std::chrono::hours(29 * 24));
  ASSERT_EQ(Files(), 1u);
  EXPECT_TRUE(Knows(visitor.id()));
  StartAfter(std::chrono::hours(2 * 24));
  EXPECT_TRUE(Eventually([&] { return Files() == 0 && !Knows(visitor.id()); }));
  const Answer again = Post("/web/widget/events", R"({"id":"m2","type":"message","text":"hello"})", visitor.headers());
  EXPECT_EQ(again.status, 200) << "whoever comes back is welcome";
}

}  // namespace
}  // namespace frontdesk::runtime::testing
