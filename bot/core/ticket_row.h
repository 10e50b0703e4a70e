// A ticket between the store's row, whose columns the store must see, and the value that decisions are made on.
//
// Thread safety: pure functions; LoadTicket as the Store. Failure: a body that is no ticket is kInvalid.
#pragma once

#include "bot/base/result.h"
#include "bot/desk/ticket.h"
#include "bot/store/store.h"

namespace frontdesk::core {

// Without its history.
base::Result<desk::Ticket> TicketFrom(const store::TicketRow& row);
// With its history, which the clocks are read from. kNotFound when there is none.
base::Result<desk::Ticket> LoadTicket(store::Store& store, store::Id number);
// What of the changes is for clocks, in its order.
std::vector<desk::Change> HistoryOf(const std::vector<store::TicketChangeRow>& changes);
store::TicketRow RowOf(const desk::Ticket& ticket);

}  // namespace frontdesk::core
