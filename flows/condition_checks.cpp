#include <algorithm>

#include "flows/answer.h"
#include "flows/checks.h"
#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

bool IsOneOf(SlotType type, std::initializer_list<SlotType> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool TestFits(TestKind test, SlotType type) {
  using T = SlotType;
  switch (test) {
    case TestKind::kKnown: return true;
    case TestKind::kIs: return !IsFileType(type);
    case TestKind::kBelow:
    case TestKind::kAbove:
    case TestKind::kAtLeast:
    case TestKind::kAtMost: return IsOneOf(type, {T::kNumber, T::kInteger, T::kVersion});
    case TestKind::kBefore:
    case TestKind::kAfter: return IsOneOf(type, {T::kDate, T::kTime, T::kDatetime});
    case TestKind::kContains:
      return IsOneOf(type, {T::kText, T::kLongText, T::kLog, T::kUser, T::kMulti, T::kEmail, T::kUrl, T::kPattern});
    case TestKind::kMatches:
      return IsOneOf(
          type, {T::kText, T::kLongText, T::kLog, T::kUser, T::kEmail, T::kPhone, T::kUrl, T::kVersion, T::kPattern});
  }
  return false;
}

class ConditionCheck {
 public:
  ConditionCheck(const Flow& flow, const LoadOptions& options,
                 const std::function<void(const std::string&, const base::Place&)>& used, base::Findings& findings)
      : flow_(flow), options_(options), used_(used), findings_(findings) {}

  void Check(const Condition& condition) {
    for (const Condition& part : condition.parts) Check(part);
    if (condition.kind != Condition::Kind::kTest) return;
    if (condition.name == "locale") return CheckLocale(condition);
    if (IsAboutDesk(condition.name)) return CheckDesk(condition);
    if (condition.name == "account" || condition.name.starts_with("context.")) return;
    used_(condition.name, condition.place);
    if (const Slot* slot = flow_.FindSlot(condition.name)) CheckSlot(condition, *slot);
  }

 private:
  void CheckLocale(const Condition& condition) {
    const std::vector<std::string_view> known(options_.locales.begin(), options_.locales.end());
    for (const TestValue& value : condition.values)
      if (std::find(known.begin(), known.end(), value.text) == known.end())
        findings_.Error(value.place, "the workspace has no locale '" + value.text + "'",
                        base::DidYouMean(value.text, known));
  }

  void CheckDesk(const Condition& condition) {
    static constexpr std::string_view kNames[] = {"hours", "queue.agents_online"};
    const auto name = DeskNameFrom(condition.name);
    if (!name)
      return findings_.Error(condition.place, "unknown name '" + condition.name + "'",
                             base::DidYouMean(condition.name, kNames));
    const std::vector<std::string_view> queues(options_.queues.begin(), options_.queues.end());
    if (!options_.alone && !name->queue.empty() && std::find(queues.begin(), queues.end(), name->queue) == queues.end())
      findings_.Error(condition.place, "unknown queue '" + name->queue + "'", base::DidYouMean(name->queue, queues));
    name->hours ? CheckHours(condition) : CheckAgents(condition);
  }

  void CheckHours(const Condition& condition) {
    static constexpr std::string_view kValues[] = {"open", "closed"};
    if (condition.test != TestKind::kIs)
      return findings_.Error(condition.place, "'" + condition.name + "' is open or closed",
                             "write {" + condition.name + ": open}");
    for (const TestValue& value : condition.values)
      if (std::find(std::begin(kValues), std::end(kValues), value.text) == std::end(kValues))
        findings_.Error(value.place, "'" + condition.name + "' can never be '" + value.text + "'",
                        base::DidYouMean(value.text, kValues));
  }

  void CheckAgents(const Condition& condition) {
    const TestKind test = condition.test;
    if (test != TestKind::kIs && test != TestKind::kBelow && test != TestKind::kAbove && test != TestKind::kAtLeast &&
        test != TestKind::kAtMost)
      return findings_.Error(condition.place,
                             "the test '" + std::string(TestName(test)) + "' does not fit '" + condition.name + "'",
                             "write {" + condition.name + ": {at_least: 1}}");
    for (const TestValue& value : condition.values)
      if (const auto number = ReadNumber(value.text); !number || *number < 0)
        findings_.Error(value.place, "'" + condition.name + "' can never be '" + value.text + "'", "write a number");
  }

  void CheckSlot(const Condition& condition, const Slot& slot) {
    if (!TestFits(condition.test, slot.type))
      return findings_.Error(condition.place,
                             "the test '" + std::string(TestName(condition.test)) + "' does not fit '" + slot.name +
                                 "', a slot of type " + std::string(ToString(slot.type)),
                             Advice(slot.type));
    if (condition.test == TestKind::kKnown || condition.test == TestKind::kMatches) return;
    for (const TestValue& value : condition.values) CheckValue(value, slot);
  }

  static std::string Advice(SlotType type) {
    if (IsFileType(type)) return "use known: true";
    if (type == SlotType::kDate || type == SlotType::kTime || type == SlotType::kDatetime)
      return "use before, after or known";
    return "compare it with a value";
  }

  void CheckValue(const TestValue& value, const Slot& slot) {
    if (slot.type == SlotType::kChoice || slot.type == SlotType::kMulti) return CheckOption(value, slot);
    if (!HasForm(slot.type, value.text))
      findings_.Error(value.place, "'" + slot.name + "' can never be '" + value.text + "'",
                      HowToWrite(slot, value.text));
  }

  void CheckOption(const TestValue& value, const Slot& slot) {
    std::vector<std::string_view> values;
    for (const Option& option : slot.options) values.push_back(option.value);
    if (slot.FindOption(value.text) == nullptr)
      findings_.Error(value.place, "'" + slot.name + "' has no option '" + value.text + "'",
                      base::DidYouMean(value.text, values));
  }

  // Whether the value has the form that the type's answers are kept in.
  static bool HasForm(SlotType type, const std::string& text) {
    if (type == SlotType::kYesNo) return text == "yes" || text == "no";
    if (type == SlotType::kNumber || type == SlotType::kInteger) return ReadNumber(text).has_value();
    if (type == SlotType::kVersion) return ReadVersion(text) == text;
    if (type == SlotType::kTime) return ReadTime(text) == text;
    if (type == SlotType::kDatetime) return ReadDatetime(text, {"en", {}, "UTC"}) == text;
    if (type == SlotType::kDate) return ReadDate(text, {"en", {}, "UTC"}) == text;
    return true;
  }

  const Flow& flow_;
  const LoadOptions& options_;
  const std::function<void(const std::string&, const base::Place&)>& used_;
  base::Findings& findings_;
};

}  // namespace

void CheckCondition(const Flow& flow, const Condition& condition, const LoadOptions& options,
                    const std::function<void(const std::string&, const base::Place&)>& used, base::Findings& findings) {
  ConditionCheck(flow, options, used, findings).Check(condition);
}

}  // namespace frontdesk::flows
