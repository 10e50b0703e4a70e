// The two threads that cpprestsdk gets from the runtime, for the life of a test binary.
#pragma once

#include <openssl/ssl.h>

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
      // Made before these threads, so that they go after them.
      PreparePlatformIo();
      ::OPENSSL_init_ssl(0, nullptr);
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
