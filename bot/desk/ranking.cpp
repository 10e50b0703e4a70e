#include "bot/desk/ranking.h"

#include <algorithm>

namespace frontdesk::desk {

namespace {

const Factor* Find(const Figure& figure, const std::string& name) {
  const auto it = std::find_if(figure.factors.begin(), figure.factors.end(),
                               [&](const Factor& factor) { return factor.name == name; });
  return it == figure.factors.end() ? nullptr : &*it;
}

std::vector<std::string> Differences(const Figure& before, const Figure& after) {
  std::vector<std::string> differences;
  for (const Factor& factor : after.factors) {
    const Factor* was = Find(before, factor.name);
    const int points = was == nullptr ? 0 : was->points;
    if (points == factor.points) continue;
    differences.push_back(factor.name + " (" + factor.reason + "): " + std::to_string(points) + " -> " +
                          std::to_string(factor.points));
  }
  return differences;
}

void Rank(std::vector<Ranked>& all, Figure Ranked::*figure, std::size_t Ranked::*rank) {
  std::sort(all.begin(), all.end(), [&](const Ranked& a, const Ranked& b) {
    const int left = (a.*figure).score, right = (b.*figure).score;
    return left != right ? left > right : a.ticket->number < b.ticket->number;
  });
  for (std::size_t i = 0; i < all.size(); ++i) all[i].*rank = i + 1;
}

}  // namespace

std::vector<Ranked> CompareRanks(const std::vector<Ticket>& tickets, const Score& before, const Score& after) {
  std::vector<Ranked> all;
  for (const Ticket& ticket : tickets) {
    Ranked one{&ticket, 0, 0, before(ticket), after(ticket), {}};
    one.why = Differences(one.before, one.after);
    all.push_back(std::move(one));
  }
  Rank(all, &Ranked::before, &Ranked::rank_before);
  Rank(all, &Ranked::after, &Ranked::rank_after);
  return all;
}

}  // namespace frontdesk::desk
