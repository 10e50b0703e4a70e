#include "bot/desk/weight.h"

#include <algorithm>

namespace frontdesk::desk {

namespace {

Factor Affected(const Ticket& ticket, const WeightPoints& points) {
  const int others = std::max(0, ticket.affected - 1);
  const int sum = std::min(others * PointsOf(points.affected, "each"), PointsOf(points.affected, "most"));
  return {"affected", sum, std::to_string(ticket.affected) + (others == 0 ? " person has it" : " people have it")};
}

Factor Named(std::string name, const std::string& value, const Points& points, const std::string& what) {
  if (value.empty()) return {std::move(name), 0, what + " unknown", false};
  return {std::move(name), PointsOf(points, value), what + ": " + value};
}

}  // namespace

Figure ComputeWeight(const Ticket& ticket, const WeightPoints& points) {
  return SumUp({Affected(ticket, points), Named("depth", ticket.impact.impact, points.depth, "depth of impact"),
                Named("area", ticket.impact.component, points.area, "business area"),
                Named("effort", ticket.effort, points.effort, "effort"),
                Named("fit", ticket.fit, points.fit, "strategic fit")});
}

}  // namespace frontdesk::desk
