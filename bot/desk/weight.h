// Weight: orders what to fix. Computed from how many people share the problem, how deep it cuts, the part of the
// product, the effort and the fit with where the product is going. Never from tone, rank or a clock: that is urgency.
//
// Thread safety: pure function.
#pragma once

#include "bot/desk/figures.h"
#include "bot/desk/ticket.h"

namespace frontdesk::desk {

Figure ComputeWeight(const Ticket& ticket, const WeightPoints& points = {});

}  // namespace frontdesk::desk
