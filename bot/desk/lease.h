// The lease: who may speak to the user in a conversation. Exactly one of bot, queue, agent, paused, elsewhere, with an
// epoch that grows at every change; the outbox refuses what was said under an older epoch.
//
// Thread safety: plain values, pure functions. kConflict names the agent who holds it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace frontdesk::desk {

enum class Speaker { kBot, kQueue, kAgent, kPaused, kElsewhere };

std::string_view ToString(Speaker speaker);
Speaker SpeakerFrom(std::string_view name);  // unknown names mean kPaused: never two speakers

struct Lease {
  Speaker speaker = Speaker::kBot;
  std::string holder;          // login name of the agent, or the name of the other desk
  std::string holder_display;  // as the user sees it
  std::int64_t epoch = 0;
  bool operator==(const Lease&) const = default;
};

struct AgentName {
  std::string login;
  std::string display;
};

// An agent takes a conversation. Taking what one holds already changes nothing.
base::Result<Lease> Take(const Lease& lease, const AgentName& agent);
// Only the holder may act on a conversation that an agent holds, and only its own agents, "DESK:NAME", on one that
// another desk holds.
base::Status MayAct(const Lease& lease, const AgentName& agent);
Lease ToQueue(const Lease& lease);
Lease ToBot(const Lease& lease);
// Another desk speaks: ours and the bot are silent until it gives back.
Lease ToElsewhere(const Lease& lease, std::string_view desk, std::string_view agent);

}  // namespace frontdesk::desk
