#include "adapters/feishu/long_connection.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "adapters/feishu/api_call.h"
#include "adapters/feishu/card_action.h"
#include "adapters/feishu/feishu_event.h"
#include "adapters/feishu/fragments.h"
#include "adapters/feishu/frame.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::chrono::seconds kPing{120};
constexpr std::chrono::seconds kShortestPing{10};
constexpr std::chrono::seconds kLongestPing{600};
constexpr std::int64_t kBusy = 1;
constexpr std::int64_t kInternal = 1000040343;
constexpr std::int64_t kTooMany = 1000040350;
constexpr std::int64_t kForbidden = 403;
constexpr base::Millis kTooManyWait = std::chrono::minutes(5);

// "service_id" of "wss://host/path?device_id=1&service_id=2".
std::int32_t ServiceOf(std::string_view url) {
  constexpr std::string_view kKey = "service_id=";
  for (std::size_t at = url.find('?'); at != std::string_view::npos; at = url.find('&', at + 1)) {
    const std::string_view rest = url.substr(at + 1);
    if (!rest.starts_with(kKey)) continue;
    std::int32_t service = 0;
    std::from_chars(rest.data() + kKey.size(), rest.data() + rest.size(), service);
    return service;
  }
  return 0;
}

base::Error NotOpened(const HttpAnswer& answer, std::int64_t code) {
  base::Error error{ErrorCode::kUnauthenticated, "No long connection: " + ReasonOf(answer), {}};
  if (code == kBusy || code == kInternal) error.code = ErrorCode::kUnavailable;
  if (code == kForbidden) error.code = ErrorCode::kForbidden;
  if (code == kTooMany) {
    error.code = ErrorCode::kForbidden;
    error.message = "The app has too many long connections: stop its other deployments. " + ReasonOf(answer);
    error.retry_after = kTooManyWait;
  }
  return error;
}

// The same frame, with how long it took and what came of it.
std::string AnswerTo(WireFrame frame, int code, const json& card = {}) {
  frame.headers.emplace_back("biz_rt", "0");
  json payload = {{"code", code}};
  if (card.is_object() && !card.empty()) payload["data"] = base::Base64Encode(base::DumpJson(card));
  frame.payload = base::DumpJson(payload);
  return WriteFrame(frame);
}

}  // namespace

base::Result<std::variant<SocketAddress, Call>> LongConnection::Open(Env env) const {
  if (!IsLongConnection(env.settings))
    return Fail(ErrorCode::kNotFound, "The account's events come to its webhook address.");
  const std::string body = base::DumpJson(
      {{"AppID", env.settings.Text("app_id")}, {"AppSecret", env.settings.SecretOf("app_secret").Reveal()}});
  Call call = JsonCall("POST", "/callback/ws/endpoint", body, env);
  call.headers = {{"Content-Type", "application/json"}, {"locale", "zh"}};
  call.delivers = false;
  return call;
}

base::Result<SocketAddress> LongConnection::OnOpened(const HttpAnswer& answer, Env env) const {
  const auto code = CodeOf(answer);
  if (!code) return Fail(ErrorCode::kUnavailable, "No long connection: " + ReasonOf(answer));
  if (*code != 0) return tl::unexpected(NotOpened(answer, *code));
  const auto body = base::ParseJson(answer.body);
  const json& data = MemberOf(*body, "data");
  SocketAddress address;
  address.url = base::TextAt(data, "URL");
  const bool plain = ApiUrl(env.settings, "").starts_with("http://");  // a stand-in on this machine
  if (!address.url.starts_with("wss://") && !(plain && address.url.starts_with("ws://")))
    return Fail(ErrorCode::kUnavailable, "The platform names no address for the long connection.");
  const std::chrono::seconds ping(base::IntAt(MemberOf(data, "ClientConfig"), "PingInterval", kPing.count()));
  address.ping_every = std::clamp(ping, kShortestPing, kLongestPing);
  address.memory = MemoryOf(ServiceOf(address.url));
  address.hello = {Ping({env.now, env.settings, env.random, {}, {}, address.memory})};
  return address;
}

base::Result<Heard> LongConnection::OnFrame(std::string_view bytes, Env env) const {
  TRY(const WireFrame frame, ReadFrame(bytes));
  Heard heard;
  if (frame.method != kData) return heard;  // pongs
  TRY(Joined joined, Join(frame, env.memory, env.now));
  heard.memory = std::move(joined.memory);
  if (!joined.payload) return heard;
  TRY(Parsed parsed, ParseEvent(*joined.payload, env));
  if (auto* taken = std::get_if<Taken>(&parsed)) heard.taken = std::move(*taken);
  if (const auto click = ClickIn(*joined.payload)) {
    heard.offers_again = false;
    heard.committed = {AnswerTo(frame, 200, ToastFor(*click, {}))};
    heard.refused = {AnswerTo(frame, 200, ToastFor(*click, Fail(ErrorCode::kUnavailable, "busy")))};
    return heard;
  }
  heard.committed = {AnswerTo(frame, 200)};
  heard.refused = {AnswerTo(frame, 500)};
  return heard;
}

std::string LongConnection::Ping(Env env) const {
  WireFrame frame;
  frame.service = ServiceIn(env.memory);
  frame.method = kControl;
  frame.headers = {{"type", "ping"}};
  return WriteFrame(frame);
}

}  // namespace frontdesk::adapters::feishu
