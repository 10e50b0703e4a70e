// The golden transcripts of platforms that are spoken to over an open connection: the same conversations, decided by
// the brain and written by Next(), without a server.
#include <gtest/gtest.h>

#include "bot/core/dialogue.h"
#include "bot/runtime/workspace.h"
#include "bot/store/sqlite_store.h"
#include "tests/contract/entry.h"
#include "tests/contract/golden.h"

namespace frontdesk::contract {
namespace {

using Act = base::AgentActed::Act;
using Who = Line::Who;

constexpr char kUser[] = "alice@xmpp.test";
constexpr int kMostParts = 50;

std::vector<Entry> FramedEntries() {
  std::vector<Entry> framed = Entries();
  std::erase_if(framed, [](const Entry& entry) { return entry.words_of_frame == nullptr; });
  return framed;
}

std::shared_ptr<const core::Catalog> CatalogOf(const Entry& entry, base::TimePoint now) {
  base::SourceFiles files = runtime::ShippedWorkspace();
  for (base::SourceFile& file : files)
    if (file.path == "frontdesk.yaml") file.text = SceneConfig(AccountYaml(entry, entry.api));
  base::Findings findings;
  const auto workspace = runtime::LoadWorkspace(files, ".", now, findings);
  for (const base::Finding& finding : findings.Sorted())
    EXPECT_NE(finding.severity, base::Severity::kError) << ToString(finding);
  return workspace ? workspace->catalog : nullptr;
}

class GoldenFrames : public ::testing::TestWithParam<Entry> {
 protected:
  void SetUp() override {
    auto settings = SettingsOf(entry(), entry().secrets, entry().api);
    ASSERT_TRUE(settings.has_value()) << settings.error().message;
    settings_ = std::move(*settings);
    const auto catalog = CatalogOf(entry(), clock_.Now());
    ASSERT_NE(catalog, nullptr);
    store_ = *store::OpenMemoryStore(clock_);
    dialogue_ = std::make_unique<core::Dialogue>(*store_, clock_, [catalog] { return catalog; });
  }
  const Entry& entry() const { return GetParam(); }

  std::string Play(const Scene& scene) {
    GoldenText text;
    for (const Line& line : scene.lines) {
      text.Add(line);
      clock_.Advance(std::chrono::seconds(20));
      const auto spoken = dialogue_->Send(EventOf(line));
      EXPECT_TRUE(spoken.has_value()) << ToString(line);
      if (!spoken) break;
      for (const core::Spoken& one : *spoken)
        if (one.row.from != "user" && !one.row.internal) AddFrames(one, text);
    }
    return text.text();
  }

 private:
  base::Event EventOf(const Line& line) {
    const std::string id = std::to_string(++lines_);
    if (line.who == Who::kUser) {
      const Outcome outcome = Try(entry(), settings_, entry().say({line.text, "m" + id, kUser}), clock_.Now());
      EXPECT_EQ(outcome.events.size(), 1u) << ToString(line) << outcome.error.message;
      return outcome.events.empty() ? base::Event() : outcome.events[0];
    }
    const Act act = line.who == Who::kTakes     ? Act::kTake
                    : line.who == Who::kReplies ? Act::kReply
                    : line.who == Who::kNotes   ? Act::kNote
                                                : Act::kResolve;
    base::Event event;
    event.id = "agent:" + std::string(kAgentName) + ":" + id;
    event.address = {entry().account, kUser, ""};
    event.author = {kAgentName, kAgentShown, false, true};
    event.at = clock_.Now();
    event.body = base::AgentActed{act, kAgentName, kAgentShown, line.text, {}};
    return event;
  }

  void AddFrames(const core::Spoken& spoken, GoldenText& text) const {
    const base::Address address{entry().account, kUser, ""};
    const store::TranscriptRow& words = spoken.row;
    const adapters::Row row{words.seq, words.id, words.at, words.from, words.event_id, words.body};
    for (int part = 0; part < kMostParts; ++part) {
      adapters::Sending sending{address, row, spoken.message};
      sending.part = part;
      const auto step = AdapterOf(entry()).Next(sending, {clock_.Now(), settings_, {}, {}});
      ASSERT_TRUE(step.has_value()) << step.error().message;
      const auto* frame = std::get_if<adapters::Frame>(&*step);
      if (frame == nullptr) return;
      text.AddFrame(frame->bytes);
    }
  }

  base::ManualClock clock_{*base::ParseTime("2026-03-02T10:00:00Z")};
  adapters::Settings settings_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<core::Dialogue> dialogue_;
  int lines_ = 0;
};

TEST_P(GoldenFrames, FlowIsWhatItsTranscriptSays) {
  const Scene scene = ScenesIn(entry().locale).at(0);
  EXPECT_EQ(CompareGolden(GoldenFile(FD_SOURCE_DIR, entry().platform, scene), Play(scene)), "");
}

TEST_P(GoldenFrames, HandoffIsWhatItsTranscriptSays) {
  const Scene scene = ScenesIn(entry().locale).at(1);
  EXPECT_EQ(CompareGolden(GoldenFile(FD_SOURCE_DIR, entry().platform, scene), Play(scene)), "");
}

INSTANTIATE_TEST_SUITE_P(Of, GoldenFrames, ::testing::ValuesIn(FramedEntries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
