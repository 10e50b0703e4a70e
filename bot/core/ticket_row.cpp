#include "bot/core/ticket_row.h"

namespace frontdesk::core {

base::Result<desk::Ticket> TicketFrom(const store::TicketRow& row) {
  TRY(desk::Ticket ticket, desk::TicketFromJson(row.body));
  ticket.number = row.number;
  ticket.version = row.version;
  ticket.conversation = row.conversation;
  ticket.person = row.person;
  ticket.state = desk::TicketStateFrom(row.state);
  ticket.queue = row.queue;
  ticket.owner = row.owner;
  return ticket;
}

base::Result<desk::Ticket> LoadTicket(store::Store& store, store::Id number) {
  TRY(const store::TicketRow row, store.LoadTicket(number));
  TRY(desk::Ticket ticket, TicketFrom(row));
  TRY(const auto changes, store.TicketChanges(number));
  ticket.history = HistoryOf(changes);
  return ticket;
}

std::vector<desk::Change> HistoryOf(const std::vector<store::TicketChangeRow>& changes) {
  std::vector<desk::Change> history;
  for (const store::TicketChangeRow& change : changes)
    if (!change.kind.empty()) history.push_back({change.at, change.kind, change.value});
  return history;
}

store::TicketRow RowOf(const desk::Ticket& ticket) {
  return {ticket.number, ticket.version, ticket.conversation, ticket.person,       std::string(ToString(ticket.state)),
          ticket.queue,  ticket.owner,   ticket.opened,       desk::ToJson(ticket)};
}

}  // namespace frontdesk::core
