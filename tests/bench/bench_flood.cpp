// More signed events than the machine can take, to a webhook account of the real binary: all that is accepted must be
// answered, all else refused with 503 and Retry-After, and memory must stay flat. First with replies that are read,
// then slower with replies that are posted to a receiver.
//   bench_flood [--rate 10000] [--seconds 10] [--conversations 5000] [--callback-rate 1000]
// Prints Markdown; ends with 1 when one of these does not hold.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

#include "bot/base/crypto.h"
#include "tests/bench/flood.h"
#include "tests/bench/flood_replies.h"
#include "tests/fakes/visitor_desk.h"

namespace frontdesk::bench {

namespace {

using fakes::Millis;
using fakes::VisitorDesk;
using Steady = std::chrono::steady_clock;

constexpr Millis kPatience{20'000};
constexpr std::chrono::seconds kPatienceForReplies{300};
constexpr Millis kLook{20};
constexpr Millis kSettle{2'000};
constexpr int kOpeningRate = 2'000;  // requests a second
constexpr double kFlatMib = 24;      // what memory may grow by after the second that the growth is counted from
constexpr int kWarmSecond = 5;
constexpr char kAccount[] = "flood";
constexpr char kKey[] = "a key of thirty-two bytes, or so";

struct Options {
  int rate = 10'000;
  int seconds = 10;
  int conversations = 5'000;
  int callback_rate = 1'000;
};

// The headers of Standard Webhooks for `content`, each with its line break.
std::string SignatureOf(const std::string& id, const std::string& content) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  const std::string code = base::Base64Encode(base::HmacSha256(kKey, id + "." + at + "." + content));
  return "webhook-id: " + id + "\r\nwebhook-timestamp: " + at + "\r\nwebhook-signature: v1," + code + "\r\n";
}

std::string EventRequest(const std::string& id, int conversation, const std::string& text) {
  const std::string who = "user-" + std::to_string(conversation);
  const std::string body =
      R"({"type":"message.created","timestamp":"2026-01-01T00:00:00Z","data":{"conversation_id":")" + who +
      R"(","message_id":")" + id + R"(","sender":{"id":")" + who + R"(","name":"Ann"},"text":")" + text + "\"}}";
  return "POST /hooks/" + std::string(kAccount) + " HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\n" +
         SignatureOf("msg_" + id, body) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// The shipped workspace with the account; replies go to `receiver`, or are read when it is 0.
bool WriteWorkspace(VisitorDesk& desk, unsigned short receiver) {
  if (!desk.WriteShippedWorkspace()) return false;
  const std::string path = desk.directory() + "/desk/frontdesk.yaml";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  std::string config = text.str();
  const auto put = [&config](std::string_view before, const std::string& more) {
    const std::size_t at = config.find(before);
    if (at != config.npos) config.insert(at + before.size(), more);
    return at != config.npos;
  };
  const std::string host = "127.0.0.1:" + std::to_string(receiver);
  std::string account = "\n  " + std::string(kAccount) + ":\n    type: webhook\n    secret: env:FD_BENCH_FLOOD_SECRET";
  if (receiver != 0) account += "\n    callback_url: http://" + host + "/replies";
  if (!put("\naccounts:", account)) return false;
  if (receiver != 0 && !put("\nlimits:", "\n  allow_hosts: [\"" + host + "\"]")) return false;
  std::ofstream(path, std::ios::binary | std::ios::trunc) << config;
  ::setenv("FD_BENCH_FLOOD_SECRET", ("whsec_" + base::Base64Encode(kKey)).c_str(), 1);
  return true;
}

// Every conversation is in the flow that tells back what it heard.
bool OpenConversations(const VisitorDesk& desk, int count) {
  FloodPlan plan;
  plan.port = desk.port();
  plan.rate = kOpeningRate;
  plan.requests = count;
  plan.request = [](int number) {
    return EventRequest("start-" + std::to_string(number), number, std::string(fakes::kEchoStart));
  };
  plan.answered = [](int, int) {};
  const FloodResult opened = Flood(plan);
  return opened.answers.size() == 1 && opened.answers.begin()->first == 200 && opened.never_offered == 0;
}

struct Measured {
  FloodResult flood;
  std::vector<std::pair<int, double>> rss_mib;  // second -> RSS; the last one when all is answered
  double cpu_us = 0;                            // per accepted event, until all are answered
  double answered_after_s = 0;                  // since the end of the load
  int answered = 0, unanswered = 0, twice = 0, refused_yet_answered = 0;
};

double RssOf(const VisitorDesk& desk) {
  const auto use = fakes::UseOf(desk.process());
  return use ? use->rss_mib : 0;
}

double Percentile(std::vector<double>& values, double part) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

void CompareWithLedger(const std::vector<int>& statuses, const ReplyLedger& ledger, Measured& measured) {
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    const int replies = ledger.RepliesTo(static_cast<int>(i));
    if (statuses[i] / 100 == 2) ++(replies > 0 ? measured.answered : measured.unanswered);
    if (replies > 1) ++measured.twice;
    if (statuses[i] == 503 && replies > 0) ++measured.refused_yet_answered;
  }
}

Measured Load(const VisitorDesk& desk, const Options& options, ReplyLedger& ledger) {
  Measured measured;
  std::vector<int> statuses(static_cast<std::size_t>(options.rate * options.seconds));
  FloodPlan plan;
  plan.port = desk.port();
  plan.rate = options.rate;
  plan.requests = static_cast<int>(statuses.size());
  plan.request = [&](int number) {
    return EventRequest(std::to_string(number), number % options.conversations,
                        std::string(kAnswerWords) + std::to_string(number));
  };
  int accepted = 0;
  plan.answered = [&](int number, int status) {
    statuses[static_cast<std::size_t>(number)] = status;
    accepted += status / 100 == 2 ? 1 : 0;
  };
  plan.each_second = [&](int second) { measured.rss_mib.emplace_back(second, RssOf(desk)); };
  const auto before = fakes::UseOf(desk.process());
  const auto end = Steady::now() + std::chrono::seconds(options.seconds);
  measured.flood = Flood(plan);
  const auto latest = Steady::now() + kPatienceForReplies;
  while (ledger.answered() < accepted && Steady::now() < latest) std::this_thread::sleep_for(kLook);
  measured.answered_after_s = std::max(0.0, std::chrono::duration<double>(Steady::now() - end).count());
  const auto after = fakes::UseOf(desk.process());
  if (before && after && accepted > 0) measured.cpu_us = 1e6 * (after->cpu_seconds - before->cpu_seconds) / accepted;
  std::this_thread::sleep_for(kSettle);  // a second reply to an event would come now
  measured.rss_mib.emplace_back(0, RssOf(desk));
  CompareWithLedger(statuses, ledger, measured);
  return measured;
}

int AnswersOf(const FloodResult& flood, int status) {
  const auto it = flood.answers.find(status);
  return it == flood.answers.end() ? 0 : it->second;
}

double RssAt(const Measured& measured, int second) {
  for (const auto& [at, mib] : measured.rss_mib)
    if (at == second) return mib;
  return 0;
}

// What does not hold; empty when all does.
std::string Problem(const Measured& measured, const Options& options) {
  const int accepted = AnswersOf(measured.flood, 200), refused = AnswersOf(measured.flood, 503);
  int all = 0;
  for (const auto& [status, count] : measured.flood.answers) all += count;
  if (accepted == 0) return "nothing was accepted";
  if (all != accepted + refused) return "there were answers other than 200 and 503";
  if (measured.flood.without_retry_after > 0) return "a refusal had no Retry-After";
  if (measured.unanswered > 0) return "accepted events had no reply";
  if (measured.twice > 0) return "events had two replies";
  if (measured.refused_yet_answered > 0) return "refused events had a reply";
  const double warm = RssAt(measured, std::min(kWarmSecond, options.seconds));
  if (RssAt(measured, 0) > warm + kFlatMib || RssAt(measured, options.seconds) > warm + kFlatMib)
    return "memory was not flat";
  return {};
}

void PrintRow(const char* what, Measured& measured, const Options& options) {
  FloodResult& flood = measured.flood;
  const int accepted = AnswersOf(flood, 200), refused = AnswersOf(flood, 503);
  int others = -accepted - refused;
  for (const auto& [status, count] : flood.answers) others += count;
  std::printf("| %s | %d | %d | %d | %d | %d | %d | %.1f | %.0f / %.0f | %.0f | %.0f / %.0f / %.0f / %.0f |\n", what,
              options.rate * options.seconds - flood.never_offered, accepted, refused, others, measured.answered,
              flood.connections, measured.answered_after_s, Percentile(flood.accepted_ms, 0.50),
              Percentile(flood.accepted_ms, 0.99), measured.cpu_us, RssAt(measured, std::min(2, options.seconds)),
              RssAt(measured, std::min(5, options.seconds)), RssAt(measured, options.seconds), RssAt(measured, 0));
  std::fflush(stdout);
}

bool Run(const char* what, const Options& options, bool callback) {
  VisitorDesk desk(FD_BINARY);
  ReplyLedger ledger(options.rate * options.seconds);
  std::optional<ReplyReceiver> receiver;
  if (callback) receiver.emplace(ledger);
  if (!WriteWorkspace(desk, callback ? receiver->port() : 0) || !desk.Start() || !desk.WaitReady(kPatience) ||
      !OpenConversations(desk, options.conversations)) {
    std::fprintf(stderr, "bench_flood: the server does not start:\n%s\n", desk.Complaint().c_str());
    return false;
  }
  std::optional<PageReader> reader;
  std::uint64_t reads = 0;
  const auto sign = [&reads](const std::string& content) {
    return SignatureOf("read-" + std::to_string(++reads), content);
  };
  if (!callback) reader.emplace(desk.port(), kAccount, sign, ledger);
  Measured measured = Load(desk, options, ledger);
  PrintRow(what, measured, options);
  const std::string problem = Problem(measured, options);
  if (!problem.empty())
    std::fprintf(stderr, "bench_flood, %s: %s\n%s\n", what, problem.c_str(), desk.Complaint().c_str());
  return problem.empty();
}

int RunBoth(const Options& options) {
  std::printf(
      "| replies | offered | 200 | 503 | other | answered | connections | last reply s after the load | p50 / p99 ms "
      "to "
      "200 | server CPU us/event | RSS MiB at 2 s / 5 s / end / all answered |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|\n");
  Options slower = options;
  slower.rate = options.callback_rate;
  slower.conversations = std::min(options.conversations, slower.rate);
  const bool read = Run("read", options, false);
  const bool posted = options.callback_rate == 0 || Run("posted", slower, true);
  return read && posted ? 0 : 1;
}

}  // namespace

}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  frontdesk::bench::Options options;
  CLI::App app{"Floods a webhook account with signed events."};
  app.add_option("--rate", options.rate, "events a second")->check(CLI::Range(1, 100'000));
  app.add_option("--seconds", options.seconds)->check(CLI::Range(1, 60));
  app.add_option("--conversations", options.conversations)->check(CLI::Range(1, 100'000));
  app.add_option("--callback-rate", options.callback_rate, "0: not at all")->check(CLI::Range(0, 100'000));
  CLI11_PARSE(app, argc, argv);
  // Every connection is an open file of ours too.
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  return frontdesk::bench::RunBoth(options);
}
