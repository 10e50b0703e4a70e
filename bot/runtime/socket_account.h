// One account's WebSocket to its platform: opened, read, written and opened anew for as long as the account is served.
// What a frame brings is confirmed to the platform when it is committed, never before.
//
// Ownership: borrows everything. Threads: Run takes one, until Stop or until the account is gone; the rest from any.
// Failure: a connection that breaks is opened again after a growing pause with jitter, 1 s to 1 min; what the platform
// sent and we did not confirm it sends again. One that it asks us to leave stays until the next is open, unless the
// adapter remembers something of it: then the next goes on where it ended, and it ends before. One that answers no
// pings any more is dead. When the platform refuses our credentials the pause is longer.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "bot/core/intake.h"
#include "bot/runtime/after_commit.h"
#include "bot/runtime/platform_calls.h"
#include "bot/runtime/pulling.h"
#include "bot/runtime/socket_line.h"

namespace frontdesk::runtime {

inline constexpr base::Millis kFirstReconnectPause{1'000};
inline constexpr base::Millis kLongestReconnectPause{60'000};
inline constexpr base::Millis kRefusedReconnectPause = std::chrono::minutes(5);
// A connection that lasted so long was a good one: the pauses begin anew.
inline constexpr base::Millis kGoodConnection{60'000};
// How long what comes over a connection waits for a pull that it asked for, so that all is taken in its order.
inline constexpr base::Millis kLongestPullWait{30'000};
// How late the other side's answer to a ping may be, which need not be an answer of its own.
inline constexpr base::Millis kPongPatience{20'000};

class SocketAccount {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    net::WsClient& client;
    core::Intake& intake;
    Pulling& pulling;
    PlatformCalls& calls;
    AfterCommit& after;
    const base::Clock& clock;
    base::Random& random;
  };
  SocketAccount(Parts parts, std::string account) : parts_(parts), account_(std::move(account)) {}

  void Run();
  void Stop();
  // After a reload: a connection that was opened with other settings ends, and the next one uses the new.
  void Reconsider();
  bool online() const;
  bool ended() const;  // Run has returned

 private:
  using Workspace = std::shared_ptr<const Served>;
  struct Talk {  // one connection
    Workspace served;
    const ServedAccount& account;
    std::shared_ptr<SocketLine> line;
    base::Millis ping_every{};
    std::string memory;  // of the adapter's, for this connection

    adapters::Env EnvAt(base::TimePoint now, std::string_view random) const {
      return {now, account.settings, random, {}, {}, memory};
    }
  };

  base::Result<adapters::SocketAddress> AddressOf(const ServedAccount& account);
  // Runs until the connection ends; gives the pause that the platform asked for, if any.
  base::Result<std::optional<base::Millis>> TalkOnce(const Workspace& served, const ServedAccount& account);
  std::optional<base::Millis> Listen(Talk& talk);
  std::optional<base::Millis> Hear(Talk& talk, const std::string& frame);
  // Reads what is left of the connection before, and ends it.
  void EndTheOneBefore();
  void Remember(Talk& talk, std::string memory) const;
  void TakeIn(const Talk& talk, adapters::Heard heard);
  void PullFirst(const Talk& talk, const std::string& word);
  base::Millis PauseBefore(int attempt);
  void Wait(base::Millis pause);
  void SetLine(std::shared_ptr<SocketLine> line);
  bool stopping() const;

  const Parts parts_;
  const std::string account_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Workspace opened_with_;
  std::shared_ptr<SocketLine> line_;  // while there is a connection
  // The one that the platform asked us to leave: it stays until the next is open, so that nothing is lost in between.
  // Of Run's thread alone.
  std::optional<Talk> before_;
  std::string memory_;  // what the last connection knew; of Run's thread alone
  bool ended_ = false;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
