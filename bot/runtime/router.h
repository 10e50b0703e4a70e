// Which handler answers a request: by method and path. Unknown paths are 404, known ones with another method 405.
//
// Threads: routes are added before anything is served; after that every function may be called from any thread.
// Failure: a handler that throws is the server's to answer.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/net/http_server.h"

namespace frontdesk::runtime {

// One request on its way through a handler.
struct Call {
  net::HttpRequest request;
  net::HttpReply reply;
  std::vector<std::string> args;  // what stood for each '*' of the route
};

using RouteHandler = std::function<void(Call call)>;

class Router {
 public:
  // `pattern` is a path whose segments may be '*': "/web/*/events". A GET route answers HEAD too.
  void Add(std::string method, std::string pattern, RouteHandler handler, net::RouteLimits limits = {4 << 10, {}});

  void Handle(net::HttpRequest request, net::HttpReply reply) const;
  net::RouteLimits LimitsOf(const std::string& method, const std::string& path) const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    RouteHandler handler;
    net::RouteLimits limits;
  };
  const Route* Find(std::string_view method, std::string_view path) const;
  std::string MethodsOf(std::string_view path) const;

  std::vector<Route> routes_;
};

}  // namespace frontdesk::runtime
