#include "bot/net/xmpp_requests.h"

#include <utility>

#include "bot/base/jid.h"
#include "bot/net/xmpp_login.h"

namespace frontdesk::net {
namespace {

constexpr char kDiscoInfo[] = "http://jabber.org/protocol/disco#info";
constexpr char kPing[] = "urn:xmpp:ping";
constexpr char kStanzaErrors[] = "urn:ietf:params:xml:ns:xmpp-stanzas";

// RFC 6120 section 8.1.2.1: what goes to nobody is answered by our own account.
bool MayAnswer(std::string_view to, std::string_view from, std::string_view own) {
  if (!to.empty()) return base::IsSameJid(to, from) || (from.empty() && base::IsSameJid(to, base::BareJid(own)));
  return from.empty() || base::IsSameJid(from, own) || base::IsSameJid(from, base::BareJid(own)) ||
         from == base::SplitJid(own).domain;
}

base::XmlElement DiscoInfo(const base::XmlElement& iq, const XmppOptions& options) {
  base::XmlElement answer = IqResult(iq);
  base::XmlElement& query = answer.Add("query", kDiscoInfo);
  if (const base::XmlElement* asked = iq.Child("query", kDiscoInfo); !asked->Attribute("node").empty()) {
    query.Set("node", std::string(asked->Attribute("node")));
  }
  query.Add("identity", kDiscoInfo).Set("category", "client").Set("type", "bot").Set("name", options.name);
  query.Add("feature", kDiscoInfo).Set("var", kDiscoInfo);
  query.Add("feature", kDiscoInfo).Set("var", kPing);
  for (const std::string& feature : options.features) query.Add("feature", kDiscoInfo).Set("var", feature);
  return answer;
}

}  // namespace

void XmppRequests::Add(std::string id, std::string to, Clock::time_point until, AskDone done) {
  open_.insert_or_assign(std::move(id), Question{std::move(to), until, std::move(done)});
}

bool XmppRequests::OnAnswer(const base::XmlElement& iq, std::string_view own) {
  const auto found = open_.find(iq.Attribute("id"));
  if (found == open_.end() || !MayAnswer(found->second.to, iq.Attribute("from"), own)) return false;
  const AskDone done = std::move(found->second.done);
  open_.erase(found);
  done(iq);
  return true;
}

void XmppRequests::Expire(Clock::time_point now) {
  std::vector<AskDone> late;
  std::erase_if(open_, [&](auto& entry) {
    if (entry.second.until > now) return false;
    late.push_back(std::move(entry.second.done));
    return true;
  });
  for (const AskDone& done : late) done(base::Fail(base::ErrorCode::kUnavailable, "no answer came in time"));
}

void XmppRequests::FailAll(const std::string& reason) {
  for (const auto& [id, question] : std::exchange(open_, {})) {
    question.done(base::Fail(base::ErrorCode::kUnavailable, reason));
  }
}

base::XmlElement IqResult(const base::XmlElement& iq) {
  base::XmlElement answer{"iq", iq.xmlns};
  answer.Set("type", "result").Set("id", std::string(iq.Attribute("id")));
  if (!iq.Attribute("from").empty()) answer.Set("to", std::string(iq.Attribute("from")));
  if (!iq.Attribute("to").empty()) answer.Set("from", std::string(iq.Attribute("to")));
  return answer;
}

base::XmlElement IqError(const base::XmlElement& iq, std::string_view type, std::string_view condition) {
  base::XmlElement answer = IqResult(iq);
  answer.Set("type", "error");
  answer.Add("error", iq.xmlns).Set("type", std::string(type)).Add(std::string(condition), kStanzaErrors);
  return answer;
}

base::XmlElement StandardAnswer(const base::XmlElement& iq, const XmppOptions& options) {
  const bool is_get = iq.Attribute("type") == "get";
  if (is_get && iq.Child("ping", kPing) != nullptr) return IqResult(iq);
  if (is_get && iq.Child("query", kDiscoInfo) != nullptr) return DiscoInfo(iq, options);
  return IqError(iq, "cancel", "service-unavailable");
}

}  // namespace frontdesk::net
