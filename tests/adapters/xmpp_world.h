// The world that the XMPP fixtures stand in: the bot, two rooms, and one message that was said before.
#pragma once

#include <string>

#include "adapters/xmpp/view.h"

namespace frontdesk::adapters::xmpp::testing {

inline View World() {
  View view;
  view.account = "xmpp";
  view.jid = "bot@xmpp.test/desk";
  view.rooms["t1@rooms.xmpp.test"] = {.jid = "t1@rooms.xmpp.test", .nick = "Frontdesk"};
  view.rooms["help@rooms.xmpp.test"] = {
      .jid = "help@rooms.xmpp.test", .nick = "Frontdesk", .is_help = true, .people = {{"carol", "carol@xmpp.test"}}};
  view.ignored = {"help@rooms.xmpp.test/robot"};
  view.recent.Remember("alice@xmpp.test/phone d1", "JLdL");
  return view;
}

}  // namespace frontdesk::adapters::xmpp::testing
