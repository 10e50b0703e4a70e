#include "tests/fakes/visitor_desk.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/fakes/free_port.h"
#include "tests/fakes/visitor.h"

namespace frontdesk::fakes {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

namespace {

constexpr Millis kBetweenLooks{2};
constexpr Millis kPatienceForTools{60'000};
constexpr std::size_t kComplaintBytes = 4000;

constexpr std::string_view kSmallConfig = R"(frontdesk: 1
listen: 127.0.0.1:8080
data: ./data
locales: [en]
limits:
  connections_per_address: 10000
  events_per_address: 10000000
  brakes: {heard_per_minute: 10000000, answers_per_minute: 10000000, answers_per_hour: 10000000, same_per_hour: 10000000}
accounts:
  widget: {type: web}
desk:
  queues:
    general: {}
)";
// One client plays many visitors who never tire.
constexpr std::string_view kManyEvents = R"(connections_per_address: 10000
  events_per_address: 10000000
  brakes: {heard_per_minute: 10000000, answers_per_minute: 10000000, answers_per_hour: 10000000, same_per_hour: 10000000})";
constexpr std::string_view kSmallArticle = R"(---
title: Reset your password
questions: ["How do I reset my password?", "forgot my password", "can't remember my login"]
---
Open Settings and choose Reset password.
)";

bool Replace(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == text.npos) return false;
  text.replace(at, from.size(), to);
  return true;
}

int CodeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

// What stands between exec and the test: the output file and the environment.
[[noreturn]] void Become(const std::vector<std::string>& arguments, const std::string& log,
                         const std::string& crash_point) {
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  if (crash_point.empty())
    ::unsetenv("FRONTDESK_CRASH_POINT");
  else
    ::setenv("FRONTDESK_CRASH_POINT", crash_point.c_str(), 1);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

}  // namespace

std::string EchoOf(std::string_view text) { return "Heard " + std::string(text) + "."; }

std::optional<ProcessUse> UseOf(pid_t process) {
  const std::string proc = "/proc/" + std::to_string(process);
  std::ifstream stat(proc + "/stat");
  std::string line;
  if (!std::getline(stat, line)) return std::nullopt;
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  ProcessUse use;
  use.cpu_seconds = (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  std::ifstream status(proc + "/status");
  while (std::getline(status, line))
    if (line.starts_with("VmRSS:")) use.rss_mib = std::atof(line.c_str() + 6) / 1024;
  return use;
}

VisitorDesk::VisitorDesk(std::string binary) : binary_(std::move(binary)), port_(FreePort()) {
  std::string pattern = (fs::temp_directory_path() / "frontdesk-XXXXXX").string();
  if (::mkdtemp(pattern.data())) directory_ = pattern;
}

VisitorDesk::~VisitorDesk() {
  Kill();
  std::error_code ignored;
  if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

bool VisitorDesk::WriteFile(const std::string& path, std::string_view text) const {
  const fs::path full = fs::path(directory_) / "desk" / path;
  std::error_code ignored;
  fs::create_directories(full.parent_path(), ignored);
  std::ofstream out(full, std::ios::binary);
  out << text;
  out.close();
  return !out.fail();
}

bool VisitorDesk::WriteSmallWorkspace(const std::string& burst) {
  return WriteFile("frontdesk.yaml", std::string(kSmallConfig) + "burst: " + burst + "\n") &&
         WriteFile("flows/echo.yaml", kEchoFlow) && WriteFile("knowledge/articles/en/reset-password.md", kSmallArticle);
}

bool VisitorDesk::RunToEnd(const std::vector<std::string>& arguments) {
  const std::string log = directory_ + "/log";
  process_ = ::fork();
  if (process_ == 0) Become(arguments, log, {});
  return Wait(kPatienceForTools) == 0;
}

int VisitorDesk::RunCommand(std::vector<std::string> words) const {
  words.insert(words.begin() + 1, directory_ + "/desk");
  words.insert(words.begin(), binary_);
  const pid_t command = ::fork();
  if (command == 0) Become(words, directory_ + "/log", {});
  int status = 0;
  ::waitpid(command, &status, 0);
  return CodeOf(status);
}

bool VisitorDesk::WriteShippedWorkspace() {
  if (!RunToEnd({binary_, "init", directory_ + "/desk"})) return false;
  std::stringstream text;
  text << std::ifstream(directory_ + "/desk/frontdesk.yaml").rdbuf();
  std::string config = text.str();
  return Replace(config, "connections_per_address: 200", kManyEvents) &&
         WriteFile("frontdesk.yaml", config + "\nburst: 0\n") && WriteFile("flows/echo.yaml", kEchoFlow);
}

bool VisitorDesk::Start(const std::string& crash_point) {
  const std::string log = directory_ + "/log";
  process_ = ::fork();
  if (process_ == 0) {
    Become({binary_, "serve", directory_ + "/desk", "--listen", "127.0.0.1:" + std::to_string(port_)}, log,
           crash_point);
  }
  return process_ > 0;
}

bool VisitorDesk::StartProgram() {
  const std::string log = directory_ + "/log";
  process_ = ::fork();
  if (process_ == 0) Become({binary_, std::to_string(port_)}, log, {});
  return WaitReady(kPatienceForTools);
}

bool VisitorDesk::WaitReady(Millis patience) {
  const auto end = Steady::now() + patience;
  while (Steady::now() < end) {
    if (Visitor(port_).Get("/readyz").status == 200) return true;
    if (Wait(kBetweenLooks)) return false;
  }
  return false;
}

std::optional<int> VisitorDesk::Wait(Millis patience) {
  const auto end = Steady::now() + patience;
  while (process_ > 0) {
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) == process_) {
      process_ = 0;
      last_exit_ = CodeOf(status);
      return last_exit_;
    }
    if (Steady::now() >= end) return std::nullopt;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return std::nullopt;
}

void VisitorDesk::Kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

std::optional<int> VisitorDesk::Stop(Millis patience) {
  if (process_ <= 0) return std::nullopt;
  ::kill(process_, SIGTERM);
  const auto code = Wait(patience);
  if (!code) Kill();
  return code;
}

std::string VisitorDesk::DatabasePath() const { return directory_ + "/desk/data/frontdesk.db"; }

std::string VisitorDesk::Complaint() const {
  std::stringstream text;
  text << std::ifstream(directory_ + "/log").rdbuf();
  const std::string log = text.str();
  return log.size() > kComplaintBytes ? log.substr(log.size() - kComplaintBytes) : log;
}

}  // namespace frontdesk::fakes
