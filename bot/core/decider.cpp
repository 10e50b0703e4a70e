#include "bot/core/decider.h"

#include <algorithm>
#include <exception>

#include "bot/core/desk_channel.h"
#include "bot/core/find_identity.h"
#include "bot/core/reactions.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_row.h"
#include "bot/core/undelivered.h"

namespace frontdesk::core {

Decider::Decider(store::Store& store, const base::Clock& clock, CatalogSource catalog, TraitsOf traits,
                 const Wallboard* wallboard, std::shared_ptr<Reports> reports)
    : store_(store),
      clock_(clock),
      catalog_(std::move(catalog)),
      traits_(std::move(traits)),
      wallboard_(wallboard),
      reports_(reports ? std::move(reports) : std::make_shared<Reports>(store)) {}

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

base::Result<std::optional<store::PersonRow>> Decider::FindNamed(const base::Event& event, std::string_view identity) {
  const auto* act = std::get_if<base::AgentActed>(&event.body);
  if (act == nullptr || act->act != base::AgentActed::Act::kLinkPerson) return std::optional<store::PersonRow>();
  const std::string space(identity.empty() ? std::string_view(event.address.account) : identity);
  return FindIdentity(store_, act->value, {&space, 1});
}

base::Result<Human> Decider::LoadHuman(const Conversation& conversation, const base::Event& event,
                                       const AccountTraits& traits) {
  Human human;
  const std::string& id = event.author.id.empty() ? event.address.channel : event.author.id;
  const bool fresh = conversation.version == 0;
  TRY(const auto row,
      Found(fresh ? store_.FindPerson(event.address.account, id) : store_.LoadPerson(conversation.person)));
  if (row) {
    human.row = *row;
  } else {
    human.row.id = human.row.who = conversation.person;
    human.row.account = event.address.account;
    human.row.platform_id = id;
  }
  if (IsTheUsersOwn(event.body)) {
    base::Author author = event.author;
    author.verified = author.verified || traits.ids_are_users;
    human.user = UserOf(author, event.address.account, traits.identity);
  }
  // In a room another than the one it is with may sign in.
  const bool theirs = human.row.platform_id == event.author.id;
  if (theirs && !human.user.empty() && human.user != human.row.user) {
    TRY(human.same_user, Found(store_.FindUser(human.user)));
  }
  TRY(human.named, FindNamed(event, traits.identity));
  TRY_STATUS(LoadHistory(human));
  return human;
}

// Of the human that they are once this event is decided.
base::Status Decider::LoadHistory(Human& human) {
  const store::Id who = human.same_user ? human.same_user->who : human.row.version != 0 ? human.row.who : 0;
  if (who == 0) return {};
  TRY(human.identities, store_.IdentitiesOf(who, kMaxIdentities));
  TRY(human.tickets, store_.TicketsOfHuman(who, kMaxTicketsSeen));
  for (const store::TicketRow& ticket : human.tickets) {
    if (!desk::IsOpen(desk::TicketStateFrom(ticket.state))) continue;
    TRY(desk::Ticket open, TicketFrom(ticket));
    human.open.push_back(std::move(open));
  }
  return {};
}

// What the desk's rules look at.
desk::PersonOnDesk OnDesk(const Human& human, store::Id conversation) {
  desk::PersonOnDesk person;
  for (const Attribute& attribute : AttributesOf(human)) person.attributes[attribute.key] = attribute.value;
  for (const desk::Ticket& ticket : human.open) {
    if (ticket.conversation == conversation) continue;
    person.open.push_back({ticket.number, ticket.conversation, ticket.title, std::string(ToString(ticket.state))});
  }
  for (const store::TicketRow& ticket : human.tickets) {
    if (desk::IsOpen(desk::TicketStateFrom(ticket.state))) continue;
    ++person.earlier_tickets;
    if (person.last_agent.empty()) person.last_agent = ticket.owner;
  }
  return person;
}

base::Result<Decision> Decider::HandleWith(Known known, const base::Event& event,
                                           Decision (*handle)(const Context& context, const base::Event& event)) {
  if (spare_ticket_number_ == 0) {
    TRY(spare_ticket_number_, store_.ReserveTicketNumber());
  }
  desk::Snapshot desk = wallboard_ ? wallboard_->Look(known.conversation.id) : desk::Snapshot();
  try {
    const std::shared_ptr<const Catalog> catalog = catalog_();
    const AccountTraits traits = traits_(event.address.account);
    TRY(Human human, LoadHuman(known.conversation, event, traits));
    desk.person = OnDesk(human, known.conversation.id);
    std::optional<store::TranscriptRow> undelivered;
    if (const store::Id row = UndeliveredRow(event); row != 0) {
      TRY(undelivered, Found(store_.LoadTranscriptRow(row)));
      TRY(human.talks, store_.ConversationsOfHuman(human.row.who, kMaxConversationsSeen));
    }
    std::optional<store::TranscriptRow> reacted_to;
    if (const auto* reacted = std::get_if<base::Reacted>(&event.body)) {
      TRY(reacted_to, Found(store_.FindSent(event.address.account, event.address.channel, reacted->message)));
    }
    base::Event meant = event;
    if (const auto* reacted = std::get_if<base::Reacted>(&event.body))
      if (auto pressed = PressedBy(*reacted, reacted_to)) meant.body = std::move(*pressed);
    TRY(DeskSide side, LoadDeskSide(store_, catalog->policy, meant, known.conversation));
    Context context{.conversation = std::move(known.conversation),
                    .catalog = *catalog,
                    .first_id = store_.ReserveIds(kIdsPerTurn),
                    .ticket_number = spare_ticket_number_,
                    .deduplicates = traits.deduplicates,
                    .forms = traits.forms,
                    .edits = traits.edits,
                    .profiles = traits.profiles,
                    .reply_window = traits.reply_window,
                    .now = clock_.Now(),
                    .human = std::move(human),
                    .undelivered = std::move(undelivered),
                    .reacted_to = std::move(reacted_to),
                    .desk_side = std::move(side),
                    .reports = reports_->Current(catalog->knowledge),
                    .desk = std::move(desk)};
    if (const base::Status focus = Focus(std::move(known.tickets), event, context); !focus) {
      if (focus.error().code != base::ErrorCode::kNotFound) return tl::unexpected(focus.error());
      if (std::holds_alternative<base::AgentActed>(event.body)) return RefuseAct(context, event, focus.error());
      Decision refused;
      refused.refusal = focus.error();
      return refused;
    }
    Decision decision = handle(context, event);
    if (decision.ticket_number_used) spare_ticket_number_ = 0;
    return decision;
  } catch (const std::exception& thrown) {
    return base::Fail(base::ErrorCode::kInternal, thrown.what());
  }
}

// A sign names its message; not every platform says in which thread or chat that stands.
base::Result<std::optional<base::Address>> Decider::WhereSaid(const base::Address& address,
                                                              const std::string& message) {
  TRY(const auto row, Found(store_.FindSent(address.account, address.channel, message)));
  if (!row) return std::optional<base::Address>();
  TRY(const store::ConversationRow conversation, store_.LoadConversation(row->conversation));
  return conversation.address;
}

base::Result<Decision> Decider::Decide(const base::Event& event) {
  if (const auto* reacted = std::get_if<base::Reacted>(&event.body)) {
    TRY(std::optional<base::Address> said, WhereSaid(event.address, reacted->message));
    if (said != event.address) {
      Decision decided;
      decided.nothing = !said;
      decided.elsewhere = std::move(said);
      return decided;
    }
  }
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
  Forget(address);
  if (decision.ticket) decision.others.push_back(std::move(*decision.ticket));
  if (!decision.turn.tickets.empty() || decision.conversation.incident)
    reports_->Hear(decision.conversation, decision.others);
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
