#include "bot/net/xmpp_acks.h"

#include <iterator>
#include <utility>

namespace frontdesk::net {

void SentStanzas::Start() {
  acknowledged_ = 0;
  waiting_.clear();
}

void SentStanzas::Add(SentStanza stanza) { waiting_.push_back(std::move(stanza)); }

base::Result<std::vector<SentStanza>> SentStanzas::Acknowledge(std::uint32_t count) {
  const std::uint32_t fresh = count - static_cast<std::uint32_t>(acknowledged_);
  if (fresh > waiting_.size()) {
    return base::Fail(base::ErrorCode::kInvalid, "the server acknowledges more stanzas than were sent");
  }
  const auto end = waiting_.begin() + fresh;
  std::vector<SentStanza> done(std::move_iterator(waiting_.begin()), std::move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  acknowledged_ += fresh;
  return done;
}

std::vector<SentStanza> SentStanzas::TakeAll() {
  std::vector<SentStanza> all(std::move_iterator(waiting_.begin()), std::move_iterator(waiting_.end()));
  waiting_.clear();
  return all;
}

void ReceivedStanzas::Start() {
  start_ = handled_ = received_;
  repeats_ = 0;
  ahead_.clear();
}

std::optional<std::uint64_t> ReceivedStanzas::Receive() {
  if (repeats_ > 0) {
    --repeats_;
    return std::nullopt;
  }
  return ++received_;
}

void ReceivedStanzas::Handle(std::uint64_t number) {
  if (number <= handled_ || number > received_) return;
  ahead_.insert(number);
  while (!ahead_.empty() && *ahead_.begin() == handled_ + 1) {
    ++handled_;
    ahead_.erase(ahead_.begin());
  }
}

}  // namespace frontdesk::net
