#include "bot/runtime/platform_sender.h"

#include <algorithm>
#include <exception>

#include "bot/base/log.h"
#include "bot/core/conversation.h"
#include "bot/core/effect.h"
#include "bot/runtime/rows.h"

namespace frontdesk::runtime {

using Kind = adapters::SendResult::Kind;

namespace {

store::Delivery DeliveryOf(Kind kind) {
  switch (kind) {
    case Kind::kSent: return store::Delivery::kSent;
    case Kind::kRetry:
    case Kind::kTokenRefused: return store::Delivery::kPending;
    case Kind::kRejected:
    case Kind::kGone: return store::Delivery::kFailed;
    case Kind::kUnknown: return store::Delivery::kUnknown;
  }
  return store::Delivery::kUnknown;
}

// Whether the step has brought a part to the user when it succeeds.
bool Delivers(const adapters::Step& step) {
  if (const auto* frame = std::get_if<adapters::Frame>(&step)) return !frame->id.empty();
  if (const auto* answer = std::get_if<adapters::InAnswer>(&step)) return answer->delivers;
  const auto* call = std::get_if<adapters::Call>(&step);
  return call != nullptr && call->delivers;
}

core::SendOutcome Failed(const std::string& account, const std::string& why) {
  base::Log(base::LogLevel::kError, "sender.cannot_send", {{"account", account}, {"error", why}});
  core::SendOutcome outcome;
  outcome.delivery = store::Delivery::kFailed;
  return outcome;
}

}  // namespace

struct PlatformSender::Progress {
  store::TranscriptRow words = {};  // of an update, for `row` to look into
  adapters::Row row;
  base::Message message;
  base::Address address;
  int part = 0;
  std::vector<adapters::HttpAnswer> answers;
  std::string platform_id;
  std::function<base::Result<std::string>(const base::FileRef& file)> read_file;

  std::string reader;
  base::ReplyPath path;
  int sent_since = 0;
  std::shared_ptr<const HookRequest> open;
  std::string replaces;
  std::vector<std::string> avoid;

  adapters::Sending sending() const {
    adapters::Sending sending{address, row, message, part, answers, read_file, reader};
    if (path != base::ReplyPath{}) sending.path = &path;
    sending.sent_since = sent_since + part;
    if (open) sending.open = &*open->verified;
    sending.replaces = replaces;
    sending.avoid = avoid;
    return sending;
  }
  void NextPart() {
    ++part;
    answers.clear();
  }
};

bool PlatformSender::Deduplicates() const {
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(account_);
  return account != nullptr && account->adapter->capabilities().deduplicates_sends;
}

core::Pace PlatformSender::pace() const {
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(account_);
  if (account == nullptr) return {};
  const adapters::Capabilities can = account->adapter->capabilities();
  return {2, can.sends_per_second, can.burst};
}

core::SendOutcome PlatformSender::Send(const store::OutboxRow& row, const store::TranscriptRow& words) {
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(account_);
  if (account == nullptr) return Failed(account_, "the account is gone");
  try {
    if (store::IsEffect(row)) return SendUpdate(*account, row);
    core::SendOutcome outcome = SendParts(*account, row, words);
    const bool over = outcome.delivery == store::Delivery::kSent || outcome.delivery == store::Delivery::kCancelled;
    if (over) parts_.feed.Ended(words, outcome.delivery);
    return outcome;
  } catch (const std::exception& thrown) {
    return Failed(account_, thrown.what());
  }
}

base::Result<PlatformSender::Progress> PlatformSender::Begin(const store::OutboxRow& row,
                                                             const store::TranscriptRow& words) const {
  Progress progress;
  progress.row = RowOf(words);
  progress.part = row.part;
  TRY(progress.message, base::MessageFromJson(words.body));
  TRY(const store::ConversationRow conversation, parts_.store.LoadConversation(row.conversation));
  progress.address = conversation.address;
  progress.path = core::PathOf(conversation);
  if (progress.path.messages > 0) {
    TRY(progress.sent_since, parts_.store.SentSinceUser(row.conversation));
  }
  progress.open = parts_.open.Find(account_, words.event_id);
  if (frames_ != nullptr) progress.reader = frames_->ReaderOf(conversation.address);
  // What is still on another platform is being fetched.
  const bool may_come = row.attempts < kTriesWithoutFile;
  progress.read_file = [this, may_come](const base::FileRef& file) -> base::Result<std::string> {
    auto content = parts_.uploads.Read(file.id);
    if (content) return std::move(content->bytes);
    base::Error error = content.error();
    if (error.code == base::ErrorCode::kNotFound && may_come) error.code = base::ErrorCode::kUnavailable;
    return tl::unexpected(std::move(error));
  };
  return progress;
}

base::Result<PlatformSender::Progress> PlatformSender::BeginUpdate(const store::OutboxRow& row) const {
  TRY(const core::MessageUpdate update, core::UpdateFromJson(row.payload));
  TRY(store::TranscriptRow words, parts_.store.LoadTranscriptRow(update.row));
  if (words.conversation != row.conversation || words.internal)
    return base::Fail(base::ErrorCode::kNotFound, "it was not said here");
  TRY(const std::string replaces, parts_.store.PlatformIdOf(update.row));
  if (replaces.empty()) return base::Fail(base::ErrorCode::kNotFound, "it has no id on the platform");
  words.event_id = update.event_id;
  TRY(Progress progress, Begin(row, words));
  progress.words = std::move(words);
  progress.row = RowOf(progress.words);
  progress.replaces = replaces;
  progress.part = 0;
  if (update.message.empty()) {
    TRY(progress.message, core::WithChoice(std::move(progress.message), update.chosen));
  } else {
    TRY(progress.message, base::MessageFromJson(update.message));
  }
  return progress;
}

// A choice that does not show is no loss: it is tried a few times, and nobody is told.
core::SendOutcome PlatformSender::SendUpdate(const ServedAccount& account, const store::OutboxRow& row) {
  core::SendOutcome done;
  auto progress = BeginUpdate(row);
  if (!progress) {
    const bool later = progress.error().code == base::ErrorCode::kUnavailable;
    done.delivery = later ? store::Delivery::kPending : store::Delivery::kSent;
    return done;
  }
  for (int calls = 0; calls < kMaxCallsPerUpdate; ++calls) {
    auto end = TakeStep(account, *progress);
    if (!end) continue;
    const bool again = end->delivery == store::Delivery::kPending && row.attempts < kUpdateTries;
    return again ? *end : done;
  }
  return done;
}

// Only a connection whose other side keeps an archive can tell.
std::optional<bool> PlatformSender::Arrived(const store::OutboxRow& row, const store::TranscriptRow& words) {
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(account_);
  const auto progress = Begin(row, words);
  if (frames_ == nullptr || account == nullptr || !progress) return std::nullopt;
  const auto step = account->adapter->Next(progress->sending(), {words.at, account->settings, {}, {}, {}});
  const auto* frame = step ? std::get_if<adapters::Frame>(&*step) : nullptr;
  if (frame == nullptr || frame->id.empty()) return std::nullopt;
  return frames_->Arrived(*frame, words.at);
}

core::SendOutcome PlatformSender::SendParts(const ServedAccount& account, const store::OutboxRow& row,
                                            const store::TranscriptRow& words) {
  auto progress = Begin(row, words);
  if (!progress) {
    if (progress.error().code != base::ErrorCode::kUnavailable) return Failed(account_, progress.error().message);
    return {store::Delivery::kPending, {}, {}, row.part, false};
  }
  // The platform would refuse it, and some count refusals against an account.
  if (core::IsShut(progress->path, parts_.calls.Now())) return Failed(account_, "the reply window is shut");
  for (int calls = 0; calls < kMaxCallsPerMessage; ++calls) {
    if (auto end = TakeStep(account, *progress)) return std::move(*end);
  }
  return Failed(account_, "a message that takes too many calls");
}

std::optional<core::SendOutcome> PlatformSender::TakeStep(const ServedAccount& account, Progress& progress) {
  adapters::Step step = adapters::Done{};
  const adapters::SendResult result = MakeCall(account, progress, step);
  if (const auto* spared = std::get_if<adapters::Spared>(&step)) {
    base::Log(base::LogLevel::kInfo, "sender.spared", {{"account", account_}, {"reason", spared->why}});
    return core::SendOutcome{store::Delivery::kCancelled, {}, progress.platform_id, progress.part, false};
  }
  if (std::holds_alternative<adapters::Done>(step) && result.kind == Kind::kSent)
    return core::SendOutcome{store::Delivery::kSent, {}, progress.platform_id, progress.part, false};
  if (result.kind == Kind::kSent) {
    if (!result.platform_id.empty()) progress.platform_id = result.platform_id;
    if (Delivers(step)) progress.NextPart();
    return std::nullopt;
  }
  // The request was answered meanwhile: the part goes another way, at once.
  if (std::holds_alternative<adapters::InAnswer>(step)) return std::nullopt;
  if (!result.reason.empty()) {
    base::Log(base::LogLevel::kWarning, "sender.refused", {{"account", account_}, {"reason", result.reason}});
  }
  if (!result.avoid.empty() && std::ranges::find(progress.avoid, result.avoid) == progress.avoid.end()) {
    progress.avoid.push_back(result.avoid);
    return std::nullopt;
  }
  return core::SendOutcome{DeliveryOf(result.kind), result.retry_after, progress.platform_id, progress.part,
                           result.whole_account || result.kind == Kind::kTokenRefused};
}

adapters::SendResult PlatformSender::SendFrame(const adapters::Frame& frame, Progress& progress) {
  if (frames_ == nullptr) return {Kind::kRejected, {}, {}, false, "the account has no connection"};
  if (frame.id.empty()) {
    auto answer = frames_->Ask(frame);
    if (!answer) return {Kind::kRetry, {}, {}, false, answer.error().message};
    progress.answers.push_back({200, {}, std::move(*answer)});
    return {Kind::kSent};
  }
  const adapters::SendResult result = frames_->Deliver(frame);
  if (result.kind != Kind::kUnknown) return result;
  // The connection broke in between: its other side may know.
  const std::optional<bool> arrived = frames_->Arrived(frame, progress.row.at);
  if (!arrived) return result;
  return {*arrived ? Kind::kSent : Kind::kRetry};
}

// Whoever was quicker has answered the request; then the part goes another way.
adapters::SendResult PlatformSender::SendInAnswer(adapters::InAnswer& answer, Progress& progress) {
  const std::shared_ptr<const HookRequest> open = std::move(progress.open);
  progress.open.reset();
  if (open && parts_.open.Answer(open, std::move(answer.answer))) return {Kind::kSent, answer.platform_id};
  return {Kind::kRetry};
}

// Makes the next call; `step` becomes what it was.
adapters::SendResult PlatformSender::MakeCall(const ServedAccount& account, Progress& progress, adapters::Step& step) {
  adapters::SendResult result{Kind::kRejected};
  const base::Status token = parts_.calls.With(account, [&](adapters::Env env) {
    auto next = account.adapter->Next(progress.sending(), env);
    if (!next) {
      const bool later = next.error().code == base::ErrorCode::kUnavailable;
      result = {later ? Kind::kRetry : Kind::kRejected, {}, next.error().retry_after, false, next.error().message};
      return false;
    }
    step = std::move(*next);
    result = {Kind::kSent};
    if (const auto* frame = std::get_if<adapters::Frame>(&step)) result = SendFrame(*frame, progress);
    if (auto* answer = std::get_if<adapters::InAnswer>(&step)) result = SendInAnswer(*answer, progress);
    const auto* call = std::get_if<adapters::Call>(&step);
    if (call == nullptr) return false;
    const adapters::CallResult answer = parts_.calls.Make(account, *call);
    result = account.adapter->Classify(*call, answer);
    if (result.kind == Kind::kSent && !call->delivers && answer.answer) progress.answers.push_back(*answer.answer);
    return result.kind == Kind::kTokenRefused;
  });
  // No token is the account's trouble: every message of it waits.
  if (!token) return {Kind::kRetry, {}, token.error().retry_after, true, {}};
  return result;
}

}  // namespace frontdesk::runtime
