// A user with another program than ours: slixmpp, told what to do line by line.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/base/xml.h"
#include "tests/peers/process.h"
#include "tests/peers/xmpp_server.h"

namespace frontdesk::testing {

class XmppUser {
 public:
  // Online when it returns; throws when that takes too long.
  explicit XmppUser(XmppServer& server);

  void Send(const std::string& to, const std::string& body, const std::string& type = "chat");
  void SendRaw(const std::string& xml);
  // Until the server has done with all that was sent before; what comes meanwhile is dropped.
  bool Settle();
  void Join(const std::string& room, const std::string& nick);
  // The next stanza that fits; others before it are dropped. Nothing when none came in time.
  std::optional<base::XmlElement> Next(const std::function<bool(const base::XmlElement&)>& fits,
                                       std::chrono::milliseconds at_most = kPatience);
  // The body of the next message that has one, "" when none came in time.
  std::string NextBody(std::chrono::milliseconds at_most = kPatience);
  const std::string& jid() const { return jid_; }

 private:
  XmppUser(const XmppServer& server, const std::string& name);

  Process process_;
  std::string jid_;
};

}  // namespace frontdesk::testing
