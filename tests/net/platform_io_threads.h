// The two threads that cpprestsdk gets from the runtime, for the life of a test binary.
#pragma once

#include <array>
#include <thread>

#include "bot/net/http_client.h"
#include "bot/net/platform_io.h"

#if defined(__SANITIZE_THREAD__)
// The reference counts inside the library are invisible to ThreadSanitizer: what it says of them is false.
extern "C" inline __attribute__((used)) const char* __tsan_default_suppressions() { return "race:libcpprest.so\n"; }
#endif

namespace frontdesk::net::testing {

inline void HavePlatformIo() {
  struct Threads {
    Threads() {
      PreparePlatformIo();  // so that the library's pool is made before these threads, and goes after them
      for (std::thread& thread : all) thread = std::thread(RunPlatformIo);
    }
    ~Threads() {
      StopPlatformIo();
      for (std::thread& thread : all) thread.join();
    }
    std::array<std::thread, 2> all;
  };
  static Threads threads;
}

}  // namespace frontdesk::net::testing
