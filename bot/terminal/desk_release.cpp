#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/core/closed_loop.h"
#include "bot/core/event_json.h"
#include "bot/core/ticket_row.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"
#include "bot/terminal/release.h"

namespace frontdesk::terminal {

namespace {

constexpr int kPage = 1'000;
constexpr std::size_t kMaxVersionBytes = 60;

// Below zero no server numbers anything, so that both may write at the same time. One row for each ticket and version:
// telling twice is telling once, and a second version does not wait for the first.
store::Id IdOf(store::Id ticket, const std::string& version) {
  constexpr int kVersionBits = 20;
  store::Id hash = 0;
  for (const char byte : base::Sha256(version).substr(0, 3)) hash = hash << 8 | static_cast<unsigned char>(byte);
  return -((ticket << kVersionBits) | (hash >> (24 - kVersionBits)));
}

// As an event that waits to be taken in: the server does so within minutes, or at its next start, once.
base::Status Park(store::Store& store, const desk::Ticket& ticket, const std::string& version, base::TimePoint now) {
  TRY(const base::Event event, ReleaseEvent(store, ticket, version, now));
  store::ParkedRow row;
  row.id = IdOf(ticket.number, version);
  row.account = event.address.account;
  row.event = core::ToJson(event);
  row.error = "waits to be told: released in " + version;
  row.at = now;
  store::WriteOp op{store::Park{std::move(row)}, {}, false, {}};
  store.Write({&op, 1});
  return op.status;
}

}  // namespace

base::Result<std::vector<desk::Ticket>> TicketsFixedIn(store::Store& store, const std::string& version) {
  std::vector<desk::Ticket> waiting, merged;
  std::set<store::Id> fixed;
  for (store::Id after = 0;;) {
    TRY(const auto rows, store.TicketsAfter(after, kPage));
    for (const store::TicketRow& row : rows) {
      TRY(desk::Ticket ticket, core::TicketFrom(row));
      after = ticket.number;
      if (ticket.merged_into != 0)
        merged.push_back(std::move(ticket));
      else if (ticket.fixed_in == version && ticket.state <= desk::TicketState::kResolved) {
        fixed.insert(ticket.number);
        waiting.push_back(std::move(ticket));
      }
    }
    if (rows.size() < static_cast<std::size_t>(kPage)) break;
  }
  for (desk::Ticket& ticket : merged)
    if (fixed.contains(ticket.merged_into)) waiting.push_back(std::move(ticket));
  return waiting;
}

base::Result<base::Event> ReleaseEvent(store::Store& store, const desk::Ticket& ticket, const std::string& version,
                                       base::TimePoint now) {
  TRY(const store::ConversationRow conversation, store.LoadConversation(ticket.conversation));
  base::Event event;
  event.id = "release:" + version + ":" + std::to_string(ticket.number);
  event.address = conversation.address;
  event.at = now;
  event.body = base::Relayed{core::ReleaseKind(ticket.number), base::DumpJson({{"version", version}})};
  return event;
}

int Release(const std::string& directory, const std::string& version, Streams streams) {
  if (version.empty() || version.size() > kMaxVersionBytes) {
    streams.err << "frontdesk: a version is named as tickets name it, such as 3.4\n";
    return kFailed;
  }
  const auto config = OpenConfig(directory, streams.err);
  if (!config) return kFailed;
  const base::SystemClock clock;
  const auto store = OpenDataOrNone(*config, clock);
  const auto tickets =
      store ? TicketsFixedIn(**store, version) : base::Result<std::vector<desk::Ticket>>(tl::unexpected(store.error()));
  if (!tickets) {
    PrintError(streams.err, tickets.error());
    return kFailed;
  }
  for (const desk::Ticket& ticket : *tickets) {
    if (const base::Status parked = Park(**store, ticket, version, clock.Now()); !parked) {
      PrintError(streams.err, parked.error());
      return kFailed;
    }
    streams.out << '#' << ticket.number << "  " << ticket.title << '\n';
  }
  if (tickets->empty())
    streams.out << "No ticket says that it is fixed in " << version << ".\n";
  else
    streams.out << tickets->size() << (tickets->size() == 1 ? " person is" : " people are")
                << " told that it is out and asked whether it works: within ten minutes, or when the server starts.\n";
  return kOk;
}

}  // namespace frontdesk::terminal
