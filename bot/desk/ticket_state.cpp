#include "bot/desk/ticket_state.h"

#include <algorithm>
#include <array>

namespace frontdesk::desk {

namespace {

constexpr auto kStates = std::to_array<std::string_view>(
    {"new", "open", "waiting for customer", "waiting on team", "planned", "resolved", "closed", "declined", "merged"});

}  // namespace

std::string_view ToString(TicketState state) { return kStates[static_cast<std::size_t>(state)]; }

TicketState TicketStateFrom(std::string_view name) {
  const auto at = std::find(kStates.begin(), kStates.end(), name);
  return at == kStates.end() ? TicketState::kOpen : static_cast<TicketState>(at - kStates.begin());
}

bool IsTicketState(std::string_view name) { return std::find(kStates.begin(), kStates.end(), name) != kStates.end(); }

bool IsOpen(TicketState state) { return state < TicketState::kResolved; }

bool IsOver(TicketState state) { return state == TicketState::kClosed || state == TicketState::kDeclined; }

}  // namespace frontdesk::desk
