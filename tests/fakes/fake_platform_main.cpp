// fake_platform SCRIPT [--port P] [--log FILE] [--cert PEM --key PEM]: see README.md.
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include "tests/fakes/fake_platform.h"

namespace {

using frontdesk::fakes::FakePlatform;
using frontdesk::fakes::PlatformOptions;

int Complain(const std::string& what) {
  std::cerr << what << "\n";
  return 1;
}

int Serve(const std::string& path, const PlatformOptions& options) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Complain(path + " cannot be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto script = frontdesk::fakes::ReadScript(text, path);
  if (!script) return Complain(script.error().message);
  // Blocked before any thread starts, so that only the wait below takes it.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  sigprocmask(SIG_BLOCK, &ends, nullptr);
  auto platform = FakePlatform::Open(std::move(*script), options);
  if (!platform) return Complain(platform.error().where + ": " + platform.error().message);
  std::cout << "playing on " << (*platform)->url() << "; GET /_fake/log shows what happened" << std::endl;
  int signal = 0;
  sigwait(&ends, &signal);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  std::map<std::string, std::string> flags;
  for (int i = 2; i + 1 < count; i += 2) flags[words[i]] = words[i + 1];
  if (count < 2 || count % 2 != 0)
    return Complain("usage: fake_platform SCRIPT [--port P] [--log FILE] [--cert PEM --key PEM]");
  PlatformOptions options;
  options.port = static_cast<unsigned short>(std::atoi(flags["--port"].c_str()));
  options.log_file = flags["--log"];
  options.certificate = flags["--cert"];
  options.key = flags["--key"];
  return Serve(words[1], options);
}
