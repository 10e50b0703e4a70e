// Requests that DingTalk makes to /hooks/ACCOUNT: a robot's message, a click on a card, an encrypted event.
//
//   robot  sign = base64(HMAC-SHA256(AppSecret, timestamp "\n" AppSecret)), header timestamp
//   card   x-ddpaas-signature = base64(HMAC-SHA256(apiSecret, timestamp)), header x-ddpaas-signature-timestamp
//   event  event_crypt.h
//
// The first two leave the body open. That is why the address ends in path_secret for them, and must be https. Times are
// milliseconds; an hour off, either way, is too far.
//
// Thread safety: pure functions. Failure: kUnauthenticated for every reason, in the same words to the one who asks.
#pragma once

#include <cstddef>

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

inline constexpr std::size_t kMaxCallback = 256 << 10;
inline constexpr base::Millis kSignatureWindow = std::chrono::hours(1);

std::string RobotSign(const base::Secret& app_secret, std::string_view timestamp);
std::string CardSign(const base::Secret& api_secret, std::string_view timestamp);

base::Result<Verified> VerifyCallback(const RawRequest& request, Env env);
base::Result<Parsed> ParseCallback(const Verified& request, Env env);

// An event is confirmed by the encrypted word "success", all else by an empty object.
HttpAnswer AnswerCallback(const Verified& request, const base::Status& outcome, Env env);
HttpAnswer PlainAnswer(const base::Status& outcome);

// Events are tried again for hours, messages and clicks never.
bool ComesAgain(const Verified& request);

}  // namespace frontdesk::adapters::dingtalk
