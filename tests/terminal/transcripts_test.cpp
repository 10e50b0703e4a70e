// Every transcript of tests/transcripts holds on the shipped workspace, with the frontdesk.yaml that lies beside it if
// there is one.
#include <gmock/gmock.h>
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
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder))
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

std::optional<runtime::Workspace> ShippedWith(const std::string& config) {
  base::SourceFiles files = runtime::ShippedWorkspace();
  for (base::SourceFile& file : files)
    if (file.path == runtime::kConfigFile && !config.empty()) file.text = config;
  base::Findings findings;
  auto workspace = runtime::LoadWorkspace(files, "/srv/desk", base::TimePoint{}, findings);
  for (const base::Finding& finding : findings.Sorted())
    if (finding.severity == base::Severity::kError) ADD_FAILURE() << base::ToString(finding);
  return workspace;
}

const runtime::Workspace& WorkspaceOf(const std::filesystem::path& folder) {
  static std::map<std::string, std::optional<runtime::Workspace>> known;
  const auto [it, fresh] = known.try_emplace(folder.string());
  if (fresh) it->second = ShippedWith(ReadText((folder / runtime::kConfigFile).string()));
  return it->second.value();
}

const runtime::Workspace& Shipped() { return WorkspaceOf(kFolder); }

class Transcripts : public testing::TestWithParam<std::string> {};

TranscriptResult Play(const Transcript& transcript) {
  const runtime::Workspace& workspace = WorkspaceOf(std::filesystem::path(transcript.path).parent_path());
  return RunTranscript(transcript, WithEveryArticle(*workspace.catalog, transcript.burst), workspace.config);
}

TranscriptResult Play(const std::string& path, const std::string& text) {
  base::Findings findings;
  const auto transcript = ParseTranscript(path, text, findings);
  if (!transcript) return {path, false, base::ToString(findings.Sorted().front()), {}};
  return Play(*transcript);
}

Transcript Parsed(const std::string& path) {
  base::Findings findings;
  return ParseTranscript(path, ReadText(path), findings).value();
}

// What nobody says, asks or is called.
const std::string kNever = "\u2620 never";

// Makes an expectation one that cannot be met; false for what is none, and for silence.
struct Spoil {
  bool operator()(BotSays& says) const { return Set(says.match.text); }
  bool operator()(BotDoes& does) const { return does.kind ? Set(does.subject) : Add(does.labels, kNever); }
  bool operator()(BotSuggests& suggests) const { return Add(suggests.articles, kNever); }
  bool operator()(BotReviews& reviews) const { return Add(reviews.answers, {kNever, kNever}); }
  bool operator()(TicketHas& ticket) const {
    ticket.none = false;
    return Add(ticket.values, {kNever, kNever});
  }
  bool operator()(CardShows& card) const { return Add(card.keys, kNever); }
  bool operator()(DeskSees& desk) const { return Set(desk.match.text); }
  bool operator()(ChannelShows& channel) const {
    channel.nothing = false;
    return Set(channel.match.text);
  }
  bool operator()(ClockSays& clock) const { return Set(clock.state); }
  bool operator()(IsTold& told) const { return Set(told.match.text); }
  template <typename Other>
  bool operator()(Other&) const {
    return false;
  }

 private:
  static bool Set(std::string& text) {
    text = kNever;
    return true;
  }
  template <typename List>
  static bool Add(List& list, typename List::value_type value) {
    list.push_back(std::move(value));
    return true;
  }
};

TEST_P(Transcripts, HoldOnTheirWorkspace) {
  const std::string text = ReadText(GetParam());
  EXPECT_TRUE(text.starts_with("# ")) << "a transcript begins with its story";
  const TranscriptResult result = Play(GetParam(), text);
  EXPECT_TRUE(result.passed) << result.failure;
}

TEST_P(Transcripts, FailWhereTheLastThingExpectedDoesNotHappen) {
  Transcript transcript = Parsed(GetParam());
  const auto last = std::find_if(transcript.lines.rbegin(), transcript.lines.rend(),
                                 [](TranscriptLine& line) { return std::visit(Spoil(), line.body); });
  ASSERT_NE(last, transcript.lines.rend()) << "a transcript expects something";
  const TranscriptResult result = Play(transcript);
  EXPECT_FALSE(result.passed);
  EXPECT_THAT(result.failure, testing::HasSubstr(":" + std::to_string(last->place.line) + ": "));
}

// The block of flows/README.md that begins so.
std::string ReadmeBlock(const std::string& begin) {
  const std::string readme = ReadText(FD_SOURCE_DIR "/flows/README.md");
  const std::size_t at = readme.find('\n', readme.find("```" + begin)) + 1;
  return readme.substr(at, readme.find("```", at) - at);
}

TEST(Readme, ShowsATranscriptThatHoldsOnItsFlow) {
  base::SourceFiles files = runtime::ShippedWorkspace();
  files.push_back({"flows/lost-device.yaml", ReadmeBlock("yaml\n# flows/lost-device.yaml")});
  files.push_back({"flows/lost-device.zh.yaml", ReadmeBlock("yaml\nflow: lost-device")});
  base::Findings findings;
  const auto workspace = runtime::LoadWorkspace(files, "/srv/desk", base::TimePoint{}, findings);
  ASSERT_TRUE(workspace) << base::ToString(findings.Sorted().front());
  const auto transcript = ParseTranscript("README.md", ReadmeBlock("\n# tests/"), findings);
  ASSERT_TRUE(transcript) << base::ToString(findings.Sorted().front());
  const auto result = RunTranscript(*transcript, WithEveryArticle(*workspace->catalog, {}), workspace->config);
  EXPECT_TRUE(result.passed) << result.failure;
  EXPECT_TRUE(findings.Sorted().empty());
}

TEST(AllTranscripts, EnterEveryShippedFlowInEveryLanguage) {
  std::map<std::string, std::set<std::string>> languages;  // by flow
  for (const std::string& path : TranscriptFiles()) {
    const Transcript transcript = Parsed(path);
    for (const auto& [flow, step] : Play(transcript).entered)
      languages[flow].insert(transcript.locale.empty() ? Shipped().config.locales.front() : transcript.locale);
  }
  const std::set<std::string> all(Shipped().config.locales.begin(), Shipped().config.locales.end());
  for (const auto& flow : Shipped().catalog->flows.flows()) EXPECT_EQ(languages[flow->id], all) << flow->id;
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
