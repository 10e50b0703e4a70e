// One TCP connection to a server on this machine, for clients of tests: sends bytes, reads lines and bodies, and never
// waits longer than it is told to.
//
// Ownership: owns the socket. Threads: one.
// Failure: false or nothing when the peer is gone or the time is over; the connection is of no more use then.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::fakes {

using Millis = std::chrono::milliseconds;

class VisitorSocket {
 public:
  explicit VisitorSocket(unsigned short port);
  VisitorSocket(VisitorSocket&& other) noexcept;
  VisitorSocket(const VisitorSocket&) = delete;
  VisitorSocket& operator=(const VisitorSocket&) = delete;
  VisitorSocket& operator=(VisitorSocket&&) = delete;
  ~VisitorSocket();

  bool connected() const { return file_ >= 0; }
  int file() const { return file_; }
  bool Send(std::string_view bytes);
  // Without the line break.
  std::optional<std::string> ReadLine(Millis patience);
  std::optional<std::string> ReadBytes(std::size_t count, Millis patience);
  // True when it was the time that ran out: the connection still stands.
  bool timed_out() const { return timed_out_; }
  void Close();

 private:
  bool Fill(Millis patience);

  int file_ = -1;
  bool timed_out_ = false;
  std::string unread_;
  std::size_t at_ = 0;  // of unread_, what was given out
};

}  // namespace frontdesk::fakes
