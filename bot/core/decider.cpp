#include "bot/core/decider.h"

#include <algorithm>
#include <exception>

#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_row.h"

namespace frontdesk::core {

Decider::Decider(store::Store& store, const base::Clock& clock, CatalogSource catalog, TraitsOf traits,
                 const Wallboard* wallboard)
    : store_(store), clock_(clock), catalog_(std::move(catalog)), traits_(std::move(traits)), wallboard_(wallboard) {}

std::size_t Decider::AddressHash::operator()(const base::Address& address) const {
  const std::hash<std::string> hash;
  return hash(address.account) ^ (hash(address.channel) * 31) ^ (hash(address.thread) * 131);
}

base::Result<Decider::Known> Decider::Load(const base::Event& event) {
  if (const auto it = by_address_.find(event.address); it != by_address_.end()) {
    recent_.splice(recent_.begin(), recent_, it->second);
    return it->second->second;
  }
  Known known;
  auto row = store_.FindConversation(event.address);
  if (row) {
    TRY(known.conversation, FromRow(*row));
  } else if (row.error().code == base::ErrorCode::kNotFound) {
    known.conversation.address = event.address;
    known.conversation.id = store_.ReserveIds(2);
    known.conversation.person = known.conversation.id + 1;
    return known;
  } else {
    return tl::unexpected(row.error());
  }
  auto person = store_.LoadPerson(known.conversation.person);
  if (!person && person.error().code != base::ErrorCode::kNotFound) return tl::unexpected(person.error());
  if (person) known.person_row = std::move(*person);
  for (const store::Id number : TicketsOf(known.conversation)) {
    TRY(desk::Ticket loaded, core::LoadTicket(store_, number));
    known.tickets.push_back(std::move(loaded));
  }
  return known;
}

base::Result<std::optional<desk::Ticket>> Decider::LoadTicket(store::Id number) {
  auto ticket = core::LoadTicket(store_, number);
  if (!ticket && ticket.error().code == base::ErrorCode::kNotFound) return std::nullopt;
  if (!ticket) return tl::unexpected(ticket.error());
  return std::move(*ticket);
}

// kNotFound when an act names a ticket that this conversation does not have.
base::Status Decider::Focus(std::vector<desk::Ticket> tickets, const base::Event& event, Context& context) {
  const store::Id in_focus = TicketInFocus(event, context.conversation);
  for (desk::Ticket& ticket : tickets) {
    if (ticket.number == in_focus)
      context.ticket = std::move(ticket);
    else
      context.others.push_back(std::move(ticket));
  }
  if (in_focus != 0 && !context.ticket) {
    TRY(context.ticket, LoadTicket(in_focus));
    if (context.ticket && context.ticket->conversation != context.conversation.id) context.ticket.reset();
    if (!context.ticket && std::holds_alternative<base::AgentActed>(event.body)) {
      return base::Fail(base::ErrorCode::kNotFound,
                        "There is no ticket " + std::to_string(in_focus) + " in this conversation.");
    }
  }
  if (const store::Id named = TicketNamed(event); named != 0) {
    TRY(context.named, LoadTicket(named));
  }
  return {};
}

base::Result<desk::PersonOnDesk> Decider::LoadPerson(const Conversation& conversation) {
  desk::PersonOnDesk person;
  if (conversation.version == 0) return person;
  TRY(const auto tickets, store_.TicketsOf(conversation.id));
  for (const store::TicketRow& ticket : tickets) {
    if (desk::IsOpen(desk::TicketStateFrom(ticket.state))) continue;
    ++person.earlier_tickets;
    if (!ticket.owner.empty()) person.last_agent = ticket.owner;
  }
  return person;
}

base::Result<Decision> Decider::HandleWith(Known known, const base::Event& event,
                                           Decision (*handle)(const Context& context, const base::Event& event)) {
  if (spare_ticket_number_ == 0) {
    TRY(spare_ticket_number_, store_.ReserveTicketNumber());
  }
  if (!known.on_desk) {
    TRY(known.on_desk, LoadPerson(known.conversation));
  }
  desk::Snapshot desk = wallboard_ ? wallboard_->Look(known.conversation.id) : desk::Snapshot();
  desk.person = *known.on_desk;
  try {
    const std::shared_ptr<const Catalog> catalog = catalog_();
    const AccountTraits traits = traits_(event.address.account);
    Context context{.conversation = std::move(known.conversation),
                    .person_row = std::move(known.person_row),
                    .catalog = *catalog,
                    .first_id = store_.ReserveIds(kIdsPerTurn),
                    .ticket_number = spare_ticket_number_,
                    .deduplicates = traits.deduplicates,
                    .forms = traits.forms,
                    .now = clock_.Now(),
                    .desk = std::move(desk)};
    if (const base::Status focus = Focus(std::move(known.tickets), event, context); !focus) {
      if (focus.error().code != base::ErrorCode::kNotFound) return tl::unexpected(focus.error());
      Decision refused;
      refused.refusal = focus.error();
      return refused;
    }
    Decision decision = handle(context, event);
    decision.on_desk = context.desk.person;
    if (decision.ticket_number_used) spare_ticket_number_ = 0;
    return decision;
  } catch (const std::exception& thrown) {
    return base::Fail(base::ErrorCode::kInternal, thrown.what());
  }
}

base::Result<Decision> Decider::Decide(const base::Event& event) {
  TRY(Known known, Load(event));
  return HandleWith(std::move(known), event, Handle);
}

base::Result<Decision> Decider::Rescue(const base::Event& event) {
  Forget(event.address);
  auto known = Load(event);
  if (!known && known.error().code != base::ErrorCode::kUnavailable) {
    // What cannot be read of the conversation is given up; its row, its person and its lease are kept.
    TRY(store::ConversationRow row, store_.FindConversation(event.address));
    row.state = "{}";
    known = Known{};
    TRY(known->conversation, FromRow(row));
  }
  if (!known) return tl::unexpected(known.error());
  return HandleWith(std::move(*known), event, HandToPerson);
}

void Decider::Remember(Decision decision) {
  if (decision.nothing || decision.refusal) return;
  ++decision.conversation.version;
  const base::Address address = decision.conversation.address;
  // A ticket that ended, or changed hands, is read anew with the next event.
  std::optional<desk::PersonOnDesk> on_desk;
  if (decision.turn.tickets.empty()) on_desk = std::move(decision.on_desk);
  Forget(address);
  if (decision.ticket) decision.others.push_back(std::move(*decision.ticket));
  Known known;
  for (const store::Id number : TicketsOf(decision.conversation)) {
    const auto ticket = std::find_if(decision.others.begin(), decision.others.end(),
                                     [&](const desk::Ticket& one) { return one.number == number; });
    if (ticket == decision.others.end()) return;  // the next decision loads it
    // The turn wrote a ticket exactly when it changed.
    for (const store::TicketRow& written : decision.turn.tickets)
      if (written.number == number) ++ticket->version;
    known.tickets.push_back(std::move(*ticket));
  }
  known.on_desk = std::move(on_desk);
  known.person_row = std::move(decision.person_row);
  known.conversation = std::move(decision.conversation);
  recent_.emplace_front(address, std::move(known));
  by_address_[address] = recent_.begin();
  if (recent_.size() > kConversationsInMemory) {
    by_address_.erase(recent_.back().first);
    recent_.pop_back();
  }
}

void Decider::Forget(const base::Address& address) {
  const auto it = by_address_.find(address);
  if (it == by_address_.end()) return;
  recent_.erase(it->second);
  by_address_.erase(it);
}

}  // namespace frontdesk::core
