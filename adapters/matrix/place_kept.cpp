#include "adapters/matrix/place_kept.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/matrix/invite.h"
#include "adapters/matrix/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr base::Millis kFirstJoinPause = std::chrono::seconds(30);

}  // namespace

void PlaceKept::ForgetInvite(std::string_view room) {
  std::erase_if(invites, [&](const PendingInvite& invite) { return invite.room == room; });
}

void PlaceKept::AddInvite(std::string_view room, std::string_view via) {
  ForgetInvite(room);
  if (invites.size() < kMaxInvites) invites.push_back({std::string(room), std::string(via)});
}

std::vector<Afterwards> PlaceKept::DueJoins(base::TimePoint now) {
  std::vector<Afterwards> due;
  for (PendingInvite& invite : invites) {
    if (now < invite.next) continue;
    due.push_back(JoinRoom(invite.room, invite.via));
    invite.next = now + kFirstJoinPause * (1 << invite.tries);
    ++invite.tries;
  }
  std::erase_if(invites, [](const PendingInvite& invite) { return invite.tries >= kMaxJoins; });
  return due;
}

std::string ToText(const PlaceKept& place) {
  json invites = json::array(), gaps = json::array();
  for (const PendingInvite& one : place.invites)
    invites.push_back({{"room", one.room}, {"via", one.via}, {"tries", one.tries}, {"next", base::ToMillis(one.next)}});
  for (const Gap& gap : place.gaps) gaps.push_back({{"room", gap.room}, {"from", gap.from}, {"to", gap.to}});
  json waiting = json::array();
  for (const Waiting& one : place.waiting)
    waiting.push_back({{"room", one.room}, {"target", one.target}, {"event", one.event}});
  json text = {{"since", place.since}};
  if (!waiting.empty()) text["waiting"] = std::move(waiting);
  if (!place.groups.empty()) text["groups"] = place.groups;
  if (!invites.empty()) text["invites"] = std::move(invites);
  if (!gaps.empty()) text["gaps"] = std::move(gaps);
  return base::DumpJson(text);
}

PlaceKept PlaceFrom(std::string_view text) {
  PlaceKept place;
  const auto read = ReadObject(text, kMaxAnswer);
  if (!read) return place;
  place.since = TextAt(*read, "since");
  for (const json& one : ListAt(*read, "groups"))
    if (one.is_string()) place.groups.insert(one.get<std::string>());
  for (const json& one : ListAt(*read, "invites"))
    if (one.is_object())
      place.invites.push_back({TextAt(one, "room"), TextAt(one, "via"),
                               static_cast<int>(std::clamp(base::IntAt(one, "tries"), 0LL, 1LL * kMaxJoins)),
                               base::FromMillis(base::IntAt(one, "next"))});
  for (const json& one : ListAt(*read, "gaps"))
    if (one.is_object()) place.gaps.push_back({TextAt(one, "room"), TextAt(one, "from"), TextAt(one, "to")});
  for (const json& one : ListAt(*read, "waiting"))
    if (one.is_object()) place.waiting.push_back({TextAt(one, "room"), TextAt(one, "target"), TextAt(one, "event")});
  return place;
}

}  // namespace frontdesk::adapters::matrix
