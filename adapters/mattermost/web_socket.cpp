#include "adapters/mattermost/web_socket.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/catch_up.h"
#include "adapters/mattermost/socket_event.h"
#include "adapters/mattermost/socket_memory.h"
#include "adapters/mattermost/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr base::Millis kPing = std::chrono::seconds(30);
constexpr base::Millis kAtOnce{0};
constexpr base::Millis kLoggedOut = std::chrono::seconds(5);
// How often the puller is told how far we are: what a restart has to read again.
constexpr base::Millis kMarkEvery = std::chrono::minutes(5);
constexpr std::int64_t kOverlap = 2'000;          // ms: nodes of a cluster have clocks of their own
constexpr std::int64_t kRestartOverlap = 60'000;  // ms: what a crash may have caught on its way to the store
constexpr int kMaxMisses = 2;                     // then the server has lost the thread

std::string SocketUrl(const Settings& settings, const SocketMemory& memory) {
  std::string url = ApiUrl(settings, "/websocket");
  url.replace(0, url.starts_with("http://") ? 7 : 8, url.starts_with("http://") ? "ws://" : "wss://");
  url += "?connection_id=" + memory.connection + "&sequence_number=" + std::to_string(memory.next);
  return memory.misses > 0 ? url + "&disconnect_err_code=4001" : url;
}

// The server begins to count anew: it has lost what came before, or there was nothing before.
void Greet(const json& frame, SocketMemory& memory, Heard& heard) {
  const std::string connection = TextAt(ObjectAt(frame, "data"), "connection_id");
  if (!IsId(connection) || connection == memory.connection) return;
  memory.connection = connection;
  memory.next = 0;
  heard.taken.pull = LookWord(memory.newest > 0 ? memory.newest - kOverlap : 0);
}

// Another number than the one that is due: the next connection asks for it.
Heard Missed(SocketMemory memory) {
  Heard heard;
  heard.reconnect = kAtOnce;
  if (memory.missed != 0) return heard;  // what was still on its way
  memory.missed = 1;
  if (++memory.misses >= kMaxMisses) {
    memory.connection.clear();
    memory.next = 0;
    memory.misses = 0;
  }
  heard.memory = memory.ToText();
  return heard;
}

// Answers to our pings; the moment to say how far we have come.
Heard Replied(const json& frame, SocketMemory memory, Env env) {
  Heard heard;
  if (TextAt(frame, "status") == "FAIL") {
    heard.reconnect = kLoggedOut;
    return heard;
  }
  const std::int64_t now = base::ToMillis(env.now);
  if (memory.newest == memory.marked || now - memory.marked_at < kMarkEvery.count()) return heard;
  memory.marked = memory.newest;
  memory.marked_at = now;
  heard.memory = memory.ToText();
  heard.taken.pull = MarkWord(memory.newest - kRestartOverlap);
  return heard;
}

void TakePosted(const json& frame, SocketMemory& memory, Heard& heard, Env env) {
  const json& data = ObjectAt(frame, "data");
  const json post = Unwrapped(data, "post");
  const std::string id = TextAt(post, "id"), root = TextAt(post, "root_id");
  if (!IsId(id)) return;
  memory.newest = std::max<std::int64_t>(memory.newest, base::IntAt(post, "create_at"));
  if (const std::string channel = TextAt(post, "channel_id"); IsId(channel))
    memory.KnowChannel(channel, KindOf(TextAt(data, "channel_type")));
  if (TextAt(post, "user_id") == memory.bot.id) {
    memory.KnowPost(id, IsId(root) ? root : std::string());
  } else {
    memory.KnowForeignPost(id);
  }
  heard.taken.events = EventsPosted(frame, memory.bot, env);
}

void TakeNamed(const json& frame, const SocketMemory& memory, Heard& heard, Env env) {
  const auto unplaced = UnplacedIn(frame, memory.bot);
  if (!unplaced || (!unplaced->post.empty() && memory.IsForeignPost(unplaced->post))) return;
  const auto kind = memory.KindOfChannel(unplaced->channel);
  const bool needs_root = !unplaced->post.empty() && kind != ChannelKind::kDirect;
  const auto root = needs_root ? memory.RootOfPost(unplaced->post) : std::optional(std::string());
  if (kind && root) {
    heard.taken.events = EventsPlaced(frame, *kind, *root, memory.bot, env);
  } else {
    heard.taken.pull = PlaceWord(frame, memory.bot);
  }
}

}  // namespace

// The token is tried first, and says who we are: the socket would be opened to anybody, and stay silent.
base::Result<std::variant<SocketAddress, Call>> WebSocket::Open(Env env) const { return Get("/users/me", env); }

base::Result<SocketAddress> WebSocket::OnOpened(const HttpAnswer& answer, Env env) const {
  TRY(const Bot bot, BotOf(answer));
  SocketMemory memory = MemoryIn(env.memory);
  if (!memory.bot.id.empty() && memory.bot.id != bot.id) memory = {};
  memory.bot = bot;
  memory.missed = 0;
  SocketAddress address;
  address.url = SocketUrl(env.settings, memory);
  // A connection is only taken up again for whoever is known before it opens.
  address.headers = {{"Authorization", "Bearer " + env.settings.SecretOf("bot_token").Reveal()}};
  address.ping_every = kPing;
  address.memory = memory.ToText();
  return address;
}

base::Result<Heard> WebSocket::OnFrame(std::string_view text, Env env) const {
  TRY(const json frame, base::ParseJson(text, kMaxFrame));
  if (!frame.is_object()) return Fail(ErrorCode::kInvalid, "a frame that is no object");
  SocketMemory memory = MemoryIn(env.memory);
  if (frame.contains("seq_reply") || frame.contains("status")) return Replied(frame, std::move(memory), env);
  const std::string event = TextAt(frame, "event");
  if (event.empty() || !frame.contains("seq")) return Heard{};
  Heard heard;
  if (event == "hello") Greet(frame, memory, heard);
  if (base::IntAt(frame, "seq", -1) != memory.next) return Missed(std::move(memory));
  ++memory.next;
  memory.misses = 0;
  if (event == "posted") TakePosted(frame, memory, heard, env);
  if (event == "direct_added") heard.taken.events = EventsOpened(frame, memory.bot, env);
  if (event != "hello") TakeNamed(frame, memory, heard, env);
  heard.memory = memory.ToText();
  return heard;
}

std::string WebSocket::Ping(Env env) const {
  return base::DumpJson({{"action", "ping"}, {"seq", base::ToMillis(env.now)}});
}

}  // namespace frontdesk::adapters::mattermost
