#include "adapters/matrix/transaction.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/matrix/account.h"
#include "adapters/matrix/invite.h"
#include "adapters/matrix/room_event.h"
#include "adapters/matrix/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::string_view kPrefix = "/_matrix/app/v1/";
constexpr std::string_view kBearer = "Bearer ";

HttpAnswer Json(int status, const json& body) {
  return {status, {{"Content-Type", "application/json"}}, base::DumpJson(body)};
}

HttpAnswer Error(int status, std::string_view errcode, std::string_view words) {
  return Json(status, {{"errcode", errcode}, {"error", words}});
}

// Of "a=1&access_token=b"; nothing when it is not there.
std::optional<std::string> TokenInQuery(std::string_view query) {
  constexpr std::string_view kName = "access_token=";
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    if (pair.starts_with(kName)) return Unpercent(pair.substr(kName.size()));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
  }
  return std::nullopt;
}

// What stands behind the account's address: "transactions/17".
std::string_view Asked(const RawRequest& request) {
  const auto at = request.path.find(kPrefix);
  return at == std::string_view::npos ? std::string_view() : request.path.substr(at + kPrefix.size());
}

// A room that the bot is asked into. Rooms of many are named in the settings; others are for two.
void TakeInvite(const json& event, const std::string& room, Env env, Taken& taken) {
  const auto invite = InviteIn(json::array({event}), room, env.settings);
  if (!invite) return;
  const bool wanted = invite->direct || IsNamedGroup(env.settings, room);
  if (!wanted || !MayInvite(env.settings, invite->sender)) {
    taken.after.push_back(LeaveRoom(room));
    return;
  }
  taken.after.push_back(JoinRoom(room, ServerOf(invite->sender)));
  for (const json& state : ListAt(ObjectAt(event, "unsigned"), "invite_room_state"))
    if (state.is_object() && TextAt(state, "type") == "m.room.encryption")
      taken.after.push_back(SayEncrypted(room, invite->event));
}

base::Result<Parsed> TakeEvents(std::string_view body, Env env) {
  TRY(const json transaction, ReadObject(body, kMaxTransaction));
  if (!transaction.contains("events") || !transaction["events"].is_array())
    return Fail(ErrorCode::kInvalid, "a transaction without events");
  Taken taken;
  for (const json& event : transaction["events"]) {
    if (!event.is_object()) continue;
    const std::string room = TextAt(event, "room_id");
    if (!IsRoomId(room)) continue;
    TakeInvite(event, room, env, taken);
    TakeRoomEvent(event, {room, !IsNamedGroup(env.settings, room)}, env, taken);
  }
  return taken;
}

HttpAnswer AnswerForUser(std::string_view user, const Settings& settings) {
  if (Unpercent(user) == UserOf(settings)) return Json(200, json::object());
  return Error(404, "M_NOT_FOUND", "there is no such user here");
}

}  // namespace

// A token in the address is what old homeservers sent beside the header; where both are, both must be right.
base::Result<Verified> VerifyTransaction(const RawRequest& request, Env env) {
  const base::Secret& secret = env.settings.SecretOf("hs_token");
  const std::string_view given = request.Header("Authorization");
  const auto in_query = TokenInQuery(request.query);
  if (given.empty() || request.CountHeader("Authorization") != 1)
    return Fail(given.empty() ? ErrorCode::kUnauthenticated : ErrorCode::kForbidden, "the hs_token is missing");
  if (!given.starts_with(kBearer) || !secret.Matches(given.substr(kBearer.size())) ||
      (in_query && !secret.Matches(*in_query)))
    return Fail(ErrorCode::kForbidden, "the hs_token is wrong");
  return Verified(Verified::Proof::kSignedHeaders, {}, request);
}

base::Result<Parsed> ParseTransaction(const Verified& verified, Env env) {
  const RawRequest& request = verified.request();
  const std::string_view asked = Asked(request);
  const auto slash = asked.find('/');
  const std::string_view what = asked.substr(0, slash);
  const std::string_view which = slash == std::string_view::npos ? std::string_view() : asked.substr(slash + 1);
  const HttpAnswer wrong_method = Error(405, "M_UNRECOGNIZED", "not by this method");
  if (what == "transactions" && !which.empty()) {
    if (request.method != "PUT") return wrong_method;
    return TakeEvents(verified.body(), env);
  }
  if (asked == "ping") return request.method == "POST" ? Json(200, json::object()) : wrong_method;
  if (what == "users" && !which.empty())
    return request.method == "GET" ? AnswerForUser(which, env.settings) : wrong_method;
  if (what == "rooms" && !which.empty())
    return request.method == "GET" ? Error(404, "M_NOT_FOUND", "there is no such room here") : wrong_method;
  return Error(404, "M_UNRECOGNIZED", "there is nothing at this address");
}

HttpAnswer AnswerToTransaction(const base::Status& outcome) {
  if (outcome) return Json(200, json::object());
  switch (outcome.error().code) {
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kForbidden: return Error(403, "M_FORBIDDEN", "the hs_token is missing or wrong");
    case ErrorCode::kInvalid:
    case ErrorCode::kNotFound: return Error(400, "M_BAD_JSON", outcome.error().message);
    case ErrorCode::kTooLarge: return Error(413, "M_TOO_LARGE", outcome.error().message);
    default: return Error(503, "M_UNKNOWN", "try again later");
  }
}

}  // namespace frontdesk::adapters::matrix
