// What a fuzz target asks of the code: a breach ends the process, as a fuzzer wants it, and says what broke.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace frontdesk::fuzz {

inline void Demand(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace frontdesk::fuzz
