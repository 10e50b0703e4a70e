#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "flows/condition.h"

namespace frontdesk::flows {
namespace {

constexpr std::array<std::pair<std::string_view, TestKind>, 9> kTests = {{
    {"matches", TestKind::kMatches},
    {"below", TestKind::kBelow},
    {"above", TestKind::kAbove},
    {"at_least", TestKind::kAtLeast},
    {"at_most", TestKind::kAtMost},
    {"before", TestKind::kBefore},
    {"after", TestKind::kAfter},
    {"known", TestKind::kKnown},
    {"contains", TestKind::kContains},
}};

class ConditionReader {
 public:
  explicit ConditionReader(base::Findings& findings) : findings_(findings) {}

  Condition Read(const base::YamlNode& node) {
    Condition all;
    all.place = node.place;
    if (!node.IsMap() || node.entries.empty()) {
      const std::string what = node.IsMap() ? "empty" : std::string(base::KindName(node));
      findings_.Error(node.place, "a condition must be a mapping, not " + what, "write {slot: value}");
      return all;
    }
    for (const auto& entry : node.entries) ReadEntry(entry, all.parts);
    if (all.parts.size() == 1) return std::move(all.parts.front());
    return all;
  }

 private:
  void ReadEntry(const base::YamlNode::Entry& entry, std::vector<Condition>& to) {
    if (entry.key == "all" || entry.key == "any") return ReadGroup(entry, to);
    if (entry.key == "not") {
      Condition none{.kind = Condition::Kind::kNot, .place = entry.key_place};
      none.parts.push_back(Read(entry.value));
      to.push_back(std::move(none));
      return;
    }
    if (entry.value.IsMap()) return ReadTests(entry, to);
    Condition test = NewTest(entry, TestKind::kIs);
    ReadValues(entry.value, test);
    to.push_back(std::move(test));
  }

  void ReadGroup(const base::YamlNode::Entry& entry, std::vector<Condition>& to) {
    Condition group{.kind = entry.key == "all" ? Condition::Kind::kAll : Condition::Kind::kAny,
                    .place = entry.key_place};
    if (!entry.value.IsList() || entry.value.items.empty()) {
      findings_.Error(entry.value.place, "'" + entry.key + "' must be a list of conditions",
                      "write " + entry.key + ": [{slot: value}, {slot: value}]");
      return;
    }
    for (const auto& item : entry.value.items) group.parts.push_back(Read(item));
    to.push_back(std::move(group));
  }

  // {nto: {area: call}}: a slip in `not`, rather than a slot of that name.
  bool ReportGroup(const base::YamlNode::Entry& entry, const std::vector<std::string_view>& tests) {
    constexpr std::string_view kGroups[] = {"not", "all", "any"};
    const std::string meant = base::DidYouMean(entry.key, kGroups);
    const bool has_test = std::any_of(entry.value.entries.begin(), entry.value.entries.end(), [&](const auto& test) {
      return std::find(tests.begin(), tests.end(), test.key) != tests.end();
    });
    if (has_test || !meant.starts_with("did you mean")) return false;
    findings_.Error(entry.key_place, "unknown condition '" + entry.key + "'", meant);
    return true;
  }

  void ReadTests(const base::YamlNode::Entry& entry, std::vector<Condition>& to) {
    const std::vector<std::string_view> names = TestNames();
    if (ReportGroup(entry, names)) return;
    if (entry.value.entries.empty()) findings_.Error(entry.value.place, "an empty test of '" + entry.key + "'");
    for (const auto& test : entry.value.entries) {
      const auto* known = std::find_if(kTests.begin(), kTests.end(), [&](auto& k) { return k.first == test.key; });
      if (known == kTests.end()) {
        findings_.Error(test.key_place, "unknown test '" + test.key + "'", base::DidYouMean(test.key, names));
        continue;
      }
      Condition condition = NewTest(entry, known->second);
      ReadOperand(test.value, condition);
      to.push_back(std::move(condition));
    }
  }

  Condition NewTest(const base::YamlNode::Entry& entry, TestKind kind) {
    Condition test{.kind = Condition::Kind::kTest, .name = entry.key, .test = kind, .place = entry.key_place};
    return test;
  }

  void ReadOperand(const base::YamlNode& node, Condition& test) {
    if (test.test != TestKind::kKnown) ReadValues(node, test);
    if (test.test == TestKind::kKnown) {
      const auto expected = base::AsBool(node);
      if (!expected) findings_.Error(node.place, "'known' must be true or false");
      test.expected = expected.value_or(true);
    } else if (test.test == TestKind::kMatches && !test.values.empty()) {
      test.expression = Compile(test.values.front());
    }
  }

  std::shared_ptr<const re2::RE2> Compile(const TestValue& value) {
    auto expression = std::make_shared<const re2::RE2>(value.text, RE2::Quiet);
    if (expression->ok()) return expression;
    findings_.Error(value.place, "bad pattern: " + expression->error(), "see the RE2 syntax page");
    return nullptr;
  }

  void ReadValues(const base::YamlNode& node, Condition& test) {
    if (node.IsScalar()) {
      test.values.push_back({node.scalar, node.place});
    } else if (node.IsList() && !node.items.empty()) {
      for (const auto& item : node.items) {
        if (item.IsScalar())
          test.values.push_back({item.scalar, item.place});
        else
          findings_.Error(item.place, "a value must be text, not " + std::string(base::KindName(item)));
      }
    } else {
      findings_.Error(node.place, "'" + test.name + "' is compared with " + std::string(base::KindName(node)),
                      "write {" + test.name + ": value}");
    }
  }

  base::Findings& findings_;
};

}  // namespace

Condition ReadCondition(const base::YamlNode& node, base::Findings& findings) {
  return ConditionReader(findings).Read(node);
}

std::vector<std::string_view> TestNames() {
  std::vector<std::string_view> names;
  for (const auto& [name, kind] : kTests) names.push_back(name);
  return names;
}

std::string_view TestName(TestKind kind) {
  for (const auto& [name, known] : kTests)
    if (known == kind) return name;
  return "is";
}

}  // namespace frontdesk::flows
