#include "adapters/wechat_oa/send_outcome.h"

#include "adapters/common/wx_answer.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

using Kind = SendResult::Kind;

constexpr base::Millis kMoment = std::chrono::seconds(5);
constexpr base::Millis kMinute = std::chrono::seconds(65);
constexpr base::Millis kAdminPause = std::chrono::minutes(5);  // an admin has to act
constexpr base::Millis kQuotaPause = std::chrono::hours(1);    // the quota of a day begins anew at midnight

constexpr char kIsMenu[] = "\"msgtype\":\"msgmenu\"";

constexpr common::WxReaction kReactions[] = {
    {-1, Kind::kRetry, kMoment},
    {40001, Kind::kTokenRefused},
    {40014, Kind::kTokenRefused},
    {42001, Kind::kTokenRefused},
    {41001, Kind::kTokenRefused},
    {40003, Kind::kGone},
    {43004, Kind::kGone, {}, false, "they do not follow the account"},
    {40164, Kind::kRetry, kAdminPause, true, "add this server's address to the IP allow-list (IP白名单)"},
    {61004, Kind::kRetry, kAdminPause, true, "add this server's address to the IP allow-list (IP白名单)"},
    {45009, Kind::kRetry, kQuotaPause, true, "the calls of the day are used up until midnight"},
    {45011, Kind::kRetry, kMinute, true, "too many calls in a minute"},
    {45015, Kind::kRejected, {}, false, "48 hours are over: the user has to speak first"},
    {45047, Kind::kRejected, {}, false, "five messages have gone: the user has to speak first"},
    {48001, Kind::kRejected, {}, false, "the account may not use this API: it must be verified (微信认证)"},
    {48004, Kind::kRetry, kAdminPause, true, "WeChat has banned this API for the account"},
    {50001, Kind::kRejected, {}, false, "the account may not use this API"},
    {50002, Kind::kGone, {}, false, "the user's account is restricted"},
    {45002, Kind::kRejected, {}, false, "the message is too long"},
    {87014, Kind::kRejected, {}, false, "WeChat calls the words risky"},
    {40007, Kind::kRetry, kMoment},  // the media id: the next try uploads anew
    {40004, Kind::kRejected},
    {40005, Kind::kRejected},
    {40006, Kind::kRejected},
    {40008, Kind::kRejected},
    {40200, Kind::kRejected, {}, false, "this kind of account may not send menus: write buttons: text"},
    {45072, Kind::kRejected},  // of the typing sign: the command
    {45080, Kind::kRejected},  // there is no message yet that it could be shown for
    {45081, Kind::kRejected},  // it is shown already
    // Of sessions with the account's own agents.
    {61451, Kind::kRejected, {}, false, "kf_account is not the name of an agent"},
    {61458, Kind::kRejected, {}, false, "the agents' work is not set up in the console"},
    {65400, Kind::kRejected, {}, false, "the agents' work is not set up in the console"},
    {65401, Kind::kRejected, {}, false, "kf_account is not the name of an agent"},
    {65403, Kind::kRejected, {}, false, "the agent's name is wrong"},
    {65413, Kind::kRejected, {}, false, "the user is served by an agent already"},
    {65414, Kind::kRejected, {}, false, "the user is served by another agent already"},
    {65415, Kind::kRejected, {}, false, "the agent is not on duty"},
    {65416, Kind::kRejected, {}, false, "the agent is too busy"},
};

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  SendResult outcome = common::WxOutcome(kReactions, call, result);
  const bool menu = call.body.find(kIsMenu) != std::string::npos;
  if (menu && result.answer && common::ReadWxAnswer(*result.answer).code == 40200) outcome.avoid = kWithoutMenu;
  return outcome;
}

base::Status ProblemOf(const HttpAnswer& answer) { return common::WxProblem(kReactions, answer); }

}  // namespace frontdesk::adapters::wechat_oa
