#include "tests/bench/flood.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "tests/bench/load.h"

namespace frontdesk::bench {

using fakes::VisitorSocket;
using Steady = std::chrono::steady_clock;

namespace {

constexpr int kNapMs = 1;
constexpr int kEventsAtOnce = 512;
constexpr int kNobody = -1;

struct Line {
  explicit Line(unsigned short port) : socket(port) {}
  VisitorSocket socket;
  int number = kNobody;  // of the request on its way
  std::string answer;
};

class Offering {
 public:
  explicit Offering(const FloodPlan& plan) : plan_(plan), poll_(::epoll_create1(EPOLL_CLOEXEC)) {}
  ~Offering() { ::close(poll_); }

  FloodResult Run() {
    begin_ = Steady::now();
    const auto end = Due(plan_.requests);
    int second = 0;
    while (Steady::now() < end) {
      OfferWhatIsDue();
      Receive();
      if (Steady::now() >= begin_ + std::chrono::seconds(second + 1)) plan_.each_second(++second);
    }
    OfferWhatIsDue();
    result_.never_offered = plan_.requests - next_;
    while (on_the_way_ > 0 && Steady::now() < end + plan_.patience) Receive();
    for (const auto& [file, line] : lines_)
      if (line->number != kNobody) Count(*line, 0);
    return std::move(result_);
  }

 private:
  Steady::time_point Due(int number) const {
    return begin_ + std::chrono::nanoseconds(1'000'000'000LL * number / plan_.rate);
  }

  void OfferWhatIsDue() {
    for (; next_ < plan_.requests && Due(next_) <= Steady::now(); ++next_) {
      Line* line = FreeLine();
      if (line == nullptr) return;
      line->number = next_;
      ++on_the_way_;
      if (!line->socket.Send(plan_.request(next_))) Close(*line);
    }
  }

  Line* FreeLine() {
    if (!free_.empty()) {
      Line* line = free_.back();
      free_.pop_back();
      return line;
    }
    if (lines_.size() >= static_cast<std::size_t>(plan_.connections)) return nullptr;
    auto line = std::make_unique<Line>(plan_.port);
    if (!line->socket.connected()) return nullptr;
    const int file = line->socket.file();
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.fd = file;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, file, &wanted);
    ++result_.connections;
    return (lines_[file] = std::move(line)).get();
  }

  void Receive() {
    epoll_event ready[kEventsAtOnce];
    const int count = ::epoll_wait(poll_, ready, kEventsAtOnce, kNapMs);
    for (int i = 0; i < count; ++i)
      if (const auto it = lines_.find(ready[i].data.fd); it != lines_.end()) Read(*it->second);
  }

  void Read(Line& line) {
    char bytes[4096];
    const ssize_t size = ::recv(line.socket.file(), bytes, sizeof bytes, MSG_DONTWAIT);
    if (size <= 0) return Close(line);
    line.answer.append(bytes, static_cast<std::size_t>(size));
    if (line.number == kNobody || AnswerSize(line.answer) == 0) return;
    constexpr std::size_t kStatusAt = 9;  // of "HTTP/1.1 200"
    const int status = line.answer.size() > kStatusAt ? std::atoi(line.answer.c_str() + kStatusAt) : 0;
    if (status == 503 && line.answer.find("\r\nRetry-After: ") == line.answer.npos) ++result_.without_retry_after;
    Count(line, status);
    line.answer.clear();
    free_.push_back(&line);
  }

  void Count(Line& line, int status) {
    ++result_.answers[status];
    if (status / 100 == 2)
      result_.accepted_ms.push_back(
          std::chrono::duration<double, std::milli>(Steady::now() - Due(line.number)).count());
    plan_.answered(line.number, status);
    line.number = kNobody;
    --on_the_way_;
  }

  void Close(Line& line) {
    if (line.number != kNobody) Count(line, 0);
    std::erase(free_, &line);
    lines_.erase(line.socket.file());
  }

  const FloodPlan& plan_;
  const int poll_;
  Steady::time_point begin_;
  int next_ = 0;
  int on_the_way_ = 0;
  std::map<int, std::unique_ptr<Line>> lines_;  // by file
  std::vector<Line*> free_;                     // the one used last is used first
  FloodResult result_;
};

}  // namespace

FloodResult Flood(const FloodPlan& plan) { return Offering(plan).Run(); }

}  // namespace frontdesk::bench
