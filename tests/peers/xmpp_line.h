// The session under test on a thread of its own, with a record of what it told.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bot/net/xmpp_session.h"
#include "tests/peers/process.h"
#include "tests/peers/xmpp_server.h"

namespace frontdesk::testing {

class XmppLine {
 public:
  // Quick to try again, so that a test need not wait.
  static net::XmppOptions Options(const XmppServer& server, const std::string& user) {
    net::XmppOptions options;
    options.jid = user + "@xmpp.test";
    options.password = base::Secret(user + "-pw");
    options.host = "127.0.0.1";
    options.port = server.port();
    options.ca_file = server.ca_file();
    options.pauses.first = std::chrono::milliseconds(20);
    options.pauses.most = std::chrono::milliseconds(200);
    return options;
  }
  static net::XmppOptions Component(const XmppServer& server) {
    net::XmppOptions options = Options(server, "");
    options.component = true;
    options.jid = "bot.xmpp.test";
    options.password = base::Secret(kComponentSecret);
    options.port = server.component_port();
    return options;
  }

  // `handle`: whether messages count as handled as soon as they come.
  explicit XmppLine(net::XmppOptions options, bool handle = true) : handle_(handle) {
    net::XmppHandler handler;
    handler.on_online = [this](net::XmppOnline online) {
      Note([&] {
        jid_ = online.jid;
        (online.resumed ? resumed_ : fresh_) += 1;
      });
    };
    handler.on_offline = [this](net::XmppTrouble trouble, const std::string&) {
      Note([&] { troubles_.push_back(trouble); });
    };
    handler.on_stanza = [this](net::XmppDelivery delivery) {
      if (handle_) session_->Handled(delivery.number);
      Note([&] { deliveries_.push_back(std::move(delivery)); });
    };
    auto session = net::NewXmppSession(std::move(options), std::move(handler), random_);
    if (!session) throw std::runtime_error(session.error().message);
    session_ = std::move(*session);
    thread_ = std::thread([this] { session_->Run(); });
  }
  ~XmppLine() { Stop(); }
  XmppLine(const XmppLine&) = delete;
  XmppLine& operator=(const XmppLine&) = delete;

  void Stop() {
    session_->Stop();
    if (thread_.joinable()) thread_.join();
  }

  net::XmppSession& session() { return *session_; }
  // Sends and records the outcome under the id.
  void Send(const std::string& xml, const std::string& id) {
    session_->Send(xml, [this, id](net::SendOutcome outcome, const std::string& reason) {
      Note([&] {
        outcomes_[id].push_back(outcome);
        reasons_[id] = reason;
      });
    });
  }
  void SendBody(const std::string& to, const std::string& id) {
    Send("<message xmlns='jabber:client' type='chat' to='" + to + "' id='" + id + "'><body>" + id + "</body></message>",
         id);
  }
  void GoAvailable() { Send("<presence xmlns='jabber:client'/>", "presence"); }

  // True as soon as it holds, false when it did not in time.
  template <typename Condition>
  bool Wait(Condition condition, std::chrono::milliseconds at_most = kPatience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, at_most, [&] { return condition(); });
  }
  bool WaitFresh(int times = 1) {
    return Wait([=, this] { return fresh_ >= times; });
  }
  bool WaitResumed(int times = 1) {
    return Wait([=, this] { return resumed_ >= times; });
  }
  bool WaitTrouble(net::XmppTrouble trouble) {
    return Wait([=, this] { return std::ranges::find(troubles_, trouble) != troubles_.end(); });
  }
  bool WaitOutcome(const std::string& id, net::SendOutcome outcome) {
    return Wait([&] { return !outcomes_[id].empty() && outcomes_[id].front() == outcome; });
  }

  std::vector<std::string> Bodies() {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    for (const auto& delivery : deliveries_) {
      if (const auto body = delivery.stanza.ChildText("body"); !body.empty()) out.emplace_back(body);
    }
    return out;
  }
  bool WaitBody(const std::string& body) {
    return Wait([&] {
      return std::ranges::any_of(deliveries_, [&](const auto& d) { return d.stanza.ChildText("body") == body; });
    });
  }
  std::vector<net::XmppDelivery> Deliveries() {
    const std::lock_guard lock(mutex_);
    return deliveries_;
  }
  // Within Wait() only.
  const std::vector<net::XmppDelivery>& unlocked_deliveries() const { return deliveries_; }
  void ForgetDeliveries() {
    const std::lock_guard lock(mutex_);
    deliveries_.clear();
  }
  std::vector<net::XmppTrouble> Troubles() {
    const std::lock_guard lock(mutex_);
    return troubles_;
  }
  std::vector<net::SendOutcome> Outcomes(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return outcomes_[id];
  }
  std::string Reason(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return reasons_[id];
  }
  std::string jid() {
    const std::lock_guard lock(mutex_);
    return jid_;
  }
  int fresh() {
    const std::lock_guard lock(mutex_);
    return fresh_;
  }

 private:
  template <typename Step>
  void Note(Step step) {
    {
      const std::lock_guard lock(mutex_);
      step();
    }
    changed_.notify_all();
  }

  const bool handle_;
  base::SystemRandom random_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int fresh_ = 0;
  int resumed_ = 0;
  std::string jid_;
  std::vector<net::XmppTrouble> troubles_;
  std::vector<net::XmppDelivery> deliveries_;
  std::map<std::string, std::vector<net::SendOutcome>> outcomes_;
  std::map<std::string, std::string> reasons_;
  std::unique_ptr<net::XmppSession> session_;
  std::thread thread_;
};

}  // namespace frontdesk::testing
