#include "tests/fakes/fake_platform_fault.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"

namespace frontdesk::fakes {

namespace {

constexpr std::array<std::pair<std::string_view, FaultKind>, 18> kNames = {{
    {"status", FaultKind::kStatus},
    {"silence", FaultKind::kSilence},
    {"reset_connect", FaultKind::kResetConnect},
    {"reset_before", FaultKind::kResetBefore},
    {"reset_after", FaultKind::kResetAfter},
    {"lose_answer", FaultKind::kLoseAnswer},
    {"slow", FaultKind::kSlow},
    {"garbage", FaultKind::kGarbage},
    {"empty", FaultKind::kEmpty},
    {"wrong_type", FaultKind::kWrongType},
    {"not_ok", FaultKind::kNotOk},
    {"expire_token", FaultKind::kExpireToken},
    {"redirect", FaultKind::kRedirect},
    {"socket_close", FaultKind::kSocketClose},
    {"socket_cut", FaultKind::kSocketCut},
    {"socket_mute", FaultKind::kSocketMute},
    {"socket_split", FaultKind::kSocketSplit},
    {"socket_big", FaultKind::kSocketBig},
}};

bool IsOfSocket(FaultKind kind) { return kind >= FaultKind::kSocketClose; }

}  // namespace

bool TakesEffect(const Fault& fault) {
  if (fault.done) return *fault.done;
  return fault.kind == FaultKind::kResetAfter || fault.kind == FaultKind::kLoseAnswer || fault.kind == FaultKind::kSlow;
}

base::Result<Fault> FaultFrom(std::string_view text) {
  TRY(const nlohmann::json value, base::ParseJson(text));
  if (!value.is_object()) return base::Fail(base::ErrorCode::kInvalid, "a fault is a JSON object");
  const std::string kind = base::TextAt(value, "kind");
  const auto* const known = std::find_if(kNames.begin(), kNames.end(), [&](const auto& n) { return n.first == kind; });
  if (known == kNames.end()) return base::Fail(base::ErrorCode::kInvalid, "unknown kind of fault '" + kind + "'");
  Fault fault;
  fault.kind = known->second;
  fault.route = base::TextAt(value, "route");
  fault.to = base::TextAt(value, "to");
  fault.skip = static_cast<int>(base::IntAt(value, "skip", 0));
  fault.times = static_cast<int>(base::IntAt(value, "times", -1));
  if (value.contains("probability") && value["probability"].is_number()) fault.probability = value["probability"];
  fault.seed = static_cast<unsigned>(base::IntAt(value, "seed", 1));
  fault.status = static_cast<int>(base::IntAt(value, "status", 500));
  if (value.contains("after")) fault.after = std::chrono::seconds(base::IntAt(value, "after"));
  fault.body = base::TextAt(value, "body", fault.body);
  fault.location = base::TextAt(value, "location");
  fault.pause = std::chrono::milliseconds(base::IntAt(value, "pause", 1'000));
  fault.bytes = static_cast<std::size_t>(base::IntAt(value, "bytes", 0));
  if (value.contains("done")) fault.done = base::BoolAt(value, "done");
  return fault;
}

int FaultBox::Set(Fault fault) {
  const std::lock_guard lock(mutex_);
  const unsigned seed = fault.seed;
  switches_.push_back({++last_, std::move(fault), std::mt19937(seed)});
  return last_;
}

void FaultBox::Clear(int number) {
  const std::lock_guard lock(mutex_);
  std::erase_if(switches_, [number](const Switch& one) { return one.number == number; });
}

void FaultBox::ClearAll() {
  const std::lock_guard lock(mutex_);
  switches_.clear();
}

std::optional<Fault> FaultBox::Pick(std::string_view route, std::string_view to, bool socket) {
  const std::lock_guard lock(mutex_);
  for (Switch& one : switches_) {
    if (one.fault.kind == FaultKind::kResetConnect || IsOfSocket(one.fault.kind) != socket) continue;
    if (Hits(one, route, to)) return one.fault;
  }
  return std::nullopt;
}

std::optional<Fault> FaultBox::PickAtConnect() {
  const std::lock_guard lock(mutex_);
  for (Switch& one : switches_)
    if (one.fault.kind == FaultKind::kResetConnect && Hits(one, {}, {})) return one.fault;
  return std::nullopt;
}

bool FaultBox::Hits(Switch& one, std::string_view route, std::string_view to) {
  Fault& fault = one.fault;
  if (!fault.route.empty() && fault.route != route && !route.empty()) return false;
  if (!fault.to.empty() && fault.to != to) return false;
  if (fault.times == 0) return false;
  if (fault.skip > 0) return --fault.skip, false;
  if (fault.probability < 1 && std::uniform_real_distribution<>(0, 1)(one.dice) >= fault.probability) return false;
  if (fault.times > 0) --fault.times;
  return true;
}

}  // namespace frontdesk::fakes
