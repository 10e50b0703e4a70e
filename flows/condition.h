// Conditions: data, not code. {how_bad: [blocked, degraded]}, {version: {below: "3.0"}}, {any: [...]}, {not: {...}}.
// Several keys in one mapping must all hold.
//
// Thread safety: plain values and pure functions. A slot without an answer makes every test false but `known: false`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/yaml.h"

namespace re2 {
class RE2;
}

namespace frontdesk::flows {

enum class TestKind { kIs, kMatches, kBelow, kAbove, kAtLeast, kAtMost, kBefore, kAfter, kKnown, kContains };

struct TestValue {
  std::string text;
  base::Place place;
};

struct Condition {
  enum class Kind { kAll, kAny, kNot, kTest };
  Kind kind = Kind::kAll;
  std::vector<Condition> parts;  // of all, any, not

  // Of a test: `name` is a slot, context.KEY, profile.KEY, account, locale, or a name of the desk (DeskName).
  std::string name;
  TestKind test = TestKind::kIs;
  std::vector<TestValue> values;               // any of them satisfies the test
  bool expected = true;                        // of `known`
  std::shared_ptr<const re2::RE2> expression;  // of `matches`
  base::Place place;
};

// hours and hours.QUEUE: open or closed; queue.agents_online and queue.QUEUE.agents_online: a number.
struct DeskName {
  bool hours = false;
  std::string queue;  // empty: the desk as a whole
};
std::optional<DeskName> DeskNameFrom(std::string_view name);
// What such names begin with, known or not.
bool IsAboutDesk(std::string_view name);

// How the values of a name compare; the type of a slot decides, other names are kText.
enum class Comparison { kText, kNumber, kVersion, kDate, kMany };

struct ConditionValue {
  std::string value;
  Comparison comparison = Comparison::kText;
};

// nullopt: unknown, unanswered or skipped.
using ConditionScope = std::function<std::optional<ConditionValue>(std::string_view name)>;

// The shape only; names and types are checked once the whole flow is known (checks.h).
Condition ReadCondition(const base::YamlNode& node, base::Findings& findings);

bool Holds(const Condition& condition, const ConditionScope& scope);

std::string_view TestName(TestKind kind);
// All but "is", which is written without a name.
std::vector<std::string_view> TestNames();

// -1, 0, 1 by the numbers between the dots: "3.10" is above "3.9"; what follows a dash is left out. Anything else
// compares as text.
int CompareVersions(std::string_view a, std::string_view b);

}  // namespace frontdesk::flows
