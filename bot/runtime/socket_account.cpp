#include "bot/runtime/socket_account.h"

#include <algorithm>
#include <exception>

#include "bot/base/log.h"
#include "bot/runtime/incoming_files.h"
#include "bot/runtime/take_together.h"

namespace frontdesk::runtime {

using base::ErrorCode;

namespace {

// How long the reader sleeps at most before it looks at the time again.
constexpr std::chrono::milliseconds kLongestListen{1'000};

bool SameSettings(const adapters::Settings& a, const adapters::Settings& b) {
  return a.values == b.values && a.lists == b.lists &&
         std::equal(
             a.secrets.begin(), a.secrets.end(), b.secrets.begin(), b.secrets.end(),
             [](const auto& x, const auto& y) { return x.first == y.first && x.second.Reveal() == y.second.Reveal(); });
}

void Write(const std::string& account, SocketLine& line, std::string frame) {
  if (frame.empty()) return;
  if (const base::Status sent = line.Write(std::move(frame)); !sent) {
    base::Log(base::LogLevel::kWarning, "socket.not_written", {{"account", account}, {"error", sent.error().message}});
  }
}

}  // namespace

void SocketAccount::Run() {
  for (int attempt = 0; !stopping();) {
    const Workspace served = parts_.workspace.Current();
    const ServedAccount* account = served->FindAccount(account_);
    if (account == nullptr || account->adapter->socket() == nullptr) break;
    const auto begun = std::chrono::steady_clock::now();
    const auto ended = TalkOnce(served, *account);
    if (!ended && ended.error().code == ErrorCode::kNotFound) break;  // this account has no socket
    if (std::chrono::steady_clock::now() - begun > kGoodConnection) attempt = 0;
    base::Millis pause = PauseBefore(++attempt);
    if (ended && *ended) pause = **ended;
    if (!ended) {
      const ErrorCode code = ended.error().code;
      if (code == ErrorCode::kUnauthenticated || code == ErrorCode::kForbidden) pause = kRefusedReconnectPause;
      if (ended.error().retry_after) pause = std::max(pause, *ended.error().retry_after);
      base::Log(base::LogLevel::kWarning, "socket.not_open", {{"account", account_}, {"error", ended.error().message}});
    }
    Wait(pause);
  }
  EndTheOneBefore();
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

// Whoever lost us with many others shall not come back with all of them at once.
base::Millis SocketAccount::PauseBefore(int attempt) {
  base::Millis pause = kFirstReconnectPause;
  for (int i = 1; i < attempt && pause < kLongestReconnectPause; ++i) pause *= 2;
  pause = std::min(pause, kLongestReconnectPause);
  const auto part = static_cast<unsigned char>(parts_.random.Bytes(1)[0]);
  return pause / 2 + pause * part / 512;
}

base::Result<adapters::SocketAddress> SocketAccount::AddressOf(const ServedAccount& account) {
  const adapters::Socket& socket = *account.adapter->socket();
  base::Result<adapters::SocketAddress> address = base::Fail(ErrorCode::kUnavailable, "no answer");
  TRY_STATUS(parts_.calls.With(account, [&](adapters::Env env) {
    env.memory = memory_;
    auto opening = socket.Open(env);
    if (!opening) {
      address = tl::unexpected(opening.error());
      return false;
    }
    if (auto* known = std::get_if<adapters::SocketAddress>(&*opening)) {
      address = std::move(*known);
      return false;
    }
    const adapters::CallResult result = parts_.calls.Make(account, std::get<adapters::Call>(*opening));
    if (!result.answer) return false;
    if (result.answer->status == 401 && account.adapter->token() != nullptr) return true;
    address = socket.OnOpened(*result.answer, env);
    return false;
  }));
  return address;
}

base::Result<std::optional<base::Millis>> SocketAccount::TalkOnce(const Workspace& served,
                                                                  const ServedAccount& account) try {
  TRY(adapters::SocketAddress address, AddressOf(account));
  net::WsRequest request;
  request.url = std::move(address.url);
  request.headers = std::move(address.headers);
  TRY(auto line, SocketLine::Open(parts_.client, std::move(request), account.adapter->socket()->binary()));
  {
    const std::lock_guard lock(mutex_);
    opened_with_ = served;
    line_ = line;
    if (stopping_) line->HangUp();
  }
  base::Log(base::LogLevel::kInfo, "socket.open", {{"account", account_}});
  for (std::string& hello : address.hello) Write(account_, *line, std::move(hello));
  EndTheOneBefore();
  Talk talk{served, account, line, address.ping_every, std::move(address.memory)};
  auto again = Listen(talk);
  SetLine(nullptr);
  base::Log(base::LogLevel::kInfo, "socket.closed", {{"account", account_}, {"reason", line->reason()}});
  memory_ = talk.memory;
  if (again && memory_.empty()) {
    before_.emplace(std::move(talk));
  } else {
    line->HangUp();
  }
  return again;
} catch (const std::exception& thrown) {
  SetLine(nullptr);
  return base::Fail(ErrorCode::kInternal, thrown.what());
}

void SocketAccount::EndTheOneBefore() {
  if (!before_) return;
  while (const auto frame = before_->line->Next(std::chrono::milliseconds{0})) Hear(*before_, *frame);
  before_->line->HangUp();
  before_.reset();
}

std::optional<base::Millis> SocketAccount::Listen(Talk& talk) {
  auto pinged = std::chrono::steady_clock::now(), heard = pinged;
  while (!talk.line->over()) {
    const auto frame = talk.line->Next(kLongestListen);
    if (frame) {
      heard = std::chrono::steady_clock::now();
      if (const auto again = Hear(talk, *frame)) return again;
    }
    const auto now = std::chrono::steady_clock::now();
    if (talk.ping_every.count() == 0 || now - pinged < talk.ping_every) continue;
    pinged = now;
    if (now - heard > talk.ping_every + kPongPatience) {
      base::Log(base::LogLevel::kWarning, "socket.silent", {{"account", account_}});
      return std::nullopt;
    }
    const std::string random = parts_.random.Bytes(adapters::kEnvRandom);
    Write(account_, *talk.line, talk.account.adapter->socket()->Ping(talk.EnvAt(parts_.clock.Now(), random)));
  }
  return std::nullopt;
}

std::optional<base::Millis> SocketAccount::Hear(Talk& talk, const std::string& frame) {
  const std::string random = parts_.random.Bytes(adapters::kEnvRandom);
  auto heard = talk.account.adapter->socket()->OnFrame(frame, talk.EnvAt(parts_.clock.Now(), random));
  if (!heard) {
    base::Log(base::LogLevel::kWarning, "socket.frame_not_read",
              {{"account", account_}, {"error", heard.error().message}});
    return std::nullopt;
  }
  if (heard->memory) Remember(talk, std::move(*heard->memory));
  for (std::string& answer : heard->answers) Write(account_, *talk.line, std::move(answer));
  const std::optional<base::Millis> again = heard->reconnect;
  TakeIn(talk, std::move(*heard));
  return again;
}

void SocketAccount::Remember(Talk& talk, std::string memory) const {
  if (memory.size() <= adapters::kSocketMemory) {
    talk.memory = std::move(memory);
  } else {
    base::Log(base::LogLevel::kWarning, "socket.memory_full", {{"account", account_}});
  }
}

void SocketAccount::TakeIn(const Talk& talk, adapters::Heard heard) {
  if (heard.taken.pull) PullFirst(talk, *heard.taken.pull);
  const auto end = [this, talk, after = std::move(heard.taken.after), committed = std::move(heard.committed),
                    refused = std::move(heard.refused)](const base::Status& status) {
    for (const std::string& frame : status ? committed : refused) Write(account_, *talk.line, frame);
    if (!status) return;
    parts_.after.DoLater(talk.served, talk.account, after);
  };
  if (heard.taken.events.empty()) return end({});
  NameFiles(heard.taken.events, parts_.random);
  const bool again = heard.offers_again.value_or(talk.account.adapter->capabilities().retries_events);
  TakeTogether(parts_.intake, std::move(heard.taken.events), again, end);
}

// What was missed comes before what comes next. A pull that fails holds nothing up for ever: it is made again.
void SocketAccount::PullFirst(const Talk& talk, const std::string& word) {
  parts_.pulling.PullNow(account_, word);
  const auto end = std::chrono::steady_clock::now() + kLongestPullWait;
  while (!parts_.pulling.WaitForPull(account_, kLongestListen)) {
    if (std::chrono::steady_clock::now() > end || stopping() || talk.line->over()) return;
  }
}

void SocketAccount::Reconsider() {
  const Workspace now = parts_.workspace.Current();
  std::shared_ptr<SocketLine> line;
  {
    const std::lock_guard lock(mutex_);
    const ServedAccount* before = opened_with_ ? opened_with_->FindAccount(account_) : nullptr;
    const ServedAccount* after = now->FindAccount(account_);
    const bool same = before != nullptr && after != nullptr && before->adapter == after->adapter &&
                      SameSettings(before->settings, after->settings);
    if (!same) line = line_;
  }
  wake_.notify_all();
  if (line) line->HangUp();
}

void SocketAccount::Stop() {
  std::shared_ptr<SocketLine> line;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    line = line_;
  }
  wake_.notify_all();
  if (line) line->HangUp();
}

void SocketAccount::SetLine(std::shared_ptr<SocketLine> line) {
  const std::lock_guard lock(mutex_);
  line_ = std::move(line);
}

void SocketAccount::Wait(base::Millis pause) {
  std::unique_lock lock(mutex_);
  if (!stopping_) wake_.wait_for(lock, pause);
}

bool SocketAccount::online() const {
  const std::lock_guard lock(mutex_);
  return line_ != nullptr && !line_->over();
}

bool SocketAccount::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

bool SocketAccount::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace frontdesk::runtime
