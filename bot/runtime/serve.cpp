#include "bot/runtime/serve.h"

#include <chrono>
#include <cstdio>

#include "bot/base/log.h"
#include "bot/runtime/process.h"
#include "bot/runtime/service.h"

namespace frontdesk::runtime {

namespace {

void PrintAddresses(const std::string& url) {
  std::printf("Demo page:      %s/demo\nAgent console:  %s/console\nHealth:         %s/healthz\n", url.c_str(),
              url.c_str(), url.c_str());
  std::fflush(stdout);
}

}  // namespace

base::Status Serve(const ServeOptions& options) {
  using Steady = std::chrono::steady_clock;
  const Steady::time_point begin = Steady::now();
  HardenProcess();
  BlockSignals();
  TRY(const auto service, Service::Open({options.dir, options.listen_override, options.web, nullptr}));
  const auto took = std::chrono::duration_cast<base::Millis>(Steady::now() - begin);
  base::Log(base::LogLevel::kInfo, "serve.ready", {{"url", service->url()}, {"ms", took.count()}});
  PrintAddresses(service->url());
  while (WaitForSignal() == Signal::kReload) service->Reload();
  base::Log(base::LogLevel::kInfo, "serve.draining");
  service->Drain();
  base::Log(base::LogLevel::kInfo, "serve.stopped");
  return {};
}

}  // namespace frontdesk::runtime
