// Why the server itself turned a request or a connection down: the names of its counters.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::net {

enum class RefusalReason {
  kServerFull,
  kAddressFull,
  kMalformed,
  kTooLarge,
  kUnsupported,
  kTooSlow,
  kTlsFailed,
  kAnswerLate,
  kAnswerFailed,
  kDraining,
  kMemory,
};
inline constexpr std::size_t kRefusalReasons = 11;

constexpr std::string_view ToString(RefusalReason reason) {
  constexpr std::string_view kNames[kRefusalReasons] = {"server_full",   "address_full", "malformed",  "too_large",
                                                        "unsupported",   "too_slow",     "tls_failed", "answer_late",
                                                        "answer_failed", "draining",     "memory"};
  return kNames[static_cast<std::size_t>(reason)];
}

constexpr RefusalReason ReasonOf(int status) {
  switch (status) {
    case 400: return RefusalReason::kMalformed;
    case 408: return RefusalReason::kTooSlow;
    case 413:
    case 414:
    case 431: return RefusalReason::kTooLarge;
    case 429: return RefusalReason::kAddressFull;
    case 500: return RefusalReason::kAnswerFailed;
    case 504: return RefusalReason::kAnswerLate;
    default: return RefusalReason::kUnsupported;
  }
}

}  // namespace frontdesk::net
