#include "adapters/wecom_kf/message_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "adapters/wecom/account.h"
#include "adapters/wecom/callback.h"
#include "adapters/wecom/error_code.h"
#include "adapters/wecom_kf/customer_word.h"
#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr int kPage = 100;  // items; WeCom gives up to 1,000, which could be more than an answer may hold
constexpr std::size_t kMaxToken = 512;
constexpr std::size_t kMaxCursor = 512;

// One service account to be pulled from, with the newest token that a callback gave for it.
struct Source {
  std::string account;
  std::string token;
};

bool IsOurs(const std::string& account, const Settings& settings) {
  const auto& ours = settings.List("open_kfid");
  return std::find(ours.begin(), ours.end(), account) != ours.end();
}

// Those that callbacks have named, or else all.
std::vector<Source> SourcesOf(std::string_view words, const Settings& settings) {
  std::vector<Source> named;
  for (const std::string& line : base::SplitLines(words)) {
    const auto word = base::ParseJson(line);
    if (!word || !word->is_object() || !IsOurs(base::TextAt(*word, "kf"), settings)) continue;
    const std::string account = base::TextAt(*word, "kf");
    std::erase_if(named, [&](const Source& source) { return source.account == account; });
    named.push_back({account, base::TextAt(*word, "token")});
  }
  if (!named.empty()) return named;
  for (const std::string& account : settings.List("open_kfid")) named.push_back({account, {}});
  return named;
}

json CursorsIn(std::string_view text) {
  auto cursors = base::ParseJson(text.empty() ? "{}" : text);
  return cursors && cursors->is_object() ? std::move(*cursors) : json::object();
}

json PlaceIn(const json& cursors, const std::string& account) {
  const auto place = cursors.find(account);
  return place != cursors.end() && place->is_object() ? *place : json::object();
}

Call PullOf(const Source& source, const std::string& cursor, Env env) {
  json body = {{"open_kfid", source.account}, {"limit", kPage}, {"voice_format", 0}};
  if (!cursor.empty()) body["cursor"] = cursor;
  if (!source.token.empty()) body["token"] = source.token;
  Call call = PostJson(ApiUrlWithToken(env, "kf/sync_msg"), base::DumpJson(body));
  call.delivers = false;
  return call;
}

std::optional<Call> AfterAccount(const std::string& account, const json& cursors, const PullFrom& from, Env env) {
  const std::vector<Source> sources = SourcesOf(from.word, env.settings);
  auto it = std::find_if(sources.begin(), sources.end(), [&](const Source& one) { return one.account == account; });
  if (it == sources.end() || ++it == sources.end()) return std::nullopt;
  return PullOf(*it, base::TextAt(PlaceIn(cursors, it->account), "at"), env);
}

}  // namespace

base::Result<Parsed> ReadNotification(std::string_view text, Env env) {
  const auto xml = base::ReadXml(text, kMaxCallback);
  if (!xml) return Fail(ErrorCode::kInvalid, "The message cannot be read: " + xml.error().message);
  if (xml->name != "xml") return Fail(ErrorCode::kInvalid, "This is not a message of WeCom.");
  Taken taken;
  const std::string account(xml->ChildText("OpenKfId"));
  const bool news = xml->ChildText("MsgType") == "event" && xml->ChildText("Event") == "kf_msg_or_event";
  if (!news || !IsOurs(account, env.settings)) return taken;
  const std::string token(xml->ChildText("Token").substr(0, kMaxToken));
  taken.pull = base::DumpJson({{"kf", account}, {"token", base::CleanUtf8(token)}});
  return taken;
}

base::Result<Call> MessageList::Pull(const PullFrom& from, Env env) const {
  const Source first = SourcesOf(from.word, env.settings).front();
  return PullOf(first, base::TextAt(PlaceIn(CursorsIn(from.cursor), first.account), "at"), env);
}

base::Result<Pulled> MessageList::OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                           Env env) const {
  TRY(const json asked, base::ParseJson(call.body));
  const Source source{base::TextAt(asked, "open_kfid"), base::TextAt(asked, "token")};
  if (const base::Status problem = ProblemOf(answer); !problem) {
    // A token is good for ten minutes; without one there is a way, too.
    if (problem.error().code != ErrorCode::kForbidden || source.token.empty()) return tl::unexpected(problem.error());
    return Pulled{{}, {}, PullOf({source.account, {}}, base::TextAt(asked, "cursor"), env)};
  }
  TRY(const json body, base::ParseJson(answer.body));
  json cursors = CursorsIn(from.cursor);
  json place = PlaceIn(cursors, source.account);
  if (!place.contains("since")) place["since"] = base::ToMillis(env.now - kFresh);
  Pulled pulled;
  if (const auto list = body.find("msg_list"); list != body.end() && list->is_array()) {
    for (const json& item : *list)
      for (base::Event& event : EventsOf(item, base::FromMillis(base::IntAt(place, "since")), env))
        pulled.taken.events.push_back(std::move(event));
  }
  const std::string next = base::TextAt(body, "next_cursor");
  const bool moves = !next.empty() && next.size() <= kMaxCursor && next != base::TextAt(asked, "cursor");
  if (moves) place["at"] = next;
  cursors[source.account] = place;
  pulled.cursor = base::DumpJson(cursors);
  const bool goes_on = moves && base::IntAt(body, "has_more") != 0;
  pulled.more = goes_on ? PullOf(source, next, env) : AfterAccount(source.account, cursors, from, env);
  return pulled;
}

}  // namespace frontdesk::adapters::wecom::kf
