#include "bot/runtime/config.h"

#include <charconv>

#include "bot/base/text.h"

namespace frontdesk::runtime {

const Account* Config::FindAccount(std::string_view name) const {
  for (const Account& account : accounts)
    if (account.name == name) return &account;
  return nullptr;
}

core::Policy PolicyOf(const Config& config) {
  core::Policy policy;
  policy.product = config.product;
  policy.locales = config.locales;
  for (const Account& account : config.accounts) policy.platforms[account.name] = account.type;
  policy.queues = config.desk.queues;
  policy.hours = config.desk.hours;
  policy.desk_channels = config.desk.channels;
  policy.incidents = config.desk.incidents;
  policy.desk = config.desk.rules;
  policy.levels = config.desk.levels;
  for (const Reference& question : config.top_questions) policy.top_questions.push_back(question.id);
  policy.greeting = config.greeting;
  for (const Account& account : config.accounts)
    for (const auto& [locale, text] : account.greeting) policy.greeting[account.name + "/" + locale] = text;
  policy.public_url = config.public_url;
  policy.zone = config.zone;
  policy.burst_window = config.burst;
  policy.flow_reminder = config.flow_reminder;
  policy.brakes = config.limits.brakes;
  policy.sensitive_kept = std::chrono::days(config.limits.sensitive_days);
  policy.words = config.words;
  policy.fields = config.desk.fields;
  policy.urgency = config.desk.points.urgency;
  policy.weight = config.desk.points.weight;
  return policy;
}

std::optional<base::Millis> ParseWait(std::string_view text) {
  if (text == "0") return base::Millis{0};
  if (text.ends_with("ms")) {
    std::int64_t count = 0;
    const char* end = text.data() + text.size() - 2;
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{} || stop != end || count < 0) return std::nullopt;
    return base::Millis{count};
  }
  const auto duration = base::ParseDuration(text);
  return duration ? std::optional(*duration) : std::nullopt;
}

base::Result<ListenAddress> ParseListen(std::string_view text) {
  const auto refuse = [&] {
    return base::Fail(base::ErrorCode::kInvalid, "'" + base::CleanUtf8(text) +
                                                     "' is not an address to listen on; write ADDRESS:PORT, such as "
                                                     "127.0.0.1:8080 or [::1]:8080");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return refuse();
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.front() == '[' && host.back() == ']' && host.size() > 2;
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!bracketed && host.find(':') != std::string_view::npos) return refuse();
  if (host.find_first_of(" \t/[]@?#") != std::string_view::npos) return refuse();
  const std::string_view digits = text.substr(colon + 1);
  unsigned port = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || error != std::errc{} || stop != digits.data() + digits.size() || port > 65535) return refuse();
  return ListenAddress{std::string(host), static_cast<unsigned short>(port)};
}

}  // namespace frontdesk::runtime
