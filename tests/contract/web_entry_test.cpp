// The chat widget in the pure part of the contract suite: our own API, proven by the visitor's cookie. Its cookies are
// tried in tests/adapters; nothing is sent to it, since its streams read the store.
#include <nlohmann/json.hpp>

#include "adapters/web/visitor_cookie.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;
namespace web = adapters::web;

constexpr char kAccount[] = "widget";
constexpr char kKey[] = "a key of this server";

Request Say(const Saying& saying) {
  std::string visitor = saying.conversation;
  visitor.resize(web::kVisitorIdSize, '0');
  const std::string cookie =
      web::VisitorCookieName(kAccount) + "=" + web::VisitorCookie(visitor, kAccount, {}, base::Secret(kKey));
  const json body = {{"id", saying.message}, {"type", "message"}, {"text", saying.text}};
  return {"POST",
          "/web/widget/events",
          {{"Host", "help.example.com"}, {"Content-Type", "application/json"}, {"Cookie", cookie}},
          body.dump()};
}

Entry Web() {
  Entry entry;
  entry.platform = "web";
  entry.type = "web";
  entry.account = kAccount;
  entry.kept = {{std::string(web::kVisitorKey), kKey}};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.say = Say;
  entry.sign = [](Request request, const Signing&) { return request; };
  return entry;
}

const bool kAdded = Add(Web());

}  // namespace
}  // namespace frontdesk::contract
