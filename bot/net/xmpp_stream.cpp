#include "bot/net/xmpp_stream.h"

#include <utility>
#include <vector>

namespace frontdesk::net {
namespace {

constexpr char kPingNamespace[] = "urn:xmpp:ping";
constexpr char kPingId[] = "fd-count-";

void Finish(std::vector<SentStanza> stanzas, SendOutcome outcome, const std::string& reason) {
  for (const SentStanza& stanza : stanzas)
    if (stanza.done) stanza.done(outcome, reason);
}

}  // namespace

base::Result<bool> XmppStream::GoOnline(const LoggedIn& login, Write write) {
  asked_ = owes_report_ = false;
  if (login.acknowledged) TRY_STATUS(Acknowledge(*login.acknowledged));
  write_ = std::move(write);
  managed_ = login.managed;
  resume_id_ = login.resume_id;
  if (!login.resumed) {
    Finish(sent_.TakeAll(), SendOutcome::kUnknown, "the connection broke before the server had it");
    sent_.Start();
    received_.Start();
    reported_ = 0;
    return false;
  }
  received_.Resume();
  for (const SentStanza& stanza : sent_.waiting()) write_(stanza.xml);
  if (unacknowledged() > 0) AskForCount();
  return true;
}

void XmppStream::Break() { write_ = nullptr; }

void XmppStream::Abandon(const std::string& reason) {
  Break();
  resume_id_.clear();
  Finish(sent_.TakeAll(), SendOutcome::kUnknown, reason);
}

std::optional<Resumption> XmppStream::resumption() const {
  if (resume_id_.empty()) return std::nullopt;
  return Resumption{resume_id_, received_.count()};
}

void XmppStream::Send(SentStanza stanza) {
  write_(stanza.xml);
  sent_.Add(std::move(stanza));
}

void XmppStream::AskForCount() {
  if (asked_ || !write_) return;
  asked_ = true;
  if (managed_) return write_("<r xmlns='urn:xmpp:sm:3'/>");
  asked_at_count_ = sent_.count();
  write_(Ping());
}

std::string XmppStream::Ping() {
  base::XmlElement iq{"iq", component_.empty() ? kClientNamespace : kComponentNamespace};
  iq.Set("type", "get").Set("id", kPingId + std::to_string(++pings_));
  if (!component_.empty()) iq.Set("from", component_).Set("to", component_);
  iq.Add("ping", kPingNamespace);
  return ToXml(iq, iq.xmlns);
}

// The answer to our ping; as a component we meet our own ping again, which tells the same.
bool XmppStream::IsPong(const base::XmlElement& element) const {
  if (managed_ || !asked_ || element.name != "iq") return false;
  const std::string_view from = element.Attribute("from");
  const bool is_ours = component_.empty() ? element.Attribute("type") != "get" : from == component_;
  return is_ours && element.Attribute("id") == kPingId + std::to_string(pings_);
}

base::Result<bool> XmppStream::OnElement(const base::XmlElement& element) {
  if (IsPong(element)) {
    asked_ = false;
    TRY_STATUS(Acknowledge(asked_at_count_));
    return true;
  }
  if (element.xmlns != kManagementNamespace) return false;
  if (element.name == "r") {
    owes_report_ = true;
    Report();
  } else if (element.name == "a") {
    asked_ = false;
    const std::string count(element.Attribute("h"));
    if (count.empty() || count.size() > 10 || count.find_first_not_of("0123456789") != std::string::npos) {
      return base::Fail(base::ErrorCode::kInvalid, "the server's count is no number");
    }
    TRY_STATUS(Acknowledge(static_cast<std::uint32_t>(std::stoull(count))));
  }
  return true;
}

base::Status XmppStream::Acknowledge(std::uint32_t count) {
  TRY(auto stanzas, sent_.Acknowledge(count));
  Finish(std::move(stanzas), SendOutcome::kAcked, {});
  return {};
}

std::optional<std::uint64_t> XmppStream::Receive() { return managed_ ? received_.Receive() : 0; }

void XmppStream::Handle(std::uint64_t number) { received_.Handle(number); }

void XmppStream::ReportProgress() {
  if (owes_report_ && received_.count() != reported_) Report();
}

void XmppStream::Report() {
  if (!write_ || !managed_) return;
  reported_ = received_.count();
  owes_report_ = received_.open() > 0;
  write_("<a xmlns='urn:xmpp:sm:3' h='" + std::to_string(reported_) + "'/>");
}

}  // namespace frontdesk::net
