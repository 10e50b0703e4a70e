// What can go wrong at a fake platform: switches that are set per route or recipient, for so many requests, with a
// probability, before the start or while it runs.
//
// Ownership: FaultBox owns its switches. Threads: any. Failure: FaultFrom names what it cannot read.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::fakes {

enum class FaultKind {
  kStatus,        // `status`, with Retry-After when given; nothing is done
  kSilence,       // taken, then never a word
  kResetConnect,  // cut with RST as soon as it is connected; `route` and `to` are unknown then
  kResetBefore,   // read, cut with RST, nothing done
  kResetAfter,    // done, cut with RST before the answer
  kLoseAnswer,    // done, closed in peace without an answer
  kSlow,          // done, answered a byte at a time
  kGarbage,       // 200 with bytes that are no JSON
  kEmpty,         // 200 with nothing
  kWrongType,     // 200 with an HTML page
  kNotOk,         // 200 with {"ok":false,"error":...}
  kExpireToken,   // 401, and this bearer token is refused from now on
  kRedirect,      // 302 to `location`
  kSocketClose,   // the WebSocket closes with the code `status` in place of a frame
  kSocketCut,     // its connection is cut in place of a frame
  kSocketMute,    // from now on nothing is read or answered: no pong
  kSocketSplit,   // the frame comes in pieces of `bytes`
  kSocketBig,     // a frame of `bytes` (16 MB) comes before it
};

struct Fault {
  FaultKind kind = FaultKind::kStatus;
  std::string route = {};                          // its name; empty: all
  std::string to = {};                             // only this recipient; empty: all
  int skip = 0;                                    // so many requests pass first
  int times = -1;                                  // then so many are hit; -1: for ever
  double probability = 1;                          // of each
  unsigned seed = 1;                               // of the dice
  int status = 500;                                // of kStatus and kSocketClose
  std::optional<std::chrono::seconds> after = {};  // Retry-After
  std::string body = R"({"error":"fault"})";       // of kStatus, kGarbage and kNotOk when not empty
  std::string location = {};                       // of kRedirect
  std::chrono::milliseconds pause{1'000};          // between the bytes of kSlow
  std::size_t bytes = 0;                           // of kSocketSplit and kSocketBig
  std::optional<bool> done = {};                   // overrules whether the effect takes place
};

// Whether the request takes effect although the answer goes wrong.
bool TakesEffect(const Fault& fault);

// {"kind":"status","status":429,"after":2,"route":"send","times":3}: the names above in lower case with '_'.
base::Result<Fault> FaultFrom(std::string_view json);

class FaultBox {
 public:
  // Gives its number.
  int Set(Fault fault);
  void Clear(int number);
  void ClearAll();
  // The first switch that hits; counts it. `socket`: of a WebSocket's frame, or of a request.
  std::optional<Fault> Pick(std::string_view route, std::string_view to, bool socket);
  std::optional<Fault> PickAtConnect();

 private:
  struct Switch {
    int number = 0;
    Fault fault;
    std::mt19937 dice;
  };
  bool Hits(Switch& one, std::string_view route, std::string_view to);

  std::mutex mutex_;
  std::vector<Switch> switches_;
  int last_ = 0;
};

}  // namespace frontdesk::fakes
