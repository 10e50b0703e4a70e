#include "bot/net/xmpp_login.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>
#include <utility>

namespace frontdesk::net {
namespace {

using base::XmlElement;
using Kind = LoginStep::Kind;

constexpr char kTlsNamespace[] = "urn:ietf:params:xml:ns:xmpp-tls";
constexpr char kSaslNamespace[] = "urn:ietf:params:xml:ns:xmpp-sasl";
constexpr char kBindNamespace[] = "urn:ietf:params:xml:ns:xmpp-bind";
constexpr char kStreamErrors[] = "urn:ietf:params:xml:ns:xmpp-streams";
constexpr char kBindId[] = "fd-bind";
constexpr std::size_t kMaxReason = 200;

LoginStep Failed(XmppTrouble trouble, std::string reason) { return {Kind::kFailed, {}, {trouble, std::move(reason)}}; }
LoginStep Say(const XmlElement& element) { return {Kind::kWait, ToXml(element)}; }

// The condition and the server's words, for the log and for admins.
std::string Describe(const XmlElement& element, std::string_view condition) {
  std::string out(condition);
  const auto text = std::ranges::find(element.children, "text", &XmlElement::name);
  if (text != element.children.end() && !text->text.empty()) out += ": " + text->text.substr(0, kMaxReason);
  return out;
}

// The name of the first child that is no <text/>.
std::string ConditionOf(const XmlElement& element) {
  for (const XmlElement& child : element.children)
    if (child.name != "text") return child.name;
  return "undefined-condition";
}

template <typename Number>
std::optional<Number> NumberOf(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

XmppTrouble SaslTrouble(std::string_view condition) {
  return condition == "temporary-auth-failure" || condition == "aborted" ? XmppTrouble::kServer : XmppTrouble::kRefused;
}

}  // namespace

XmppEnd EndOf(const XmlElement& stream_error) {
  constexpr std::array<std::pair<std::string_view, XmppTrouble>, 10> kTroubles = {{
      {"conflict", XmppTrouble::kConflict},
      {"host-unknown", XmppTrouble::kRefused},
      {"host-gone", XmppTrouble::kRefused},
      {"not-authorized", XmppTrouble::kRefused},
      {"policy-violation", XmppTrouble::kPolicy},
      {"invalid-xml", XmppTrouble::kPolicy},
      {"not-well-formed", XmppTrouble::kPolicy},
      {"restricted-xml", XmppTrouble::kPolicy},
      {"invalid-from", XmppTrouble::kPolicy},
      {"unsupported-stanza-type", XmppTrouble::kPolicy},
  }};
  std::string condition = "undefined-condition";
  for (const XmlElement& child : stream_error.children) {
    if (child.xmlns == kStreamErrors && child.name != "text") condition = child.name;
  }
  const auto known = std::ranges::find(kTroubles, condition, &std::pair<std::string_view, XmppTrouble>::first);
  return {known == kTroubles.end() ? XmppTrouble::kServer : known->second, Describe(stream_error, condition)};
}

XmppLogin::XmppLogin(const XmppOptions& options, std::optional<Resumption> resumption, std::string nonce)
    : options_(options),
      jid_(base::SplitJid(options.jid)),
      resumption_(std::move(resumption)),
      nonce_(std::move(nonce)) {}

std::string XmppLogin::Header() const {
  std::string out = "<?xml version='1.0'?><stream:stream xmlns='";
  out += options_.component ? kComponentNamespace : kClientNamespace;
  out.append("' xmlns:stream='").append(kStreamNamespace).append("' to='").append(base::XmlEscape(jid_.domain));
  // Who we are is nobody's business on an open line (RFC 6120 section 4.7.1).
  if (encrypted_) out.append("' from='").append(base::XmlEscape(base::BareJid(options_.jid)));
  return out += options_.component ? "'>" : "' version='1.0' xml:lang='en'>";
}

LoginStep XmppLogin::OnConnected() {
  if (options_.component) stage_ = Stage::kHandshake;
  if (!options_.component && options_.tls == XmppTls::kDirect) return {Kind::kStartTls, {}};
  return {Kind::kNewStream, Header()};
}

LoginStep XmppLogin::OnSecured() {
  encrypted_ = true;
  stage_ = Stage::kFeatures;
  return {Kind::kNewStream, Header()};
}

LoginStep XmppLogin::OnStream(const XmlElement& stream) {
  if (stream.name != "stream" || stream.xmlns != kStreamNamespace) {
    return Failed(XmppTrouble::kProtocol, "what answers there is no XMPP server");
  }
  if (!options_.component) return {};
  XmlElement handshake{"handshake", kComponentNamespace};
  handshake.text = ComponentHandshake(stream.Attribute("id"), options_.password);
  return {Kind::kWait, ToXml(handshake, kComponentNamespace)};
}

LoginStep XmppLogin::OnElement(const XmlElement& element) {
  if (element.name == "error" && element.xmlns == kStreamNamespace) return {Kind::kFailed, {}, EndOf(element)};
  switch (stage_) {
    case Stage::kFeatures: return OnFeatures(element);
    case Stage::kTls: return OnTls(element);
    case Stage::kSasl: return OnSasl(element);
    case Stage::kResume: return OnResume(element);
    case Stage::kBind: return OnBind(element);
    case Stage::kEnable: return OnEnable(element);
    case Stage::kHandshake:
      if (element.name != "handshake") return Failed(XmppTrouble::kProtocol, "no handshake but " + element.name);
      result_.jid = options_.jid;
      return {Kind::kOnline, {}};
  }
  return {};
}

LoginStep XmppLogin::OnFeatures(const XmlElement& features) {
  if (features.name != "features" || features.xmlns != kStreamNamespace) {
    return Failed(XmppTrouble::kProtocol, "no stream features but " + features.name);
  }
  if (!encrypted_ && options_.tls != XmppTls::kNone) {
    if (features.Child("starttls", kTlsNamespace) == nullptr) {
      return Failed(XmppTrouble::kTls, "the server offers no TLS, or somebody between us and it has removed the offer");
    }
    stage_ = Stage::kTls;
    return Say({"starttls", kTlsNamespace});
  }
  return authenticated_ ? ResumeOrBind(features) : ChooseSasl(features);
}

LoginStep XmppLogin::OnTls(const XmlElement& element) {
  if (element.name == "proceed" && element.xmlns == kTlsNamespace) return {Kind::kStartTls, {}};
  return Failed(XmppTrouble::kTls, "the server refuses TLS");
}

LoginStep XmppLogin::ChooseSasl(const XmlElement& features) {
  std::vector<std::string> offered;
  if (const XmlElement* mechanisms = features.Child("mechanisms", kSaslNamespace)) {
    for (const XmlElement& mechanism : mechanisms->children) offered.push_back(mechanism.text);
  }
  auto sasl = Sasl::Choose(offered, encrypted_, {jid_.local, options_.password}, nonce_);
  if (!sasl) return Failed(XmppTrouble::kRefused, sasl.error().message);
  sasl_ = std::move(*sasl);
  stage_ = Stage::kSasl;
  XmlElement auth{"auth", kSaslNamespace};
  auth.Set("mechanism", sasl_->mechanism());
  auth.text = base::Base64Encode(sasl_->First());
  return Say(auth);
}

LoginStep XmppLogin::OnSasl(const XmlElement& element) {
  if (element.xmlns != kSaslNamespace) return Failed(XmppTrouble::kProtocol, "no login answer but " + element.name);
  if (element.name == "success") return OnSaslSuccess(element);
  if (element.name == "failure") {
    const std::string condition = ConditionOf(element);
    return Failed(SaslTrouble(condition), "login refused, " + Describe(element, condition));
  }
  const auto challenge = base::Base64Decode(element.text);
  auto answer = challenge ? sasl_->Answer(*challenge) : challenge;
  if (!answer) return Failed(XmppTrouble::kRefused, answer.error().message);
  XmlElement response{"response", kSaslNamespace};
  response.text = base::Base64Encode(*answer);
  return Say(response);
}

LoginStep XmppLogin::OnSaslSuccess(const XmlElement& element) {
  const auto additional = base::Base64Decode(element.text == "=" ? std::string() : element.text);
  const auto finished = additional ? sasl_->Finish(*additional) : base::Status(tl::unexpected(additional.error()));
  if (!finished) return Failed(XmppTrouble::kRefused, finished.error().message);
  authenticated_ = true;
  stage_ = Stage::kFeatures;
  return {Kind::kNewStream, Header()};
}

LoginStep XmppLogin::ResumeOrBind(const XmlElement& features) {
  can_manage_ = features.Child("sm", kManagementNamespace) != nullptr;
  if (!resumption_ || !can_manage_) return Bind();
  stage_ = Stage::kResume;
  XmlElement resume{"resume", kManagementNamespace};
  resume.Set("previd", resumption_->id).Set("h", std::to_string(resumption_->received));
  return Say(resume);
}

LoginStep XmppLogin::OnResume(const XmlElement& element) {
  if (element.xmlns != kManagementNamespace) return Failed(XmppTrouble::kProtocol, "no resumption but " + element.name);
  result_.acknowledged = NumberOf<std::uint32_t>(element.Attribute("h"));
  if (element.name != "resumed") {
    resumption_.reset();
    return Bind();
  }
  if (!result_.acknowledged || element.Attribute("previd") != resumption_->id) {
    return Failed(XmppTrouble::kProtocol, "the server resumed another stream");
  }
  result_.resumed = result_.managed = true;
  result_.resume_id = resumption_->id;
  return {Kind::kOnline, {}};
}

LoginStep XmppLogin::Bind() {
  stage_ = Stage::kBind;
  XmlElement iq{"iq", kClientNamespace};
  iq.Set("type", "set").Set("id", kBindId);
  XmlElement& bind = iq.Add("bind", kBindNamespace);
  if (!jid_.resource.empty()) bind.Add("resource", kBindNamespace, jid_.resource);
  return {Kind::kWait, ToXml(iq, kClientNamespace)};
}

LoginStep XmppLogin::OnBind(const XmlElement& element) {
  if (element.name != "iq" || element.Attribute("id") != kBindId) return {};
  const XmlElement* bind = element.Child("bind", kBindNamespace);
  if (element.Attribute("type") != "result" || bind == nullptr) {
    const XmlElement* error = element.Child("error");
    const std::string condition = error == nullptr ? "undefined-condition" : ConditionOf(*error);
    return Failed(condition == "conflict" ? XmppTrouble::kConflict : XmppTrouble::kServer,
                  "no resource bound, " + condition);
  }
  result_.jid = bind->ChildText("jid");
  if (!can_manage_) return {Kind::kOnline, {}};
  stage_ = Stage::kEnable;
  XmlElement enable{"enable", kManagementNamespace};
  enable.Set("resume", "true");
  return Say(enable);
}

LoginStep XmppLogin::OnEnable(const XmlElement& element) {
  if (element.xmlns != kManagementNamespace) return {};
  result_.managed = element.name == "enabled";
  const std::string_view resume = element.Attribute("resume");
  if (result_.managed && (resume == "true" || resume == "1")) result_.resume_id = element.Attribute("id");
  if (const auto seconds = NumberOf<std::uint32_t>(element.Attribute("max"))) {
    result_.resume_within = std::chrono::seconds(*seconds);
  }
  return {Kind::kOnline, {}};
}

}  // namespace frontdesk::net
