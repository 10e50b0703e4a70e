// What a desk with many open tickets costs: taking one of them (load, decide with the whole desk in sight, commit), a
// page of the lists that agents see, and the look at timers of which none is due, next to the same with a nearly empty
// desk in the same run.
//   bench_tickets [--tickets 100000] [--takes 2000]
// Prints Markdown.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/dialogue.h"
#include "bot/store/sqlite_store.h"

namespace frontdesk::bench {

namespace {

using Steady = std::chrono::steady_clock;

constexpr int kGroup = 64;
constexpr int kPage = 50;

double MillisSince(Steady::time_point begin) {
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

double Percentile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[std::min(values.size() - 1, static_cast<std::size_t>(part * values.size()))];
}

base::Event EventOf(int person, const std::string& id, base::EventBody body, base::TimePoint at) {
  base::Event event;
  event.id = id + std::to_string(person);
  event.address = {"widget", "person-" + std::to_string(person), {}};
  event.author = {event.address.channel, "Ada", false, false};
  event.at = at;
  event.body = std::move(body);
  return event;
}

class Bench {
 public:
  explicit Bench(const std::string& path) : clock_(*base::ParseTime("2026-03-02T10:00Z")) {
    auto catalog = std::make_shared<core::Catalog>();
    catalog->knowledge = knowledge::BuildIndex({});
    catalog_ = std::move(catalog);
    store_ = *store::OpenSqliteStore(path, clock_);
    board_ = std::make_unique<core::Wallboard>(*store_);
    decider_ = std::make_unique<core::Decider>(
        *store_, clock_, [this] { return catalog_; }, [](const std::string&) { return core::AccountTraits{}; },
        board_.get());
  }

  bool Open(int from, int to) {
    std::vector<store::WriteOp> group;
    for (int person = from; person < to; ++person) {
      auto decision = decider_->Decide(EventOf(person, "open", base::Said{"human"}, clock_.Now()));
      if (!decision) return false;
      decision->turn.outbox.clear();  // nobody sends here
      for (store::TranscriptRow& row : decision->turn.transcript) row.delivery = store::Delivery::kSent;
      group.push_back({std::move(decision->turn), {}, false, {}});
      if (static_cast<int>(group.size()) < kGroup && person + 1 < to) continue;
      store_->Write(group);
      for (const store::WriteOp& op : group)
        if (!Tell(op)) return false;
      group.clear();
    }
    return true;
  }

  // Each of another person, none of them in memory.
  std::vector<double> Take(int from, int count, int step) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
      const int person = from + i * step;
      const Steady::time_point begin = Steady::now();
      auto decision = decider_->Decide(
          EventOf(person, "take", base::AgentActed{base::AgentActed::Act::kTake, "kim", "Kim", {}, {}}, clock_.Now()));
      if (!decision || decision->refusal) return {};
      store::WriteOp op{std::move(decision->turn), {}, false, {}};
      store_->Write({&op, 1});
      if (!Tell(op)) return {};
      times.push_back(MillisSince(begin));
    }
    return times;
  }

  // The first page that an agent sees.
  std::vector<double> List(const store::TicketList& list, int count) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
      const Steady::time_point begin = Steady::now();
      const auto rows = store_->ListTickets(list);
      if (!rows || rows->empty()) return {};
      times.push_back(MillisSince(begin));
    }
    return times;
  }

  std::vector<double> LookAtTimers(int count) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
      const Steady::time_point begin = Steady::now();
      const auto due = store_->DueTimers(clock_.Now(), 1000);
      if (!due || !due->empty()) return {};
      times.push_back(MillisSince(begin));
    }
    return times;
  }

 private:
  // The desk hears of what was committed, as in the server.
  bool Tell(const store::WriteOp& op) {
    if (!op.status) return false;
    if (const auto change = core::ChangeOf(op)) board_->Hear(*change);
    return true;
  }

  base::ManualClock clock_;
  std::shared_ptr<const core::Catalog> catalog_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<core::Wallboard> board_;
  std::unique_ptr<core::Decider> decider_;
};

void Print(const char* what, int tickets, const std::vector<double>& times) {
  std::printf("| %s | %d | %.3f | %.3f |\n", what, tickets, Percentile(times, 0.5), Percentile(times, 0.99));
}

// False when something went wrong.
bool Measure(Bench& bench, int from, int tickets, int takes) {
  const auto print = [&](const char* what, const std::vector<double>& times) {
    if (!times.empty()) Print(what, tickets, times);
    return !times.empty();
  };
  const int step = std::max(1, (tickets - from) / takes);
  return print("take", bench.Take(from, takes, step)) && print("page of all that is open", bench.List({}, takes)) &&
         print("page of one queue", bench.List({{}, "general", {}, 0, kPage}, takes)) &&
         print("page of what an agent has", bench.List({{}, {}, "kim", 0, kPage}, takes)) &&
         print("page in the middle", bench.List({{}, {}, {}, 1000 + tickets / 2, kPage}, takes)) &&
         print("look at timers", bench.LookAtTimers(takes));
}

int Run(int tickets, int takes) {
  const std::string path = (std::filesystem::temp_directory_path() / "frontdesk-bench-tickets.db").string();
  const auto remove = [&] {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  };
  remove();
  bool done = false;
  {
    Bench bench(path);
    const int few = 2 * takes;
    std::printf("| what | open tickets | p50 ms | p99 ms |\n|---|---|---|---|\n");
    done = bench.Open(0, few) && Measure(bench, 0, few, takes) && bench.Open(few, tickets) &&
           Measure(bench, few, tickets, takes);
  }
  remove();
  return done ? 0 : 1;
}

}  // namespace

}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  CLI::App app{"What many open tickets cost"};
  int tickets = 100'000, takes = 2'000;
  app.add_option("--tickets", tickets);
  app.add_option("--takes", takes);
  CLI11_PARSE(app, argc, argv);
  return frontdesk::bench::Run(tickets, takes);
}
