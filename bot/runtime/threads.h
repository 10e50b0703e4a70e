// The one place where threads begin. Everything else offers a Run() and says which thread may call it.
//
// Ownership: the object owns its threads; whoever gave the work must end it before Join or destruction.
// Threads: Start from any thread; Join and the destructor by one owner. Failure: work that throws ends the process:
// going on without it would be silent loss.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace frontdesk::runtime {

class Threads {
 public:
  Threads() = default;
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  // `name` is seen in ps and debuggers: at most 15 characters. Several threads may share one.
  void Start(std::string name, std::function<void()> work);
  // Waits for all threads of that name.
  void Join(std::string_view name);

 private:
  std::mutex mutex_;  // a reload may start more
  std::vector<std::pair<std::string, std::thread>> threads_;
};

}  // namespace frontdesk::runtime
