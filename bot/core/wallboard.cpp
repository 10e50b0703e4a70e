#include "bot/core/wallboard.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include "bot/core/conversation.h"
#include "bot/core/fact.h"

namespace frontdesk::core {

namespace {

constexpr int kMostUrgent = 100;
constexpr int kFactsRead = 20'000;
constexpr std::chrono::hours kPickupsSince{24 * 14};

// Most urgent first, then longest waiting.
struct Turn {
  int calm = 0;  // kMostUrgent less the urgency
  base::TimePoint since;
  store::Id conversation = 0;
  auto operator<=>(const Turn&) const = default;
};

// An ordered set that knows the rank of each element.
using Line = __gnu_pbds::tree<Turn, __gnu_pbds::null_type, std::less<Turn>, __gnu_pbds::rb_tree_tag,
                              __gnu_pbds::tree_order_statistics_node_update>;

struct QueueLine {
  Line line;
  std::multiset<base::TimePoint> since;
  std::vector<int> waiting_at = std::vector<int>(kMostUrgent + 1, 0);
  std::deque<base::Millis> pickups;
};

// Who waits for a person, or talks to one.
struct OpenLine {
  std::string queue;   // of one who waits
  std::string holder;  // of one who does not
  Turn turn;
};

std::optional<base::Millis> Median(const std::deque<base::Millis>& waits) {
  if (waits.size() < kPickupsNeeded) return std::nullopt;
  std::vector<base::Millis> sorted(waits.begin(), waits.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

desk::AgentOnDesk AgentOf(const store::AgentRow& row) {
  desk::AgentOnDesk agent{row.name,
                          row.display,
                          row.role,
                          row.skills,
                          row.queues,
                          row.capacity > 0 ? row.capacity : desk::kDefaultCapacity,
                          0,
                          desk::PresenceFrom(row.presence),
                          row.presence_at};
  std::sort(agent.skills.begin(), agent.skills.end());
  std::sort(agent.queues.begin(), agent.queues.end());
  return agent;
}

}  // namespace

class Wallboard::Lines {
 public:
  void Begin() {
    const std::lock_guard lock(mutex_);
    open_.clear();
    queues_.clear();
    held_.clear();
    floor_.reset();
  }

  void Put(const store::OpenLineRow& row) {
    const std::lock_guard lock(mutex_);
    Drop(row.id);
    if (row.speaker == "queue") Wait(row);
    if (row.speaker == "agent") Hold(row);
  }

  void Remove(store::Id conversation) {
    const std::lock_guard lock(mutex_);
    Drop(conversation);
  }

  void Pickup(const store::FactRow& fact) {
    const std::lock_guard lock(mutex_);
    std::int64_t millis = -1;
    std::from_chars(fact.detail.data(), fact.detail.data() + fact.detail.size(), millis);
    if (millis < 0) return;
    std::deque<base::Millis>& pickups = queues_[fact.subject].pickups;
    pickups.emplace_back(millis);
    if (pickups.size() > kPickupsKept) pickups.pop_front();
    floor_.reset();
  }

  void SetAgents(const std::vector<store::AgentRow>& rows) {
    const std::lock_guard lock(mutex_);
    agents_.clear();
    for (const store::AgentRow& row : rows) agents_.push_back(AgentOf(row));
    floor_.reset();
  }

  void SetPresence(const store::SetPresence& said) {
    const std::lock_guard lock(mutex_);
    for (desk::AgentOnDesk& agent : agents_) {
      if (agent.login != said.agent) continue;
      agent.presence = desk::PresenceFrom(said.presence);
      agent.presence_at = said.at;
      floor_.reset();
    }
  }

  desk::Snapshot Look(store::Id conversation) {
    const std::lock_guard lock(mutex_);
    if (!floor_) floor_ = NewFloor();
    desk::Snapshot snapshot{floor_, {}, 0};
    const auto open = open_.find(conversation);
    if (open == open_.end() || open->second.queue.empty()) return snapshot;
    const auto queue = queues_.find(open->second.queue);
    if (queue != queues_.end())
      snapshot.place = 1 + static_cast<int>(queue->second.line.order_of_key(open->second.turn));
    return snapshot;
  }

 private:
  void Wait(const store::OpenLineRow& row) {
    const int urgency = std::clamp(row.urgency, 0, kMostUrgent);
    OpenLine& line = open_[row.id];
    line = {row.queue, {}, {kMostUrgent - urgency, row.since, row.id}};
    QueueLine& queue = queues_[row.queue];
    queue.line.insert(line.turn);
    queue.since.insert(row.since);
    ++queue.waiting_at[static_cast<std::size_t>(urgency)];
    floor_.reset();
  }

  void Hold(const store::OpenLineRow& row) {
    open_[row.id] = {{}, row.holder, {}};
    ++held_[row.holder];
    floor_.reset();
  }

  void Drop(store::Id conversation) {
    const auto it = open_.find(conversation);
    if (it == open_.end()) return;
    const OpenLine& line = it->second;
    if (line.queue.empty()) {
      if (const auto held = held_.find(line.holder); held != held_.end() && --held->second == 0) held_.erase(held);
    } else {
      QueueLine& queue = queues_[line.queue];
      queue.line.erase(line.turn);
      queue.since.erase(queue.since.find(line.turn.since));
      --queue.waiting_at[static_cast<std::size_t>(kMostUrgent - line.turn.calm)];
    }
    open_.erase(it);
    floor_.reset();
  }

  std::shared_ptr<const desk::Floor> NewFloor() const {
    auto floor = std::make_shared<desk::Floor>();
    floor->agents = agents_;
    for (desk::AgentOnDesk& agent : floor->agents)
      if (const auto held = held_.find(agent.login); held != held_.end()) agent.load = held->second;
    floor->queues.reserve(queues_.size());
    for (const auto& [name, queue] : queues_) {
      desk::QueueOnDesk& shown = floor->queues.emplace_back();
      shown.name = name;
      shown.waiting = static_cast<int>(queue.line.size());
      shown.wait = Median(queue.pickups);
      shown.waiting_at = queue.waiting_at;
      if (queue.since.empty()) continue;
      shown.oldest = *queue.since.begin();
      shown.first = queue.line.begin()->conversation;
    }
    return floor;
  }

  std::mutex mutex_;
  std::unordered_map<store::Id, OpenLine> open_;
  std::map<std::string, QueueLine> queues_;
  std::unordered_map<std::string, int> held_;  // conversations, by agent
  std::vector<desk::AgentOnDesk> agents_;
  std::shared_ptr<const desk::Floor> floor_;  // null: to be made anew
};

Wallboard::Wallboard(store::Store& store) : store_(store), lines_(std::make_unique<Lines>()) {}
Wallboard::~Wallboard() = default;

base::Status Wallboard::Fill(base::TimePoint now) {
  TRY(const auto open, store_.OpenLines(kMaxOpenLines));
  TRY(const auto facts, store_.FactsSince(now - kPickupsSince, kFactsRead));
  lines_->Begin();
  for (const store::OpenLineRow& row : open) lines_->Put(row);
  for (const store::FactRow& fact : facts)
    if (fact.kind == fact::kPickedUp) lines_->Pickup(fact);
  return ReadAgents();
}

base::Status Wallboard::ReadAgents() {
  TRY(const auto agents, store_.ListAgents());
  lines_->SetAgents(agents);
  return {};
}

void Wallboard::Hear(const Change& change) {
  for (const store::FactRow& fact : change.facts)
    if (fact.kind == fact::kPickedUp) lines_->Pickup(fact);
  for (const store::SetPresence& said : change.presences) lines_->SetPresence(said);
  const store::ConversationRow& row = change.conversation;
  if (row.id == 0) return;
  if (row.desk != store::DeskState::kOpen) return lines_->Remove(row.id);
  lines_->Put({row.id, row.queue, row.speaker, row.holder, row.urgency, WaitingSince(row)});
}

desk::Snapshot Wallboard::Look(store::Id conversation) const { return lines_->Look(conversation); }

}  // namespace frontdesk::core
