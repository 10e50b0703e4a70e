#include "bot/runtime/router.h"

#include "bot/runtime/answers.h"

namespace frontdesk::runtime {

namespace {

std::string_view NextSegment(std::string_view& rest) {
  rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

bool Matches(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = NextSegment(pattern);
    const std::string_view given = NextSegment(path);
    if (wanted == "*" ? given.empty() : wanted != given) return false;
  }
  return pattern.empty() && path.empty();
}

std::vector<std::string> ArgsOf(std::string_view pattern, std::string_view path) {
  std::vector<std::string> args;
  while (!pattern.empty()) {
    const std::string_view wanted = NextSegment(pattern);
    const std::string_view given = NextSegment(path);
    if (wanted == "*") args.emplace_back(given);
  }
  return args;
}

}  // namespace

void Router::Add(std::string method, std::string pattern, RouteHandler handler, net::RouteLimits limits) {
  if (limits.deadline.count() == 0) limits.deadline = net::RouteLimits().deadline;
  routes_.push_back({std::move(method), std::move(pattern), std::move(handler), limits});
}

const Router::Route* Router::Find(std::string_view method, std::string_view path) const {
  if (path.empty() || path.front() != '/') return nullptr;
  if (method == "HEAD") method = "GET";
  for (const Route& route : routes_)
    if (route.method == method && Matches(route.pattern, path)) return &route;
  return nullptr;
}

std::string Router::MethodsOf(std::string_view path) const {
  std::string methods;
  if (path.empty() || path.front() != '/') return methods;
  for (const Route& route : routes_) {
    if (!Matches(route.pattern, path)) continue;
    methods += (methods.empty() ? "" : ", ") + route.method + (route.method == "GET" ? ", HEAD" : "");
  }
  return methods;
}

net::RouteLimits Router::LimitsOf(const std::string& method, const std::string& path) const {
  const Route* route = Find(method, path);
  return route ? route->limits : net::RouteLimits{4 << 10, net::RouteLimits().deadline};
}

void Router::Handle(net::HttpRequest request, net::HttpReply reply) const {
  if (const Route* route = Find(request.method, request.path)) {
    std::vector<std::string> args = ArgsOf(route->pattern, request.path);
    return route->handler({std::move(request), std::move(reply), std::move(args)});
  }
  const std::string methods = MethodsOf(request.path);
  if (methods.empty()) return reply.Send(ErrorResponse(404, "not found", "There is nothing at this address."));
  net::HttpResponse answer = ErrorResponse(405, "invalid", "This address does not take this method.");
  answer.headers.emplace_back("Allow", methods);
  reply.Send(std::move(answer));
}

}  // namespace frontdesk::runtime
