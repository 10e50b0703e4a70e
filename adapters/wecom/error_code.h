// What WeCom says about a call: an errcode inside an answer of status 200, and what we make of each.
// https://developer.work.weixin.qq.com/document/path/90313
//
// Thread safety: pure functions.
#pragma once

#include "adapters/adapter.h"
#include "adapters/common/wx_answer.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::wecom {

using ApiAnswer = common::WxAnswer;
inline ApiAnswer ReadAnswer(const HttpAnswer& answer) { return common::ReadWxAnswer(answer); }

// The token is not good (any more); a fresh one may be.
bool IsTokenRefused(long long code);

SendResult OutcomeOf(const Call& call, const CallResult& result);

// Of an answer that tells something (a profile, a media id): nothing when it is good, else kUnauthenticated when the
// token is to blame, kUnavailable when it is worth another try, kForbidden.
base::Status ProblemOf(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::wecom
