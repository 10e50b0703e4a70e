#include "flows/condition.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/text.h"

namespace frontdesk::flows {
namespace {

std::optional<double> Number(std::string_view text) {
  double value = 0;
  auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || at != text.data() + text.size()) return std::nullopt;
  return value;
}

bool IsVersion(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

int Sign(int order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

int Compare(const ConditionValue& have, std::string_view want) {
  if (have.comparison == Comparison::kVersion) return CompareVersions(have.value, want);
  if (have.comparison != Comparison::kDate) {
    const auto a = Number(have.value), b = Number(want);
    if (a && b) return *a < *b ? -1 : *a > *b ? 1 : 0;
    if (IsVersion(have.value) && IsVersion(want)) return CompareVersions(have.value, want);
  }
  return Sign(std::string_view(have.value).compare(want));
}

bool HasPart(std::string_view list, std::string_view part) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (list.substr(0, comma) == part) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

bool IsEqual(const ConditionValue& have, const std::string& want) {
  if (have.comparison == Comparison::kMany) return HasPart(have.value, want);
  if (have.comparison == Comparison::kVersion || have.comparison == Comparison::kNumber)
    return Compare(have, want) == 0;
  return base::FoldForMatch(have.value) == base::FoldForMatch(want);
}

bool DoesContain(const ConditionValue& have, const std::string& want) {
  if (have.comparison == Comparison::kMany) return HasPart(have.value, want);
  return base::FoldForMatch(have.value).find(base::FoldForMatch(want)) != std::string::npos;
}

bool Satisfies(const Condition& test, const ConditionValue& have, const std::string& want) {
  switch (test.test) {
    case TestKind::kIs: return IsEqual(have, want);
    case TestKind::kContains: return DoesContain(have, want);
    case TestKind::kBelow:
    case TestKind::kBefore: return Compare(have, want) < 0;
    case TestKind::kAbove:
    case TestKind::kAfter: return Compare(have, want) > 0;
    case TestKind::kAtLeast: return Compare(have, want) >= 0;
    case TestKind::kAtMost: return Compare(have, want) <= 0;
    case TestKind::kMatches: return test.expression != nullptr && RE2::PartialMatch(have.value, *test.expression);
    case TestKind::kKnown: break;
  }
  return false;
}

bool TestHolds(const Condition& test, const ConditionScope& scope) {
  const std::optional<ConditionValue> have = scope(test.name);
  if (test.test == TestKind::kKnown) return have.has_value() == test.expected;
  if (!have) return false;
  return std::any_of(test.values.begin(), test.values.end(),
                     [&](const TestValue& want) { return Satisfies(test, *have, want.text); });
}

}  // namespace

bool Holds(const Condition& condition, const ConditionScope& scope) {
  auto holds = [&](const Condition& part) { return Holds(part, scope); };
  switch (condition.kind) {
    case Condition::Kind::kAll: return std::all_of(condition.parts.begin(), condition.parts.end(), holds);
    case Condition::Kind::kAny: return std::any_of(condition.parts.begin(), condition.parts.end(), holds);
    case Condition::Kind::kNot: return std::none_of(condition.parts.begin(), condition.parts.end(), holds);
    case Condition::Kind::kTest: break;
  }
  return TestHolds(condition, scope);
}

bool IsAboutDesk(std::string_view name) {
  return name == "hours" || name == "queue" || name.starts_with("hours.") || name.starts_with("queue.");
}

std::optional<DeskName> DeskNameFrom(std::string_view name) {
  constexpr std::string_view kQueue = "queue.", kAgents = "agents_online";
  if (name == "hours") return DeskName{true, {}};
  if (name.starts_with("hours.") && name.size() > 6) return DeskName{true, std::string(name.substr(6))};
  if (!name.starts_with(kQueue) || !name.ends_with(kAgents)) return std::nullopt;
  std::string_view queue = name.substr(kQueue.size(), name.size() - kQueue.size() - kAgents.size());
  if (queue.empty()) return DeskName{};
  if (queue.size() < 2 || queue.back() != '.') return std::nullopt;
  queue.remove_suffix(1);
  return DeskName{false, std::string(queue)};
}

int CompareVersions(std::string_view a, std::string_view b) {
  a = a.substr(0, a.find('-'));  // "3.2-beta" stands where 3.2 stands
  b = b.substr(0, b.find('-'));
  if (!IsVersion(a) || !IsVersion(b)) return Sign(a.compare(b));
  while (!a.empty() || !b.empty()) {
    auto take = [](std::string_view& text) {
      const std::size_t dot = text.find('.');
      std::string_view part = text.substr(0, dot);
      text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
      while (part.size() > 1 && part.front() == '0') part.remove_prefix(1);
      return part.empty() ? std::string_view("0") : part;
    };
    const std::string_view left = take(a), right = take(b);
    if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
    if (left != right) return left < right ? -1 : 1;
  }
  return 0;
}

}  // namespace frontdesk::flows
