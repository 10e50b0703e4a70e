// The way of a message without sockets: intake, decision, commit, outbox, on a store in a fresh directory. What is left
// of bench_turns when HTTP is taken away; the program to put under a profiler.
//   bench_core [--seconds 3] [--conversations 64] [--shards 1] [--question]
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "bot/core/intake.h"
#include "bot/core/outbox.h"
#include "bot/store/sqlite_store.h"
#include "flows/loader.h"
#include "knowledge/library.h"
#include "tests/fakes/visitor_desk.h"

namespace frontdesk {

namespace {

struct Options {
  int seconds = 3;
  int conversations = 64;
  std::size_t shards = 1;
  bool question = false;
};

class InstantSender final : public core::Sender {
 public:
  bool Deduplicates() const override { return true; }
  bool AtOnce() const override { return true; }
  core::SendOutcome Send(const store::OutboxRow&, const store::TranscriptRow&) override { return {}; }
};

class OutboxFeed final : public core::Feed {
 public:
  void Publish(std::vector<core::Change> changes) override {
    for (const core::Change& change : changes) outbox->Add(change);
  }
  core::Outbox* outbox = nullptr;
};

base::SourceFiles ShippedArticles() {
  base::SourceFiles files;
  const std::filesystem::path root = FD_SOURCE_DIR;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "knowledge/articles")) {
    if (entry.path().extension() != ".md") continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    files.push_back({std::filesystem::relative(entry.path(), root).string(), text.str()});
  }
  return files;
}

constexpr int kNever = 1'000'000'000;  // a few conversations play all of them

std::shared_ptr<const core::Catalog> LoadCatalog() {
  auto catalog = std::make_shared<core::Catalog>();
  catalog->policy.locales = {"en", "zh"};
  catalog->policy.burst_window = base::Millis{0};
  catalog->policy.brakes = {kNever, kNever, kNever, kNever};
  base::Findings findings;
  knowledge::LoadOptions options;
  options.locales = catalog->policy.locales;
  catalog->knowledge = knowledge::BuildIndex(knowledge::LoadLibrary(ShippedArticles(), options, findings));
  flows::LoadOptions flow_options;
  flow_options.locales = {"en"};
  flow_options.queues = {"general"};
  catalog->flows = flows::LoadFlows({{"flows/echo.yaml", std::string(fakes::kEchoFlow)}}, flow_options, findings);
  return catalog;
}

// Keeps one event of each conversation on its way.
class Load {
 public:
  Load(core::Intake& intake, const base::Clock& clock, const Options& options)
      : intake_(intake), clock_(clock), options_(options) {}

  void Begin() {
    for (int i = 0; i < options_.conversations; ++i) Take(i, 0);
  }
  void End() { ending_ = true; }
  std::uint64_t done() const { return done_; }
  std::uint64_t failed() const { return failed_; }
  int in_flight() const { return in_flight_; }

 private:
  void Take(int conversation, int number) {
    ++in_flight_;
    const std::string who = "visitor-" + std::to_string(conversation);
    base::Event event;
    event.id = who + ":" + std::to_string(number);
    event.address = {"widget", who, {}};
    event.author = {who, who, false, false};
    event.at = clock_.Now();
    event.body = base::Said{TextOf(number)};
    intake_.Take(std::move(event), true, [this, conversation, number](const base::Status& status) {
      ++(status ? done_ : failed_);
      if (!ending_) Take(conversation, number + 1);
      --in_flight_;
    });
  }

  std::string TextOf(int number) const {
    static const char* kQuestions[] = {"how do I reset my pasword", "怎么重置密码",
                                       "I get no notifications",    "the call lags",
                                       "how to share my screen",    "where is my bill"};
    if (options_.question) return kQuestions[static_cast<std::size_t>(number) % std::size(kQuestions)];
    return number == 0 ? std::string(fakes::kEchoStart) : "answer number " + std::to_string(number);
  }

  core::Intake& intake_;
  const base::Clock& clock_;
  const Options options_;
  std::atomic<std::uint64_t> done_{0}, failed_{0};
  std::atomic<int> in_flight_{0};
  std::atomic<bool> ending_{false};
};

double CpuSeconds() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

void Measure(const Load& load, int seconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const std::uint64_t before = load.done();
  const double cpu = CpuSeconds();
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  const double events = static_cast<double>(load.done() - before);
  std::printf("%.0f events/s, %.1f us CPU per event, %llu failed\n", events / seconds,
              1e6 * (CpuSeconds() - cpu) / events, static_cast<unsigned long long>(load.failed()));
}

int Run(const Options& options) {
  const auto directory = std::filesystem::temp_directory_path() / ("bench-core-" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  const base::SystemClock clock;
  auto store = store::OpenSqliteStore((directory / "frontdesk.db").string(), clock);
  if (!store) return 1;
  const auto catalog = LoadCatalog();
  InstantSender sender;
  OutboxFeed feed;
  core::Writer writer(**store, feed);
  core::Outbox outbox(**store, writer, clock, [&](const store::OutboxRow&) { return &sender; });
  feed.outbox = &outbox;
  core::Intake intake(
      **store, writer, clock, [&] { return catalog; },
      [](const std::string&) { return core::AccountTraits{.deduplicates = true}; }, options.shards);
  std::thread writing([&] { writer.Run(); });
  std::thread sending([&] { outbox.Run(); });
  std::vector<std::thread> shards;
  for (std::size_t i = 0; i < options.shards; ++i) shards.emplace_back([&, i] { intake.RunShard(i); });

  Load load(intake, clock, options);
  load.Begin();
  Measure(load, options.seconds);
  load.End();
  while (load.in_flight() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));

  intake.Stop();
  for (std::thread& shard : shards) shard.join();
  outbox.Stop();
  sending.join();
  writer.Stop();
  writing.join();
  store->reset();
  std::filesystem::remove_all(directory);
  return load.failed() == 0 ? 0 : 1;
}

}  // namespace

}  // namespace frontdesk

int main(int argc, char** argv) {
  frontdesk::Options options;
  CLI::App app{"Measures the way of a message without sockets."};
  app.add_option("--seconds", options.seconds);
  app.add_option("--conversations", options.conversations);
  app.add_option("--shards", options.shards);
  app.add_flag("--question", options.question);
  CLI11_PARSE(app, argc, argv);
  return frontdesk::Run(options);
}
