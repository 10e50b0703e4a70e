#include "adapters/wecom/error_code.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/common/retry_after.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using Kind = SendResult::Kind;

constexpr std::size_t kMaxReason = 200;
constexpr base::Millis kMoment = std::chrono::seconds(5);
constexpr base::Millis kConcurrencyPause = std::chrono::seconds(2);
constexpr base::Millis kRatePause = std::chrono::seconds(65);  // the platform shuts an API for 60
constexpr base::Millis kAdminPause = std::chrono::minutes(5);  // an admin has to act

constexpr common::WxReaction kReactions[] = {
    {-1, Kind::kRetry, kMoment, false, ""},
    {40014, Kind::kTokenRefused, {}, false, ""},
    {42001, Kind::kTokenRefused, {}, false, ""},
    {41001, Kind::kTokenRefused, {}, false, ""},
    {40001, Kind::kRetry, kAdminPause, true, "compare secret with the application's Secret"},
    {40013, Kind::kRetry, kAdminPause, true, "compare corp_id with the company's id"},
    {45009, Kind::kRetry, kRatePause, true, ""},
    {45033, Kind::kRetry, kConcurrencyPause, true, ""},
    {60020, Kind::kRetry, kAdminPause, true, "add this server's address to the application's trusted IPs"},
    {48002, Kind::kRejected, {}, false, "the application may not use this API"},
    {60011, Kind::kRejected, {}, false, "the member is outside the application's visible range"},
    {50002, Kind::kRejected, {}, false, "the member is outside the application's visible range"},
    {81013, Kind::kGone, {}, false, ""},
    {40003, Kind::kGone, {}, false, ""},
    {60111, Kind::kGone, {}, false, ""},
    {40007, Kind::kRetry, kMoment, false, ""},  // the media id: the next try uploads anew
    {40004, Kind::kRejected, {}, false, ""},
    {40006, Kind::kRejected, {}, false, ""},
    {40009, Kind::kRejected, {}, false, ""},
    {44004, Kind::kRejected, {}, false, ""},
    {45002, Kind::kRejected, {}, false, ""},
    {40058, Kind::kRejected, {}, false, ""},
    // Of group webhooks.
    {93000, Kind::kRetry, kAdminPause, true, "the webhook is gone: put it into the group anew and change key"},
    // Of customer service.
    {95000, Kind::kRetry, kAdminPause, true, "the customer service account is wrong"},
    {95004, Kind::kRetry, kAdminPause, true, "the customer service account is wrong"},
    {95001, Kind::kRejected, {}, false, "five messages have gone: the customer has to speak first"},
    {95013, Kind::kRejected, {}, false, "the session has ended"},
    {95014, Kind::kRejected, {}, false, "nobody is on duty"},
    {95016, Kind::kRejected, {}, false, "the session is elsewhere"},
    {95017, Kind::kRetry, kAdminPause, true, "the API of customer service is switched off"},
    {95018, Kind::kRejected, {}, false, "the session is elsewhere"},
    // Of robots.
    {846605, Kind::kRejected, {}, false, "the way back has closed"},
    {846608, Kind::kRejected, {}, false, "the way back has closed"},
};

// "ok", but not for the one it was meant for: a message has one receiver, so that is all of them.
std::optional<SendResult> NotForThem(const nlohmann::json& body) {
  const auto shortened = [](const std::string& text) { return base::Shorten(base::CleanUtf8(text), kMaxReason); };
  if (const std::string who = base::TextAt(body, "invaliduser"); !who.empty())
    return common::WxFailed(Kind::kGone, shortened("invaliduser: " + who));
  if (const std::string who = base::TextAt(body, "unlicenseduser"); !who.empty())
    return common::WxFailed(Kind::kRejected,
                            shortened("unlicenseduser: " + who + " (buy or assign an interface licence)"));
  return std::nullopt;
}

// What an update will need: the message's id, and the code that a card may be changed with once.
SendResult Taken(const nlohmann::json& body) {
  SendResult result;
  result.kind = Kind::kSent;
  result.platform_id = base::TextAt(body, "msgid");
  if (const std::string code = base::TextAt(body, "response_code"); !code.empty()) result.platform_id += " " + code;
  return result;
}

}  // namespace

bool IsTokenRefused(long long code) {
  const common::WxReaction* known = common::FindWxReaction(kReactions, code);
  return known != nullptr && known->kind == Kind::kTokenRefused;
}

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  SendResult outcome = common::WxOutcome(kReactions, call, result);
  if (outcome.kind != Kind::kSent) return outcome;
  const auto body = base::ParseJson(result.answer->body);
  if (!body) return common::WxFailed(Kind::kUnknown, "the answer cannot be read");
  if (auto failed = NotForThem(*body)) return *failed;
  return Taken(*body);
}

base::Status ProblemOf(const HttpAnswer& answer) { return common::WxProblem(kReactions, answer); }

}  // namespace frontdesk::adapters::wecom
