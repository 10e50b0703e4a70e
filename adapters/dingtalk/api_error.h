// What an answer of the API means when it is no success: the new API says so by status and {"code", "message"}, the
// old one by {"errcode", "errmsg", "sub_code"} inside a 200, and the protection in front of both by a page or
// {"punish": "deny"}.
//
// Thread safety: pure functions. Sources: DingTalk, 全局错误码 and 调用频率限制.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

struct ApiError {
  std::string code;  // "InvalidAuthentication", "40014", "deny"; empty: nothing that can be read
  std::string message;
};

// Of an answer whose status or body says that something failed; nothing for a body that says it went well.
std::optional<ApiError> ErrorIn(const HttpAnswer& answer);

enum class Trouble {
  kOther,
  kToken,        // fetch a fresh one
  kRate,         // of the whole app: a second
  kRateMinute,   // of the whole app: a minute
  kBusy,         // of the whole app: longer and longer
  kFlood,        // of one conversation: a minute
  kLongFlood,    // of one conversation: ten minutes
  kShutOut,      // the protection in front: five minutes of silence, or it becomes longer
  kNotAllowed,   // a scope is missing, or our address is not on the list: an admin has to act
  kGone,         // no such robot, group or person
  kAlreadyDone,  // sent before under the same id
  kServer,       // theirs, may pass
};
Trouble TroubleOf(const ApiError& error);

// "403 Forbidden.AccessDenied: ..." at most 200 graphemes.
std::string ReasonOf(const HttpAnswer& answer);

// Of a call that shows our credentials: kUnauthenticated when they are wrong, kRateLimited or kUnavailable when it may
// pass. `what` begins the sentence.
base::Error CredentialError(const HttpAnswer& answer, std::string_view what);

}  // namespace frontdesk::adapters::dingtalk
