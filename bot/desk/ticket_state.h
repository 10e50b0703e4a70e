// The states of a ticket. The name is what is stored, shown to agents and written in frontdesk.yaml.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

namespace frontdesk::desk {

enum class TicketState {
  kNew,
  kOpen,
  kWaitingForCustomer,
  kWaitingOnTeam,  // this and the next one have a reason and a day of review
  kPlanned,
  kResolved,
  kClosed,
  kDeclined,
  kMerged
};

std::string_view ToString(TicketState state);
TicketState TicketStateFrom(std::string_view name);  // unknown names mean open: somebody looks at it
bool IsTicketState(std::string_view name);

// Whether somebody has still to work on it.
bool IsOpen(TicketState state);
// Whether the user's conversation has done with it: nothing more is to come.
bool IsOver(TicketState state);

}  // namespace frontdesk::desk
