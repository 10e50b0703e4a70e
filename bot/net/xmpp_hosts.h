// Where a domain's XMPP server is: SRV records (RFC 6120 section 3.2, XEP-0368), then addresses.
//
// Thread safety: any thread. Blocks, for at most about ten seconds. Failure: kUnavailable, with the name.
#pragma once

#include <vector>

#include "bot/base/result.h"
#include "bot/net/xmpp_wire.h"

namespace frontdesk::net {

// At most 16, the best first.
base::Result<std::vector<XmppEndpoint>> FindXmppServer(const XmppOptions& options);

}  // namespace frontdesk::net
