#include "bot/runtime/clock_card.h"

#include <nlohmann/json.hpp>

namespace frontdesk::runtime {

namespace {

using nlohmann::json;

std::int64_t Seconds(base::Millis length) { return std::chrono::duration_cast<std::chrono::seconds>(length).count(); }

void Put(json& to, const char* key, const std::optional<base::TimePoint>& at) {
  if (at) to[key] = base::FormatUtc(*at);
}

json SpansJson(const std::vector<desk::ClockSpan>& spans) {
  json list = json::array();
  const std::size_t from = spans.size() > kMaxSpansShown ? spans.size() - kMaxSpansShown : 0;
  for (std::size_t i = from; i < spans.size(); ++i) {
    const desk::ClockSpan& span = spans[i];
    list.push_back({{"from", base::FormatUtc(span.from)},
                    {"to", base::FormatUtc(span.to)},
                    {"counts", span.counts},
                    {"reason", span.reason}});
  }
  return list;
}

json ClockJson(const desk::Clock& clock, base::TimePoint opened, const desk::ClockRules& rules, base::TimePoint now) {
  json shown = {{"clock", ToString(clock.kind)},
                {"begun", base::FormatUtc(clock.begun)},
                {"spent", Seconds(clock.spent)},
                {"late", clock.LateAt(now)},
                {"runs", clock.runs},
                {"spans", SpansJson(Explain(clock, opened, rules))}};
  Put(shown, "ended", clock.ended);
  Put(shown, "due", clock.due);
  Put(shown, "warn", clock.warn);
  if (clock.target) shown["target"] = Seconds(*clock.target);
  return shown;
}

}  // namespace

json ClocksJson(const std::vector<desk::Change>& changes, base::TimePoint opened, const desk::ClockRules& rules,
                base::TimePoint now) {
  using Kind = desk::ClockKind;
  json list = json::array();
  for (const Kind kind : {Kind::kFirstResponse, Kind::kFirstUseful, Kind::kNextResponse, Kind::kResolution}) {
    const desk::Clock clock = ReadClock(kind, changes, rules, now);
    if (clock.started) list.push_back(ClockJson(clock, opened, rules, now));
  }
  return list;
}

}  // namespace frontdesk::runtime
