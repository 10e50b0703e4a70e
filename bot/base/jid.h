// Addresses of XMPP: local@domain/resource (RFC 7622). Of two parts the bare one is told without regard to ASCII case;
// what a server has sent is in its normal form already.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::base {

struct Jid {
  std::string local;
  std::string domain;
  std::string resource;
};

Jid SplitJid(std::string_view jid);
// local@domain in lower case.
std::string BareJid(std::string_view jid);
// "" without one.
std::string_view ResourceOf(std::string_view jid);
bool IsSameJid(std::string_view a, std::string_view b);

}  // namespace frontdesk::base
