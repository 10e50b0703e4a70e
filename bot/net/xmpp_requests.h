// Questions and answers (iq): ours that wait for an answer, and those of others as far as every client answers them.
//
// Thread safety: one thread. Failure: an answer that does not come in time is kUnavailable.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/xml.h"
#include "bot/net/xmpp_session.h"

namespace frontdesk::net {

class XmppRequests {
 public:
  using Clock = std::chrono::steady_clock;

  void Add(std::string id, std::string to, Clock::time_point until, AskDone done);
  // True: the iq answered a question of ours. `own`: our full JID.
  bool OnAnswer(const base::XmlElement& iq, std::string_view own);
  void Expire(Clock::time_point now);
  void FailAll(const std::string& reason);
  std::size_t size() const { return open_.size(); }

 private:
  struct Question {
    std::string to;
    Clock::time_point until;
    AskDone done;
  };
  std::map<std::string, Question, std::less<>> open_;
};

// The empty result, or an error, for an iq of type get or set.
base::XmlElement IqResult(const base::XmlElement& iq);
base::XmlElement IqError(const base::XmlElement& iq, std::string_view type, std::string_view condition);
// Ping, disco#info, else service-unavailable.
base::XmlElement StandardAnswer(const base::XmlElement& iq, const XmppOptions& options);

}  // namespace frontdesk::net
