// What a fake platform is made of, as data: which routes it has, what each answers, and which of them bring a message
// to a user. Written in YAML (JSON is YAML too); README.md shows the whole language.
//
// Thread safety: plain values and pure functions.
// Failure: ReadScript gives all mistakes at once, a line each, as path:line:col: error: what.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::fakes {

// Where in a request a value stands: "/json/pointer" into the body (JSON or a form; a text that is JSON itself is gone
// into), "path:name" for {name} of the route's path, "query:name", "header:name".
using ValuePlace = std::string;

// How a route brings a message to a user.
struct DeliveryRule {
  ValuePlace to;
  ValuePlace text;
  ValuePlace client_id;
  bool deduplicates = false;  // a client id that was seen shows nothing again and answers as the first time
};

struct ScriptedAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // a template: JSON text when `json`, else as it stands
  bool json = true;
};

struct Route {
  std::string name;
  std::string method;                      // empty: any
  std::string path;                        // "/v1/rooms/{room}/send"; {name} matches one segment, {name*} the rest
  std::map<ValuePlace, std::string> when;  // all must hold
  enum class Authorization { kOpen, kAnyBearer, kIssuedBearer } authorization = Authorization::kOpen;
  std::optional<DeliveryRule> delivers;
  ScriptedAnswer answer;
  ScriptedAnswer refusal{401, {}, R"({"error":"unauthorized"})", true};  // of a missing, unknown or revoked token
};

// A WebSocket endpoint.
struct SocketRoute {
  std::string name;
  std::string path;
  std::vector<std::string> hello;  // templates of the frames that are sent at once
  struct Reply {
    std::map<ValuePlace, std::string> when;  // of the frame that came
    std::vector<std::string> send;
  };
  std::vector<Reply> replies;  // the first that fits
};

struct Script {
  std::string name;
  std::map<std::string, std::int64_t> counters;  // where counting starts; others start at 1
  std::vector<Route> routes;                     // the first that fits
  std::vector<SocketRoute> sockets;
};

// `path` is for the mistakes' places.
base::Result<Script> ReadScript(std::string_view text, const std::string& path = "script.yaml");

// The values of {names} when `path` fits `pattern`.
std::optional<std::map<std::string, std::string>> MatchPath(std::string_view pattern, std::string_view path);

}  // namespace frontdesk::fakes
