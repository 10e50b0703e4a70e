#include "bot/net/xmpp_inbox.h"

#include <utility>

#include "bot/net/xmpp_login.h"

namespace frontdesk::net {
namespace {

using base::ErrorCode;

void Refuse(const XmppErrand& errand, const base::Error& error) {
  if (errand.asked) return errand.asked(tl::unexpected(error));
  if (errand.done) errand.done(SendOutcome::kNotSent, error.message);
}

}  // namespace

base::Result<base::XmlElement> XmppInbox::Read(std::string_view xml) const {
  if (xml.size() > options_.max_stanza) {
    return base::Fail(ErrorCode::kTooLarge, "a stanza of " + std::to_string(xml.size()) + " bytes; at most " +
                                                std::to_string(options_.max_stanza) + " can be sent");
  }
  TRY(base::XmlElement stanza, base::ReadXml(xml, options_.max_stanza));
  const bool is_stanza = stanza.name == "message" || stanza.name == "presence" || stanza.name == "iq";
  if (!is_stanza || stanza.xmlns != kClientNamespace) {
    return base::Fail(ErrorCode::kInvalid, "no message, presence or iq of jabber:client");
  }
  return stanza;
}

void XmppInbox::Send(std::string_view xml, SendDone done) {
  auto stanza = Read(xml);
  XmppErrand errand{stanza ? std::move(*stanza) : base::XmlElement{}, std::move(done)};
  const base::Status status = stanza ? Put(errand) : base::Status(tl::unexpected(stanza.error()));
  if (!status) Refuse(errand, status.error());
}

void XmppInbox::Ask(std::string_view iq, std::string id, std::chrono::milliseconds within, AskDone done) {
  auto stanza = Read(iq);
  if (stanza) stanza->Set("id", std::move(id));
  XmppErrand errand{stanza ? std::move(*stanza) : base::XmlElement{}, nullptr, std::move(done), within};
  const base::Status status = stanza ? Put(errand) : base::Status(tl::unexpected(stanza.error()));
  if (!status) Refuse(errand, status.error());
}

base::Status XmppInbox::Put(XmppErrand& errand) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (!accepts_) return base::Fail(ErrorCode::kUnavailable, "there is no connection to the XMPP server now");
    if (errands_.size() >= options_.max_waiting) {
      return base::Fail(ErrorCode::kUnavailable, "too many stanzas wait to be sent");
    }
    errands_.push_back(std::move(errand));
    wake = !std::exchange(woken_, true);
  }
  if (wake) wake_();
  return {};
}

void XmppInbox::Handled(std::uint64_t number) {
  if (number == 0) return;
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    handled_.push_back(number);
    wake = !std::exchange(woken_, true);
  }
  if (wake) wake_();
}

XmppState XmppInbox::State() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void XmppInbox::Accept(bool accept) {
  const std::lock_guard lock(mutex_);
  accepts_ = accept;
}

void XmppInbox::RefuseAll(const std::string& reason) {
  std::deque<XmppErrand> errands;
  {
    const std::lock_guard lock(mutex_);
    errands.swap(errands_);
  }
  for (const XmppErrand& errand : errands) Refuse(errand, {ErrorCode::kUnavailable, reason, {}});
}

std::optional<XmppErrand> XmppInbox::Next() {
  const std::lock_guard lock(mutex_);
  if (errands_.empty()) return std::nullopt;
  XmppErrand errand = std::move(errands_.front());
  errands_.pop_front();
  return errand;
}

std::vector<std::uint64_t> XmppInbox::TakeHandled() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  return std::exchange(handled_, {});
}

bool XmppInbox::empty() const {
  const std::lock_guard lock(mutex_);
  return errands_.empty();
}

void XmppInbox::SetState(XmppState state) {
  const std::lock_guard lock(mutex_);
  state_ = std::move(state);
}

}  // namespace frontdesk::net
