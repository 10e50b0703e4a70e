// Plays the script: takes a request, gives what is to be answered and how. Knows no sockets.
//
// Ownership: keeps counters, tokens and client ids; uses the log and the faults of its owner. Threads: any.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/fake_platform_fault.h"
#include "tests/fakes/fake_platform_log.h"
#include "tests/fakes/fake_platform_script.h"

namespace frontdesk::fakes {

// Items of a page that is pulled: few, so that there is mostly another page.
inline constexpr std::size_t kShelfPage = 4;
// A retry that comes this much too early is the grain of clocks.
inline constexpr std::chrono::milliseconds kClockGrain{5};

struct PlatformRequest {
  std::string method;
  std::string target;  // with the query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct PlatformAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// What the connection does with it.
struct Played {
  enum class Way { kAnswer, kSilence, kReset, kLose, kSlowly };
  Way way = Way::kAnswer;
  PlatformAnswer answer;
  std::chrono::milliseconds pause{};  // of kSlowly
};

class PlatformPlayer {
 public:
  PlatformPlayer(Script script, PlatformLog& log, FaultBox& faults)
      : script_(std::move(script)), log_(log), faults_(faults), counters_(script_.counters) {}

  Played Play(const PlatformRequest& request);
  // The tokens that were issued are worth nothing from now on.
  void RevokeTokens();
  // Puts a JSON value where a pull finds it.
  void Shelve(const std::string& item);

  // Of WebSockets: the route of a path, and the frames to send at the start or as a reply.
  const SocketRoute* FindSocket(std::string_view path) const;
  std::vector<std::string> Hello(const SocketRoute& socket);
  std::vector<std::string> Replies(const SocketRoute& socket, const std::string& frame);

 private:
  // One request, looked at from all sides.
  struct Scene;

  const Route* FindRoute(Scene& scene) const;
  std::optional<Played> Refuse(const Scene& scene, const Route& route);
  Played Spoil(const Scene& scene, const Route& route, const Fault& fault);
  void Deliver(Scene& scene, const Route& route);
  void WatchForEarlyRetry(const Scene& scene, const Route& route);
  PlatformAnswer Fill(const Scene& scene, const ScriptedAnswer& answer);
  void FillValue(const Scene& scene, nlohmann::json& value);
  std::string FillText(const Scene& scene, const std::string& text);
  std::string FillFrame(const Scene& scene, const std::string& frame);
  std::string Named(const Scene& scene, const std::string& name);
  std::int64_t Count(const std::string& name);
  std::size_t ShelfFrom(const Scene& scene, const std::string& place) const;
  std::string IssueToken();

  const Script script_;
  PlatformLog& log_;
  FaultBox& faults_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> counters_;
  std::set<std::string> tokens_;
  std::set<std::string> refused_tokens_;
  std::vector<std::string> shelf_;
  std::map<std::string, std::string> seen_;           // route + client id -> platform id
  std::map<std::string, PlatformTime> closed_until_;  // route + recipient
};

}  // namespace frontdesk::fakes
