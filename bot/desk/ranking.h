// What other points would do to the order of tickets: each ticket's rank and score before and after, and the factors
// that made the difference.
//
// Thread safety: pure function.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/desk/figures.h"
#include "bot/desk/ticket.h"

namespace frontdesk::desk {

struct Ranked {
  const Ticket* ticket = nullptr;
  std::size_t rank_before = 0;  // from 1; of equal scores the older ticket stands first
  std::size_t rank_after = 0;
  Figure before, after;
  std::vector<std::string> why;  // "customer: gold: 0 -> 10"
};

using Score = std::function<Figure(const Ticket&)>;

// In the order of `after`. The tickets outlive the answer.
std::vector<Ranked> CompareRanks(const std::vector<Ticket>& tickets, const Score& before, const Score& after);

}  // namespace frontdesk::desk
