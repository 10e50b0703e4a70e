// A program that a test runs beside itself, and ends.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "tests/fakes/free_port.h"
#include "tests/net/raw_socket.h"

namespace frontdesk::testing {

inline constexpr std::chrono::seconds kPatience{90};  // a test that waits for it has failed

class Process {
 public:
  // `environment`: "NAME=value" on top of ours. Standard input and output are pipes, errors go to the file.
  Process(std::vector<std::string> command, const std::vector<std::string>& environment,
          const std::filesystem::path& errors) {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
    child_ = ::fork();
    if (child_ == 0) Become(std::move(command), environment, errors.string(), in[0], out[1]);
    ::close(in[0]);
    ::close(out[1]);
    in_ = in[1];
    out_ = out[0];
  }
  ~Process() { End(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool Write(std::string_view text) {
    return ::write(in_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }
  // The next line, "" when none came in time or the program has ended.
  std::string ReadLine(std::chrono::milliseconds at_most) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (true) {
      if (const auto end = kept_.find('\n'); end != kept_.npos) {
        std::string line = kept_.substr(0, end);
        kept_.erase(0, end + 1);
        return line;
      }
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      pollfd waiting{out_, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return "";
      char bytes[16 << 10];
      const ssize_t size = ::read(out_, bytes, sizeof bytes);
      if (size <= 0) return "";
      kept_.append(bytes, static_cast<std::size_t>(size));
    }
  }
  bool IsRunning() {
    if (child_ > 0 && ::waitpid(child_, nullptr, WNOHANG) != 0) Forget();
    return child_ > 0;
  }

  // As a power cut would: nothing is said, nothing is tidied up.
  void Kill() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    Forget();
  }

  void End() {
    if (child_ <= 0) return;
    ::kill(child_, SIGTERM);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (::waitpid(child_, nullptr, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > deadline) ::kill(child_, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    Forget();
  }

 private:
  void Forget() {
    child_ = -1;
    ::close(in_);
    ::close(out_);
  }
  [[noreturn]] static void Become(std::vector<std::string> command, const std::vector<std::string>& environment,
                                  const std::string& errors, int in, int out) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    const int file = ::open(errors.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(file, STDERR_FILENO);
    for (const std::string& entry : environment) {
      const auto split = entry.find('=');
      ::setenv(entry.substr(0, split).c_str(), entry.substr(split + 1).c_str(), 1);
    }
    std::vector<char*> arguments;
    for (std::string& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }

  pid_t child_ = -1;
  int in_ = -1;
  int out_ = -1;
  std::string kept_;
};

// Free a moment ago, all different.
inline std::vector<unsigned short> FreePorts(std::size_t count) {
  std::set<unsigned short> ports;
  while (ports.size() < count) ports.insert(fakes::FreePort());
  return {ports.begin(), ports.end()};
}

// False when it did not hold in time.
template <typename Condition>
bool WaitUntil(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

inline bool WaitForPort(unsigned short port) {
  return WaitUntil([port] { return net::testing::RawSocket(port).connected(); });
}

}  // namespace frontdesk::testing
