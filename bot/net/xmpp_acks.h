// Stream management's counts (XEP-0198 section 4): which of our stanzas the server has, and which of its stanzas we
// have. Counters wrap at 2^32 on the wire and never here.
//
// Thread safety: plain values, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/base/result.h"
#include "bot/net/xmpp_session.h"

namespace frontdesk::net {

struct SentStanza {
  std::string xml;
  SendDone done;  // may be null
};

// Ours, in the order in which they were written, until the server has acknowledged them.
class SentStanzas {
 public:
  // A new stream: both sides count from zero.
  void Start();
  void Add(SentStanza stanza);
  // Those that a count of the server covers. kInvalid when it counts more than were sent.
  base::Result<std::vector<SentStanza>> Acknowledge(std::uint32_t count);
  std::vector<SentStanza> TakeAll();

  const std::deque<SentStanza>& waiting() const { return waiting_; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(acknowledged_ + waiting_.size()); }

 private:
  std::uint64_t acknowledged_ = 0;
  std::deque<SentStanza> waiting_;
};

// The server's. It may forget a stanza when we have counted it, so one is counted only when it is handled, and all
// before it are.
class ReceivedStanzas {
 public:
  void Start();
  // The stream goes on: the server repeats what we had not counted.
  void Resume() { repeats_ = received_ - handled_; }
  // The number of the stanza that came; nothing when it is a repetition of one that is being handled.
  std::optional<std::uint64_t> Receive();
  void Handle(std::uint64_t number);

  std::uint32_t count() const { return static_cast<std::uint32_t>(handled_ - start_); }
  std::uint64_t open() const { return received_ - handled_; }

 private:
  std::uint64_t start_ = 0;  // numbers go on over streams, so that a late Handle() cannot hit a newer stanza
  std::uint64_t received_ = 0;
  std::uint64_t handled_ = 0;  // all up to this one
  std::uint64_t repeats_ = 0;
  std::set<std::uint64_t> ahead_;
};

}  // namespace frontdesk::net
