// What a decision pays for knowing the desk: a look at the wallboard with many open tickets, between changes and right
// after one.
//   bench_wallboard [--open 100000] [--agents 100] [--queues 20]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "bot/core/wallboard.h"
#include "bot/store/sqlite_store.h"

namespace frontdesk {

namespace {

using Steady = std::chrono::steady_clock;

struct Options {
  int open = 100'000;
  int agents = 100;
  int queues = 20;
};

core::Change ChangeOf(int id, const Options& options, bool waits) {
  core::Change change;
  change.conversation.id = id + 1;
  change.conversation.queue = "queue-" + std::to_string(id % options.queues);
  change.conversation.speaker = waits ? "queue" : "agent";
  if (!waits) change.conversation.holder = "agent-" + std::to_string(id % options.agents);
  change.conversation.desk = store::DeskState::kOpen;
  change.conversation.urgency = id % 101;
  change.conversation.updated = base::FromMillis(1'000'000 + id);
  change.conversation.state = "{\"waiting_since\":" + std::to_string(1'000'000 + id) + "}";
  return change;
}

void AddAgents(store::Store& store, int count) {
  for (int i = 0; i < count; ++i) {
    const std::string name = "agent-" + std::to_string(i);
    store::WriteOp op{
        store::SaveAgent{{.name = name, .display = name, .password_hash = {}, .skills = {"av", "network"}}},
        {},
        false,
        {}};
    store.Write({&op, 1});
  }
}

void Print(const char* what, std::vector<double> micros) {
  std::sort(micros.begin(), micros.end());
  std::printf("%-28s p50 %7.2f us   p99 %7.2f us   max %7.2f us\n", what, micros[micros.size() / 2],
              micros[micros.size() * 99 / 100], micros.back());
}

int Run(const Options& options) {
  base::ManualClock clock(base::FromMillis(2'000'000));
  auto store = store::OpenMemoryStore(clock);
  if (!store) return 1;
  AddAgents(**store, options.agents);
  core::Wallboard board(**store);
  if (!board.Fill(clock.Now())) return 1;
  for (int i = 0; i < options.open; ++i) board.Hear(ChangeOf(i, options, true));
  std::vector<double> still, changed;
  for (int i = 0; i < 2'000; ++i) {
    const int id = static_cast<int>((static_cast<long long>(i) * 7919) % options.open);
    board.Hear(ChangeOf(id, options, i % 2 == 1));
    for (std::vector<double>* times : {&changed, &still}) {
      const auto begin = Steady::now();
      const desk::Snapshot seen = board.Look(id + 1);
      times->push_back(std::chrono::duration<double, std::micro>(Steady::now() - begin).count());
      if (seen.floor->agents.empty()) return 1;
    }
  }
  std::printf("%d open, %d agents, %d queues\n", options.open, options.agents, options.queues);
  Print("look, nothing changed", std::move(still));
  Print("look, right after a change", std::move(changed));
  return 0;
}

}  // namespace

}  // namespace frontdesk

int main(int argc, char** argv) {
  frontdesk::Options options;
  CLI::App app{"The wallboard, with many open tickets"};
  app.add_option("--open", options.open)->check(CLI::PositiveNumber);
  app.add_option("--agents", options.agents)->check(CLI::PositiveNumber);
  app.add_option("--queues", options.queues)->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  return frontdesk::Run(options);
}
