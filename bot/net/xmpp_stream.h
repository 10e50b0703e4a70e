// What is said on a stream that is online, as far as both sides keep count of it. It outlives connections: a stream
// that broke goes on when the server resumes it, with what it had not received sent again.
// Where the server has no stream management, as for components, a ping behind the stanzas stands in for its count:
// a server handles the stanzas of one stream in their order (RFC 6120 section 10.1).
//
// Thread safety: one thread. Failure: kInvalid when the server breaks the rules; the stream is of no more use then.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "bot/base/xml.h"
#include "bot/net/xmpp_acks.h"
#include "bot/net/xmpp_login.h"

namespace frontdesk::net {

class XmppStream {
 public:
  using Write = std::function<void(std::string bytes)>;

  // The pings of a component go to itself, by way of the server.
  explicit XmppStream(std::string component) : component_(std::move(component)) {}

  // A connection is online; `write` is its. False: the old stream was lost, and so are those of its stanzas that nobody
  // acknowledged.
  base::Result<bool> GoOnline(const LoggedIn& login, Write write);
  // The connection broke.
  void Break();
  // The stream will not be resumed.
  void Abandon(const std::string& reason);
  // Nothing when the stream cannot be resumed.
  std::optional<Resumption> resumption() const;

  void Send(SentStanza stanza);
  // Asks the server how much it has, unless that question is open.
  void AskForCount();
  bool is_asking() const { return asked_; }
  std::size_t unacknowledged() const { return sent_.waiting().size(); }

  // True: the element was the stream's own affair.
  base::Result<bool> OnElement(const base::XmlElement& element);
  // A stanza came: its number, 0 where nothing is counted, nothing when it came before.
  std::optional<std::uint64_t> Receive();
  void Handle(std::uint64_t number);
  std::uint64_t open() const { return received_.open(); }
  // Tells the server how far we are, when it has asked and we have moved on.
  void ReportProgress();
  // Unasked, at the end: else the server would keep what we have handled.
  void Report();

 private:
  base::Status Acknowledge(std::uint32_t count);
  bool IsPong(const base::XmlElement& element) const;
  std::string Ping();

  const std::string component_;
  Write write_;
  SentStanzas sent_;
  ReceivedStanzas received_;
  bool managed_ = false;
  std::string resume_id_;
  bool asked_ = false;
  std::uint32_t asked_at_count_ = 0;
  std::uint64_t pings_ = 0;
  bool owes_report_ = false;
  std::uint32_t reported_ = 0;
};

}  // namespace frontdesk::net
