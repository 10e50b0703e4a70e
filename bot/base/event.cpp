#include "bot/base/event.h"

namespace frontdesk::base {

std::string ToString(const Address& address) { return address.account + "/" + address.channel + "/" + address.thread; }

}  // namespace frontdesk::base
