// The desk's part of frontdesk.yaml: queues, and the calendars that say when somebody serves them.
#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/runtime/config_channels.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;

constexpr std::size_t kMaxCalendars = 100;
constexpr std::size_t kMaxShifts = 12;
constexpr std::size_t kMaxSpecialDays = 2'000;
constexpr auto kDays = std::to_array<std::string_view>({"mon", "tue", "wed", "thu", "fri", "sat", "sun"});

// "09:00-18:00", or a list of such, in order and apart from each other.
std::vector<desk::Shift> ReadShifts(const YamlNode& node, Findings& findings) {
  std::vector<YamlNode> single{node};
  const std::vector<YamlNode>& items = node.IsList() ? node.items : single;
  std::vector<desk::Shift> shifts;
  for (const YamlNode& item : items) {
    const auto shift = item.IsScalar()
                           ? desk::ParseShift(item.scalar)
                           : base::Result<desk::Shift>(base::Fail(base::ErrorCode::kInvalid, "a shift must be text",
                                                                  "write \"09:00-18:00\""));
    if (!shift) {
      findings.Error(item.place, shift.error().message, shift.error().where);
    } else if (!shifts.empty() && shift->from <= shifts.back().to) {
      findings.Error(item.place, "the shift '" + item.scalar + "' does not begin after the one before",
                     "write a day's shifts in order, with a break between them");
    } else {
      shifts.push_back(*shift);
    }
  }
  if (items.size() > kMaxShifts) findings.Error(node.place, "more than 12 shifts a day", "join some");
  return shifts;
}

// "mon", or "mon-fri" with both ends; nothing when it is neither.
std::vector<std::size_t> DaysOf(std::string_view name) {
  const auto number = [](std::string_view day) {
    return static_cast<std::size_t>(std::find(kDays.begin(), kDays.end(), day) - kDays.begin());
  };
  const std::size_t dash = name.find('-');
  const std::size_t first = number(name.substr(0, dash));
  const std::size_t last = dash == std::string_view::npos ? first : number(name.substr(dash + 1));
  if (first >= kDays.size() || last >= kDays.size() || last < first) return {};
  std::vector<std::size_t> days;
  for (std::size_t day = first; day <= last; ++day) days.push_back(day);
  return days;
}

void ReadWeek(const YamlNode& node, desk::Calendar& calendar, Findings& findings) {
  if (!node.IsMap() || node.entries.empty()) {
    findings.Error(node.place, "'hours' must name days and their shifts", "write hours: {mon-fri: [\"09:00-18:00\"]}");
    return;
  }
  for (const YamlNode::Entry& entry : node.entries) {
    const std::vector<std::size_t> days = DaysOf(base::AsciiLower(entry.key));
    if (days.empty()) {
      findings.Error(entry.key_place, "'" + entry.key + "' is neither a day nor a range of days",
                     "write mon, tue, wed, thu, fri, sat, sun, or mon-fri");
    }
    const std::vector<desk::Shift> shifts = ReadShifts(entry.value, findings);
    for (const std::size_t day : days) {
      if (!calendar.week[day].empty())
        findings.Error(entry.key_place, "'" + std::string(kDays[day]) + "' stands twice", "keep one");
      calendar.week[day] = shifts;
    }
  }
}

void AddDay(const YamlNode& named, std::string_view day, std::vector<desk::Shift> shifts, desk::Calendar& calendar,
            Findings& findings) {
  const std::string date = desk::ParseDay(day);
  if (date.empty()) {
    findings.Error(named.place, "'" + std::string(day) + "' is not a date", "write 2027-01-01");
  } else if (!calendar.days.emplace(date, std::move(shifts)).second) {
    findings.Error(named.place, "'" + date + "' stands twice", "keep one");
  }
}

void ReadSpecialDays(Fields& fields, desk::Calendar& calendar, Findings& findings) {
  const YamlNode* holidays = fields.Get("holidays");
  if (holidays && holidays->IsList()) {
    for (const YamlNode& day : holidays->items) AddDay(day, day.scalar, {}, calendar, findings);
  } else if (holidays && !holidays->IsNull()) {
    findings.Error(holidays->place, "'holidays' must be a list of dates", "write holidays: [2027-01-01]");
  }
  const YamlNode* days = fields.Get("days");
  if (days && days->IsMap()) {
    for (const YamlNode::Entry& entry : days->entries) {
      YamlNode named = entry.value;
      named.place = entry.key_place;
      AddDay(named, entry.key, ReadShifts(entry.value, findings), calendar, findings);
    }
  } else if (days && !days->IsNull()) {
    findings.Error(days->place, "'days' must name dates and their shifts",
                   "write days: {2027-02-06: [\"09:00-18:00\"]}");
  }
  if (calendar.days.size() > kMaxSpecialDays)
    findings.Error(fields.place(), "more than 2,000 special days", "remove what is past");
}

desk::Calendar ReadCalendar(const YamlNode::Entry& entry, Findings& findings) {
  desk::Calendar calendar;
  Fields fields(entry.value, "the calendar '" + entry.key + "'", findings);
  if (!entry.value.IsMap()) return calendar;
  calendar.zone = fields.RequiredText("zone");
  if (!calendar.zone.empty() && !CheckZone(fields, calendar.zone, findings)) calendar.zone = "UTC";
  if (const YamlNode* hours = fields.Require("hours")) ReadWeek(*hours, calendar, findings);
  ReadSpecialDays(fields, calendar, findings);
  fields.Finish();
  return calendar;
}

Calendars ReadCalendars(Fields& fields, Findings& findings) {
  Calendars calendars;
  const YamlNode* node = fields.Get("calendars");
  if (!node || node->IsNull()) return calendars;
  if (!node->IsMap()) {
    findings.Error(node->place, "'calendars' must be a mapping of names, but this is " + std::string(KindName(*node)),
                   "write calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: [\"09:00-18:00\"]}}}");
    return calendars;
  }
  if (node->entries.size() > kMaxCalendars) findings.Error(node->place, "more than 100 calendars", "remove some");
  for (const YamlNode::Entry& entry : node->entries) {
    CheckName(entry, "a calendar", findings);
    calendars[entry.key] = ReadCalendar(entry, findings);
  }
  return calendars;
}

// One name, or several that take turns.
desk::Hours ReadHours(Fields& fields, const Calendars& calendars, Findings& findings) {
  desk::Hours hours;
  std::vector<std::string_view> names;
  for (const auto& [name, calendar] : calendars) names.push_back(name);
  for (const std::string& name : fields.Texts("calendar")) {
    const auto it = calendars.find(name);
    if (it != calendars.end()) {
      hours.push_back(it->second);
    } else {
      findings.Error(fields.PlaceOf("calendar"), "there is no calendar '" + name + "'",
                     names.empty() ? "describe it under desk: calendars" : base::DidYouMean(name, names));
    }
  }
  return hours;
}

// A queue that is never open would keep everybody waiting for ever.
void CheckHours(const desk::Hours& hours, const base::Place& place, Findings& findings) {
  const bool never = !hours.empty() && std::all_of(hours.begin(), hours.end(), [](const desk::Calendar& calendar) {
    return std::all_of(calendar.week.begin(), calendar.week.end(), [](const auto& day) { return day.empty(); });
  });
  if (never) findings.Error(place, "this queue is never open", "give its calendar a day with a shift");
}

desk::Hours ReadQueue(const YamlNode::Entry& queue, const Calendars& calendars, desk::QueueRules& rules,
                      Findings& findings) {
  if (queue.value.IsNull()) return {};
  const std::string fix = "write " + queue.key + ": {}";
  if (!queue.value.IsMap()) {
    findings.Error(queue.value.place, "a queue must be a mapping, but this is " + std::string(KindName(queue.value)),
                   fix);
    return {};
  }
  Fields fields(queue.value, "the queue '" + queue.key + "'", findings);
  const desk::Hours hours = ReadHours(fields, calendars, findings);
  if (!hours.empty()) CheckHours(hours, fields.PlaceOf("calendar"), findings);
  rules = ReadQueueRules(fields, queue.key, findings);
  fields.Finish();
  return hours;
}

}  // namespace

DeskConfig ReadDesk(Fields& top, const std::vector<Account>& accounts, const std::vector<std::string>& locales,
                    Findings& findings) {
  DeskConfig desk;
  const YamlNode* node = top.Get("desk");
  if (!node || node->IsNull()) return desk;
  Fields fields(*node, "'desk'", findings);
  const Calendars calendars = ReadCalendars(fields, findings);
  const YamlNode* list = fields.Get("queues");
  if (list && !list->IsNull() && !list->IsMap()) {
    findings.Error(list->place, "'queues' must be a mapping of names, but this is " + std::string(KindName(*list)),
                   "write queues: {general: {}}");
  } else if (list && !list->entries.empty()) {
    if (list->entries.size() > kMaxQueues) findings.Error(list->place, "more than 100 queues", "remove some");
    desk.queues.clear();
    for (const YamlNode::Entry& entry : list->entries) {
      CheckName(entry, "a queue", findings);
      desk.hours[entry.key] = ReadQueue(entry, calendars, desk.rules.queues[entry.key], findings);
      desk.queues.push_back(entry.key);
    }
  }
  if (list) CheckOverflow(*list, desk.rules.queues, findings);
  desk.levels = ReadServiceLevels(fields, locales, findings);
  desk.fields = ReadCustomFields(fields, locales, findings);
  ReadFigures(fields, desk.points, findings);
  desk.incidents = ReadIncidents(fields, accounts, findings);
  desk.channels = ReadDeskChannels(fields, accounts, locales, desk.queues, findings);
  DeskNames names{desk.queues, locales, {}};
  for (const Account& account : accounts) names.accounts.push_back(account.name);
  desk.rules.routing = ReadRouting(fields, names, calendars, desk.named, findings);
  desk.rules.roster = ReadRoster(fields, calendars, findings);
  desk.rules.timeouts = ReadTimeouts(fields, findings);
  fields.Finish();
  return desk;
}

}  // namespace frontdesk::runtime
