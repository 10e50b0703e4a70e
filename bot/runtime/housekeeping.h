// What must happen again and again: due timers become events, parked events are tried anew, the store is swept and its
// log moved into the file, open streams hear that we are still here.
//
// Ownership: borrows everything. Threads: Run on one thread until Stop; ReplayParked and ReplayAllParked from any.
// Failure: what did not work is tried again the next time round.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "bot/core/intake.h"
#include "bot/core/wallboard.h"
#include "bot/runtime/console_sessions.h"
#include "bot/runtime/console_streams.h"
#include "bot/runtime/forgetting.h"
#include "bot/runtime/visitor_streams.h"

namespace frontdesk::runtime {

inline constexpr base::Millis kTimersEvery{500};
inline constexpr base::Millis kCheckpointEvery{1'000};
inline constexpr base::Millis kKeepAliveEvery{20'000};
inline constexpr base::Millis kAgentsEvery{10'000};
inline constexpr base::Millis kSweepEvery{60'000};
inline constexpr base::Millis kReplayEvery = std::chrono::minutes(10);
inline constexpr int kTimersAtOnce = 200;
inline constexpr int kParkedAtOnce = 200;
// Parked events that failed as often wait for a change of the workspace or the next start.
inline constexpr int kMaxReplays = 6;

class Housekeeping {
 public:
  struct Parts {
    store::Store& store;
    core::Writer& writer;
    core::Intake& intake;
    VisitorStreams& visitors;
    ConsoleStreams& consoles;
    ConsoleSessions& sessions;
    core::Wallboard& wallboard;
    const base::Clock& clock;
    Forgetting* forgetting = nullptr;  // null: nothing is forgotten
  };
  explicit Housekeeping(Parts parts);

  void Run();
  void Stop();
  void ReplayParked();
  // Those too that were given up: after a change that may have mended them.
  void ReplayAllParked();

 private:
  using Steady = std::chrono::steady_clock;
  // A chore and when it is due; by the steady clock, which does not jump.
  struct Chore {
    base::Millis every;
    void (Housekeeping::*work)();
    Steady::time_point next;
  };
  // Timers whose events are under way, so that they are not taken twice.
  struct UnderWay;

  void FireTimers();
  void Replay(int fewer_attempts_than);
  void Fire(const store::TimerRow& timer);
  void Checkpoint();
  void KeepAlive();
  void Sweep();
  // Agents are changed from the command line too.
  void ReadAgents();

  Parts parts_;
  std::shared_ptr<UnderWay> under_way_;
  std::uint64_t log_emptied_at_ = 0;   // the same, when it was emptied
  std::uint64_t checkpointed_at_ = 0;  // events taken when the log was moved last
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
