// Routing: which queue a ticket belongs to, and why. By default functional -> tech, experience and suggestion ->
// product, service -> quality, as far as the workspace has such queues; everything else goes to its first queue.
//
// Thread safety: pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::desk {

struct Route {
  std::string queue;
  std::string reason;
};

// `wanted` is a queue that the flow names; empty where the rules should decide. `queues` is not empty.
Route ChooseQueue(const std::vector<std::string>& queues, std::string_view category, std::string_view wanted);

}  // namespace frontdesk::desk
