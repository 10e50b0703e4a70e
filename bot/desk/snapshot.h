// What a decision knows of the desk as a whole: who works there, who waits where; and of the person who asks: what we
// know of them, what else they have open.
//
// Ownership: plain values; the floor is shared by all decisions between two changes and never changes itself.
// Thread safety: read from any thread. It is what was committed a moment ago: good for proposals, estimates and words,
// never for locking. Empty where nobody fills it: no agent known, nobody waits, nothing known of the person.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"

namespace frontdesk::desk {

// What agents say of themselves; kAuto: whatever the roster says.
enum class Presence { kAuto, kAvailable, kBusy, kAway };

std::string_view ToString(Presence presence);
Presence PresenceFrom(std::string_view name);  // unknown names mean kAuto

// So many conversations an agent holds at once, unless said otherwise.
inline constexpr int kDefaultCapacity = 5;

struct AgentOnDesk {
  std::string login;
  std::string display;
  std::string role;                 // "agent", "lead"
  std::vector<std::string> skills;  // sorted
  std::vector<std::string> queues;  // sorted; empty: all
  int capacity = kDefaultCapacity;
  int load = 0;                         // conversations held
  Presence presence = Presence::kAuto;  // as they said it; presence.h knows what follows from it now
  base::TimePoint presence_at;
};

struct QueueOnDesk {
  std::string name;
  int waiting = 0;
  std::optional<base::TimePoint> oldest;  // since when the one who waits longest does
  std::optional<base::Millis> wait;       // open time until a person came, the median of the last ones; unknown if few
  std::vector<int> waiting_at;            // by urgency, 0..100
  std::int64_t first = 0;                 // the conversation whose turn it is; 0: none
};

// A ticket of the same person that is not the conversation's own.
struct OtherTicket {
  std::int64_t number = 0;
  std::int64_t conversation = 0;
  std::string title;
  std::string state;
};

struct PersonOnDesk {
  std::map<std::string, std::string> attributes;  // tier, plan, company ...: only what is known, and from whom we trust
  int earlier_tickets = 0;                        // that are done
  std::string last_agent;                         // login of the one who had the latest of them
  std::vector<OtherTicket> open;                  // elsewhere
};

struct Floor {
  std::vector<AgentOnDesk> agents;  // by login
  std::vector<QueueOnDesk> queues;  // by name; one where nobody waits or ever did may be missing

  const AgentOnDesk* FindAgent(std::string_view login) const;  // null when there is none
  const QueueOnDesk& FindQueue(std::string_view name) const;   // an empty one when it is not there
};

std::shared_ptr<const Floor> EmptyFloor();

struct Snapshot {
  std::shared_ptr<const Floor> floor = EmptyFloor();  // never null
  PersonOnDesk person;
  int place = 0;  // of this conversation in its queue, from 1; 0 while it does not wait
};

}  // namespace frontdesk::desk
