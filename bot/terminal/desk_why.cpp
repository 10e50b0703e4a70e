#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/ticket_row.h"
#include "bot/desk/clock.h"
#include "bot/runtime/config.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"

namespace frontdesk::terminal {

namespace {

constexpr std::size_t kSpansShown = 40;  // of each clock, the newest

struct ClockView {
  desk::ClockRules rules;
  base::TimePoint now;
  std::string zone;
};

std::string OrUnknown(const std::string& value) { return value.empty() ? "unknown" : value; }

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void PrintRouting(const store::TicketRow& row, const desk::Ticket& ticket, std::ostream& out) {
  out << "queue: " << row.queue << "\n  because: " << OrUnknown(ticket.queue_reason) << '\n';
  const desk::Routed& routed = ticket.routed;
  if (!routed.skills.empty()) out << "  needs: " << Joined(routed.skills) << '\n';
  if (!routed.note.empty()) out << "  note: " << routed.note << '\n';
  if (!routed.first.empty()) out << "  asked first: " << routed.first << '\n';
  if (!routed.offered.empty()) out << "  offered to: " << routed.offered << " (" << routed.offer_reason << ")\n";
  out << "owner: " << (row.owner.empty() ? "nobody" : row.owner) << '\n';
}

void PrintLevel(const desk::Ticket& ticket, const std::string& zone, std::ostream& out) {
  out << "service level: " << desk::ToString(ticket.level.tier) << "\n  because: " << OrUnknown(ticket.level.reason)
      << "\n  from: category " << OrUnknown(ticket.impact.category) << ", component "
      << OrUnknown(ticket.impact.component) << ", impact " << OrUnknown(ticket.impact.impact) << ", scope "
      << OrUnknown(ticket.impact.scope) << ", workaround " << OrUnknown(ticket.impact.workaround)
      << "\n  first response due: " << base::FormatLocal(ticket.first_response_due, zone) << '\n';
  if (ticket.resolution_due) out << "  solved by: " << base::FormatLocal(*ticket.resolution_due, zone) << '\n';
}

void PrintSpan(const desk::ClockSpan& span, const std::string& zone, std::ostream& out) {
  out << "    " << base::FormatLocal(span.from, zone) << " to " << base::FormatLocal(span.to, zone) << "  "
      << (span.counts ? "counts " : "stands ") << base::FormatDuration(span.to - span.from) << ": " << span.reason
      << '\n';
}

// Each minute since the opening, and why it counted or did not.
void PrintClock(const desk::Clock& clock, const desk::Ticket& ticket, const ClockView& view, std::ostream& out) {
  out << "clock of the " << desk::ToString(clock.kind) << ": " << desk::InWords(clock, view.now);
  if (!clock.started) return static_cast<void>(out << '\n');
  out << ", " << base::FormatDuration(clock.spent) << " counted";
  if (clock.target) out << " of " << base::FormatDuration(*clock.target);
  out << '\n';
  const std::vector<desk::ClockSpan> spans = desk::Explain(clock, ticket.opened, view.rules);
  const std::size_t hidden = spans.size() - std::min(spans.size(), kSpansShown);
  if (hidden > 0) out << "    " << hidden << " spans before\n";
  for (std::size_t i = hidden; i < spans.size(); ++i) PrintSpan(spans[i], view.zone, out);
}

void PrintClocks(const desk::Ticket& ticket, const ClockView& view, std::ostream& out) {
  const std::vector<desk::Change> changes = desk::ChangesOf(ticket);
  for (const desk::ClockKind kind : {desk::ClockKind::kFirstResponse, desk::ClockKind::kFirstUseful,
                                     desk::ClockKind::kNextResponse, desk::ClockKind::kResolution})
    PrintClock(desk::ReadClock(kind, changes, view.rules, view.now), ticket, view, out);
}

base::Status Print(store::Store& store, std::int64_t number, const ClockView& view, std::ostream& out) {
  const std::string& zone = view.zone;
  TRY(const store::TicketRow row, store.LoadTicket(number));
  TRY(const desk::Ticket ticket, core::LoadTicket(store, number));
  TRY(const auto changes, store.TicketChanges(number));
  out << '#' << number << ' ' << ticket.title << "\nstate: " << row.state << '\n';
  PrintRouting(row, ticket, out);
  PrintLevel(ticket, zone, out);
  PrintClocks(ticket, view, out);
  out << "what happened:\n";
  for (const store::TicketChangeRow& change : changes) {
    out << "  " << base::FormatLocal(change.at, zone) << "  " << change.who << ": " << change.what;
    if (!change.why.empty()) out << " (" << change.why << ')';
    out << '\n';
  }
  return {};
}

}  // namespace

int ExplainTicket(const std::string& directory, std::int64_t number, Streams streams) {
  const auto config = OpenConfig(directory, streams.err);
  if (!config) return kFailed;
  const base::SystemClock clock;
  const auto store = OpenData(*config, clock);
  if (!store) {
    PrintError(streams.err, store.error());
    return kFailed;
  }
  base::Status printed =
      Print(**store, number, {{config->desk.levels, config->desk.hours}, clock.Now(), config->zone}, streams.out);
  if (printed) return kOk;
  if (printed.error().code == base::ErrorCode::kNotFound)
    printed = base::Fail(base::ErrorCode::kNotFound, "there is no ticket " + std::to_string(number));
  PrintError(streams.err, printed.error());
  return kFailed;
}

}  // namespace frontdesk::terminal
