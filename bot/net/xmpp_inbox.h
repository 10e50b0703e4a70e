// What other threads want of a session, until its own thread takes it: stanzas to send, questions, what was handled.
// And the other way round, the session's state for them to see.
//
// Threads: any; `wake` is called by the thread that has left something, and callbacks of what is refused too.
// Failure: what cannot be taken is refused at once, with the reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/xml.h"
#include "bot/net/xmpp_session.h"

namespace frontdesk::net {

// A stanza with `done`, or a question with `asked`.
struct XmppErrand {
  base::XmlElement stanza;
  SendDone done = {};
  AskDone asked = {};
  std::chrono::milliseconds within{};
};

class XmppInbox {
 public:
  XmppInbox(const XmppOptions& options, std::function<void()> wake) : options_(options), wake_(std::move(wake)) {}

  void Send(std::string_view stanza, SendDone done);
  void Ask(std::string_view iq, std::string id, std::chrono::milliseconds within, AskDone done);
  void Handled(std::uint64_t number);
  XmppState State() const;

  // The session's side. While it does not accept, everything is refused.
  void Accept(bool accept);
  void RefuseAll(const std::string& reason);
  std::optional<XmppErrand> Next();
  std::vector<std::uint64_t> TakeHandled();
  bool empty() const;
  void SetState(XmppState state);

 private:
  base::Result<base::XmlElement> Read(std::string_view xml) const;
  base::Status Put(XmppErrand& errand);

  const XmppOptions& options_;
  const std::function<void()> wake_;
  mutable std::mutex mutex_;
  bool accepts_ = false;
  bool woken_ = false;
  std::deque<XmppErrand> errands_;
  std::vector<std::uint64_t> handled_;
  XmppState state_;
};

}  // namespace frontdesk::net
