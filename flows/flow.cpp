#include "flows/flow.h"

#include <array>

namespace frontdesk::flows {
namespace {

constexpr std::array<std::pair<std::string_view, SlotType>, 19> kTypes = {{
    {"text", SlotType::kText},       {"longtext", SlotType::kLongText}, {"number", SlotType::kNumber},
    {"integer", SlotType::kInteger}, {"choice", SlotType::kChoice},     {"multi", SlotType::kMulti},
    {"yesno", SlotType::kYesNo},     {"email", SlotType::kEmail},       {"phone", SlotType::kPhone},
    {"url", SlotType::kUrl},         {"version", SlotType::kVersion},   {"date", SlotType::kDate},
    {"time", SlotType::kTime},       {"datetime", SlotType::kDatetime}, {"log", SlotType::kLog},
    {"user", SlotType::kUser},       {"file", SlotType::kFile},         {"image", SlotType::kImage},
    {"pattern", SlotType::kPattern},
}};

static_assert(kTypes.size() == kSlotTypes);

template <typename Body>
const Body* BodyAt(const std::vector<Step>& steps, int step) {
  if (step < 0 || step >= static_cast<int>(steps.size())) return nullptr;
  return std::get_if<Body>(&steps[static_cast<std::size_t>(step)].body);
}

}  // namespace

std::string_view Language(std::string_view locale) { return locale.substr(0, locale.find_first_of("-_")); }

std::string_view ToString(SlotType type) { return kTypes[static_cast<std::size_t>(type)].first; }

std::optional<SlotType> SlotTypeFrom(std::string_view name) {
  for (const auto& [known, type] : kTypes)
    if (known == name) return type;
  return std::nullopt;
}

bool IsFileType(SlotType type) { return type == SlotType::kFile || type == SlotType::kImage; }
bool TakesFiles(SlotType type) { return IsFileType(type) || type == SlotType::kLog; }
bool IsFreeText(SlotType type) {
  return type == SlotType::kText || type == SlotType::kLongText || type == SlotType::kLog;
}

const Option* Slot::FindOption(std::string_view value) const {
  for (const Option& option : options)
    if (option.value == value) return &option;
  return nullptr;
}

std::string_view StepKindName(const Step& step) {
  static constexpr std::array<std::string_view, 13> kNames = {
      "ask", "say", "branch", "set", "confirm", "ticket", "handoff", "end", "goto", "search", "lookup", "call", "end"};
  return kNames[step.body.index()];
}

std::string_view Step::OwnName() const {
  const std::string_view own = name;
  const bool prefixed = !from.empty() && own.size() > from.size() && own.starts_with(from) && own[from.size()] == '.';
  return prefixed ? own.substr(from.size() + 1) : own;
}

const Slot* Flow::FindSlot(std::string_view name) const {
  for (const Slot& slot : slots)
    if (slot.name == name) return &slot;
  return nullptr;
}

int Flow::FindStep(std::string_view name) const {
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (steps[i].name == name) return static_cast<int>(i);
  return -1;
}

const AskStep* Flow::AskAt(int step) const { return BodyAt<AskStep>(steps, step); }
const ConfirmStep* Flow::ConfirmAt(int step) const { return BodyAt<ConfirmStep>(steps, step); }
const SearchStep* Flow::SearchAt(int step) const { return BodyAt<SearchStep>(steps, step); }
const LookupStep* Flow::LookupAt(int step) const { return BodyAt<LookupStep>(steps, step); }

const CallStep* Flow::CallAt(int step) const { return BodyAt<CallStep>(steps, step); }

const Slot* Flow::SlotAt(int step) const {
  const AskStep* ask = AskAt(step);
  return ask == nullptr ? nullptr : &slots[static_cast<std::size_t>(ask->slot)];
}

}  // namespace frontdesk::flows
