// The homeserver's calls of an application service: transactions of events, pings, and questions whether a user or a
// room is ours. The address in the registration is that of the account: /hooks/ACCOUNT, and the homeserver adds the
// rest.
//
// Thread safety: pure functions. Failure: Verify says kUnauthenticated without a token and kForbidden with a wrong one;
// a transaction is refused only when it cannot be read at all, since all later ones wait behind it.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

base::Result<Verified> VerifyTransaction(const RawRequest& request, Env env);
base::Result<Parsed> ParseTransaction(const Verified& request, Env env);
HttpAnswer AnswerToTransaction(const base::Status& outcome);

}  // namespace frontdesk::adapters::matrix
