#include "adapters/wecom_kf/customer_word.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/wecom/account.h"
#include "adapters/wecom_kf/budget.h"
#include "adapters/wecom_kf/happening.h"
#include "adapters/wecom_kf/shared_thing.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using base::Event;
using nlohmann::json;

constexpr std::string_view kMenuPrefix = "fd/";
constexpr std::size_t kMaxId = 128;
enum Origin : int { kCustomer = 3, kServicer = 5 };

// How an item names who, through which account and when; events name them inside.
struct Head {
  std::string id, customer, account;
  base::TimePoint at;
};

Head HeadOf(const json& item, const json& inside) {
  const auto text = [&](const char* key) {
    std::string outer = base::TextAt(item, key);
    return outer.empty() ? base::TextAt(inside, key) : outer;
  };
  return {base::TextAt(item, "msgid"), text("external_userid"), text("open_kfid"),
          base::FromMillis(base::IntAt(item, "send_time") * 1'000)};
}

bool IsOurs(const Head& head, const Settings& settings) {
  const auto& ours = settings.List("open_kfid");
  return !head.id.empty() && head.id.size() <= kMaxId && IsMemberId(head.customer) &&
         std::find(ours.begin(), ours.end(), head.account) != ours.end();
}

Event EventOf(const Head& head, base::EventBody body, Env env) {
  Event event;
  event.id = head.id;
  event.address = AddressOf(head.customer, head.account, env.settings);
  event.author.id = head.customer;
  event.locale = env.settings.Text("locale");
  event.at = env.now;
  event.body = std::move(body);
  return event;
}

}  // namespace

base::Address AddressOf(std::string_view customer, std::string_view account, const Settings& settings) {
  return {settings.account, std::string(customer), std::string(account)};
}

std::string AccountOf(const base::Address& address, const Settings& settings) {
  const auto& accounts = settings.List("open_kfid");
  return address.thread.empty() && !accounts.empty() ? accounts.front() : address.thread;
}

std::string MenuId(std::string_view value) { return std::string(kMenuPrefix) + std::string(value); }

std::string ValueOfMenuId(std::string_view id) {
  return id.starts_with(kMenuPrefix) ? std::string(id.substr(kMenuPrefix.size())) : std::string();
}

std::string WordsOf(const Welcome& welcome) {
  return base::DumpJson({{"welcome", welcome.code}, {"event", welcome.event}});
}

Welcome WelcomeIn(std::string_view path_words) {
  const auto words = base::ParseJson(path_words);
  if (!words || !words->is_object()) return {};
  return {base::TextAt(*words, "welcome"), base::TextAt(*words, "event")};
}

std::vector<Event> EventsOf(const json& item, base::TimePoint since, Env env) {
  if (!item.is_object()) return {};
  const std::string kind = base::TextAt(item, "msgtype");
  if (kind.empty()) return {};
  const json none = json::object();
  const auto found = item.find(kind);
  const json& inside = found != item.end() && found->is_object() ? *found : none;
  const Head head = HeadOf(item, inside);
  if (!IsOurs(head, env.settings) || head.at < since) return {};
  std::vector<Event> events;
  if (kind == "event") {
    for (Happening& one : HappeningsOf(inside, head.id, head.at)) {
      events.push_back(EventOf(head, std::move(one.body), env));
      events.back().id += one.beside;
      events.back().path = std::move(one.path);
    }
    return events;
  }
  const auto origin = base::IntAt(item, "origin");
  // Words of a servicer: the session is theirs, whatever we have missed.
  if (origin == kServicer)
    events.push_back(
        EventOf(head, base::DeskMoved{true, std::string(kDeskName), base::TextAt(item, "servicer_userid")}, env));
  if (origin != kCustomer) return events;
  auto body = SharedThing(kind, inside);
  if (!body) return events;
  events.push_back(EventOf(head, std::move(*body), env));
  events.back().path = base::ReplyPath{{}, head.at + kReplyWindow, kMostMessages};
  return events;
}

}  // namespace frontdesk::adapters::wecom::kf
