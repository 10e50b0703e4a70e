// The service levels of frontdesk.yaml: what each tier promises, whom it warns, and in which states its clocks stand.
#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;
using desk::Allowance;

constexpr std::size_t kMaxLevelName = 80;  // bytes
constexpr int kMaxWorkingDays = 100;
constexpr base::Millis kMaxTime = std::chrono::hours(24 * 100);
constexpr std::string_view kTimes = "write 15m, 2h or \"1 working day\"";

constexpr auto kPausing =
    std::to_array({desk::TicketState::kNew, desk::TicketState::kOpen, desk::TicketState::kWaitingForCustomer,
                   desk::TicketState::kWaitingOnTeam, desk::TicketState::kPlanned});

std::string_view Trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "15m", "2h", "1 working day", "2 working days".
std::optional<Allowance> ParseAllowance(std::string_view text) {
  text = Trim(text);
  for (const std::string_view unit : {" working days", " working day"}) {
    if (!text.ends_with(unit)) continue;
    const std::string_view digits = text.substr(0, text.size() - unit.size());
    int days = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), days);
    if (error != std::errc{} || end != digits.data() + digits.size() || days < 1 || days > kMaxWorkingDays)
      return std::nullopt;
    return Allowance{{}, days};
  }
  const auto time = base::ParseDuration(text);
  if (!time || *time > kMaxTime) return std::nullopt;
  return Allowance{*time, 0};
}

void ReadAllowance(Fields& fields, std::string_view key, Allowance& allowance, Findings& findings) {
  if (fields.Get(key) == nullptr) return;
  const std::string text = fields.Text(key);
  if (text.empty()) return;
  if (const auto read = ParseAllowance(text))
    allowance = *read;
  else
    findings.Error(fields.PlaceOf(key), "'" + text + "' is not a time of at most 100 days", std::string(kTimes));
}

// "2h-4h": warn at its start, late at its end. "4h": warned by `warn_before`. "by plan": nothing is promised.
void ReadResolution(Fields& fields, desk::Targets& targets, Findings& findings) {
  if (fields.Get("resolution") == nullptr) return;
  const std::string text = fields.Text("resolution");
  if (text.empty()) return;
  if (text == "by plan") {
    targets.resolution.reset();
    targets.warn_resolution.reset();
    return;
  }
  const std::size_t dash = text.find('-');
  const auto end = ParseAllowance(dash == std::string::npos ? text : text.substr(dash + 1));
  const auto begin = dash == std::string::npos ? end : ParseAllowance(text.substr(0, dash));
  const std::string fix = "write 4h, 2h-4h (warn at the start, late at the end) or \"by plan\"";
  if (!begin || !end) {
    findings.Error(fields.PlaceOf("resolution"), "'" + text + "' is not a time in which to resolve", fix);
  } else if (begin->working_days == 0 && end->working_days == 0 && begin->time > end->time) {
    findings.Error(fields.PlaceOf("resolution"), "'" + text + "' ends before it begins", fix);
  } else {
    targets.resolution = end;
    targets.warn_resolution = dash == std::string::npos ? std::nullopt : begin;
  }
}

void ReadEscalation(Fields& fields, desk::Targets& targets, Findings& findings) {
  if (fields.Get("escalate") == nullptr) return;
  static constexpr std::string_view kSteps[] = {"agent", "lead", "on-call"};
  targets.escalation.clear();
  for (const std::string& name : fields.Texts("escalate")) {
    const auto at = std::find(std::begin(kSteps), std::end(kSteps), name);
    if (at == std::end(kSteps)) {
      findings.Error(fields.PlaceOf("escalate"), "nobody is called '" + name + "' here",
                     base::DidYouMean(name, kSteps));
      continue;
    }
    const auto step = static_cast<desk::Escalation>(at - std::begin(kSteps));
    if (std::find(targets.escalation.begin(), targets.escalation.end(), step) != targets.escalation.end())
      findings.Error(fields.PlaceOf("escalate"), "'" + name + "' stands twice", "keep one");
    else
      targets.escalation.push_back(step);
  }
  if (targets.escalation.empty())
    findings.Error(fields.PlaceOf("escalate"), "nobody would be told", "write escalate: [agent, lead, on-call]");
}

void ReadPauses(Fields& fields, desk::Targets& targets, Findings& findings) {
  if (fields.Get("pause") == nullptr) return;
  std::vector<std::string_view> names;
  for (const desk::TicketState state : kPausing) names.push_back(desk::ToString(state));
  targets.pauses.clear();
  for (const std::string& name : fields.Texts("pause")) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      findings.Error(fields.PlaceOf("pause"), "'" + name + "' is not a state of an open ticket",
                     base::DidYouMean(name, names));
    else
      targets.pauses.push_back(desk::TicketStateFrom(name));
  }
}

// One text for the first locale, or a mapping locale -> text.
void ReadNames(Fields& fields, const std::vector<std::string>& locales, desk::Targets& targets, Findings& findings) {
  const YamlNode* node = fields.Get("name");
  if (!node || node->IsNull()) return;
  if (node->IsScalar()) {
    targets.names[locales.front()] = node->scalar;
  } else {
    Fields texts(*node, "'name'", findings);
    for (const std::string& locale : locales)
      if (texts.Has(locale)) targets.names[locale] = texts.RequiredText(locale);
    texts.Finish();
  }
  for (const auto& [locale, name] : targets.names)
    if (name.size() > kMaxLevelName) findings.Error(node->place, "a name longer than 80 bytes", "shorten it");
}

void ReadLevel(const YamlNode::Entry& entry, const std::vector<std::string>& locales, desk::Targets& targets,
               Findings& findings) {
  if (entry.value.IsNull()) return;
  Fields fields(entry.value, "the service level '" + entry.key + "'", findings,
                "write " + entry.key + ": {first_response: 1h}");
  if (!entry.value.IsMap()) return;
  ReadNames(fields, locales, targets, findings);
  ReadAllowance(fields, "first_response", targets.first_response, findings);
  ReadAllowance(fields, "next_response", targets.next_response, findings);
  ReadResolution(fields, targets, findings);
  ReadAllowance(fields, "update", targets.update, findings);
  ReadAllowance(fields, "warn_before", targets.warn_before, findings);
  ReadEscalation(fields, targets, findings);
  ReadAllowance(fields, "escalate_every", targets.escalate_every, findings);
  ReadPauses(fields, targets, findings);
  fields.Finish();
}

}  // namespace

desk::ServiceLevels ReadServiceLevels(Fields& desk, const std::vector<std::string>& locales, Findings& findings) {
  desk::ServiceLevels levels;
  const YamlNode* node = desk.Get("service_levels");
  if (!node || node->IsNull()) return levels;
  if (!node->IsMap()) {
    findings.Error(node->place,
                   "'service_levels' must be a mapping of levels, but this is " + std::string(KindName(*node)),
                   "write service_levels: {critical: {first_response: 15m, resolution: 2h-4h}}");
    return levels;
  }
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < desk::kTiers; ++i) names.push_back(desk::ToString(static_cast<desk::Tier>(i)));
  for (const YamlNode::Entry& entry : node->entries) {
    if (desk::IsTier(entry.key)) {
      ReadLevel(entry, locales, levels.tiers[static_cast<std::size_t>(desk::TierFrom(entry.key))], findings);
    } else {
      findings.Error(entry.key_place, "there is no service level '" + entry.key + "'",
                     base::DidYouMean(entry.key, names));
    }
  }
  return levels;
}

}  // namespace frontdesk::runtime
