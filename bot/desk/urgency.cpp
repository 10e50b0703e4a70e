#include "bot/desk/urgency.h"

#include <algorithm>

namespace frontdesk::desk {

namespace {

Factor Clock(const Ticket& ticket, base::TimePoint now, const UrgencyPoints& points) {
  if (ticket.first_human_response || ticket.resolved) return {"clock", 0, {}};
  const auto allowed = ticket.first_response_due - ticket.opened;
  if (now >= ticket.first_response_due) {
    return {"clock", PointsOf(points.clock, "late"),
            "first response is late by " + base::FormatDuration(now - ticket.first_response_due)};
  }
  if (now - ticket.opened <= allowed / 2) return {"clock", 0, {}};
  return {"clock", PointsOf(points.clock, "half-gone"),
          "first response due in " + base::FormatDuration(ticket.first_response_due - now)};
}

// Each tag of the taxonomy that raises urgency counts, up to a bound; tone counts once, whoever heard it.
Factor Words(const Ticket& ticket, const UrgencyPoints& points) {
  Factor factor{"words", 0, {}};
  for (const base::Fact& tag : ticket.tagged) {
    if (tag.label != "urgency") continue;
    factor.points += PointsOf(points.words, "each");
    factor.reason += (factor.reason.empty() ? "" : ", ") + tag.value;
  }
  factor.points = std::min(factor.points, PointsOf(points.words, "most"));
  return factor;
}

bool HasTone(const Ticket& ticket) {
  return std::any_of(ticket.tagged.begin(), ticket.tagged.end(), [](const auto& tag) { return tag.label == "tone"; });
}

}  // namespace

Figure ComputeUrgency(const Ticket* ticket, const UrgencyFactors& factors, base::TimePoint now,
                      const UrgencyPoints& points) {
  std::vector<Factor> all;
  if (ticket) {
    const std::string tier(ToString(ticket->level.tier));
    all.push_back({"tier", PointsOf(points.tier, tier), tier + ": " + ticket->level.reason});
    all.push_back(Clock(*ticket, now, points));
    all.push_back(Words(*ticket, points));
  }
  if (factors.waits_for_person) {
    all.push_back({"waiting", PointsOf(points.waiting, "for-a-person"), "asked for a person"});
  }
  if (factors.angry || (ticket && HasTone(*ticket))) {
    all.push_back({"tone", PointsOf(points.tone, "angry"), "the user is upset"});
  }
  if (factors.customer_tier.empty()) {
    all.push_back({"customer", 0, "customer tier unknown", false});
  } else {
    all.push_back({"customer", PointsOf(points.customer, factors.customer_tier), "customer: " + factors.customer_tier});
  }
  return SumUp(std::move(all));
}

std::vector<std::string> Reasons(const Figure& figure) {
  std::vector<std::string> reasons;
  for (const Factor& factor : figure.factors)
    if (factor.known && !factor.reason.empty()) reasons.push_back(factor.reason);
  return reasons;
}

}  // namespace frontdesk::desk
