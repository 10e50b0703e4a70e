// All visitors' open streams, by conversation.
//
// Ownership: owns the followers. Threads: Open where reading the store is allowed; Show on the feed's thread only, so
// that rows keep their order; the rest from any thread.
// Failure: Open answers the request itself when it cannot open a stream (429, 503).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/feed.h"
#include "bot/net/http_server.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxStreamsPerVisitor = 8;
// Without a place to go on from, a stream begins with the last rows of the conversation.
inline constexpr int kRowsOfNewStream = 200;
inline constexpr int kRowsOfResumedStream = 1000;
// What is sent at once must fit what a stream may hold back (EventStream::kMaxWaiting), with room for the present.
inline constexpr std::size_t kMaxPastBytes = 160 << 10;

struct StreamRequest {
  base::Address address;
  std::optional<std::int64_t> after;  // the last row that the client has
  net::HttpHeaders headers;           // to add to the answer, whatever it is
};

class VisitorStreams {
 public:
  explicit VisitorStreams(store::Store& store);
  ~VisitorStreams();

  void Open(const StreamRequest& request, const net::HttpReply& reply);
  void Show(const core::Change& change);
  // From any thread: what comes between rows may come in any order.
  void ShowTyping(const store::ConversationRow& conversation, const std::string& agent, bool on);
  void KeepAlive();
  void CloseAll();
  bool empty() const;

 private:
  struct Past;
  class Table;
  base::Result<Past> LoadPast(const StreamRequest& request);

  store::Store& store_;
  std::shared_ptr<Table> table_;
};

}  // namespace frontdesk::runtime
