// What flows cost: one step of the engine, loading a thousand of them, and conversations that lie parked on the disk.
//   bench_flows [--steps 200000] [--flows 1000] [--sessions 1000000]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "bot/core/conversation.h"
#include "bot/store/sqlite_store.h"
#include "flows/engine.h"
#include "flows/loader.h"

namespace frontdesk {

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  int steps = 200'000;
  int flows = 1'000;
  int sessions = 1'000'000;
};

double MicrosSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

long ResidentKiB() {
  std::ifstream statm("/proc/self/statm");
  long total = 0, resident = 0;
  statm >> total >> resident;
  return resident * 4;
}

base::SourceFiles ShippedFlows() {
  base::SourceFiles files;
  const std::filesystem::path root = std::filesystem::path(FD_SOURCE_DIR) / "flows/library";
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    files.push_back({"flows/" + entry.path().filename().string(), text.str()});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

flows::LoadOptions BothLocales() {
  flows::LoadOptions options;
  options.locales = {"en", "zh"};
  options.queues = {"general"};
  return options;
}

flows::FlowContext Context(int number) {
  flows::FlowContext context;
  context.locale = number % 2 == 0 ? "en" : "zh";
  context.now = *base::ParseTime("2026-03-02T10:00Z");
  context.zone = "Asia/Shanghai";
  context.account = "widget";
  context.open_ticket = [](const flows::TicketDraft&) { return flows::TicketInfo{"1042", "Tech", std::nullopt}; };
  return context;
}

// Buttons where there are some, else words that fit one kind of question or another.
flows::Input Answer(const flows::Outcome& last, std::mt19937& random) {
  static const char* const kWords[] = {"the app crashes whenever I open the settings",
                                       "3.2.1",
                                       "yesterday 3pm",
                                       "ada@example.com",
                                       "about 15 times",
                                       "点设置就闪退，每次都这样",
                                       "skip",
                                       "no"};
  const auto& buttons = last.messages.empty() ? std::vector<base::Button>() : last.messages.back().buttons;
  if (!buttons.empty() && random() % 4 != 0) return flows::Press{buttons[random() % buttons.size()].value};
  return flows::Typed{kWords[random() % std::size(kWords)]};
}

void MeasureSteps(const Options& options) {
  base::Findings findings;
  const flows::FlowLibrary library = flows::LoadFlows(ShippedFlows(), BothLocales(), findings);
  std::mt19937 random(20261121);
  std::vector<double> took;
  took.reserve(static_cast<std::size_t>(options.steps));
  for (int conversation = 0; static_cast<int>(took.size()) < options.steps; ++conversation) {
    const flows::Flow& flow = *library.flows()[static_cast<std::size_t>(conversation) % library.flows().size()];
    const flows::FlowContext context = Context(conversation);
    flows::Outcome outcome = flows::Start(flow, context, "the call drops after a minute, version 3.2");
    for (int turn = 0; turn < 40 && outcome.waiting(); ++turn) {
      const flows::Input input = Answer(outcome, random);
      const auto begin = Clock::now();
      flows::Outcome next = flows::Advance(flow, outcome.session, input, context);
      took.push_back(MicrosSince(begin));
      outcome = std::move(next);
    }
  }
  std::sort(took.begin(), took.end());
  const auto at = [&](double share) {
    return took[static_cast<std::size_t>(share * static_cast<double>(took.size() - 1))];
  };
  std::printf("| one engine step, %zu of them in %zu shipped flows | p50 %.1f us, p99 %.1f us, slowest %.0f us |\n",
              took.size(), library.flows().size(), at(0.5), at(0.99), took.back());
}

// The shipped flows again and again under other names.
void MeasureLoading(const Options& options) {
  const base::SourceFiles shipped = ShippedFlows();
  base::SourceFiles files;
  std::vector<std::string> names;
  for (const base::SourceFile& file : shipped)
    if (file.path.find(".zh.") == std::string::npos) names.push_back(file.path.substr(6, file.path.size() - 11));
  for (int i = 0; i < options.flows; ++i) {
    const std::string& name = names[static_cast<std::size_t>(i) % names.size()];
    const std::string copy = name + "-" + std::to_string(i);
    for (const base::SourceFile& file : shipped) {
      if (!file.path.starts_with("flows/" + name + ".")) continue;
      base::SourceFile other = file;
      other.path = "flows/" + copy + file.path.substr(6 + name.size());
      const std::string head = "flow: " + name + "\n";
      if (const auto place = other.text.find(head); place != std::string::npos)
        other.text.replace(place, head.size(), "flow: " + copy + "\n");
      files.push_back(std::move(other));
    }
  }
  const long before = ResidentKiB();
  const auto begin = Clock::now();
  base::Findings findings;
  const flows::FlowLibrary library = flows::LoadFlows(files, BothLocales(), findings);
  const double took = MicrosSince(begin);
  std::printf("| loading and checking %zu flows (%zu files) | %.2f s, %.0f MiB |\n", library.flows().size(),
              files.size(), took / 1e6, static_cast<double>(ResidentKiB() - before) / 1024);
}

// A conversation in the middle of a report.
core::Conversation Parked(const flows::Outcome& outcome, int number) {
  core::Conversation conversation;
  conversation.id = number + 1;
  conversation.address = {"widget", "visitor-" + std::to_string(number), ""};
  conversation.person = conversation.id;
  conversation.flow = outcome.session;
  conversation.buttons = outcome.messages.back().buttons;
  conversation.updated = *base::ParseTime("2026-03-02T10:00Z");
  return conversation;
}

void MeasureParked(const Options& options) {
  const auto directory = std::filesystem::temp_directory_path() / ("bench-flows-" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  const std::string file = (directory / "frontdesk.db").string();
  const base::SystemClock clock;
  base::Findings findings;
  const flows::FlowLibrary library = flows::LoadFlows(ShippedFlows(), BothLocales(), findings);
  const flows::Flow& flow = *library.Find("bug-report");
  flows::Outcome outcome = flows::Start(flow, Context(0), "the call drops after a minute");
  outcome = flows::Advance(
      flow, outcome.session,
      flows::Press{outcome.messages.back().buttons.empty() ? "flow:help"
                                                           : outcome.messages.back().buttons.front().value},
      Context(0));
  auto store = store::OpenSqliteStore(file, clock);
  if (!store) return;
  const long before = ResidentKiB();
  const auto begin = Clock::now();
  constexpr int kGroup = 1'000;
  for (int done = 0; done < options.sessions; done += kGroup) {
    std::vector<store::WriteOp> group;
    for (int i = done; i < std::min(done + kGroup, options.sessions); ++i) {
      store::Turn turn;
      turn.account = "widget";
      turn.event_id = "e" + std::to_string(i);
      turn.conversation = core::ToRow(Parked(outcome, i));
      turn.at = turn.conversation.updated;
      group.push_back({std::move(turn), {}, false, {}});
    }
    (*store)->Write(group);
    if (!group.back().status)
      return static_cast<void>(std::printf("cannot write: %s\n", group.back().status.error().message.c_str()));
  }
  const double took = MicrosSince(begin) / 1e6;
  const long parked = ResidentKiB();
  auto row = (*store)->FindConversation({"widget", "visitor-" + std::to_string(options.sessions / 2), ""});
  const auto found = row ? core::FromRow(*row) : base::Fail(base::ErrorCode::kNotFound, "gone");
  const bool whole = found && found->flow == outcome.session;
  std::printf("| %d sessions parked in %.0f s | %+.1f MiB of memory, %.0f MiB on the disk; one of them %s |\n",
              options.sessions, took, static_cast<double>(parked - before) / 1024,
              static_cast<double>(std::filesystem::file_size(file)) / (1 << 20),
              whole ? "comes back whole" : "does NOT come back whole");
  store->reset();
  std::filesystem::remove_all(directory);
}

}  // namespace

}  // namespace frontdesk

int main(int argc, char** argv) {
  frontdesk::Options options;
  CLI::App app{"Measures flows."};
  app.add_option("--steps", options.steps);
  app.add_option("--flows", options.flows);
  app.add_option("--sessions", options.sessions);
  CLI11_PARSE(app, argc, argv);
  frontdesk::MeasureSteps(options);
  frontdesk::MeasureLoading(options);
  frontdesk::MeasureParked(options);
  return 0;
}
