#include "bot/desk/urgency.h"

#include <algorithm>

namespace frontdesk::desk {

namespace {

constexpr int kTierScore[] = {60, 40, 20, 10};
constexpr int kAngry = 10, kWaits = 10, kHalfGone = 10, kLate = 20;

void AddClock(const Ticket& ticket, base::TimePoint now, Urgency& urgency) {
  if (ticket.first_human_response || ticket.resolved) return;
  const auto allowed = ticket.first_response_due - ticket.opened;
  if (now >= ticket.first_response_due) {
    urgency.score += kLate;
    urgency.reasons.push_back("first response is late by " + base::FormatDuration(now - ticket.first_response_due));
  } else if (now - ticket.opened > allowed / 2) {
    urgency.score += kHalfGone;
    urgency.reasons.push_back("first response due in " + base::FormatDuration(ticket.first_response_due - now));
  }
}

}  // namespace

Urgency ComputeUrgency(const Ticket* ticket, const UrgencyFactors& factors, base::TimePoint now) {
  Urgency urgency;
  if (ticket) {
    urgency.score += kTierScore[static_cast<int>(ticket->level.tier)];
    urgency.reasons.push_back(std::string(ToString(ticket->level.tier)) + ": " + ticket->level.reason);
    AddClock(*ticket, now, urgency);
  }
  if (factors.waits_for_person) {
    urgency.score += kWaits;
    urgency.reasons.push_back("asked for a person");
  }
  if (factors.angry) {
    urgency.score += kAngry;
    urgency.reasons.push_back("the user is upset");
  }
  urgency.score = std::min(urgency.score, 100);
  return urgency;
}

}  // namespace frontdesk::desk
