// Where the replies of a flood arrive: a ledger of which event was answered how often, and the two ways by which a
// webhook account gives replies out, read by a page or posted to a receiver.
//
// Ownership: a reader owns its thread, which ends with it. Threads: the ledger is for any.
// Failure: a page that cannot be read is asked for again.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace frontdesk::bench {

// An event says this and its number; the flow answers with the same words.
inline constexpr std::string_view kAnswerWords = "answer number ";

class ReplyLedger {
 public:
  explicit ReplyLedger(int events) : replies_(static_cast<std::size_t>(events)) {}
  // Every reply in these bytes of JSON.
  void Note(std::string_view json);
  int RepliesTo(int event) const { return replies_[static_cast<std::size_t>(event)]; }
  int answered() const { return answered_; }  // events

 private:
  std::vector<std::atomic<int>> replies_;
  std::atomic<int> answered_{0};
};

// GET /hooks/ACCOUNT/replies, page after page, with a pause when there is nothing new.
class PageReader {
 public:
  // `headers`: those that sign "GET target", each with its line break.
  using Sign = std::function<std::string(const std::string& content)>;
  PageReader(unsigned short port, std::string account, Sign sign, ReplyLedger& ledger);

 private:
  void Run(const std::stop_token& stop);

  const unsigned short port_;
  const std::string account_;
  const Sign sign_;
  ReplyLedger& ledger_;
  std::jthread thread_;
};

// An HTTP server on loopback that takes every POST with 200.
class ReplyReceiver {
 public:
  explicit ReplyReceiver(ReplyLedger& ledger);
  ~ReplyReceiver();
  unsigned short port() const { return port_; }  // 0: it could not listen

 private:
  struct Line {
    int file = -1;
    std::string unread;
  };
  void Run(const std::stop_token& stop);
  bool Read(Line& line);

  ReplyLedger& ledger_;
  int listener_ = -1;
  unsigned short port_ = 0;
  std::jthread thread_;
};

}  // namespace frontdesk::bench
