#include "flows/flow_words.h"

#include <algorithm>

namespace frontdesk::flows {
namespace {

std::string Joined(const std::vector<Condition>& parts, std::string_view word) {
  std::string text;
  for (const Condition& part : parts) {
    const bool inner = part.kind == Condition::Kind::kAll || part.kind == Condition::Kind::kAny;
    if (!text.empty()) text += " " + std::string(word) + " ";
    text += inner && parts.size() > 1 ? "(" + InWords(part) + ")" : InWords(part);
  }
  return text;
}

std::string ValuesOf(const Condition& test) {
  std::string text;
  for (const TestValue& value : test.values) text += (text.empty() ? "" : " or ") + value.text;
  return text;
}

std::string TestInWords(const Condition& test) {
  if (test.test == TestKind::kKnown) return test.name + (test.expected ? " is known" : " is not known");
  std::string how(TestName(test.test));
  std::replace(how.begin(), how.end(), '_', ' ');
  return test.name + " " + how + " " + ValuesOf(test);
}

}  // namespace

std::string InWords(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kAll: return Joined(condition.parts, "and");
    case Condition::Kind::kAny: return Joined(condition.parts, "or");
    case Condition::Kind::kNot: return "not (" + Joined(condition.parts, "and") + ")";
    case Condition::Kind::kTest: return TestInWords(condition);
  }
  return {};
}

std::string InWords(const Template& text) {
  std::string words;
  for (const TemplatePiece& piece : text.pieces) words += piece.name.empty() ? piece.literal : "{{" + piece.name + "}}";
  return words;
}

std::string NameOf(const Step& step) {
  const std::string kind(StepKindName(step));
  if (step.named) return kind == "goto" ? "label " + step.name : kind + " " + step.name;
  return "the " + kind + " in line " + std::to_string(step.place.line);
}

std::string InWords(SlotType type) {
  switch (type) {
    case SlotType::kText: return "words";
    case SlotType::kLongText: return "several lines";
    case SlotType::kNumber: return "a number";
    case SlotType::kInteger: return "a whole number";
    case SlotType::kChoice: return "one choice";
    case SlotType::kMulti: return "several choices";
    case SlotType::kYesNo: return "yes or no";
    case SlotType::kEmail: return "an e-mail address";
    case SlotType::kPhone: return "a phone number";
    case SlotType::kUrl: return "an address on the web";
    case SlotType::kVersion: return "a version";
    case SlotType::kDate: return "a date";
    case SlotType::kFile: return "files";
    case SlotType::kImage: return "pictures";
    case SlotType::kPattern: return "a code";
    default: return std::string(ToString(type));
  }
}

}  // namespace frontdesk::flows
