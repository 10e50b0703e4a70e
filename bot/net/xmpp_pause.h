// How long to wait before the next connection, and what a trouble is called.
//
// Thread safety: pure functions.
#pragma once

#include <chrono>

#include "bot/net/xmpp_session.h"

namespace frontdesk::net {

// `failures`: in a row, this one included. `chance`: 0 to 1; half of the pause hangs on it, so that many clients of a
// server that comes back do not come all at once.
std::chrono::milliseconds XmppPause(const XmppPauses& pauses, XmppTrouble trouble, int failures, double chance);

}  // namespace frontdesk::net
