#include "bot/net/xmpp_session.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <utility>

#include "bot/base/log.h"
#include "bot/net/xmpp_hosts.h"
#include "bot/net/xmpp_inbox.h"
#include "bot/net/xmpp_pause.h"
#include "bot/net/xmpp_requests.h"
#include "bot/net/xmpp_stream.h"
#include "bot/net/xmpp_wire.h"

namespace frontdesk::net {
namespace {

namespace asio = boost::asio;
using base::ErrorCode;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMaxUnacknowledged = 500;      // stanzas; the rest waits
constexpr std::size_t kMaxUnwritten = 256 << 10;     // bytes
constexpr std::uint64_t kMaxUnhandled = 1'000;       // messages given out; then reading stops until some are handled
constexpr std::size_t kMaxQuestions = 1'000;         // of ours, open at once
constexpr milliseconds kLastAcks{2'000};             // for what is on its way when the session ends
constexpr milliseconds kLastWords{1'000};            // for the server's end of the stream
constexpr milliseconds kDefaultResumption{300'000};  // where the server names no limit

class Session final : public XmppSession {
 public:
  Session(XmppOptions options, XmppHandler handler, base::Random& random)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        random_(random),
        stream_(options_.component ? options_.jid : std::string()),
        inbox_(options_, [this] { Wake(); }) {}

  base::Status Open();

  void Run() override;
  void Stop() override;
  void Send(std::string_view stanza, SendDone done) override { inbox_.Send(stanza, std::move(done)); }
  void Ask(std::string_view iq, milliseconds within, AskDone done) override {
    inbox_.Ask(iq, base::RandomId(random_), within, std::move(done));
  }
  void Handled(std::uint64_t number) override { inbox_.Handled(number); }
  XmppState State() const override { return inbox_.State(); }

 private:
  void Connect();
  void OnWireItem(base::XmlStreamItem item);
  void Take(const LoginStep& step);
  void GoOnline();
  void OnElement(base::XmlElement element);
  void OnStanza(base::XmlElement stanza);
  void OnIq(const base::XmlElement& iq, std::uint64_t number);
  void Down(const XmppEnd& end);
  void LoseStream(const std::string& reason);
  void Wake();
  void Empty();
  void Put(base::XmlElement stanza, SendDone done);
  void AskForCount();
  void WatchLife();
  void CheckLife();
  void BeginStop();
  void SayGoodbye();
  void Finish();
  // One at a time; a new one replaces the old.
  template <typename Step>
  void After(milliseconds wait, Step step);
  const char* StanzaNamespace() const { return options_.component ? kComponentNamespace : kClientNamespace; }

  const XmppOptions options_;
  const XmppHandler handler_;
  base::Random& random_;
  asio::io_context io_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  asio::steady_timer step_timer_{io_};
  asio::steady_timer life_timer_{io_};
  asio::steady_timer resume_timer_{io_};
  XmppStream stream_;
  XmppRequests requests_;
  XmppInbox inbox_;
  std::unique_ptr<XmppWire> wire_;
  std::optional<XmppLogin> login_;
  std::string jid_;
  bool online_ = false;
  bool stopping_ = false;
  bool closing_ = false;
  int failures_ = 0;
  Clock::time_point online_since_;
  Clock::time_point heard_;
  Clock::time_point asked_;  // when we last asked for a sign of life
  milliseconds resume_within_{};
};

base::Status Session::Open() {
  const base::Jid jid = base::SplitJid(options_.jid);
  if (jid.domain.empty() || (jid.local.empty() && !options_.component)) {
    return base::Fail(ErrorCode::kInvalid, "the JID must read user@domain, of a component just its domain");
  }
  if (options_.component && options_.host.empty()) {
    return base::Fail(ErrorCode::kInvalid, "a component needs the host of its server");
  }
  ::SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
  error_code error;
  tls_.set_default_verify_paths(error);
  if (error) return base::Fail(ErrorCode::kInternal, "cannot load the system's certificates: " + error.message());
  if (options_.ca_file.empty()) return {};
  tls_.load_verify_file(options_.ca_file, error);
  if (!error) return {};
  return base::Fail(ErrorCode::kInvalid, options_.ca_file + " cannot be used as PEM certificates: " + error.message(),
                    options_.ca_file);
}

void Session::Run() {
  sigset_t pipe;
  ::sigemptyset(&pipe);
  ::sigaddset(&pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  const auto work = asio::make_work_guard(io_);
  asio::post(io_, [this] {
    if (!stopping_) Connect();
  });
  while (!io_.stopped()) {
    try {
      io_.run();
    } catch (const std::exception& error) {
      base::Log(base::LogLevel::kError, "xmpp_fault", {{"jid", options_.jid}, {"reason", error.what()}});
      Down({XmppTrouble::kProtocol, "an inner error"});
    }
  }
}

void Session::Stop() {
  asio::post(io_, [this] { BeginStop(); });
}

template <typename Step>
void Session::After(milliseconds wait, Step step) {
  step_timer_.expires_after(wait);
  step_timer_.async_wait([step](const error_code& error) {
    if (!error) step();
  });
}

void Session::Connect() {
  login_.emplace(options_, stream_.resumption(), base::RandomId(random_));
  const auto endpoints = FindXmppServer(options_);
  if (!endpoints) return Down({XmppTrouble::kUnreachable, endpoints.error().message});
  XmppWireHandler handler;
  handler.on_connected = [this] { Take(login_->OnConnected()); };
  handler.on_secured = [this] { Take(login_->OnSecured()); };
  handler.on_item = [this](base::XmlStreamItem item) { OnWireItem(std::move(item)); };
  handler.on_closed = [this](const XmppEnd& end) { Down(end); };
  wire_ = NewXmppWire(io_, tls_, std::move(handler));
  After(options_.login_within, [this] { Down({XmppTrouble::kSilent, "the server took too long over the login"}); });
  wire_->Connect(*endpoints);
}

void Session::OnWireItem(base::XmlStreamItem item) {
  heard_ = Clock::now();
  if (item.kind == base::XmlStreamItem::Kind::kClosed) {
    return closing_ ? Finish() : Down({XmppTrouble::kServer, "the server closed the stream"});
  }
  if (online_) return OnElement(std::move(item.element));
  Take(item.kind == base::XmlStreamItem::Kind::kOpened ? login_->OnStream(item.element)
                                                       : login_->OnElement(item.element));
}

void Session::Take(const LoginStep& step) {
  switch (step.kind) {
    case LoginStep::Kind::kFailed: return Down(step.end);
    case LoginStep::Kind::kStartTls: return wire_->StartTls(base::SplitJid(options_.jid).domain);
    case LoginStep::Kind::kOnline: return GoOnline();
    case LoginStep::Kind::kNewStream: wire_->NewStream(); break;
    case LoginStep::Kind::kWait: break;
  }
  if (!step.write.empty()) wire_->Write(step.write);
}

void Session::GoOnline() {
  const LoggedIn login = login_->result();
  step_timer_.cancel();
  const auto resumed = stream_.GoOnline(login, [this](std::string bytes) { wire_->Write(std::move(bytes)); });
  if (!resumed) {
    stream_.Abandon(resumed.error().message);
    return Down({XmppTrouble::kProtocol, resumed.error().message});
  }
  resume_timer_.cancel();
  if (!*resumed) {
    LoseStream("the stream was not resumed");
    jid_ = login.jid;
    const milliseconds limit = login.resume_within ? milliseconds(*login.resume_within) : kDefaultResumption;
    resume_within_ = std::min(options_.resume_within, limit);
  }
  online_ = true;
  online_since_ = heard_ = Clock::now();
  inbox_.SetState({true, XmppTrouble::kNone, {}, 0});
  inbox_.Accept(true);
  WatchLife();
  if (handler_.on_online) handler_.on_online({*resumed, jid_});
  Empty();
}

// What hung on the old stream has come to its end.
void Session::LoseStream(const std::string& reason) {
  inbox_.Accept(false);
  inbox_.RefuseAll(reason);
  requests_.FailAll(reason);
}

void Session::OnElement(base::XmlElement element) {
  if (element.name == "error" && element.xmlns == kStreamNamespace) return Down(EndOf(element));
  const auto own = stream_.OnElement(element);
  if (!own) {
    stream_.Abandon(own.error().message);
    return Down({XmppTrouble::kProtocol, own.error().message});
  }
  if (!*own) OnStanza(std::move(element));
  if (online_) Empty();
}

// Stanzas of a component are told in the words of a client.
void Rename(base::XmlElement& element, std::string_view from, const char* to) {
  if (element.xmlns == from) element.xmlns = to;
  for (base::XmlElement& child : element.children) Rename(child, from, to);
}

void Session::OnStanza(base::XmlElement stanza) {
  const bool is_message = stanza.name == "message";
  const bool is_iq = stanza.name == "iq";
  if (!is_message && !is_iq && stanza.name != "presence") return;
  const auto number = stream_.Receive();
  if (!number) return;
  if (options_.component) Rename(stanza, kComponentNamespace, kClientNamespace);
  if (is_iq) return OnIq(stanza, *number);
  if (!is_message) stream_.Handle(*number);
  if (stream_.open() >= kMaxUnhandled) wire_->HoldBack(true);
  if (handler_.on_stanza) handler_.on_stanza({std::move(stanza), is_message ? *number : 0});
}

void Session::OnIq(const base::XmlElement& iq, std::uint64_t number) {
  stream_.Handle(number);
  const std::string_view type = iq.Attribute("type");
  if (type == "result" || type == "error") {
    requests_.OnAnswer(iq, jid_);
    return;
  }
  auto answer = handler_.on_request ? handler_.on_request(iq) : std::nullopt;
  Put(answer ? std::move(*answer) : StandardAnswer(iq, options_), nullptr);
  AskForCount();
}

void Session::Put(base::XmlElement stanza, SendDone done) {
  if (options_.component) Rename(stanza, kClientNamespace, kComponentNamespace);
  stream_.Send({ToXml(stanza, StanzaNamespace()), std::move(done)});
}

void Session::Down(const XmppEnd& end) {
  if (closing_) return Finish();
  wire_.reset();
  login_.reset();
  life_timer_.cancel();
  const bool was_online = std::exchange(online_, false);
  stream_.Break();
  if (was_online && stream_.resumption()) {
    resume_timer_.expires_after(resume_within_);
    resume_timer_.async_wait([this](const error_code& error) {
      if (error || online_) return;
      stream_.Abandon("offline for too long");
      LoseStream("offline for too long");
    });
  } else if (!stream_.resumption()) {
    stream_.Abandon("the connection broke");
    LoseStream(end.reason);
  }
  if (was_online && Clock::now() - online_since_ >= options_.pauses.stable) failures_ = 0;
  ++failures_;
  inbox_.SetState({false, end.trouble, end.reason, failures_});
  const double chance = static_cast<unsigned char>(random_.Bytes(1)[0]) / 255.0;
  After(XmppPause(options_.pauses, end.trouble, failures_, chance), [this] { Connect(); });
  if (handler_.on_offline) handler_.on_offline(end.trouble, end.reason);
  if (stopping_) Finish();
}

void Session::Wake() {
  asio::post(io_, [this] { Empty(); });
}

// Hands over what other threads have left, as far as the stream can take it.
void Session::Empty() {
  for (const std::uint64_t number : inbox_.TakeHandled()) stream_.Handle(number);
  if (!online_) return;
  stream_.ReportProgress();
  if (wire_->waiting() < kMaxUnwritten && stream_.open() < kMaxUnhandled) wire_->HoldBack(false);
  while (stream_.unacknowledged() < kMaxUnacknowledged && wire_->waiting() < kMaxUnwritten) {
    auto next = inbox_.Next();
    if (!next) break;
    if (next->asked && requests_.size() >= kMaxQuestions) {
      next->asked(base::Fail(ErrorCode::kUnavailable, "too many questions are open"));
      continue;
    }
    if (next->asked) {
      requests_.Add(std::string(next->stanza.Attribute("id")), std::string(next->stanza.Attribute("to")),
                    Clock::now() + next->within, std::move(next->asked));
    }
    Put(std::move(next->stanza), std::move(next->done));
  }
  if (stream_.unacknowledged() > 0) AskForCount();
  if (stopping_ && stream_.unacknowledged() == 0 && inbox_.empty()) SayGoodbye();
}

void Session::AskForCount() {
  if (stream_.is_asking()) return;
  stream_.AskForCount();
  asked_ = Clock::now();
}

void Session::WatchLife() {
  const auto shortest = std::min(options_.ping_after, options_.answer_within) / 4;
  life_timer_.expires_after(std::clamp<milliseconds>(shortest, milliseconds(10), milliseconds(1'000)));
  life_timer_.async_wait([this](const error_code& error) {
    if (error || !online_) return;
    CheckLife();
    if (online_) WatchLife();
  });
}

void Session::CheckLife() {
  const auto now = Clock::now();
  requests_.Expire(now);
  const bool is_held = stream_.open() >= kMaxUnhandled;
  if (stream_.is_asking() && !is_held && now - std::max(asked_, heard_) > options_.answer_within) {
    return Down({XmppTrouble::kSilent, "the server does not answer any more"});
  }
  if (now - heard_ >= options_.ping_after) AskForCount();
}

void Session::BeginStop() {
  stopping_ = true;
  inbox_.Accept(false);
  if (!online_) return Finish();
  After(kLastAcks, [this] { SayGoodbye(); });
  Empty();
}

void Session::SayGoodbye() {
  if (closing_) return;
  closing_ = true;
  stream_.Report();
  wire_->Write("</stream:stream>");
  After(kLastWords, [this] { Finish(); });
}

void Session::Finish() {
  wire_.reset();
  online_ = false;
  stream_.Abandon("the session ended");
  LoseStream("the session ended");
  inbox_.SetState({false, XmppTrouble::kStopped, "the session ended", 0});
  io_.stop();
}

}  // namespace

base::Result<std::unique_ptr<XmppSession>> NewXmppSession(XmppOptions options, XmppHandler handler,
                                                          base::Random& random) {
  auto session = std::make_unique<Session>(std::move(options), std::move(handler), random);
  TRY_STATUS(session->Open());
  return session;
}

}  // namespace frontdesk::net
