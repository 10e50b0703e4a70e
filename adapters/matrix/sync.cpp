#include "adapters/matrix/sync.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/matrix/account.h"
#include "adapters/matrix/invite.h"
#include "adapters/matrix/place_kept.h"
#include "adapters/matrix/room_event.h"
#include "adapters/matrix/send_outcome.h"
#include "adapters/matrix/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::ErrorCode;
using base::TextAt;
using nlohmann::json;

constexpr base::Millis kPoll = std::chrono::seconds(25);
constexpr base::Millis kPatience = std::chrono::seconds(20);  // beyond the time that the homeserver keeps a call
constexpr int kTimeline = 20;                                 // events of a room in one answer
constexpr int kPage = 100;                                    // of what an answer has left out
constexpr std::string_view kSyncPath = "/_matrix/client/v3/sync";

// Nothing but what TakeRoomEvent reads. Members are loaded lazily because rooms are counted then.
json EventFilter(int limit) {
  return {{"limit", limit},
          {"lazy_load_members", true},
          {"types",
           {"m.room.message", "m.sticker", "m.reaction", "m.room.redaction", "m.room.member", "m.room.encryption",
            "m.room.tombstone"}}};
}

std::string FilterFor(bool first) {
  const json none = {{"limit", 0}, {"types", json::array()}};
  return base::DumpJson({{"presence", none},
                         {"account_data", none},
                         {"room",
                          {{"timeline", EventFilter(first ? 1 : kTimeline)},
                           {"state", {{"lazy_load_members", true}, {"types", {"m.room.encryption"}}}},
                           {"ephemeral", none},
                           {"account_data", none}}}});
}

Call SyncCall(const PlaceKept& place, Env env) {
  const bool first = place.since.empty();
  const auto wait = first ? base::Millis{0} : kPoll;
  std::string query =
      "timeout=" + std::to_string(wait.count()) + "&set_presence=offline&filter=" + Percent(FilterFor(first));
  if (!first) query += "&since=" + Percent(place.since);
  Call call = Ask("GET", kSyncPath, env, query);
  call.delivers = false;
  call.timeout = wait + kPatience;
  return call;
}

Call GapCall(const Gap& gap, Env env) {
  Call call = Ask("GET", "/_matrix/client/v3/rooms/" + Percent(gap.room) + "/messages", env,
                  "dir=f&limit=" + std::to_string(kPage) + "&from=" + Percent(gap.from) + "&to=" + Percent(gap.to) +
                      "&filter=" + Percent(base::DumpJson(EventFilter(kPage))));
  call.delivers = false;
  return call;
}

constexpr std::string_view kEventPath = "/event/";

Call LookUpCall(const Waiting& waiting, Env env) {
  Call call =
      Ask("GET",
          "/_matrix/client/v3/rooms/" + Percent(waiting.room) + std::string(kEventPath) + Percent(waiting.target), env);
  call.delivers = false;
  return call;
}

Call NextCall(const PlaceKept& place, Env env) {
  if (!place.waiting.empty()) return LookUpCall(place.waiting.front(), env);
  return place.gaps.empty() ? SyncCall(place, env) : GapCall(place.gaps.front(), env);
}

bool IsSync(const Call& call) { return call.url.find(std::string(kSyncPath) + "?") != std::string::npos; }

Room RoomOf(const std::string& id, const PlaceKept& place, Env env) {
  return {id, !place.groups.contains(id) && !IsNamedGroup(env.settings, id)};
}

// Now, or when the message that it is about is known.
void TakeOrWait(const json& event, const Room& room, PlaceKept& place, Env env, Taken& taken) {
  const std::string target = TargetOf(event, room);
  std::string text = target.empty() ? std::string() : base::DumpJson(event);
  if (target.empty() || text.size() > kMaxWaitingEvent || place.waiting.size() >= kMaxWaiting)
    return TakeRoomEvent(event, room, env, taken);
  place.waiting.push_back({room.id, target, std::move(text)});
}

// The bot's coming into a room, where the events tell of it: from the moment that it was asked in.
struct Coming {
  bool is_there = false;
  json::const_iterator asked;
};

Coming ComingIn(const json& events, const Settings& settings) {
  const auto came =
      std::find_if(events.begin(), events.end(), [&](const json& event) { return IsOurJoin(event, settings); });
  return {came != events.end(),
          std::find_if(events.begin(), came, [&](const json& event) { return IsOurInvite(event, settings); })};
}

// Reads one answer of /sync into the place and what is to be taken.
class Reader {
 public:
  Reader(const json& answer, PlaceKept& place, Env env, Taken& taken)
      : rooms_(ObjectAt(answer, "rooms")), first_(place.since.empty()), place_(place), env_(env), taken_(taken) {
    next_ = TextAt(answer, "next_batch");
  }

  void Read() {
    for (const auto& [room, joined] : ObjectAt(rooms_, "join").items()) Joined(room, joined);
    for (const auto& [room, invited] : ObjectAt(rooms_, "invite").items()) Invited(room, invited);
    for (const auto& [room, left] : ObjectAt(rooms_, "leave").items()) Left(room);
    for (Afterwards& join : place_.DueJoins(env_.now)) taken_.after.push_back(std::move(join));
    place_.since = next_;
  }

 private:
  // Who else is there tells whether all is said to the bot.
  void Count(const std::string& room, const json& joined) {
    const json& summary = ObjectAt(joined, "summary");
    if (!summary.contains("m.joined_member_count")) return;
    const long long people =
        base::IntAt(summary, "m.joined_member_count") + base::IntAt(summary, "m.invited_member_count");
    if (people <= 2) {
      place_.groups.erase(room);
    } else if (place_.groups.size() < kMaxGroups) {
      place_.groups.insert(room);
    }
  }

  void SeeState(const json& event, Room& room) {
    if (!event.is_object() || TextAt(event, "type") != "m.room.encryption") return;
    room.encrypted = true;
    TakeRoomEvent(event, room, env_, taken_);
  }

  void Joined(const std::string& id, const json& joined) {
    place_.ForgetInvite(id);
    Count(id, joined);
    Room room = RoomOf(id, place_, env_);
    for (const json& event : ListAt(ObjectAt(joined, "state"), "events")) SeeState(event, room);
    if (first_) return;  // what was said before the bot began
    const json& timeline = ObjectAt(joined, "timeline");
    const json& events = ListAt(timeline, "events");
    const Coming coming = ComingIn(events, env_.settings);
    if (base::BoolAt(timeline, "limited") && !coming.is_there && place_.gaps.size() < kMaxGaps) {
      place_.gaps.push_back({id, place_.since, next_});
      return;
    }
    // What was said before the bot was asked in was not said to it.
    if (coming.is_there)
      for (auto event = events.begin(); event != coming.asked; ++event) SeeState(*event, room);
    for (auto event = coming.is_there ? coming.asked : events.begin(); event != events.end(); ++event)
      TakeOrWait(*event, room, place_, env_, taken_);
  }

  void Invited(const std::string& id, const json& invited) {
    const auto invite = InviteIn(ListAt(ObjectAt(invited, "invite_state"), "events"), id, env_.settings);
    if (!IsRoomId(id) || !invite) return;
    if (MayInvite(env_.settings, invite->sender)) return place_.AddInvite(id, ServerOf(invite->sender));
    taken_.after.push_back(LeaveRoom(id));
  }

  void Left(const std::string& id) {
    place_.ForgetInvite(id);
    place_.groups.erase(id);
    std::erase_if(place_.gaps, [&](const Gap& gap) { return gap.room == id; });
  }

  const json& rooms_;
  const bool first_;
  std::string next_;
  PlaceKept& place_;
  const Env env_;
  Taken& taken_;
};

Pulled PulledFrom(const PlaceKept& place, Taken taken, Env env) {
  return {std::move(taken), ToText(place), NextCall(place, env)};
}

// A page of what was left out, the oldest first.
base::Result<Pulled> FillGap(const HttpAnswer& answer, PlaceKept place, Env env) {
  if (place.gaps.empty()) return PulledFrom(place, {}, env);
  if (answer.status == 429 || answer.status >= 500) return tl::unexpected(ErrorOf(answer));
  const auto page = answer.status == 200 ? ReadObject(answer.body, kMaxAnswer)
                                         : base::Fail(ErrorCode::kNotFound, "the room is not ours any more");
  Gap& gap = place.gaps.front();
  Taken taken;
  const json& events = page ? ListAt(*page, "chunk") : ListAt({}, "");
  const Room room = RoomOf(gap.room, place, env);
  const Coming coming = ComingIn(events, env.settings);
  for (auto event = coming.is_there ? coming.asked : events.begin(); event != events.end(); ++event)
    TakeOrWait(*event, room, place, env, taken);
  std::string end = page ? TextAt(*page, "end") : std::string();
  const bool over = events.empty() || end.empty() || end == gap.to || end == gap.from;
  if (over) {
    place.gaps.erase(place.gaps.begin());
  } else {
    gap.from = std::move(end);
  }
  return PulledFrom(place, std::move(taken), env);
}

// Whoever edits the words of others is not heard.
base::Result<Pulled> TakeWaiting(const HttpAnswer& answer, PlaceKept place, Env env) {
  if (answer.status == 429 || answer.status >= 500) return tl::unexpected(ErrorOf(answer));
  if (place.waiting.empty()) return PulledFrom(place, {}, env);
  const Waiting waiting = std::move(place.waiting.front());
  place.waiting.erase(place.waiting.begin());
  const auto event = ReadObject(waiting.event, kMaxAnswer);
  const auto target = ReadObject(answer.body, kMaxAnswer);
  Taken taken;
  if (answer.status != 200 || !event || !target) return PulledFrom(place, {}, env);
  const std::string type = TextAt(*event, "type");
  const bool by_another = TextAt(*event, "sender") != TextAt(*target, "sender");
  const bool no_message = TextAt(*target, "type") != "m.room.message";
  if (type == "m.room.message" && by_another) return PulledFrom(place, {}, env);
  if (type == "m.room.redaction" && no_message) return PulledFrom(place, {}, env);  // a sign
  Room room = RoomOf(waiting.room, place, env);
  room.target_thread = ThreadOf(*target);
  TakeRoomEvent(*event, room, env, taken);
  return PulledFrom(place, std::move(taken), env);
}

}  // namespace

base::Result<Call> Sync::Pull(const PullFrom& from, Env env) const { return NextCall(PlaceFrom(from.cursor), env); }

base::Result<Pulled> Sync::OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from, Env env) const {
  PlaceKept place = PlaceFrom(from.cursor);
  if (call.url.find(kEventPath) != std::string::npos) return TakeWaiting(answer, std::move(place), env);
  if (!IsSync(call)) return FillGap(answer, std::move(place), env);
  if (answer.status == 400 && !place.since.empty()) {
    place.since.clear();
    place.gaps.clear();
    return PulledFrom(place, {}, env);
  }
  if (answer.status != 200) return tl::unexpected(ErrorOf(answer));
  TRY(const json told, ReadObject(answer.body, kMaxAnswer));
  if (TextAt(told, "next_batch").empty())
    return base::Fail(ErrorCode::kUnavailable, "the homeserver's answer to /sync has no next_batch");
  Taken taken;
  Reader(told, place, env, taken).Read();
  return PulledFrom(place, std::move(taken), env);
}

}  // namespace frontdesk::adapters::matrix
