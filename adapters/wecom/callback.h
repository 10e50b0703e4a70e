// A callback of WeCom: the signature in the query, over the encrypted body (XML of an application, JSON of a robot);
// the check of a new address (echostr); and answers, which are encrypted the same way.
//
// Thread safety: pure functions. Failure: kUnauthenticated with a reason for the log; the one who asks hears nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "adapters/common/wx_reply.h"

namespace frontdesk::adapters::wecom {

inline constexpr std::size_t kMaxCallback = common::kWxMaxCallback;

enum class Wrapping { kXml, kJson };

// `receiver`: whom the message must be for, the corp id or "" of a robot. Verified::body() is the decrypted message,
// or what echostr says.
base::Result<Verified> VerifyCallback(const RawRequest& request, Wrapping wrapping, std::string_view receiver, Env env);

// Whether this is the check of a new address, and its answer: the decrypted text and nothing else.
bool IsAddressCheck(const Verified& request);
HttpAnswer AddressAnswer(const Verified& request);

// An answer that carries a message.
base::Result<HttpAnswer> SealedAnswer(std::string_view message, Wrapping wrapping, std::string_view receiver, Env env);

// Whether an answer of that status and body is "taken": an empty 200; what is worth another try is a 503.
HttpAnswer PlainAnswer(const base::Status& outcome);

}  // namespace frontdesk::adapters::wecom
