#include "bot/desk/routing.h"

#include <algorithm>

namespace frontdesk::desk {

namespace {

std::string_view DefaultQueue(std::string_view category) {
  if (category == "functional") return "tech";
  if (category == "experience" || category == "suggestion") return "product";
  if (category == "service") return "quality";
  return {};
}

}  // namespace

Route ChooseQueue(const std::vector<std::string>& queues, std::string_view category, std::string_view wanted) {
  const auto exists = [&](std::string_view name) {
    return !name.empty() && std::find(queues.begin(), queues.end(), name) != queues.end();
  };
  if (exists(wanted)) return {std::string(wanted), "named by the flow"};
  if (const auto queue = DefaultQueue(category); exists(queue)) {
    return {std::string(queue), std::string(category) + " goes to " + std::string(queue)};
  }
  return {queues.front(), "the first queue takes what no rule names"};
}

}  // namespace frontdesk::desk
