#include "adapters/qq/send_outcome.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::qq {

namespace {

using Kind = SendResult::Kind;

constexpr std::size_t kMaxReason = 200;
constexpr std::int64_t kMaxRetryAfterSeconds = 3'600;
constexpr base::Millis kMoment = std::chrono::seconds(2);
constexpr base::Millis kMinute = std::chrono::seconds(60);
constexpr base::Millis kAdminPause = std::chrono::minutes(5);  // an admin has to act
constexpr base::Millis kBanPause = std::chrono::hours(1);
// QQ knows a reply by the message that it answers and this number: the same pair is shown once.
constexpr std::string_view kNumbered = "\"msg_seq\":";
constexpr std::string_view kAnswers[] = {"\"msg_id\":\"", "\"event_id\":\""};

constexpr std::string_view kSpeakFirst = "the window for replies is closed: the user has to speak first";

struct Reaction {
  long long first, last;  // codes
  Kind kind;
  base::Millis wait = {};
  bool whole_account = false;
  std::string_view advice = {};
  std::string_view avoid = {};
};

constexpr Reaction kReactions[] = {
    // Token and bot.
    {11241, 11244, Kind::kTokenRefused},
    {11251, 11251, Kind::kTokenRefused},
    {11261, 11261, Kind::kTokenRefused},
    {11275, 11275, Kind::kTokenRefused},
    {11252, 11252, Kind::kRetry, kMoment},
    {11263, 11263, Kind::kRetry, kMoment},
    {11281, 11281, Kind::kRetry, kMoment},
    {11253, 11254, Kind::kRetry, kAdminPause, true, "the bot may not use this API: apply for it at q.qq.com"},
    {11262, 11262, Kind::kRejected, {}, false, "this API is not for bots"},
    {11264, 11264, Kind::kRejected, {}, false, "the guild's owner has not granted this to the bot"},
    {11282, 11282, Kind::kRejected, {}, false, "the guild's owner has not granted this to the bot"},
    {11265, 11265, Kind::kRetry, kBanPause, true, "the bot is banned: see q.qq.com"},
    // How often, and how late.
    {22009, 22009, Kind::kRetry, kMinute, false, "too many messages"},
    {20028, 20028, Kind::kRetry, kMoment},
    {1100100, 1100100, Kind::kRetry, kMinute},
    {1100308, 1100308, Kind::kRetry, kMinute},
    {304022, 304022, Kind::kRejected, {}, false, kSpeakFirst},
    {304026, 304028, Kind::kRejected, {}, false, kSpeakFirst},
    {304035, 304035, Kind::kRejected, {}, false, kSpeakFirst},
    {304045, 304050, Kind::kRejected, {}, false, kSpeakFirst},
    {40034000, 40034999, Kind::kRejected, {}, false, kSpeakFirst},
    // What the message holds.
    {304003, 304003, Kind::kRejected, {}, false, "register the address at q.qq.com (消息URL配置)", kWithoutUrls},
    {40054010, 40054010, Kind::kRejected, {}, false, "register the address at q.qq.com (消息URL配置)", kWithoutUrls},
    {304036, 304040, Kind::kRejected, {}, false, "the bot may not send buttons: write buttons: text", kWithoutKeyboard},
    {50037, 50037, Kind::kRejected, {}, false, "the bot may not send buttons: write buttons: text", kWithoutKeyboard},
    {50054, 50057, Kind::kRejected, {}, false, "the bot may not send buttons: write buttons: text", kWithoutKeyboard},
    {304020, 304020, Kind::kRejected, {}, false, "the file is too large"},
    {304082, 304083, Kind::kRetry, kMoment, false, "QQ could not take the file"},
    {304025, 304025, Kind::kRejected, {}, false, "QQ calls the words risky"},
    {1100101, 1100103, Kind::kRejected, {}, false, "QQ calls the words risky"},
    {3300006, 3300006, Kind::kRejected, {}, false, "QQ calls the words risky"},
    {304023, 304024, Kind::kUnknown, {}, false, "QQ looks through the message before it is shown"},
    {304018, 304018, Kind::kRetry, kMinute, false, "guilds want the bot to be connected by WebSocket, too"},
    // Who is no more, or has shut the bot out.
    {10001, 10004, Kind::kGone},
    {304031, 304034, Kind::kGone},
    {610007, 610007, Kind::kGone},
    {1100104, 1100104, Kind::kGone},
    {1100301, 1100301, Kind::kGone},
};

// It has arrived already: this was the second try of a message whose first answer was lost.
constexpr long long kShownAlready = 40054005;

const Reaction* Find(long long code) {
  const auto it = std::find_if(std::begin(kReactions), std::end(kReactions),
                               [&](const Reaction& one) { return code >= one.first && code <= one.last; });
  return it == std::end(kReactions) ? nullptr : it;
}

SendResult Ended(Kind kind, std::string reason) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  return result;
}

bool MayGoAgain(const Call& call) {
  const bool answers = std::any_of(std::begin(kAnswers), std::end(kAnswers),
                                   [&](auto key) { return call.body.find(key) != std::string::npos; });
  return !call.delivers || (answers && call.body.find(kNumbered) != std::string::npos);
}

SendResult Doubtful(const Call& call, std::string reason) {
  return Ended(MayGoAgain(call) ? Kind::kRetry : Kind::kUnknown, std::move(reason));
}

base::Millis RetryAfter(const HttpAnswer& answer, base::Millis fallback) {
  const std::string_view text = base::Trim(answer.Header("Retry-After"));
  std::int64_t seconds = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || end.ec != std::errc{} || end.ptr != text.data() + text.size() || seconds < 0) return fallback;
  return std::chrono::seconds(std::min(seconds, kMaxRetryAfterSeconds));
}

SendResult OfCode(long long code, std::string words) {
  if (code == kShownAlready) return Ended(Kind::kSent, {});
  const Reaction* known = Find(code);
  if (known == nullptr) return Ended(Kind::kRejected, std::move(words));
  if (!known->advice.empty()) words += " (" + std::string(known->advice) + ")";
  SendResult result = Ended(known->kind, std::move(words));
  if (known->wait.count() > 0) result.retry_after = known->wait;
  result.whole_account = known->whole_account;
  result.avoid = known->avoid;
  return result;
}

SendResult OfStatus(const Call& call, const HttpAnswer& answer, const std::string& reason) {
  if (answer.status == 401) return Ended(Kind::kTokenRefused, reason);
  if (answer.status == 408) return Ended(Kind::kRetry, reason);
  if (answer.status == 429 || answer.status == 503) {
    SendResult result = Ended(Kind::kRetry, reason);
    if (answer.status == 429 || !answer.Header("Retry-After").empty()) result.retry_after = RetryAfter(answer, kMoment);
    result.whole_account = answer.status == 429;
    return result;
  }
  return answer.status >= 500 ? Doubtful(call, reason) : Ended(Kind::kRejected, reason);
}

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  if (!result.answer) return result.certainly_not_sent ? Ended(Kind::kRetry, "no answer") : Doubtful(call, "no answer");
  const HttpAnswer& answer = *result.answer;
  const auto body = base::ParseJson(answer.body);
  const bool readable = body && body->is_object();
  const long long code = readable ? base::IntAt(*body, "code") : 0;
  if (code != 0 && answer.status != 429 && answer.status < 500) {
    const std::string words = std::to_string(code) + " " + base::CleanUtf8(base::TextAt(*body, "message"));
    return OfCode(code, base::Shorten(words, kMaxReason));
  }
  if (answer.status < 200 || answer.status > 299)
    return OfStatus(call, answer, "status " + std::to_string(answer.status));
  if (!readable && answer.status != 204) return Doubtful(call, "the answer cannot be read");
  SendResult sent = Ended(Kind::kSent, {});
  if (readable) sent.platform_id = base::TextAt(*body, "id");
  return sent;
}

}  // namespace frontdesk::adapters::qq
