// `frontdesk desk score`: how tickets rank by urgency and by weight, and what other points would have done to the
// ranks.
#include <filesystem>
#include <fstream>
#include <set>

#include "adapters/common/inert.h"
#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_row.h"
#include "bot/desk/ranking.h"
#include "bot/desk/urgency.h"
#include "bot/desk/weight.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"

namespace frontdesk::terminal {

namespace {

constexpr int kMaxFactsRead = 1'000'000;
constexpr std::size_t kShown = 20;
constexpr std::size_t kTitleShown = 60;  // graphemes
constexpr std::size_t kMaxPointsBytes = 1 << 20;

std::string Title(const desk::Ticket& ticket) {
  return base::Shorten(adapters::common::InertText(ticket.title), kTitleShown);
}

// Those that were opened since, as they stand now.
base::Result<std::vector<desk::Ticket>> TicketsSince(store::Store& store, base::TimePoint since) {
  TRY(const auto facts, store.FactsSince(since, kMaxFactsRead));
  std::vector<desk::Ticket> tickets;
  std::set<std::int64_t> seen;
  for (const store::FactRow& fact : facts) {
    if (fact.kind != core::fact::kTicketOpened) continue;
    const std::int64_t number = core::TicketNumberIn(fact.subject);
    if (number == 0 || !seen.insert(number).second) continue;
    const auto row = store.LoadTicket(number);
    if (!row && row.error().code == base::ErrorCode::kNotFound) continue;  // erased since
    if (!row) return tl::unexpected(row.error());
    TRY(desk::Ticket ticket, core::TicketFrom(*row));
    tickets.push_back(std::move(ticket));
  }
  return tickets;
}

std::string Factors(const desk::Figure& figure) {
  std::string text;
  for (const desk::Factor& factor : figure.factors) {
    if (factor.reason.empty()) continue;
    text += (text.empty() ? "" : "; ") + factor.reason;
    if (factor.known) text += " +" + std::to_string(factor.points);
  }
  return text;
}

void PrintRanks(const char* name, const std::vector<desk::Ranked>& ranks, std::ostream& out) {
  out << "\nBy " << name << '\n';
  if (ranks.empty()) out << "  no tickets\n";
  for (std::size_t i = 0; i < ranks.size() && i < kShown; ++i) {
    const desk::Ranked& one = ranks[i];
    out << "  " << one.rank_after << ". #" << one.ticket->number << "  " << one.after.score << "  "
        << Title(*one.ticket) << "\n      " << adapters::common::InertText(Factors(one.after)) << '\n';
  }
}

// The tickets that changed places, in the new order, the first 20 of them.
void PrintMoves(const char* name, const std::vector<desk::Ranked>& ranks, std::ostream& out) {
  std::size_t moved = 0;
  for (const desk::Ranked& one : ranks) moved += one.rank_before != one.rank_after;
  out << "\nBy " << name << ": " << moved << " of " << ranks.size() << " tickets change places\n";
  std::size_t shown = 0;
  for (const desk::Ranked& one : ranks) {
    if (one.rank_before == one.rank_after || shown++ >= kShown) continue;
    out << "  " << one.rank_before << " -> " << one.rank_after << "  #" << one.ticket->number << "  "
        << one.before.score << " -> " << one.after.score << "  " << Title(*one.ticket) << '\n';
    for (const std::string& why : one.why) out << "      " << adapters::common::InertText(why) << '\n';
    if (one.why.empty()) out << "      others moved past it\n";
  }
}

// Nothing when the file cannot be used; what is wrong was printed then.
std::optional<runtime::FigurePoints> PointsIn(const std::string& path, std::ostream& err) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size > kMaxPointsBytes) {
    err << "frontdesk: cannot read " << path << "; it must be a YAML file with urgency: and weight:\n";
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  base::Findings findings;
  runtime::FigurePoints points;
  runtime::ReadFiguresFile({path, text}, points, findings);
  for (const base::Finding& finding : findings.Sorted()) err << base::ToString(finding) << '\n';
  return findings.HasErrors() ? std::nullopt : std::optional(std::move(points));
}

struct Points {
  runtime::FigurePoints before, after;
};

base::Status Score(const runtime::Config& config, const DeskScoreOptions& options, const Points& points,
                   std::ostream& out) {
  const base::SystemClock clock;
  const base::TimePoint now = clock.Now();
  TRY(const auto store, OpenDataOrNone(config, clock));
  TRY(std::vector<desk::Ticket> tickets, TicketsSince(*store, now - std::chrono::days(options.days)));
  if (!options.replay) std::erase_if(tickets, [](const desk::Ticket& ticket) { return !desk::IsOpen(ticket.state); });
  const auto urgency = [now](const runtime::FigurePoints& of) {
    return [now, &of](const desk::Ticket& ticket) { return desk::ComputeUrgency(&ticket, {}, now, of.urgency); };
  };
  const auto weight = [](const runtime::FigurePoints& of) {
    return [&of](const desk::Ticket& ticket) { return desk::ComputeWeight(ticket, of.weight); };
  };
  const auto by_urgency = desk::CompareRanks(tickets, urgency(points.before), urgency(points.after));
  const auto by_weight = desk::CompareRanks(tickets, weight(points.before), weight(points.after));
  out << tickets.size() << (options.replay ? " tickets" : " open tickets") << " of the last " << options.days
      << " days, as they stand now.\n";
  const auto print = options.replay ? PrintMoves : PrintRanks;
  print("urgency", by_urgency, out);
  print("weight", by_weight, out);
  return {};
}

}  // namespace

int DeskScore(const DeskScoreOptions& options, Streams streams) {
  const auto config = OpenConfig(options.directory, streams.err);
  if (!config) return kFailed;
  // Without a file the workspace's own points are held against the built-in ones.
  Points points{options.weights.empty() ? runtime::FigurePoints{} : config->desk.points, config->desk.points};
  if (!options.weights.empty()) {
    const auto other = PointsIn(options.weights, streams.err);
    if (!other) return kFailed;
    points.after = *other;
  }
  if (const base::Status status = Score(*config, options, points, streams.out); !status) {
    PrintError(streams.err, status.error());
    return kFailed;
  }
  return kOk;
}

}  // namespace frontdesk::terminal
