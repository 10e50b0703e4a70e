#include "bot/runtime/threads.h"

#include <pthread.h>

#include <cstdlib>
#include <exception>

#include "bot/base/log.h"

namespace frontdesk::runtime {

namespace {

void RunNamed(const std::string& name, const std::function<void()>& work) {
  pthread_setname_np(pthread_self(), name.c_str());
  try {
    work();
  } catch (const std::exception& error) {
    base::Log(base::LogLevel::kError, "thread.threw", {{"thread", name}, {"error", error.what()}});
    std::abort();
  }
}

}  // namespace

Threads::~Threads() {
  for (auto& [name, thread] : threads_)
    if (thread.joinable()) thread.join();
}

void Threads::Start(std::string name, std::function<void()> work) {
  std::thread thread([name, work = std::move(work)] { RunNamed(name, work); });
  const std::lock_guard lock(mutex_);
  threads_.emplace_back(std::move(name), std::move(thread));
}

void Threads::Join(std::string_view name) {
  std::vector<std::thread> ending;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [known, thread] : threads_)
      if (known == name && thread.joinable()) ending.push_back(std::move(thread));
  }
  for (std::thread& thread : ending) thread.join();
}

}  // namespace frontdesk::runtime
