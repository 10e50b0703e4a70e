#include "bot/core/decider.h"

#include <exception>

namespace frontdesk::core {

Decider::Decider(store::Store& store, const base::Clock& clock, CatalogSource catalog, TraitsOf traits)
    : store_(store), clock_(clock), catalog_(std::move(catalog)), traits_(std::move(traits)) {}

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
  if (known.conversation.ticket != 0) {
    TRY(const store::TicketRow ticket, store_.LoadTicket(known.conversation.ticket));
    TRY(known.ticket, desk::TicketFromJson(ticket.body));
    known.ticket->number = ticket.number;
    known.ticket->version = ticket.version;
    known.ticket->conversation = ticket.conversation;
    known.ticket->person = ticket.person;
    known.ticket->state = desk::TicketStateFrom(ticket.state);
    known.ticket->queue = ticket.queue;
    known.ticket->owner = ticket.owner;
  }
  return known;
}

base::Result<Decision> Decider::HandleWith(Known known, const base::Event& event,
                                           Decision (*handle)(const Context& context, const base::Event& event)) {
  if (spare_ticket_number_ == 0) {
    TRY(spare_ticket_number_, store_.ReserveTicketNumber());
  }
  try {
    const std::shared_ptr<const Catalog> catalog = catalog_();
    const AccountTraits traits = traits_(event.address.account);
    const Context context{
        std::move(known.conversation), std::move(known.ticket), *catalog,     store_.ReserveIds(kIdsPerTurn),
        spare_ticket_number_,          traits.deduplicates,     traits.forms, clock_.Now()};
    Decision decision = handle(context, event);
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
  // The turn wrote the ticket exactly when it changed.
  if (decision.ticket && !decision.turn.tickets.empty()) ++decision.ticket->version;
  const base::Address address = decision.conversation.address;
  // A closed ticket is history: the conversation does not point to it any more.
  if (decision.conversation.ticket == 0) decision.ticket.reset();
  Forget(address);
  recent_.emplace_front(address, Known{std::move(decision.conversation), std::move(decision.ticket)});
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
