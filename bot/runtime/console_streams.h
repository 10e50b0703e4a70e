// The open streams of agents' consoles. Everybody sees everything on the board; after a (re)connect a console fetches
// what it shows, so nothing is replayed here.
//
// Ownership: owns the streams' handles. Threads: Show on the feed's thread only; the rest from any thread.
// Failure: a console that is too slow is cut off and comes back.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "bot/core/feed.h"
#include "bot/net/http_server.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxConsoleStreams = 1000;

class ConsoleStreams {
 public:
  explicit ConsoleStreams(store::Store& store);
  ~ConsoleStreams();

  // `session` is the hash of the token that it was opened with.
  void Open(const std::string& session, const net::HttpReply& reply);
  void Show(const core::Change& change);
  // The workspace has a problem, or none any more: the console asks which.
  void ShowWorkspaceChange();
  void KeepAlive();
  // Ends the streams of every session that `ended` names.
  void CloseWhere(const std::function<bool(const std::string& session)>& ended);
  void CloseAll();
  bool empty() const;

 private:
  class Table;
  bool IsOnBoard(const core::Change& change);
  void Send(const std::string& frame);

  store::Store& store_;
  std::shared_ptr<Table> table_;
};

}  // namespace frontdesk::runtime
