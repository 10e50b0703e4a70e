// A desk for visitors to talk to: a workspace in a directory of its own, and the real `frontdesk serve` on it as a
// process that can be killed and started again.
//
// Ownership: the directory is removed and the process killed with the object. Threads: Start, Kill, Stop and Wait from
// one; port() and directory() from any.
// Failure: false, with the end of what the server wrote in Complaint().
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/visitor_socket.h"

namespace frontdesk::fakes {

// A flow that never ends by itself: every answer is told back in the next question, so that each reply names the one
// message that it belongs to. Several questions in a row, as flows have, before it goes round.
inline constexpr std::string_view kEchoStart = "start the echo";
inline constexpr std::string_view kEchoFlow = R"(flow: echo
version: 1
title: Echo
locale: en
start:
  phrases: [start the echo]
steps:
  - set: {heard: nothing yet}
  - {ask: first, type: text, text: "Heard {{heard}}."}
  - {ask: second, type: text, text: "Heard {{first}}."}
  - {ask: third, type: text, text: "Heard {{second}}."}
  - {ask: fourth, type: text, text: "Heard {{third}}."}
  - {ask: fifth, type: text, text: "Heard {{fourth}}."}
  - {ask: sixth, type: text, text: "Heard {{fifth}}."}
  - branch:
      - when: {sixth: the end}
        goto: bye
      - else: again
  - label: again
    set: {heard: "{{sixth}}", first: , second: , third: , fourth: , fifth: , sixth: }
    goto: first
  - label: bye
    end: done
)";
// What the reply to `text` says.
std::string EchoOf(std::string_view text);

struct ProcessUse {
  double cpu_seconds = 0;  // user and system, of all threads
  double rss_mib = 0;
};
std::optional<ProcessUse> UseOf(pid_t process);

class VisitorDesk {
 public:
  // `binary`: the frontdesk executable. The directory is made, and empty.
  explicit VisitorDesk(std::string binary);
  ~VisitorDesk();
  VisitorDesk(const VisitorDesk&) = delete;
  VisitorDesk& operator=(const VisitorDesk&) = delete;

  // One article, the echo flow; answers to fragments wait for `burst`.
  bool WriteSmallWorkspace(const std::string& burst = "0");
  // `frontdesk init`, then the echo flow beside the shipped ones; answers at once.
  bool WriteShippedWorkspace();

  // Starts the process; `crash_point` is "name:hit" or empty.
  bool Start(const std::string& crash_point = {});
  // The binary as another server, which takes the port as its only argument; true when it answers.
  bool StartProgram();
  // A command of the binary on this desk, beside a server that may run: {"erase", "widget/x"} is `erase DIR widget/x`.
  // Its exit code.
  int RunCommand(std::vector<std::string> words) const;
  // Until /readyz says 200; false when the process has ended or the time is over.
  bool WaitReady(Millis patience);
  void Kill();
  // SIGTERM; the exit code, or nothing when it did not end in time (it is killed then).
  std::optional<int> Stop(Millis patience);
  // The exit code (128 + signal when killed) once the process has ended; nothing when it still runs after `patience`.
  std::optional<int> Wait(Millis patience);

  // Of the process that ended last.
  int last_exit() const { return last_exit_; }
  bool running() const { return process_ > 0; }
  pid_t process() const { return process_; }
  unsigned short port() const { return port_; }
  const std::string& directory() const { return directory_; }
  std::string DatabasePath() const;
  // The last lines that the server wrote.
  std::string Complaint() const;

 private:
  bool WriteFile(const std::string& path, std::string_view text) const;
  bool RunToEnd(const std::vector<std::string>& arguments);

  std::string binary_;
  std::string directory_;
  unsigned short port_ = 0;
  pid_t process_ = 0;
  int last_exit_ = 0;
};

}  // namespace frontdesk::fakes
