// Who is signed in to the console. A session is a random token in a cookie; the store keeps its hash. It ends when it
// was not used for 30 minutes, 12 hours after it began, at sign-out and when the password changes.
//
// Threads: those where reading the store is allowed; any.
// Failure: kUnauthenticated for everything that is not a living session; the store's errors.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "bot/base/clock.h"
#include "bot/base/crypto.h"
#include "bot/core/writer.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

inline constexpr char kAgentCookie[] = "fd_agent";
inline constexpr std::size_t kLeastPassword = 10;  // characters
inline constexpr std::size_t kMostPassword = 200;  // bytes
// How exact the time of the last use is kept.
inline constexpr std::chrono::minutes kSeenEvery{1};

struct SignedIn {
  store::SessionRow session;
  store::AgentRow agent;
};

// The one moment at which the token itself is known.
struct NewSession {
  std::string token;
  SignedIn who;
};

class ConsoleSessions {
 public:
  ConsoleSessions(store::Store& store, core::Writer& writer, const base::Clock& clock, base::Random& random)
      : store_(store), writer_(writer), clock_(clock), random_(random) {}

  base::Result<SignedIn> Find(std::string_view token);
  // Takes as long for an unknown name as for a wrong password; about 0.1 s of CPU.
  base::Result<store::AgentRow> CheckPassword(const std::string& name, const std::string& password);
  base::Result<NewSession> Begin(const store::AgentRow& agent);
  base::Status End(const SignedIn& who);
  // Checks the current password, saves the new one, ends every session of the agent and begins a new one.
  base::Status SayPresence(const std::string& agent, const std::string& presence);
  base::Result<NewSession> ChangePassword(const SignedIn& who, const std::string& current, const std::string& next);
  // Whether the session with this hash is still alive; of streams that were opened long ago.
  bool IsAlive(const std::string& token_hash);

 private:
  bool IsOver(const store::SessionRow& session) const;
  void MarkSeen(const store::SessionRow& session);
  base::Status Write(store::WriteOp op);

  store::Store& store_;
  core::Writer& writer_;
  const base::Clock& clock_;
  base::Random& random_;
  std::mutex ending_;  // a session that ends must not come back by a mark of its last use
};

}  // namespace frontdesk::runtime
