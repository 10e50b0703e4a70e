#include "adapters/mattermost/catch_up.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/socket_event.h"
#include "adapters/mattermost/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

// The cursor: {"at": all before has been taken, "walk": {...} of a gap that is being read}.
//   bot, name: who we are; since: where the gap begins; to: the newest post when it began;
//   todo: [[channel, "D"], ...]; page: how far back in the first; after: the last post taken of it
json CursorIn(const PullFrom& from) {
  auto cursor = base::ParseJson(from.cursor);
  return cursor && cursor->is_object() ? std::move(*cursor) : json::object();
}

// Of several, one a line, what reads the most: a look from the earliest on.
json WordIn(const PullFrom& from) {
  json wanted = json::object();
  for (const std::string& line : base::SplitLines(from.word)) {
    auto word = base::ParseJson(line, kMaxFrame);
    if (!word || !word->is_object()) continue;
    const bool looks = word->contains("since"), looked = wanted.contains("since");
    if (wanted.empty() || (looks && (!looked || base::IntAt(*word, "since") < base::IntAt(wanted, "since"))))
      wanted = std::move(*word);
  }
  return wanted;
}

Call PageCall(const json& walk, Env env) {
  const std::string channel = ListAt(walk, "todo").front()[0];
  std::string path = "/channels/" + channel + "/posts?skipFetchThreads=true&per_page=" + std::to_string(kPage);
  if (const std::string after = TextAt(walk, "after"); !after.empty()) {
    path += "&after=" + after;
  } else {
    path += "&page=" + std::to_string(base::IntAt(walk, "page"));
  }
  return Get(path, env);
}

Bot BotIn(const json& from) { return {TextAt(from, "bot"), TextAt(from, "name")}; }

// What is left to do: the next page, the next channel, or nothing.
Pulled GoOn(json cursor, std::vector<base::Event> events, Env env) {
  Pulled pulled;
  pulled.taken.events = std::move(events);
  json& walk = cursor["walk"];
  if (walk["todo"].empty()) {
    cursor["at"] = std::max(base::IntAt(cursor, "at"), base::IntAt(walk, "to"));
    cursor.erase("walk");
  } else {
    pulled.more = PageCall(walk, env);
  }
  pulled.cursor = base::DumpJson(cursor);
  return pulled;
}

void NextChannel(json& walk) {
  walk["todo"].erase(walk["todo"].begin());
  walk["page"] = 0;
  walk["after"] = "";
}

// --- the gap

base::Result<Pulled> OnMe(const HttpAnswer& answer, const PullFrom& from, Env env) {
  TRY(const Bot bot, BotOf(answer));
  json cursor = CursorIn(from);
  const json word = WordIn(from);
  Pulled pulled;
  if (word.contains("mark")) {
    cursor["at"] = std::max(base::IntAt(cursor, "at"), base::IntAt(word, "mark"));
    pulled.cursor = base::DumpJson(cursor);
    return pulled;
  }
  const long long since = base::IntAt(word, "since");
  cursor["walk"] = {{"bot", bot.id}, {"name", bot.name}, {"since", since > 0 ? since : base::IntAt(cursor, "at")}};
  pulled.cursor = base::DumpJson(cursor);
  pulled.more = Get("/users/me/channels", env);
  return pulled;
}

struct Talk {
  std::string id, type;
  long long last = 0;
};

std::vector<Talk> TalksIn(const json& channels) {
  std::vector<Talk> talks;
  for (const json& one : channels)
    if (one.is_object() && IsId(TextAt(one, "id")) && base::IntAt(one, "delete_at") == 0)
      talks.push_back({TextAt(one, "id"), TextAt(one, "type"), base::IntAt(one, "last_post_at")});
  std::sort(talks.begin(), talks.end(), [](const Talk& a, const Talk& b) { return a.last > b.last; });
  if (talks.size() > kMaxChannels) talks.resize(kMaxChannels);
  return talks;
}

base::Result<Pulled> OnChannels(const HttpAnswer& answer, const PullFrom& from, Env env) {
  if (answer.status == 404) return Fail(ErrorCode::kUnavailable, "a server before 6.1 does not list our channels");
  TRY(const json channels, AnswerOf(answer));
  json cursor = CursorIn(from);
  json& walk = cursor["walk"];
  if (!channels.is_array() || !walk.is_object())
    return Fail(ErrorCode::kUnavailable, "Mattermost's list of channels cannot be read");
  const std::vector<Talk> talks = TalksIn(channels);
  // Of an account that has never been read, nothing is old news.
  const long long newest = talks.empty() ? base::ToMillis(env.now) : talks.front().last;
  long long since = base::IntAt(walk, "since");
  if (since <= 0) since = newest;
  walk.update({{"since", since}, {"to", newest}, {"todo", json::array()}, {"page", 0}, {"after", ""}});
  for (const Talk& talk : talks)
    if (talk.last > since) walk["todo"].push_back({talk.id, talk.type});
  return GoOn(std::move(cursor), {}, env);
}

// In the order in which they were written.
std::vector<json> PostsIn(const json& page) {
  std::vector<json> posts;
  const json& all = ObjectAt(page, "posts");
  for (const json& id : ListAt(page, "order")) {
    if (!id.is_string() || posts.size() == kPage) continue;
    const json& post = ObjectAt(all, id.get<std::string>());
    if (TextAt(post, "id") == id) posts.push_back(post);
  }
  std::stable_sort(posts.begin(), posts.end(), [](const json& a, const json& b) {
    return base::IntAt(a, "create_at") < base::IntAt(b, "create_at");
  });
  return posts;
}

std::vector<base::Event> EventsIn(const std::vector<json>& posts, const json& walk, Env env) {
  const ChannelKind kind = KindOf(ListAt(walk, "todo").front()[1].get<std::string>());
  const long long since = base::IntAt(walk, "since");
  std::vector<base::Event> events;
  for (const json& post : posts) {
    const bool is_new = base::IntAt(post, "create_at") > since;
    auto event = is_new
                     ? SaidIn(post, kind, nullptr, BotIn(walk), env)
                     : (base::IntAt(post, "edit_at") > since ? EditedIn(post, kind, BotIn(walk), env) : std::nullopt);
    if (event) events.push_back(std::move(*event));
  }
  return events;
}

// Pages come newest first: we go back until the gap begins, and from there on forward.
base::Result<Pulled> OnPage(const HttpAnswer& answer, const PullFrom& from, Env env) {
  json cursor = CursorIn(from);
  json& walk = cursor["walk"];
  if (ListAt(walk, "todo").empty()) return Fail(ErrorCode::kUnavailable, "a page that nobody has asked for");
  if (answer.status == 403 || answer.status == 404) {
    NextChannel(walk);
    return GoOn(std::move(cursor), {}, env);
  }
  TRY(const json page, AnswerOf(answer));
  const std::vector<json> posts = PostsIn(page);
  const bool forward = !TextAt(walk, "after").empty(), whole = posts.size() < kPage;
  const long long back = base::IntAt(walk, "page");
  const bool begins = forward || whole || back + 1 >= kMaxPages ||
                      base::IntAt(posts.front(), "create_at") <= base::IntAt(walk, "since");
  if (!begins) {
    walk["page"] = back + 1;
    return GoOn(std::move(cursor), {}, env);
  }
  std::vector<base::Event> events = EventsIn(posts, walk, env);
  const bool more = forward ? !whole : back > 0 && !posts.empty();
  if (more) {
    walk["after"] = TextAt(posts.back(), "id");
  } else {
    NextChannel(walk);
  }
  return GoOn(std::move(cursor), std::move(events), env);
}

// --- where an event belongs

base::Result<Pulled> OnChannel(const HttpAnswer& answer, const PullFrom& from, Env env) {
  const json word = WordIn(from);
  const json& frame = ObjectAt(word, "frame");
  if (answer.status == 403 || answer.status == 404) return Pulled{};
  TRY(const json channel, AnswerOf(answer));
  const ChannelKind kind = KindOf(channel.is_object() ? TextAt(channel, "type") : std::string());
  const auto unplaced = UnplacedIn(frame, BotIn(word));
  Pulled pulled;
  if (!unplaced) return pulled;
  if (kind == ChannelKind::kDirect || unplaced->post.empty()) {
    pulled.taken.events = EventsPlaced(frame, kind, {}, BotIn(word), env);
  } else {
    pulled.more = Get("/posts/" + unplaced->post, env);
  }
  return pulled;
}

base::Result<Pulled> OnPost(const HttpAnswer& answer, const PullFrom& from, Env env) {
  const json word = WordIn(from);
  if (answer.status == 403 || answer.status == 404) return Pulled{};
  TRY(const json post, AnswerOf(answer));
  Pulled pulled;
  const std::string root = post.is_object() ? TextAt(post, "root_id") : std::string();
  pulled.taken.events = EventsPlaced(ObjectAt(word, "frame"), ChannelKind::kShared, root, BotIn(word), env);
  return pulled;
}

}  // namespace

std::string LookWord(std::int64_t since) { return base::DumpJson({{"since", since}}); }

std::string MarkWord(std::int64_t until) { return base::DumpJson({{"mark", until}}); }

std::string PlaceWord(const json& frame, const Bot& bot) {
  return base::DumpJson({{"frame", frame}, {"bot", bot.id}, {"name", bot.name}});
}

base::Result<Call> CatchUp::Pull(const PullFrom& from, Env env) const {
  const json word = WordIn(from);
  if (const auto unplaced = UnplacedIn(ObjectAt(word, "frame"), BotIn(word)))
    return Get("/channels/" + unplaced->channel, env);
  if (!word.empty()) return Get("/users/me", env);
  // A long gap takes more than one turn.
  const json cursor = CursorIn(from);
  const json& walk = ObjectAt(cursor, "walk");
  if (!ListAt(walk, "todo").empty()) return PageCall(walk, env);
  return Fail(ErrorCode::kNotFound, "nothing has been missed");
}

base::Result<Pulled> CatchUp::OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                       Env env) const {
  const std::string_view path = PathOf(call);
  if (path == "/users/me") return OnMe(answer, from, env);
  if (path == "/users/me/channels") return OnChannels(answer, from, env);
  if (path.ends_with("/posts")) return OnPage(answer, from, env);
  return path.starts_with("/channels/") ? OnChannel(answer, from, env) : OnPost(answer, from, env);
}

}  // namespace frontdesk::adapters::mattermost
