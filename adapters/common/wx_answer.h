// What WeCom and WeChat say about a call: an errcode inside an answer of status 200. Each platform has its own table of
// what becomes of a message then.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::common {

// {"errcode": 0, "errmsg": "ok", ...}
struct WxAnswer {
  std::optional<long long> code;  // nothing: the answer is not the platform's JSON
  std::string words;              // "40014 invalid access_token", at most 200 graphemes
};
WxAnswer ReadWxAnswer(const HttpAnswer& answer);

// Why, and what becomes of the message. A code that is not in the table is kRejected.
struct WxReaction {
  long long code;
  SendResult::Kind kind;
  base::Millis wait = {};
  bool whole_account = false;
  std::string_view advice = {};  // for the admin, beside the platform's own words
};
const WxReaction* FindWxReaction(std::span<const WxReaction> table, long long code);

SendResult WxFailed(SendResult::Kind kind, std::string reason);
// kSent without an id when the code is 0.
SendResult WxOutcome(std::span<const WxReaction> table, const Call& call, const CallResult& result);

// Of an answer that tells something (a profile, a media id): nothing when it is good, else kUnauthenticated when the
// token is to blame, kUnavailable when it is worth another try, kForbidden.
base::Status WxProblem(std::span<const WxReaction> table, const HttpAnswer& answer);

// A token in {"access_token": ..., "expires_in": ...}. `wrong`: codes that say that our credentials are at fault;
// `call` names it in errors.
base::Result<Token> ReadWxToken(const HttpAnswer& answer, std::string_view call, std::span<const long long> wrong,
                                Env env);

}  // namespace frontdesk::adapters::common
