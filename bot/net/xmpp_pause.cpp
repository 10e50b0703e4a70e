#include "bot/net/xmpp_pause.h"

#include <algorithm>
#include <array>

namespace frontdesk::net {
namespace {

constexpr int kMostDoublings = 20;

std::chrono::milliseconds Longest(const XmppPauses& pauses, XmppTrouble trouble, int failures) {
  switch (trouble) {
    case XmppTrouble::kRefused:
    case XmppTrouble::kTls: return pauses.refused;
    case XmppTrouble::kConflict: return pauses.conflict;
    default: break;
  }
  const int doublings = std::clamp(failures - 1, 0, kMostDoublings);
  return std::min<std::chrono::milliseconds>(pauses.most, pauses.first * (1LL << doublings));
}

}  // namespace

std::string_view ToString(XmppTrouble trouble) {
  constexpr std::array<std::string_view, 10> kNames = {"none",   "unreachable", "silent", "server",  "protocol",
                                                       "policy", "conflict",    "tls",    "refused", "stopped"};
  return kNames[static_cast<std::size_t>(trouble)];
}

std::chrono::milliseconds XmppPause(const XmppPauses& pauses, XmppTrouble trouble, int failures, double chance) {
  const auto longest = Longest(pauses, trouble, failures);
  return std::chrono::milliseconds(
      static_cast<std::chrono::milliseconds::rep>(static_cast<double>(longest.count()) * (0.5 + 0.5 * chance)));
}

}  // namespace frontdesk::net
