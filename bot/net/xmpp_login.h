// From an open connection to a stream that carries stanzas: STARTTLS, login, a new stream, then an old session resumed
// or a resource bound and stream management turned on; or a component's handshake. It decides what to say next; others
// carry it over.
//
// Thread safety: one thread. Failure: a step of kind kFailed, after which nothing follows.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "bot/base/jid.h"
#include "bot/base/xml.h"
#include "bot/net/xmpp_sasl.h"
#include "bot/net/xmpp_session.h"

namespace frontdesk::net {

inline constexpr char kClientNamespace[] = "jabber:client";
inline constexpr char kComponentNamespace[] = "jabber:component:accept";
inline constexpr char kStreamNamespace[] = "http://etherx.jabber.org/streams";
inline constexpr char kManagementNamespace[] = "urn:xmpp:sm:3";

// What the end of a stream means: a <stream:error/> of the server.
struct XmppEnd {
  XmppTrouble trouble = XmppTrouble::kServer;
  std::string reason;
};
XmppEnd EndOf(const base::XmlElement& stream_error);

// What is needed to go on with a stream that broke.
struct Resumption {
  std::string id;
  std::uint32_t received = 0;
};

struct LoginStep {
  enum class Kind {
    kWait,
    kStartTls,   // write, encrypt the connection, then OnSecured()
    kNewStream,  // forget the old stream's bytes, write
    kOnline,
    kFailed,
  };
  Kind kind = Kind::kWait;
  std::string write;
  XmppEnd end = {};  // of kFailed
};

// How the stream came online.
struct LoggedIn {
  std::string jid;
  bool resumed = false;
  // What the server has of ours, told with a resumption or with its refusal.
  std::optional<std::uint32_t> acknowledged;
  bool managed = false;   // stream management is on
  std::string resume_id;  // "" when the server will not resume
  std::optional<std::chrono::seconds> resume_within;
};

class XmppLogin {
 public:
  XmppLogin(const XmppOptions& options, std::optional<Resumption> resumption, std::string nonce);

  LoginStep OnConnected();
  LoginStep OnSecured();
  LoginStep OnStream(const base::XmlElement& stream);
  LoginStep OnElement(const base::XmlElement& element);
  const LoggedIn& result() const { return result_; }

 private:
  enum class Stage { kFeatures, kTls, kSasl, kResume, kBind, kEnable, kHandshake };

  std::string Header() const;
  LoginStep OnFeatures(const base::XmlElement& features);
  LoginStep OnTls(const base::XmlElement& element);
  LoginStep OnSasl(const base::XmlElement& element);
  LoginStep OnSaslSuccess(const base::XmlElement& element);
  LoginStep OnResume(const base::XmlElement& element);
  LoginStep OnBind(const base::XmlElement& element);
  LoginStep OnEnable(const base::XmlElement& element);
  LoginStep ChooseSasl(const base::XmlElement& features);
  LoginStep ResumeOrBind(const base::XmlElement& features);
  LoginStep Bind();

  const XmppOptions& options_;
  const base::Jid jid_;
  std::optional<Resumption> resumption_;
  std::string nonce_;
  Stage stage_ = Stage::kFeatures;
  bool encrypted_ = false;
  bool authenticated_ = false;
  bool can_manage_ = false;
  std::optional<Sasl> sasl_;
  LoggedIn result_;
};

}  // namespace frontdesk::net
