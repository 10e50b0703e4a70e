#include <future>

#include "adapters/xmpp/archive.h"
#include "adapters/xmpp/features.h"
#include "bot/base/jid.h"
#include "bot/runtime/xmpp_account.h"

namespace frontdesk::runtime {

namespace xmpp = adapters::xmpp;
using adapters::SendResult;
using Kind = SendResult::Kind;

namespace {

constexpr base::Millis kTryAgainSoon{1'000};
// Our clock and the server's need not agree.
constexpr base::Millis kClockSlack = std::chrono::minutes(2);
constexpr int kMaxSentPages = 20;  // of an archive, in search of one message

}  // namespace

// Asks somebody's program once what it can show.
void XmppAccount::GetToKnow(const std::string& jid) {
  if (readers_.size() >= kMaxReaders) readers_.clear();
  const std::string bare = base::BareJid(jid);
  if (bare == jid || !readers_.try_emplace(bare).second) return;
  session_->Ask(base::ToXml(xmpp::FeaturesQuery(jid)), kFrameTimeout,
                [this, bare](const base::Result<base::XmlElement>& answer) {
                  const Lock lock(mutex_);
                  if (answer) readers_[bare] = xmpp::ReaderWith(*answer);
                });
}

std::string XmppAccount::ReaderOf(const base::Address& address) const {
  const Lock lock(mutex_);
  const auto it = readers_.find(address.channel);
  return it == readers_.end() ? std::string() : it->second;
}

void XmppAccount::Hear(const std::string& id, SendResult word) {
  const auto it = waiting_.find(id);
  if (it == waiting_.end()) return;
  it->second.word = std::move(word);
  changed_.notify_all();
}

SendResult XmppAccount::Deliver(const adapters::Frame& frame) {
  const auto stanza = base::ReadXml(frame.bytes);
  if (!stanza) return {Kind::kRejected, {}, {}, false, stanza.error().message};
  {
    const Lock lock(mutex_);
    waiting_[frame.id] = {};
  }
  session_->Send(frame.bytes, [this, id = frame.id](net::SendOutcome outcome, const std::string&) {
    const Lock lock(mutex_);
    if (const auto it = waiting_.find(id); it != waiting_.end()) it->second.outcome = outcome;
    changed_.notify_all();
  });
  return Await(frame.id, stanza->Attribute("type") == "groupchat");
}

// The session tells of every stanza, also when it ends. The server's acknowledgement is enough between two; a room
// shows the message to all, or says why not.
SendResult XmppAccount::Await(const std::string& id, bool in_room) {
  std::unique_lock lock(mutex_);
  const Waiting& waiting = waiting_[id];
  changed_.wait_for(lock, kFrameTimeout, [&] { return waiting.outcome || waiting.word; });
  if (waiting.outcome == net::SendOutcome::kAcked && in_room) {
    changed_.wait_for(lock, kEchoWait, [&] { return waiting.word || stopping_; });
  }
  const Waiting end = waiting;
  waiting_.erase(id);
  if (end.word) return *end.word;
  if (end.outcome == net::SendOutcome::kAcked) return {Kind::kSent};
  if (end.outcome == net::SendOutcome::kNotSent) return {Kind::kRetry, {}, kTryAgainSoon, true, "not connected"};
  return {Kind::kUnknown};
}

std::optional<base::XmlElement> XmppAccount::AskAndWait(const std::string& iq) {
  auto answered = std::make_shared<std::promise<std::optional<base::XmlElement>>>();
  auto answer = answered->get_future();
  session_->Ask(iq, kFrameTimeout, [answered](base::Result<base::XmlElement> got) {
    answered->set_value(got ? std::optional(std::move(*got)) : std::nullopt);
  });
  return answer.get();  // the session answers every question within its time
}

base::Result<std::string> XmppAccount::Ask(const adapters::Frame& frame) {
  const auto answer = AskAndWait(frame.bytes);
  if (!answer) return base::Fail(base::ErrorCode::kUnavailable, "no answer from the server");
  return base::ToXml(*answer);
}

std::optional<bool> XmppAccount::FindSent(const std::string& id, const std::string& query,
                                          const PageQuery& page_after) {
  std::string after;
  for (int pages = 0; pages < kMaxSentPages; ++pages) {
    const auto answer = AskAndWait(base::ToXml(page_after(after)));
    {
      const Lock lock(mutex_);
      if (found_[query].contains(id)) return true;
    }
    const auto page = answer ? xmpp::ArchivePageOf(*answer) : base::Fail(base::ErrorCode::kUnavailable, "no answer");
    if (page && page->complete) return false;
    if (!page || page->last.empty()) return std::nullopt;
    after = page->last;
  }
  return std::nullopt;
}

std::optional<bool> XmppAccount::Arrived(const adapters::Frame& frame, base::TimePoint since) {
  const auto stanza = base::ReadXml(frame.bytes);
  if (!stanza) return std::nullopt;
  const bool in_room = stanza->Attribute("type") == "groupchat";
  const std::string to(stanza->Attribute("to"));
  const std::string query = base::RandomId(parts_.random);
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kFrameTimeout, [&] { return stopping_ || session_->State().online; });
    found_[query] = {};
  }
  const auto found = FindSent(frame.id, query, [&](const std::string& after) {
    return xmpp::SentQuery(in_room ? to : std::string(), query, in_room ? std::string() : base::BareJid(to),
                           since - kClockSlack, after);
  });
  const Lock lock(mutex_);
  found_.erase(query);
  return found;
}

}  // namespace frontdesk::runtime
