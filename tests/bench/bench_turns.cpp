// Event in -> durable and queued -> 200, against the real binary, next to a bare Beast echo in the same run.
//   bench_turns [--seconds 3] [--connections 1 --connections 16 --connections 64]
// Prints Markdown.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "tests/bench/load.h"
#include "tests/fakes/visitor.h"
#include "tests/fakes/visitor_desk.h"

namespace frontdesk::bench {

namespace {

using fakes::Millis;
using fakes::Visitor;
using fakes::VisitorDesk;

constexpr Millis kPatience{20'000};
constexpr int kSyncs = 300;

struct Options {
  int seconds = 3;
  std::vector<int> connections = {1, 16, 64};
};

constexpr const char* kQuestions[] = {"how do I reset my pasword", "怎么重置密码",
                                      "I get no notifications",    "the call lags",
                                      "视频会议卡顿怎么办",        "how to share my screen"};

void PrintRow(const char* what, int connections, const LoadResult& result) {
  std::printf("| %s | %d | %.0f | %.2f | %.2f | %.0f | %llu |\n", what, connections, result.per_second, result.p50_ms,
              result.p99_ms, result.cpu_us, static_cast<unsigned long long>(result.errors));
  std::fflush(stdout);
}

// New visitors for every row of the table, so that one row does not slow the next.
std::vector<fakes::VisitorName> Arrive(const VisitorDesk& desk, int count, bool into_flow) {
  std::vector<fakes::VisitorName> names;
  for (int i = 0; i < count; ++i) {
    Visitor visitor(desk.port());
    if (!visitor.Arrive()) return {};
    if (into_flow && visitor.Say("start", fakes::kEchoStart).status != 200) return {};
    names.push_back(visitor.name());
  }
  return names;
}

bool MeasureDesk(const VisitorDesk& desk, const Options& options, bool question) {
  for (const int connections : options.connections) {
    const auto names = Arrive(desk, connections, !question);
    if (names.empty()) return false;
    LoadPlan plan;
    plan.port = desk.port();
    plan.connections = connections;
    plan.duration = Millis(1000 * options.seconds);
    plan.server = desk.process();
    plan.request = [&](int connection, int number) {
      const std::string id = "e" + std::to_string(number);
      const char* asked = kQuestions[static_cast<std::size_t>(number) % std::size(kQuestions)];
      return Visitor::RequestOfSay(names[static_cast<std::size_t>(connection)], id,
                                   question ? asked : "answer number " + std::to_string(number));
    };
    PrintRow(question ? "knowledge question" : "answer in a flow", connections, Drive(plan));
  }
  return true;
}

bool MeasureEcho(const Options& options) {
  VisitorDesk echo(FD_ECHO_SERVER);
  if (!echo.StartProgram()) return false;
  for (const int connections : options.connections) {
    LoadPlan plan;
    plan.port = echo.port();
    plan.connections = connections;
    plan.duration = Millis(1000 * options.seconds);
    plan.server = echo.process();
    fakes::VisitorName name;
    name.cookie = std::string(80, 'c');  // as long as a visitor's
    plan.request = [&](int, int number) {
      return Visitor::RequestOfSay(name, "e" + std::to_string(number), "answer number " + std::to_string(number));
    };
    PrintRow("bare Beast echo, nothing kept", connections, Drive(plan));
  }
  return true;
}

// The floor under every commit, measured where the desk's database lies: all numbers above lean on it.
void PrintDisk(const VisitorDesk& desk) {
  const std::string path = desk.directory() + "/sync";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  std::vector<double> us;
  for (int i = 0; i < kSyncs; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) break;
    us.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count());
  }
  ::close(file);
  std::sort(us.begin(), us.end());
  if (us.empty()) return;
  std::printf("\nfdatasync of one page on this disk: p50 %.0f us, p99 %.0f us.\n", us[us.size() / 2],
              us[us.size() * 99 / 100]);
}

int Run(const Options& options) {
  VisitorDesk desk(FD_BINARY);
  if (!desk.WriteShippedWorkspace() || !desk.Start() || !desk.WaitReady(kPatience)) {
    std::fprintf(stderr, "bench_turns: the server does not start:\n%s\n", desk.Complaint().c_str());
    return 1;
  }
  std::printf("| what | connections | events/s | p50 ms | p99 ms | server CPU us/event | errors |\n");
  std::printf("|---|---|---|---|---|---|---|\n");
  const bool measured = MeasureDesk(desk, options, false) && MeasureDesk(desk, options, true) && MeasureEcho(options);
  if (!measured) std::fprintf(stderr, "bench_turns: a server did not answer:\n%s\n", desk.Complaint().c_str());
  PrintDisk(desk);
  return measured ? 0 : 1;
}

}  // namespace

}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  frontdesk::bench::Options options;
  CLI::App app{"Measures durable turns over HTTP."};
  app.add_option("--seconds", options.seconds);
  app.add_option("--connections", options.connections);
  CLI11_PARSE(app, argc, argv);
  return frontdesk::bench::Run(options);
}
