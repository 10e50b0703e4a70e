#include "adapters/dingtalk/card_click.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::string_view kCardPrefix = "fd-";
constexpr std::size_t kMaxId = 128;
constexpr std::size_t kMaxValue = 1 << 10;
constexpr std::size_t kMaxLabel = 200;

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxId &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// The object under `key`, also where it is written down as a text.
json ObjectAt(const json& value, std::string_view key) {
  const auto it = value.find(key);
  if (it == value.end()) return json::object();
  if (it->is_object()) return *it;
  const auto read = it->is_string() ? base::ParseJson(it->get_ref<const std::string&>()) : base::ParseJson("{}");
  return read && read->is_object() ? *read : json::object();
}

// Where a template puts what its button sends along differs by component.
json ParamsOf(const json& body) {
  for (const char* key : {"value", "content"}) {
    const json told = ObjectAt(body, key);
    for (const json& params : {ObjectAt(ObjectAt(told, "cardPrivateData"), "params"), ObjectAt(told, "params"),
                               ObjectAt(ObjectAt(told, "userPrivateData"), "params"), ObjectAt(body, "params")})
      if (!TextAt(params, "value", TextAt(params, "action")).empty()) return params;
  }
  return json::object();
}

// A group's id, or of direct talk the person.
std::string ChannelOfClick(const json& body, const std::string& user) {
  const std::string space = TextAt(body, "spaceId");
  const bool group = TextAt(body, "spaceType") == "IM_GROUP" || space.starts_with("cid");
  return group && IsId(space) ? std::string(kGroupPrefix) + space : user;
}

}  // namespace

std::string CardIdOf(const Row& row) {
  return std::string(kCardPrefix) + std::to_string(row.id) + "-" + std::to_string(base::ToMillis(row.at));
}

bool IsCardId(std::string_view id) { return RowOf(id) > 0; }

std::int64_t RowOf(std::string_view card_id) {
  if (!card_id.starts_with(kCardPrefix)) return 0;
  card_id.remove_prefix(kCardPrefix.size());
  std::int64_t row = 0;
  const auto end = std::from_chars(card_id.data(), card_id.data() + card_id.size(), row);
  return end.ec == std::errc{} && row > 0 && end.ptr != card_id.data() + card_id.size() && *end.ptr == '-' ? row : 0;
}

Taken CardClick(const json& body, std::string_view delivery, Env env) {
  const std::string card = TextAt(body, "outTrackId"), user = TextAt(body, "userId");
  const std::int64_t row = RowOf(card);
  const json params = ParamsOf(body);
  std::string value = TextAt(params, "value", TextAt(params, "action"));
  if (row == 0 || !IsId(card) || !IsId(user) || value.empty() || value.size() > kMaxValue) return {};
  base::Event event;
  event.id = "click:" + card + ":" + user + ":" + base::Shorten(base::CleanUtf8(delivery), kMaxId);
  event.address = {env.settings.account, ChannelOfClick(body, user), {}};
  event.author.id = user;
  event.at = env.now;
  event.body = base::Pressed{std::move(value), base::Shorten(base::CleanUtf8(TextAt(params, "label")), kMaxLabel), row};
  event.to_us = IsGroup(event.address.channel);
  Taken taken;
  taken.events.push_back(std::move(event));
  return taken;
}

}  // namespace frontdesk::adapters::dingtalk
