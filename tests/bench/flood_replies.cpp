#include "tests/bench/flood_replies.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <optional>

#include "tests/bench/load.h"
#include "tests/fakes/visitor_socket.h"

namespace frontdesk::bench {

using fakes::Millis;
using fakes::VisitorSocket;

namespace {

constexpr int kPage = 200;
constexpr Millis kPagePatience{10'000};
constexpr Millis kNothingNew{20};
constexpr int kLookForStopMs = 50;
constexpr std::size_t kMaxLines = 64;

// The body of the next answer on this connection; nothing when it broke or was not 200.
std::optional<std::string> ReadAnswer(VisitorSocket& socket) {
  const auto first = socket.ReadLine(kPagePatience);
  if (!first || first->find(" 200 ") == first->npos) return std::nullopt;
  std::size_t size = 0;
  while (const auto line = socket.ReadLine(kPagePatience)) {
    if (line->empty()) return socket.ReadBytes(size, kPagePatience);
    if (line->starts_with("Content-Length: ")) size = std::strtoul(line->c_str() + 16, nullptr, 10);
  }
  return std::nullopt;
}

std::string TextAfter(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == text.npos) return {};
  text.remove_prefix(at + mark.size());
  return std::string(text.substr(0, text.find('"')));
}

}  // namespace

void ReplyLedger::Note(std::string_view json) {
  const std::string mark = "\"plain\":\"Heard " + std::string(kAnswerWords);
  for (std::size_t at = json.find(mark); at != json.npos; at = json.find(mark, at + 1)) {
    const std::string digits(json.substr(at + mark.size(), 10));
    const auto number = static_cast<std::size_t>(std::atol(digits.c_str()));
    if (number < replies_.size() && replies_[number]++ == 0) ++answered_;
  }
}

PageReader::PageReader(unsigned short port, std::string account, Sign sign, ReplyLedger& ledger)
    : port_(port),
      account_(std::move(account)),
      sign_(std::move(sign)),
      ledger_(ledger),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void PageReader::Run(const std::stop_token& stop) {
  std::optional<VisitorSocket> socket;
  std::string cursor;
  while (!stop.stop_requested()) {
    if (!socket) socket.emplace(port_);
    const std::string target = "/hooks/" + account_ + "/replies?limit=" + std::to_string(kPage) + "&after=" + cursor;
    const bool sent = socket->Send("GET " + target + " HTTP/1.1\r\nHost: desk\r\n" + sign_("GET " + target) + "\r\n");
    const auto page = sent ? ReadAnswer(*socket) : std::nullopt;
    if (!page) socket.reset();
    if (page) ledger_.Note(*page);
    const std::string seen = page ? TextAfter(*page, "\"cursor\":\"") : cursor;
    if (seen == cursor) std::this_thread::sleep_for(kNothingNew);
    cursor = seen;
  }
}

ReplyReceiver::ReplyReceiver(ReplyLedger& ledger)
    : ledger_(ledger), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, SOMAXCONN) != 0) return;
  if (::getsockname(listener_, generic, &size) == 0) port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

ReplyReceiver::~ReplyReceiver() {
  thread_ = {};
  ::close(listener_);
}

void ReplyReceiver::Run(const std::stop_token& stop) {
  std::vector<Line> lines;
  while (!stop.stop_requested()) {
    std::vector<pollfd> wanted = {{listener_, POLLIN, 0}};
    for (const Line& line : lines) wanted.push_back({line.file, POLLIN, 0});
    if (::poll(wanted.data(), wanted.size(), kLookForStopMs) <= 0) continue;
    for (std::size_t i = wanted.size() - 1; i > 0; --i) {
      if (wanted[i].revents == 0 || Read(lines[i - 1])) continue;
      ::close(lines[i - 1].file);
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
    if (wanted[0].revents == 0) continue;
    const int file = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (file >= 0 && lines.size() < kMaxLines) {
      lines.push_back({file, {}});
    } else if (file >= 0) {
      ::close(file);
    }
  }
  for (const Line& line : lines) ::close(line.file);
}

// False when the sender is gone.
bool ReplyReceiver::Read(Line& line) {
  char bytes[16 << 10];
  const ssize_t size = ::recv(line.file, bytes, sizeof bytes, MSG_DONTWAIT);
  if (size <= 0) return false;
  line.unread.append(bytes, static_cast<std::size_t>(size));
  while (const std::size_t whole = AnswerSize(line.unread)) {
    ledger_.Note(std::string_view(line.unread).substr(0, whole));
    line.unread.erase(0, whole);
    constexpr std::string_view kTaken = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    if (::send(line.file, kTaken.data(), kTaken.size(), MSG_NOSIGNAL) < 0) return false;
  }
  return true;
}

}  // namespace frontdesk::bench
