// A load generator on one thread: keeps one request on its way on each of some connections to a server on this machine,
// and measures.
//
// Threads: one call at a time. Failure: answers other than 200 and broken connections are counted, never hidden.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tests/fakes/visitor_socket.h"

namespace frontdesk::bench {

struct LoadPlan {
  unsigned short port = 0;
  int connections = 1;
  fakes::Millis warm_up{500};
  fakes::Millis duration{3'000};
  pid_t server = 0;  // whose CPU time is measured
  // The whole request number `number` of a connection.
  std::function<std::string(int connection, int number)> request;
};

struct LoadResult {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double cpu_us = 0;  // of the server, per answer
  std::uint64_t errors = 0;
};

// The size of the complete HTTP message at the beginning of `bytes`; 0 when more must come.
std::size_t AnswerSize(std::string_view bytes);

LoadResult Drive(const LoadPlan& plan);

}  // namespace frontdesk::bench
