#include "tests/bench/load.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

#include "tests/fakes/visitor_desk.h"

namespace frontdesk::bench {

using fakes::VisitorSocket;
using Steady = std::chrono::steady_clock;

namespace {

constexpr int kPatienceMs = 10'000;
constexpr std::string_view kLength = "Content-Length: ";

struct Connection {
  std::unique_ptr<VisitorSocket> socket;
  Steady::time_point sent;
  std::string answer;
  int number = 0;
};

class Generator {
 public:
  explicit Generator(const LoadPlan& plan) : plan_(plan), connections_(static_cast<std::size_t>(plan.connections)) {}

  LoadResult Run() {
    for (std::size_t i = 0; i < connections_.size(); ++i) Connect(i);
    RunUntil(Steady::now() + plan_.warm_up);
    latencies_.clear();
    errors_ = 0;
    const auto before = fakes::UseOf(plan_.server);
    const auto begin = Steady::now();
    RunUntil(begin + plan_.duration);
    const double seconds = std::chrono::duration<double>(Steady::now() - begin).count();
    const auto after = fakes::UseOf(plan_.server);
    LoadResult result;
    result.errors = errors_;
    if (latencies_.empty()) return result;
    result.per_second = static_cast<double>(latencies_.size()) / seconds;
    result.p50_ms = Percentile(0.50);
    result.p99_ms = Percentile(0.99);
    if (before && after) {
      result.cpu_us = 1e6 * (after->cpu_seconds - before->cpu_seconds) / static_cast<double>(latencies_.size());
    }
    return result;
  }

 private:
  void Connect(std::size_t i) {
    connections_[i].socket = std::make_unique<VisitorSocket>(plan_.port);
    connections_[i].answer.clear();
    Send(i);
  }

  void Send(std::size_t i) {
    Connection& connection = connections_[i];
    const std::string request = plan_.request(static_cast<int>(i), connection.number++);
    connection.sent = Steady::now();
    if (!connection.socket->Send(request)) ++errors_;
  }

  void RunUntil(Steady::time_point end) {
    std::vector<pollfd> waiting;
    while (Steady::now() < end) {
      waiting.clear();
      for (const Connection& connection : connections_) waiting.push_back({connection.socket->file(), POLLIN, 0});
      if (::poll(waiting.data(), waiting.size(), kPatienceMs) <= 0) {
        ++errors_;
        return;
      }
      for (std::size_t i = 0; i < waiting.size(); ++i)
        if (waiting[i].revents != 0) Receive(i);
    }
  }

  void Receive(std::size_t i) {
    Connection& connection = connections_[i];
    char bytes[4096];
    const ssize_t size = ::recv(connection.socket->file(), bytes, sizeof bytes, MSG_DONTWAIT);
    if (size <= 0) {
      ++errors_;
      return Connect(i);
    }
    connection.answer.append(bytes, static_cast<std::size_t>(size));
    if (AnswerSize(connection.answer) == 0) return;
    latencies_.push_back(std::chrono::duration<double, std::milli>(Steady::now() - connection.sent).count());
    if (connection.answer.find(" 200 ") != 8) ++errors_;
    connection.answer.clear();
    Send(i);
  }

  double Percentile(double part) {
    const auto at = latencies_.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(latencies_.size() - 1));
    std::nth_element(latencies_.begin(), at, latencies_.end());
    return *at;
  }

  const LoadPlan& plan_;
  std::vector<Connection> connections_;
  std::vector<double> latencies_;  // ms
  std::uint64_t errors_ = 0;
};

}  // namespace

std::size_t AnswerSize(std::string_view bytes) {
  const std::size_t head = bytes.find("\r\n\r\n");
  if (head == bytes.npos) return 0;
  const std::size_t at = bytes.substr(0, head).find(kLength);
  const std::size_t body = at == bytes.npos ? 0 : std::strtoul(bytes.data() + at + kLength.size(), nullptr, 10);
  return bytes.size() >= head + 4 + body ? head + 4 + body : 0;
}

LoadResult Drive(const LoadPlan& plan) { return Generator(plan).Run(); }

}  // namespace frontdesk::bench
