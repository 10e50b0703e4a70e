#include "adapters/slack/lost_answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/slack/place.h"
#include "adapters/slack/talk.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::slack {

namespace {

using base::TextAt;
using nlohmann::json;
using Kind = SendResult::Kind;

// On the calls of a search: the part that is looked for, and the direct talk that it is in.
constexpr char kLooksFor[] = "X-Frontdesk-Looks-For", kTalk[] = "X-Frontdesk-Talk";
constexpr std::string_view kLost = "lost:", kMissing = "missing:";
constexpr std::int64_t kSecondsBack = 600;
constexpr int kMessages = 200;

bool Avoids(const Sending& sending, const std::string& word) {
  return std::ranges::find(sending.avoid, word) != sending.avoid.end();
}

std::string IdIn(const json& message) { return TextAt(ObjectAt(ObjectAt(message, "metadata"), "event_payload"), "id"); }

// Another message of a bot, without what would tell whether it is this one.
bool SaysNothing(const json& message) {
  return !TextAt(message, "bot_id").empty() && ObjectAt(message, "metadata").empty();
}

SendResult Unknown(std::string reason) {
  SendResult result;
  result.reason = std::move(reason);
  return result;
}

SendResult FoundOrMissing(const json& listed, const std::string& id, std::string_view talk) {
  SendResult result;
  bool certain = !base::BoolAt(listed, "has_more");
  for (const json& message : ListAt(listed, "messages")) {
    const std::string ts = TextAt(message, "ts");
    certain = certain && !SaysNothing(message);
    if (IdIn(message) != id || !IsTs(ts)) continue;
    result.kind = Kind::kSent;
    result.platform_id = talk.empty() ? ts : MessageId(talk, ts);
    return result;
  }
  if (!certain) return Unknown("no answer, and it cannot be told whether it arrived");
  result.kind = Kind::kRejected;
  result.avoid = std::string(kMissing) + id;
  return result;
}

}  // namespace

std::string PartId(const Sending& sending) {
  return "fd-" + std::to_string(sending.row.id) + "." + std::to_string(sending.part);
}

std::string LostWord(const Call& call) {
  const auto body = base::ParseJson(call.body, kMaxRequest);
  const std::string id = body && body->is_object() ? IdIn(*body) : std::string();
  return id.empty() ? id : std::string(kLost) + id;
}

base::Result<std::optional<Call>> NextOfSearch(const Sending& sending, const std::string& thread, Env env) {
  const std::string id = PartId(sending);
  if (!Avoids(sending, std::string(kLost) + id) || Avoids(sending, std::string(kMissing) + id))
    return std::optional<Call>();
  std::string channel = ChannelOf(sending.address), talk;
  if (channel.empty() && sending.answers.empty()) {
    Call open = OpenTalk(sending.address, env);
    open.headers.emplace_back(kLooksFor, id);
    return open;
  }
  if (channel.empty()) {
    TRY(talk, TalkIn(sending.answers.front()));
    channel = talk;
  }
  const std::string since = std::to_string(base::ToMillis(env.now) / 1'000 - kSecondsBack);
  std::string query = "channel=" + channel + "&include_all_metadata=true&limit=" + std::to_string(kMessages) +
                      "&oldest=" + since + ".000000";
  if (!thread.empty()) query += "&ts=" + thread;
  Call search = GetMethod(thread.empty() ? "conversations.history" : "conversations.replies", query, env);
  search.headers.emplace_back(kLooksFor, id);
  if (!talk.empty()) search.headers.emplace_back(kTalk, talk);
  search.delivers = true;  // when it is found
  return search;
}

bool IsSearch(const Call& call) { return !FindHeader(call.headers, kLooksFor).empty(); }

SendResult OutcomeOfSearch(const Call& call, const CallResult& result) {
  if (!result.answer || result.answer->status != 200) return Unknown("no answer, and none to whether it arrived");
  const auto answer = OkAnswer(*result.answer);
  if (!answer) return Unknown("no answer; " + answer.error().message);
  if (call.delivers)
    return FoundOrMissing(*answer, std::string(FindHeader(call.headers, kLooksFor)), FindHeader(call.headers, kTalk));
  SendResult opened;
  opened.kind = Kind::kSent;
  return opened;
}

}  // namespace frontdesk::adapters::slack
