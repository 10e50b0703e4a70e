#include "tests/crash/customers.h"

#include <chrono>
#include <random>

#include "tests/fakes/visitor_desk.h"

namespace frontdesk::crash {

using fakes::Millis;
using fakes::SeenRow;
using Steady = std::chrono::steady_clock;

namespace {

constexpr Millis kBeforeAskingAgain{5};
constexpr Millis kLongestThought{20};  // between two questions
constexpr Millis kLook{50};            // how often a listener looks whether it is over
constexpr int kAskedTwiceOneIn = 10;

constexpr std::string_view kFragment = "zebra ";
constexpr std::string_view kNoAnswer = "I do not have an answer to that, but a person can help.";

std::string QuestionOf(int number, Manner manner) {
  if (manner == Manner::kFragments) return std::string(kFragment) + std::to_string(number);
  return number == 0 ? std::string(fakes::kEchoStart) : "number " + std::to_string(number);
}

// Refusals that mean: later, under the same id.
bool IsLater(int status) { return status == 0 || status == 429 || status == 503; }

}  // namespace

bool IsReply(const SeenRow& row) { return row.from == "bot" && row.kind != "greeting"; }

std::string ReplyTo(const Asked& question) {
  if (question.text.starts_with(kFragment)) return std::string(kNoAnswer);
  return fakes::EchoOf(question.text == fakes::kEchoStart ? "nothing yet" : question.text);
}

Customers::Customers(unsigned short port, int count, std::uint64_t seed, Manner manner) : seed_(seed), manner_(manner) {
  for (int i = 0; i < count; ++i) {
    fakes::Visitor visitor(port);
    ready_ = visitor.Arrive() && ready_;
    logs_.push_back(std::make_unique<CustomerLog>());
    logs_.back()->name = visitor.name();
    visitors_.push_back(std::move(visitor));
  }
}

Customers::~Customers() { Finish(Millis{0}); }

void Customers::Begin() {
  for (std::size_t i = 0; i < logs_.size(); ++i) {
    CustomerLog& log = *logs_[i];
    asking_.emplace_back([this, &log, visitor = std::move(visitors_[i]), seed = seed_ + i]() mutable {
      Ask(std::move(visitor), log, seed);
    });
    listening_.emplace_back([this, &log] { Listen(log); });
  }
}

void Customers::Ask(fakes::Visitor visitor, CustomerLog& log, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int number = 0; !enough_; ++number) {
    const Asked question{"q" + std::to_string(number), QuestionOf(number, manner_)};
    if (!AskUntilAcknowledged(visitor, log, question)) return;
    log.acknowledged.push_back(question);
    ++acknowledged_;
    if (random() % kAskedTwiceOneIn == 0) {
      ++log.asked_twice;
      if (!AskUntilAcknowledged(visitor, log, question)) return;
    }
    if (manner_ == Manner::kFragments) WaitForReplies(log, log.acknowledged.size());
    std::this_thread::sleep_for(Millis(random() % static_cast<std::uint64_t>(kLongestThought.count())));
  }
}

void Customers::WaitForReplies(const CustomerLog& log, std::uint64_t count) {
  while (!give_up_ && log.replies < count) std::this_thread::sleep_for(kBeforeAskingAgain);
}

bool Customers::AskUntilAcknowledged(fakes::Visitor& visitor, CustomerLog& log, const Asked& question) {
  while (!give_up_) {
    const fakes::VisitorAnswer answer = visitor.Say(question.id, question.text);
    if (answer.status == 200) return true;
    if (!IsLater(answer.status)) {
      log.wrong.push_back(question.id + " was answered " + std::to_string(answer.status) + " " + answer.body);
      return false;
    }
    ++log.broken;
    std::this_thread::sleep_for(kBeforeAskingAgain);
  }
  return false;
}

void Customers::Listen(CustomerLog& log) {
  std::int64_t last = 0;
  const auto is_over = [&] {
    if (give_up_) return true;
    if (!all_asked_ || log.seen.empty()) return false;
    return log.acknowledged.empty() || log.seen.back().text == ReplyTo(log.acknowledged.back());
  };
  while (!is_over()) {
    fakes::VisitorStream stream(log.name, last);
    log.streams += stream.open() ? 1 : 0;
    while (stream.open() && !is_over()) {
      const auto row = stream.NextRow(kLook);
      if (!row) continue;
      if (row->seq <= last) log.wrong.push_back("row " + std::to_string(row->seq) + " came twice or too late");
      last = row->seq;
      log.seen.push_back(*row);
      if (IsReply(*row)) ++log.replies;
    }
    if (!is_over()) std::this_thread::sleep_for(kBeforeAskingAgain);
  }
}

void Customers::Finish(Millis patience) {
  const auto end = Steady::now() + patience;
  enough_ = true;
  if (patience.count() == 0) give_up_ = true;
  std::thread clock([&] {
    while (!give_up_ && Steady::now() < end) std::this_thread::sleep_for(kLook);
    give_up_ = true;
  });
  for (std::thread& thread : asking_) thread.join();
  all_asked_ = true;
  for (std::thread& thread : listening_) thread.join();
  give_up_ = true;
  clock.join();
  asking_.clear();
  listening_.clear();
}

std::vector<SeenRow> Replay(const fakes::VisitorName& name, std::size_t count, Millis patience) {
  const auto end = Steady::now() + patience;
  std::vector<SeenRow> rows;
  // After the last row the stream stays silent, which takes a look to know.
  bool silent = false;
  while (Steady::now() < end && (rows.size() < count || !silent)) {
    fakes::VisitorStream stream(name, rows.empty() ? 0 : rows.back().seq);
    silent = false;
    while (stream.open() && Steady::now() < end && (rows.size() < count || !silent)) {
      const auto row = stream.NextRow(kLook);
      silent = !row && stream.open();
      if (row) rows.push_back(*row);
    }
  }
  return rows;
}

}  // namespace frontdesk::crash
