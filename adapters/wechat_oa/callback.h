// A callback of an official account: the signature in the query, which leaves the message open in plain mode; the
// encrypted message of safe mode with a signature of its own; the check of a new address.
//
// Thread safety: pure functions. Failure: kUnauthenticated with a reason for the log; the one who asks hears nothing.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wechat_oa {

// Verified::body() is the message in plain XML. The mode of the account decides: what comes in another one is refused.
base::Result<Verified> VerifyCallback(const RawRequest& request, Env env);

bool IsAddressCheck(const Verified& request);
HttpAnswer AddressAnswer(const Verified& request);

// A reply in the answer, sealed in safe mode.
base::Result<HttpAnswer> ReplyAnswer(const std::string& xml, Env env);

// "success", or a 503 for what is worth another try.
HttpAnswer PlainAnswer(const base::Status& outcome);

}  // namespace frontdesk::adapters::wechat_oa
