// A version is out: whom `frontdesk desk release` tells, and how.
//
// Thread safety: as the store. Failure: the store's errors.
#pragma once

#include <string>
#include <vector>

#include "bot/base/event.h"
#include "bot/desk/ticket.h"
#include "bot/store/store.h"

namespace frontdesk::terminal {

// The tickets that wait for the version; those that were joined with one of them have people who wait too.
base::Result<std::vector<desk::Ticket>> TicketsFixedIn(store::Store& store, const std::string& version);
// What tells the ticket's conversation. Its id says ticket and version, so that it is heard once.
base::Result<base::Event> ReleaseEvent(store::Store& store, const desk::Ticket& ticket, const std::string& version,
                                       base::TimePoint now);

}  // namespace frontdesk::terminal
