#include "bot/runtime/console_sessions.h"

#include "bot/base/text.h"
#include "bot/store/retention.h"

namespace frontdesk::runtime {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kTokenBytes = 32;
// Nobody's password: what is checked when the name is unknown, so that both take the same time.
constexpr char kNobodysHash[] = "scrypt$15$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

base::Error NotSignedIn() { return {ErrorCode::kUnauthenticated, "Please sign in.", {}, {}}; }

std::string HashOf(std::string_view token) { return base::HexEncode(base::Sha256(token)); }

base::Status CheckNew(const std::string& current, const std::string& next) {
  if (next.size() > kMostPassword) return Fail(ErrorCode::kInvalid, "The new password may have at most 200 bytes.");
  if (base::CountGraphemes(next) < kLeastPassword) {
    return Fail(ErrorCode::kInvalid, "The new password needs at least 10 characters.");
  }
  if (base::ConstantTimeEquals(current, next)) {
    return Fail(ErrorCode::kInvalid, "The new password must differ from the current one.");
  }
  return {};
}

}  // namespace

bool ConsoleSessions::IsOver(const store::SessionRow& session) const {
  const base::TimePoint now = clock_.Now();
  return now - session.seen >= store::kSessionIdle || now - session.created >= store::kSessionLife;
}

base::Status ConsoleSessions::Write(store::WriteOp op) { return writer_.SubmitAndWait(std::move(op)).status; }

// Best effort: a mark that is lost ends the session a minute early.
void ConsoleSessions::MarkSeen(const store::SessionRow& session) {
  const base::TimePoint now = clock_.Now();
  if (now - session.seen < kSeenEvery) return;
  const std::lock_guard lock(ending_);
  auto current = store_.FindSession(session.token_hash);
  if (!current) return;
  current->seen = now;
  (void)Write({store::SaveSession{std::move(*current)}, {}, false, {}});
}

base::Result<SignedIn> ConsoleSessions::Find(std::string_view token) {
  if (token.size() != 2 * kTokenBytes) return tl::unexpected(NotSignedIn());
  auto session = store_.FindSession(HashOf(token));
  if (!session && session.error().code != ErrorCode::kNotFound) return tl::unexpected(session.error());
  if (!session || IsOver(*session)) return tl::unexpected(NotSignedIn());
  const auto agent = store_.FindAgent(session->agent);
  if (!agent) return tl::unexpected(agent.error().code == ErrorCode::kNotFound ? NotSignedIn() : agent.error());
  MarkSeen(*session);
  return SignedIn{std::move(*session), *agent};
}

base::Result<store::AgentRow> ConsoleSessions::CheckPassword(const std::string& name, const std::string& password) {
  const auto agent = store_.FindAgent(name);
  if (!agent && agent.error().code != ErrorCode::kNotFound) return tl::unexpected(agent.error());
  const bool right = base::VerifyPassword(password, agent ? agent->password_hash : kNobodysHash);
  if (!agent || !right) return Fail(ErrorCode::kUnauthenticated, "Name or password is wrong.");
  return *agent;
}

base::Result<NewSession> ConsoleSessions::Begin(const store::AgentRow& agent) {
  NewSession begun;
  begun.token = base::RandomId(random_, kTokenBytes);
  const base::TimePoint now = clock_.Now();
  begun.who = {{HashOf(begun.token), agent.name, base::RandomId(random_), now, now}, agent};
  TRY_STATUS(Write({store::SaveSession{begun.who.session}, {}, false, {}}));
  return begun;
}

base::Status ConsoleSessions::End(const SignedIn& who) {
  const std::lock_guard lock(ending_);
  return Write({store::DropSession{who.session.token_hash}, {}, false, {}});
}

base::Status ConsoleSessions::SayPresence(const std::string& agent, const std::string& presence) {
  return Write({store::SetPresence{agent, presence, clock_.Now()}, {}, false, {}});
}

base::Result<NewSession> ConsoleSessions::ChangePassword(const SignedIn& who, const std::string& current,
                                                         const std::string& next) {
  TRY_STATUS(CheckNew(current, next));
  TRY(store::AgentRow agent, CheckPassword(who.agent.name, current));
  agent.password_hash = base::HashPassword(random_, next);
  agent.must_change_password = false;
  TRY_STATUS(Write({store::SaveAgent{agent}, {}, false, {}}));
  {
    const std::lock_guard lock(ending_);
    TRY_STATUS(Write({store::DropSessionsOf{agent.name, {}}, {}, false, {}}));
  }
  return Begin(agent);
}

bool ConsoleSessions::IsAlive(const std::string& token_hash) {
  const auto session = store_.FindSession(token_hash);
  if (!session) return session.error().code != ErrorCode::kNotFound;
  return !IsOver(*session);
}

}  // namespace frontdesk::runtime
