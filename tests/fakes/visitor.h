// A visitor of the chat widget without a browser: makes a session, sends events, follows the stream. Speaks the API of
// bot/web/README.md to a server on this machine.
//
// Ownership: owns its connections. Threads: a Visitor and a VisitorStream belong to one thread each; a Visitor's name
// may be copied to others.
// Failure: status 0 means that the connection broke or nobody answered in time: whether the request was heard is
// unknown then, and the same id is to be sent again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tests/fakes/visitor_socket.h"

namespace frontdesk::fakes {

struct VisitorAnswer {
  int status = 0;
  std::string cookie;  // "name=value" of Set-Cookie, or empty
  std::string body;
};

// Where a visitor is and what it proves itself with.
struct VisitorName {
  unsigned short port = 0;
  std::string account = "widget";
  std::string cookie;
  std::string id;
};

class Visitor {
 public:
  explicit Visitor(unsigned short port);

  // A session, made or kept.
  bool Arrive();
  VisitorAnswer Open(std::string_view id);
  VisitorAnswer Say(std::string_view id, std::string_view text);
  VisitorAnswer Post(std::string_view path, std::string_view json);
  VisitorAnswer Get(std::string_view absolute_path);
  // The next request makes a new connection.
  void HangUp() { socket_.reset(); }
  // Somebody else from now on, on the same connection.
  void Forget() { name_.cookie.clear(); }
  const VisitorName& name() const { return name_; }
  // The bytes of the request that Say sends.
  static std::string RequestOfSay(const VisitorName& name, std::string_view id, std::string_view text);

 private:
  VisitorAnswer Exchange(const std::string& request);

  VisitorName name_;
  std::unique_ptr<VisitorSocket> socket_;
};

// A member of a JSON object that is text; "" when there is none.
std::string TextIn(const std::string& json, const char* member);

struct StreamEvent {
  std::string type;
  std::int64_t seq = 0;  // 0: none
  std::string data;
};

// One row as the stream tells it.
struct SeenRow {
  std::int64_t seq = 0;
  std::string id;    // the client's own, for its own rows
  std::string from;  // user, bot, agent
  std::string kind;
  std::string text;  // all spans in a row
  bool operator==(const SeenRow&) const = default;
};

class VisitorStream {
 public:
  // `after`: rows with a greater seq come, oldest first.
  VisitorStream(const VisitorName& name, std::int64_t after);
  bool open() const { return open_; }
  // Nothing when the time is over or the stream has ended, see open().
  std::optional<StreamEvent> Next(Millis patience);
  // The next event that is a row.
  std::optional<SeenRow> NextRow(Millis patience);

 private:
  bool ReadHead();
  std::optional<std::string> ReadLine(Millis patience);
  bool ReadChunk(Millis patience);

  VisitorSocket socket_;
  bool open_ = false;
  bool chunked_ = false;
  std::string unread_;
  StreamEvent event_;  // in the making
};

}  // namespace frontdesk::fakes
