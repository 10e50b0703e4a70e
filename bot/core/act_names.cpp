#include "bot/core/act_names.h"

#include <array>

namespace frontdesk::core {

namespace {

using Act = base::AgentActed::Act;

constexpr std::array<NamedAct, 19> kActs = {{{"take", Act::kTake},
                                             {"reply", Act::kReply},
                                             {"note", Act::kNote},
                                             {"give-back", Act::kGiveBack},
                                             {"resolve", Act::kResolve},
                                             {"transfer", Act::kTransfer},
                                             {"snooze", Act::kSnooze},
                                             {"wait", Act::kWait},
                                             {"plan", Act::kPlan},
                                             {"decline", Act::kDecline},
                                             {"reopen", Act::kReopen},
                                             {"set", Act::kSet},
                                             {"merge", Act::kMerge},
                                             {"split", Act::kSplit},
                                             {"link", Act::kLink},
                                             {"attach", Act::kAttach},
                                             {"pause", Act::kPause},
                                             {"link-person", Act::kLinkPerson},
                                             {"unlink-person", Act::kUnlinkPerson}}};

}  // namespace

std::span<const NamedAct> NamedActs() { return kActs; }

std::optional<Act> ActFrom(std::string_view name) {
  for (const auto& [known, act] : kActs)
    if (known == name) return act;
  return std::nullopt;
}

}  // namespace frontdesk::core
