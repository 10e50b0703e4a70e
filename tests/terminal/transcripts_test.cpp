// Every transcript of tests/transcripts holds on the shipped workspace.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "bot/runtime/workspace.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/transcript_run.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

constexpr char kFolder[] = FD_SOURCE_DIR "/tests/transcripts";

std::vector<std::string> TranscriptFiles() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder))
    if (entry.path().extension() == ".chat") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

std::string ReadText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const runtime::Workspace& Shipped() {
  static const std::optional<runtime::Workspace> workspace = [] {
    base::Findings findings;
    return runtime::LoadWorkspace(runtime::ShippedWorkspace(), "/srv/desk", base::TimePoint{}, findings);
  }();
  return workspace.value();
}

class Transcripts : public testing::TestWithParam<std::string> {};

TranscriptResult Play(const std::string& path, const std::string& text) {
  base::Findings findings;
  const auto transcript = ParseTranscript(path, text, findings);
  if (!transcript) return {path, false, base::ToString(findings.Sorted().front()), {}};
  return RunTranscript(*transcript, WithEveryArticle(*Shipped().catalog, transcript->burst), Shipped().config);
}

TEST_P(Transcripts, HoldOnTheShippedWorkspace) {
  const std::string text = ReadText(GetParam());
  EXPECT_TRUE(text.starts_with("# ")) << "a transcript begins with its story";
  const TranscriptResult result = Play(GetParam(), text);
  EXPECT_TRUE(result.passed) << result.failure;
}

TEST(AllTranscripts, TogetherEnterEveryStepOfTheShippedFlows) {
  std::set<std::pair<std::string, std::string>> entered;
  for (const std::string& path : TranscriptFiles()) {
    const TranscriptResult result = Play(path, ReadText(path));
    entered.insert(result.entered.begin(), result.entered.end());
  }
  for (const auto& flow : Shipped().catalog->flows.flows())
    for (const flows::Step& step : flow->steps)
      EXPECT_TRUE(entered.contains({flow->id, step.name})) << step.place.path << ":" << step.place.line;
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Transcripts, testing::ValuesIn(TranscriptFiles()), TestName);

}  // namespace
}  // namespace frontdesk::terminal
