#include "bot/core/ticket_moment.h"

#include "bot/desk/calendar.h"

namespace frontdesk::core {

namespace {

constexpr desk::Shift kMorning{9 * 60, 24 * 60};  // from nine on

base::Result<base::TimePoint> Refuse(std::string why) { return base::Fail(base::ErrorCode::kInvalid, std::move(why)); }

}  // namespace

base::Result<base::TimePoint> MomentIn(std::string_view text, const std::string& zone, base::TimePoint now) {
  if (text.empty()) return Refuse("Please name a day, such as 2026-03-09.");
  std::optional<base::TimePoint> at;
  if (const std::string day = desk::ParseDay(text); !day.empty()) {
    desk::Calendar calendar;
    calendar.zone = zone;
    calendar.days[day] = {kMorning};
    at = desk::NextOpening({calendar}, now);
  } else if (const auto moment = base::ParseTime(text)) {
    at = *moment;
  } else {
    return Refuse("'" + std::string(text) + "' is no day; write one such as 2026-03-09.");
  }
  const auto farthest = now + std::chrono::days(desk::kMaxDaysAhead);
  if (!at || *at > farthest || *at < now) return Refuse("Please name a day from today on, within a year.");
  return *at;
}

}  // namespace frontdesk::core
