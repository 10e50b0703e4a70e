#include "adapters/mattermost/send_outcome.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::TextAt;
using nlohmann::json;
using Kind = SendResult::Kind;

constexpr base::Millis kRateLimitWait = std::chrono::seconds(1);
constexpr base::Millis kBrokenWait = std::chrono::minutes(5);  // until an admin has acted
constexpr std::int64_t kMaxWaitSeconds = 3'600;
constexpr std::size_t kMaxReason = 200;

// What an error's id asks for.
enum class Means { kBroken, kMember, kGone, kNever, kNoThread, kSaving, kLater };

struct Id {
  std::string_view name;
  Means means;
  std::string_view advice = {};
};

constexpr auto kIds = std::to_array<Id>({
    // The account is broken: everything waits for an admin.
    {"api.context.session_expired.app_error", Means::kBroken, "bot_token is no longer good: make a new one"},
    {"api.context.invalid_token.error", Means::kBroken, "bot_token is wrong: copy it anew"},
    {"api.context.token_provided.app_error", Means::kBroken, "bot_token is no token of a bot"},
    {"api.user.create_direct_channel.disabled.app_error", Means::kBroken, "direct messages are switched off"},
    {"api.file.attachments.disabled.app_error", Means::kNever, "file sharing is switched off on the server"},
    // The target is lost to us.
    {"api.context.permissions.app_error", Means::kMember, "add the bot to the channel and its team"},
    {"api.post.create_post.can_not_post_to_deleted.error", Means::kGone, "the channel is archived"},
    {"api.post.create_post.can_not_post_in_restricted_dm.error", Means::kGone, "that person is in no team with us"},
    {"api.post.create_post.town_square_read_only", Means::kGone, "only admins may post there"},
    {"app.channel.get.existing.app_error", Means::kGone, "the channel is gone"},
    {"store.sql_channel.get.existing.app_error", Means::kGone, "the channel is gone"},
    {"app.user.missing_account.const", Means::kGone, "nobody has that id"},
    {"app.channel.create_direct_channel.internal_error", Means::kLater},
    // Below nothing, or below a reply.
    {"api.post.create_post.root_id.app_error", Means::kNoThread, "the thread is gone"},
    {"api.post.create_post.channel_root_id.app_error", Means::kNoThread, "the thread is in another channel"},
    // This message never arrives as it is.
    {"model.post.is_valid.msg.app_error", Means::kNever, "too long for this server"},
    {"model.post.is_valid.message_length.app_error", Means::kNever, "too long for this server"},
    {"model.post.is_valid.props.app_error", Means::kNever},
    {"api.context.invalid_body_param.app_error", Means::kNever},
    {"api.context.invalid_param.app_error", Means::kNever},
    {"api.post.update_post.permissions_time_limit.app_error", Means::kNever, "the server forbids late edits"},
    {"api.post.update_post.permissions_denied.app_error", Means::kNever},
    {"api.file.upload_file.too_large_detailed.app_error", Means::kNever, "the server's MaxFileSize is smaller"},
    {"interactive_message.decode_trigger_id.expired", Means::kNever, "too long after the click: press it again"},
    // Passing troubles.
    {"api.post.deduplicate_create_post.pending", Means::kSaving, "the first try is being saved"},
    {"api.post.deduplicate_create_post.failed_to_get", Means::kLater},
});

struct Failure {
  std::string id, message;
};

Failure FailureIn(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body, kMaxFrame);
  if (!body || !body->is_object()) return {};
  return {TextAt(*body, "id"), TextAt(*body, "message")};
}

const Id* FindId(std::string_view name) {
  const auto* const it = std::find_if(kIds.begin(), kIds.end(), [&](const Id& id) { return id.name == name; });
  return it == kIds.end() ? nullptr : &*it;
}

std::string ReasonOf(const HttpAnswer& answer, const Failure& failure) {
  std::string reason = std::to_string(answer.status);
  if (!failure.id.empty()) reason += " " + failure.id;
  const Id* id = FindId(failure.id);
  if (id != nullptr && !id->advice.empty()) {
    reason += ": " + std::string(id->advice);
  } else if (!failure.message.empty()) {
    reason += ": " + failure.message;
  }
  return base::Shorten(base::CleanUtf8(reason), kMaxReason);
}

// Seconds until the limit is lifted.
base::Millis WaitIn(const HttpAnswer& answer) {
  for (const char* name : {"Retry-After", "X-RateLimit-Reset"}) {
    const std::string_view text = base::Trim(answer.Header(name));
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || seconds < 0) continue;
    return std::max(kRateLimitWait, base::Millis(std::chrono::seconds(std::min(seconds, kMaxWaitSeconds))));
  }
  return kRateLimitWait;
}

SendResult Failed(Kind kind, std::string reason, std::optional<base::Millis> wait = {}, bool whole_account = false) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  result.retry_after = wait;
  result.whole_account = whole_account;
  return result;
}

bool IsInThread(const Call& call) {
  const auto body = base::ParseJson(call.body, kMaxFrame);
  return body && body->is_object() && !TextAt(*body, "root_id").empty();
}

SendResult ById(const Call& call, Means means, std::string reason) {
  switch (means) {
    case Means::kBroken: return Failed(Kind::kRetry, std::move(reason), kBrokenWait, true);
    case Means::kMember:
    case Means::kGone: return Failed(Kind::kGone, std::move(reason));
    case Means::kSaving: return Failed(Kind::kRetry, std::move(reason), kRateLimitWait);
    case Means::kLater: return Failed(Kind::kRetry, std::move(reason));
    case Means::kNoThread: {
      SendResult result = Failed(Kind::kRejected, std::move(reason));
      if (IsInThread(call)) result.avoid = kAvoidThread;
      return result;
    }
    case Means::kNever: break;
  }
  return Failed(Kind::kRejected, std::move(reason));
}

SendResult ByStatus(const HttpAnswer& answer, std::string reason) {
  switch (answer.status) {
    case 401: return Failed(Kind::kRetry, std::move(reason), kBrokenWait, true);
    case 403:
    case 404:
    case 410: return Failed(Kind::kGone, std::move(reason));
    case 408: return Failed(Kind::kRetry, std::move(reason));
    case 501: return Failed(Kind::kRetry, std::move(reason), kBrokenWait, true);
    default: break;
  }
  return Failed(answer.status >= 500 ? Kind::kRetry : Kind::kRejected, std::move(reason));
}

SendResult Sent(const HttpAnswer& answer) {
  SendResult result;
  result.kind = Kind::kSent;
  const auto body = base::ParseJson(answer.body, kMaxFrame);
  const std::string id = body && body->is_object() ? TextAt(*body, "id") : std::string();
  if (IsId(id)) result.platform_id = id;
  return result;
}

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  // It can be made again: a post that has arrived is not shown twice.
  if (!result.answer) return Failed(Kind::kRetry, "no answer");
  const HttpAnswer& answer = *result.answer;
  const bool success = answer.status >= 200 && answer.status < 300;
  if (success && (!call.delivers || !Sent(answer).platform_id.empty())) return Sent(answer);
  if (success) return Failed(Kind::kRetry, "an answer that cannot be read");
  const Failure failure = FailureIn(answer);
  std::string reason = ReasonOf(answer, failure);
  // The limit is the bot's.
  if (answer.status == 429) return Failed(Kind::kRetry, std::move(reason), WaitIn(answer), true);
  if (const Id* id = FindId(failure.id)) return ById(call, id->means, std::move(reason));
  return ByStatus(answer, std::move(reason));
}

base::Error ErrorOf(const HttpAnswer& answer) {
  const Failure failure = FailureIn(answer);
  base::Error error{ErrorCode::kUnavailable, "Mattermost says " + ReasonOf(answer, failure), {}};
  const Id* id = FindId(failure.id);
  if (answer.status == 401 || (id != nullptr && id->means == Means::kBroken)) error.code = ErrorCode::kUnauthenticated;
  if (answer.status == 403) error.code = ErrorCode::kForbidden;
  if (answer.status == 404) error.code = ErrorCode::kNotFound;
  if (answer.status == 429) {
    error.code = ErrorCode::kRateLimited;
    error.retry_after = WaitIn(answer);
  }
  return error;
}

}  // namespace frontdesk::adapters::mattermost
