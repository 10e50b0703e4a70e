// Memory at rest, with live streams, after many conversations; and how long a start takes.
//   bench_memory [--streams 1000] [--conversations 100000]
// Prints Markdown.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "tests/fakes/visitor.h"
#include "tests/fakes/visitor_desk.h"

namespace frontdesk::bench {

namespace {

using fakes::Millis;
using fakes::Visitor;
using fakes::VisitorDesk;
using Steady = std::chrono::steady_clock;

constexpr Millis kPatience{60'000};
constexpr Millis kSettle{2'000};  // for what a server gives back when it has nothing to do
constexpr int kStarts = 5;

struct Options {
  int streams = 1000;
  int conversations = 100'000;
};

double RssOf(const VisitorDesk& desk) {
  std::this_thread::sleep_for(kSettle);
  const auto use = fakes::UseOf(desk.process());
  return use ? use->rss_mib : 0;
}

void PrintRow(const char* what, double value, const char* unit) {
  std::printf("| %s | %.1f %s |\n", what, value, unit);
  std::fflush(stdout);
}

bool TimedStart(VisitorDesk& desk, double& ms) {
  const auto begin = Steady::now();
  if (!desk.Start() || !desk.WaitReady(kPatience)) return false;
  ms = std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
  return true;
}

// The slowest of a few.
bool MeasureStart(VisitorDesk& desk, const char* what) {
  double slowest = 0;
  for (int i = 0; i < kStarts; ++i) {
    desk.Stop(kPatience);
    double ms = 0;
    if (!TimedStart(desk, ms)) return false;
    slowest = std::max(slowest, ms);
  }
  PrintRow(what, slowest, "ms");
  return true;
}

bool MeasureStreams(const VisitorDesk& desk, int count) {
  std::vector<std::unique_ptr<fakes::VisitorStream>> streams;
  for (int i = 0; i < count; ++i) {
    Visitor visitor(desk.port());
    if (!visitor.Arrive() || visitor.Open("open").status != 200) return false;
    streams.push_back(std::make_unique<fakes::VisitorStream>(visitor.name(), 0));
    if (!streams.back()->NextRow(kPatience)) return false;
  }
  PrintRow(("RSS with " + std::to_string(count) + " live streams, each greeted").c_str(), RssOf(desk), "MiB");
  for (const auto& stream : streams)
    if (!stream->open()) return false;
  return true;
}

// So many that their commits come in groups.
constexpr int kVisitorsAtOnce = 16;

bool Converse(unsigned short port, int count) {
  Visitor visitor(port);
  for (int i = 0; i < count; ++i) {
    visitor.Forget();
    if (!visitor.Arrive() || visitor.Say("hello", "how do I reset my pasword").status != 200) return false;
  }
  return true;
}

bool MeasureConversations(const VisitorDesk& desk, int count) {
  std::atomic<int> failed{0};
  std::vector<std::thread> visitors;
  for (int i = 0; i < kVisitorsAtOnce; ++i)
    visitors.emplace_back([&] { failed += Converse(desk.port(), count / kVisitorsAtOnce) ? 0 : 1; });
  for (std::thread& visitor : visitors) visitor.join();
  PrintRow(("RSS after " + std::to_string(count) + " conversations").c_str(), RssOf(desk), "MiB");
  return failed == 0;
}

int Run(const Options& options) {
  VisitorDesk desk(FD_BINARY);
  std::printf("| what | measured |\n|---|---|\n");
  const bool measured = desk.WriteShippedWorkspace() && desk.Start() && desk.WaitReady(kPatience) &&
                        MeasureStart(desk, "start to ready, empty database, slowest of 5");
  if (measured) PrintRow("RSS at rest, shipped workspace", RssOf(desk), "MiB");
  const bool all = measured && MeasureStreams(desk, options.streams) &&
                   MeasureConversations(desk, options.conversations) &&
                   MeasureStart(desk, "start to ready with these conversations, slowest of 5");
  if (all) PrintRow("RSS at rest after that start", RssOf(desk), "MiB");
  if (!all) std::fprintf(stderr, "bench_memory: the server did not answer:\n%s\n", desk.Complaint().c_str());
  return all ? 0 : 1;
}

}  // namespace

}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  frontdesk::bench::Options options;
  CLI::App app{"Measures memory and starts."};
  app.add_option("--streams", options.streams);
  app.add_option("--conversations", options.conversations);
  CLI11_PARSE(app, argc, argv);
  // Every stream is an open file of ours too.
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  return frontdesk::bench::Run(options);
}
