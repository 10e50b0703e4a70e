// The agents' API below /console/api. README.md in bot/web is its contract.
//
// Everything but signing in needs a session; every POST but that one needs the session's CSRF token, and comes from one
// of our own pages.
//
// Ownership: borrows everything. Threads: handlers run on the I/O thread and hand all work to the queues.
#pragma once

#include <functional>
#include <mutex>

#include "bot/core/effect.h"
#include "bot/core/intake.h"
#include "bot/core/wallboard.h"
#include "bot/runtime/console_sessions.h"
#include "bot/runtime/console_streams.h"
#include "bot/runtime/live_workspace.h"
#include "bot/runtime/login_throttle.h"
#include "bot/runtime/router.h"
#include "bot/runtime/typing_signs.h"
#include "bot/runtime/uploads.h"
#include "bot/runtime/work_queue.h"

namespace frontdesk::runtime {

inline constexpr int kMaxBoardRows = 200;
inline constexpr std::size_t kMaxConsoleBody = 128 << 10;
inline constexpr std::size_t kMaxReplyBytes = 16 << 10;

class ConsoleRoutes {
 public:
  struct Parts {
    store::Store& store;
    core::Intake& intake;
    const LiveWorkspace& workspace;
    ConsoleSessions& sessions;
    ConsoleStreams& streams;
    Uploads& uploads;
    core::Wallboard& wallboard;
    TypingSigns& typing;
    WorkQueue& readers;    // for what reads the store
    WorkQueue& passwords;  // for hashing them
    WorkQueue& files;      // for writing them
    const base::Clock& clock;
  };
  explicit ConsoleRoutes(Parts parts) : parts_(parts) {}

  void AddTo(Router& router);

 private:
  using SharedCall = std::shared_ptr<Call>;
  using AgentHandler = void (ConsoleRoutes::*)(const SharedCall& call, const SignedIn& who);
  enum class Need { kSession, kOwnPassword };  // kOwnPassword: not the one-time one any more

  void AddGet(Router& router, std::string path, AgentHandler handler, Need need = Need::kOwnPassword);
  void AddPost(Router& router, std::string path, AgentHandler handler, Need need = Need::kOwnPassword,
               net::RouteLimits limits = {kMaxConsoleBody, {}});
  void AddAct(Router& router, std::string name, base::AgentActed::Act act);
  void OnQueue(WorkQueue& queue, Call call, std::function<void(const SharedCall&)> work);
  // Answers the request itself when it may not pass.
  std::optional<SignedIn> Enter(const Call& call, Need need);
  // kNotFound: no number.
  static base::Result<store::Id> ConversationIdOf(const Call& call);
  bool PassesCsrf(const Call& call, const SignedIn& who) const;
  bool IsFromOwnPage(const net::HttpRequest& request) const;

  void Login(Call call);
  void TryLogin(const Call& call, const std::string& name, const std::string& password);
  void ChangePassword(const SharedCall& call, const SignedIn& who);
  void TryChangePassword(const Call& call, const SignedIn& who);
  void Logout(const SharedCall& call, const SignedIn& who);
  void Me(const SharedCall& call, const SignedIn& who);
  void SayPresence(const SharedCall& call, const SignedIn& who);
  void ShowWorkspace(const SharedCall& call, const SignedIn& who);
  void ListConversations(const SharedCall& call, const SignedIn& who);
  void ShowConversation(const SharedCall& call, const SignedIn& who);
  void TakeFile(const SharedCall& call, const SignedIn& who);
  void FindArticles(const SharedCall& call, const SignedIn& who);
  void ExplainQuestion(const SharedCall& call, const SignedIn& who);
  void SendFile(const SharedCall& call, const SignedIn& who);
  void OpenStream(const SharedCall& call, const SignedIn& who);
  // --- console_tickets.cpp
  void ShowChoices(const SharedCall& call, const SignedIn& who);
  void OpenForCaller(const SharedCall& call, const SignedIn& who);
  // --- console_colleagues.cpp
  void ShowColleagues(const SharedCall& call, const SignedIn& who);
  // --- console_typing.cpp
  void SayTyping(const SharedCall& call, const SignedIn& who);
  // --- console_incidents.cpp
  void ListIncidents(const SharedCall& call, const SignedIn& who);
  void DeclareIncident(const SharedCall& call, const SignedIn& who);
  void UpdateIncident(const SharedCall& call, const SignedIn& who);
  void AnnounceIncident(const SharedCall& call, const SignedIn& who);
  void TakeForIncident(const SharedCall& call, const SignedIn& who, const std::string& client_id, core::Relay relay);
  void ListSimilar(const SharedCall& call, const SignedIn& who);
  // --- console_learning.cpp
  void ShowLearning(const SharedCall& call, const SignedIn& who);
  void DraftArticle(const SharedCall& call, const SignedIn& who);
  void AddPhrasing(const SharedCall& call, const SignedIn& who);
  void Act(const SharedCall& call, const SignedIn& who, base::AgentActed::Act act);

  Parts parts_;
  LoginThrottle throttle_;
  std::mutex learning_;  // one report or draft at a time
};

}  // namespace frontdesk::runtime
