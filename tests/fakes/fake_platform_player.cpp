#include "tests/fakes/fake_platform_player.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "tests/fakes/fake_platform_scene.h"

namespace frontdesk::fakes {

namespace {

using nlohmann::json;

constexpr std::string_view kGarbage = "\x01\xff{]not json at all";
constexpr std::string_view kPage = "<!doctype html><title>Gateway</title><p>Come back later.";

Played Answered(int status, std::string type, std::string body) {
  return {Played::Way::kAnswer, {status, {{"Content-Type", std::move(type)}}, std::move(body)}, {}};
}

}  // namespace

Played PlatformPlayer::Play(const PlatformRequest& request) {
  const std::lock_guard lock(mutex_);
  Scene scene(request);
  const Route* route = FindRoute(scene);
  if (route != nullptr && route->delivers) {
    scene.to = scene.ValueAt(route->delivers->to);
    scene.text = scene.ValueAt(route->delivers->text);
    scene.client_id = scene.ValueAt(route->delivers->client_id);
  }
  const std::string name = route != nullptr ? route->name : "";
  const std::size_t place =
      log_.Add(LoggedRequest{log_.Now(), name, request.method, request.target, request.headers, request.body, {}});
  const auto outcome = [&](Played played, std::string what) {
    log_.SetOutcome(place, std::move(what));
    return played;
  };
  if (route == nullptr)
    return outcome(Answered(404, "application/json", R"({"error":"the script has no such route"})"), "no route");
  WatchForEarlyRetry(scene, *route);
  const auto fault = faults_.Pick(name, scene.to, false);
  if (fault && !TakesEffect(*fault)) {
    Played spoiled = Spoil(scene, *route, *fault);
    return outcome(spoiled, "fault " + std::to_string(spoiled.answer.status));
  }
  if (auto refused = Refuse(scene, *route)) return outcome(*refused, std::to_string(refused->answer.status));
  if (route->delivers) Deliver(scene, *route);
  Played played{Played::Way::kAnswer, Fill(scene, route->answer), {}};
  if (!fault) return outcome(played, std::to_string(played.answer.status));
  Played spoiled = Spoil(scene, *route, *fault);
  if (spoiled.way != Played::Way::kAnswer) spoiled.answer = std::move(played.answer);
  return outcome(std::move(spoiled), "done, then fault");
}

void PlatformPlayer::RevokeTokens() {
  const std::lock_guard lock(mutex_);
  refused_tokens_.insert(tokens_.begin(), tokens_.end());
  tokens_.clear();
}

const Route* PlatformPlayer::FindRoute(Scene& scene) const {
  for (const Route& route : script_.routes) {
    if (!route.method.empty() && route.method != scene.request.method) continue;
    auto names = MatchPath(route.path, scene.path);
    if (!names) continue;
    scene.names = std::move(*names);
    bool fits = true;
    for (const auto& [place, value] : route.when) fits = fits && scene.ValueAt(place) == value;
    if (fits) return &route;
  }
  return nullptr;
}

std::optional<Played> PlatformPlayer::Refuse(const Scene& scene, const Route& route) {
  if (route.authorization == Route::Authorization::kOpen) return std::nullopt;
  const std::string token = scene.Bearer();
  const bool known = route.authorization == Route::Authorization::kAnyBearer || tokens_.contains(token);
  if (!token.empty() && known && !refused_tokens_.contains(token)) return std::nullopt;
  return Played{Played::Way::kAnswer, Fill(scene, route.refusal), {}};
}

Played PlatformPlayer::Spoil(const Scene& scene, const Route& route, const Fault& fault) {
  const auto body = [&](std::string_view usual) {
    return fault.body.empty() || fault.body == Fault{}.body ? std::string(usual) : fault.body;
  };
  switch (fault.kind) {
    case FaultKind::kStatus: {
      Played played = Answered(fault.status, "application/json", fault.body);
      if (fault.after) {
        played.answer.headers.emplace_back("Retry-After", std::to_string(fault.after->count()));
        closed_until_[route.name + "\n" + scene.to] = log_.Now() + *fault.after;
      }
      return played;
    }
    case FaultKind::kSilence: return {Played::Way::kSilence, {}, {}};
    case FaultKind::kResetBefore:
    case FaultKind::kResetAfter: return {Played::Way::kReset, {}, {}};
    case FaultKind::kLoseAnswer: return {Played::Way::kLose, {}, {}};
    case FaultKind::kSlow: return {Played::Way::kSlowly, {}, fault.pause};
    case FaultKind::kGarbage: return Answered(200, "application/json", body(kGarbage));
    case FaultKind::kEmpty: return Answered(200, "application/json", "");
    case FaultKind::kWrongType: return Answered(200, "text/html", std::string(kPage));
    case FaultKind::kNotOk:
      return Answered(200, "application/json", body(R"({"ok":false,"error":"internal_error","errcode":-1})"));
    case FaultKind::kExpireToken:
      refused_tokens_.insert(scene.Bearer());
      return {Played::Way::kAnswer, Fill(scene, route.refusal), {}};
    case FaultKind::kRedirect: return {Played::Way::kAnswer, {302, {{"Location", fault.location}}, ""}, {}};
    default: return Answered(500, "application/json", fault.body);
  }
}

void PlatformPlayer::Deliver(Scene& scene, const Route& route) {
  DeliveredMessage message{log_.Now(), route.name, scene.to, scene.text, scene.client_id, {}, false};
  const std::string key = route.name + "\n" + scene.client_id;
  const auto seen = seen_.find(key);
  message.known = route.delivers->deduplicates && !scene.client_id.empty() && seen != seen_.end();
  message.platform_id = message.known ? seen->second : std::to_string(Count("message"));
  if (!message.known && !scene.client_id.empty()) seen_[key] = message.platform_id;
  scene.platform_id = message.platform_id;
  log_.Add(std::move(message));
}

void PlatformPlayer::WatchForEarlyRetry(const Scene& scene, const Route& route) {
  const auto closed = closed_until_.find(route.name + "\n" + scene.to);
  if (closed == closed_until_.end()) return;
  const PlatformTime now = log_.Now();
  const PlatformTime early = closed->second - now;
  if (early > kClockGrain)
    log_.Add(Violation{now, route.name, scene.to, "asked " + std::to_string(early.count()) + " us before Retry-After"});
  else
    closed_until_.erase(closed);
}

PlatformAnswer PlatformPlayer::Fill(const Scene& scene, const ScriptedAnswer& answer) {
  PlatformAnswer filled{answer.status, answer.headers, {}};
  for (auto& [name, value] : filled.headers) value = FillText(scene, value);
  if (answer.body.empty()) return filled;
  if (!answer.json) {
    filled.body = FillText(scene, answer.body);
    return filled;
  }
  json value = json::parse(answer.body);
  FillValue(scene, value);
  filled.body = base::DumpJson(value);
  filled.headers.emplace_back("Content-Type", "application/json");
  return filled;
}

void PlatformPlayer::Shelve(const std::string& item) {
  const std::lock_guard lock(mutex_);
  shelf_.push_back(item);
}

std::size_t PlatformPlayer::ShelfFrom(const Scene& scene, const std::string& place) const {
  const std::string value = scene.ValueAt(place);
  return std::min(static_cast<std::size_t>(std::strtoull(value.c_str(), nullptr, 10)), shelf_.size());
}

// A text "{#name}" becomes a number, "{#shelf:/place}" the items of the shelf behind the number at that place.
void PlatformPlayer::FillValue(const Scene& scene, json& value) {
  constexpr std::string_view kShelf = "{#shelf:";
  if (value.is_string()) {
    const std::string text = value.get<std::string>();
    if (text.starts_with(kShelf)) {
      const std::size_t from = ShelfFrom(scene, text.substr(kShelf.size(), text.size() - kShelf.size() - 1));
      value = json::array();
      for (std::size_t i = from; i < std::min(from + kShelfPage, shelf_.size()); ++i)
        value.push_back(json::parse(shelf_[i]));
    } else if (text.starts_with("{#") && text.ends_with('}')) {
      value = std::strtoll(Named(scene, text.substr(2, text.size() - 3)).c_str(), nullptr, 10);
    } else {
      value = FillText(scene, text);
    }
  } else if (value.is_array()) {
    for (json& item : value) FillValue(scene, item);
  } else if (value.is_object()) {
    json filled = json::object();
    for (auto& [key, item] : value.items()) {
      FillValue(scene, item);
      filled[FillText(scene, key)] = item;
    }
    value = std::move(filled);
  }
}

std::string PlatformPlayer::FillText(const Scene& scene, const std::string& text) {
  std::string filled;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) break;
    filled += text.substr(at, open - at);
    filled += Named(scene, text.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  return filled + text.substr(at);
}

std::string PlatformPlayer::Named(const Scene& scene, const std::string& name) {
  if (name == "to") return scene.to;
  if (name == "text") return scene.text;
  if (name == "client_id") return scene.client_id;
  if (name == "message_id") return scene.platform_id.empty() ? std::to_string(Count("message")) : scene.platform_id;
  if (name == "token") return IssueToken();
  if (name == "seconds" || name == "millis") {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    return std::to_string(name == "seconds" ? millis / 1000 : millis);
  }
  if (name.starts_with("shelf_end:"))
    return std::to_string(std::min(ShelfFrom(scene, name.substr(10)) + kShelfPage, shelf_.size()));
  if (name.starts_with("shelf_more:"))
    return ShelfFrom(scene, name.substr(11)) + kShelfPage < shelf_.size() ? "1" : "0";
  if (name.starts_with("count:")) return std::to_string(Count(name.substr(6)));
  return scene.ValueAt(name.starts_with("body:") ? name.substr(5) : name);
}

std::int64_t PlatformPlayer::Count(const std::string& name) { return counters_.try_emplace(name, 1).first->second++; }

std::string PlatformPlayer::IssueToken() {
  std::string token = "fake-token-" + std::to_string(Count("token"));
  tokens_.insert(token);
  return token;
}

const SocketRoute* PlatformPlayer::FindSocket(std::string_view path) const {
  for (const SocketRoute& socket : script_.sockets)
    if (MatchPath(socket.path, path)) return &socket;
  return nullptr;
}

std::vector<std::string> PlatformPlayer::Hello(const SocketRoute& socket) {
  const std::lock_guard lock(mutex_);
  const PlatformRequest none;
  const Scene scene(none);
  std::vector<std::string> frames;
  for (const std::string& frame : socket.hello) frames.push_back(FillFrame(scene, frame));
  return frames;
}

std::vector<std::string> PlatformPlayer::Replies(const SocketRoute& socket, const std::string& frame) {
  const std::lock_guard lock(mutex_);
  PlatformRequest request;
  request.body = frame;
  const Scene scene(request);
  std::vector<std::string> frames;
  for (const SocketRoute::Reply& reply : socket.replies) {
    bool fits = true;
    for (const auto& [place, value] : reply.when) fits = fits && scene.ValueAt(place) == value;
    if (!fits) continue;
    for (const std::string& one : reply.send) frames.push_back(FillFrame(scene, one));
    break;
  }
  return frames;
}

std::string PlatformPlayer::FillFrame(const Scene& scene, const std::string& frame) {
  json value = json::parse(frame, nullptr, false);
  if (value.is_discarded() || !value.is_structured()) return FillText(scene, frame);
  FillValue(scene, value);
  return base::DumpJson(value);
}

}  // namespace frontdesk::fakes
