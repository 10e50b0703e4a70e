// A ticket between the store's row, whose columns the store must see, and the value that decisions are made on.
//
// Thread safety: pure functions. Failure: a body that is no ticket is kInvalid.
#pragma once

#include "bot/base/result.h"
#include "bot/desk/ticket.h"
#include "bot/store/records.h"

namespace frontdesk::core {

base::Result<desk::Ticket> TicketFrom(const store::TicketRow& row);
store::TicketRow RowOf(const desk::Ticket& ticket);

}  // namespace frontdesk::core
