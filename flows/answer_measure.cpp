// Numbers with their units: "1h 30min", "0.3 s", "200 兆".
#include <re2/re2.h>

#include <cmath>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

enum class Kind { kTime, kSize, kRate, kShare };

struct Unit {
  std::string_view name;  // in small letters
  Kind kind;
  double size;  // in the smallest unit of its kind
};

constexpr Unit kUnits[] = {
    {"ms", Kind::kTime, 1},
    {"millisecond", Kind::kTime, 1},
    {"milliseconds", Kind::kTime, 1},
    {"毫秒", Kind::kTime, 1},
    {"s", Kind::kTime, 1e3},
    {"sec", Kind::kTime, 1e3},
    {"secs", Kind::kTime, 1e3},
    {"second", Kind::kTime, 1e3},
    {"seconds", Kind::kTime, 1e3},
    {"秒", Kind::kTime, 1e3},
    {"秒钟", Kind::kTime, 1e3},
    {"min", Kind::kTime, 6e4},
    {"mins", Kind::kTime, 6e4},
    {"minute", Kind::kTime, 6e4},
    {"minutes", Kind::kTime, 6e4},
    {"分", Kind::kTime, 6e4},
    {"分钟", Kind::kTime, 6e4},
    {"h", Kind::kTime, 3.6e6},
    {"hr", Kind::kTime, 3.6e6},
    {"hrs", Kind::kTime, 3.6e6},
    {"hour", Kind::kTime, 3.6e6},
    {"hours", Kind::kTime, 3.6e6},
    {"小时", Kind::kTime, 3.6e6},
    {"个小时", Kind::kTime, 3.6e6},
    {"d", Kind::kTime, 8.64e7},
    {"day", Kind::kTime, 8.64e7},
    {"days", Kind::kTime, 8.64e7},
    {"天", Kind::kTime, 8.64e7},
    {"b", Kind::kSize, 1},
    {"byte", Kind::kSize, 1},
    {"bytes", Kind::kSize, 1},
    {"字节", Kind::kSize, 1},
    {"kb", Kind::kSize, 1024},
    {"k", Kind::kSize, 1024},
    {"mb", Kind::kSize, 1048576},
    {"m", Kind::kSize, 1048576},
    {"兆", Kind::kSize, 1048576},
    {"gb", Kind::kSize, 1073741824},
    {"g", Kind::kSize, 1073741824},
    {"tb", Kind::kSize, 1099511627776},
    {"bps", Kind::kRate, 1},
    {"kbps", Kind::kRate, 1e3},
    {"kbit/s", Kind::kRate, 1e3},
    {"mbps", Kind::kRate, 1e6},
    {"mbit/s", Kind::kRate, 1e6},
    {"gbps", Kind::kRate, 1e9},
    {"%", Kind::kShare, 1},
    {"percent", Kind::kShare, 1},
};

const Unit* FindUnit(std::string_view name) {
  const std::string small = base::AsciiLower(name);
  for (const Unit& unit : kUnits)
    if (unit.name == small) return &unit;
  return nullptr;
}

// Binary fractions leave traces: 0.3 s is 300 ms.
double Tidy(double number) { return std::round(number * 1e6) / 1e6; }

}  // namespace

std::optional<double> ReadMeasure(std::string_view text, std::string_view unit) {
  static const RE2 kPart(R"((-?\d+(?:\.\d+)?)\s*(%|[A-Za-z]+(?:/s)?|\p{Han}{1,3})?)");
  static const RE2 kThousands(R"((\d),(\d{3})\b)");
  static constexpr int kMaxParts = 4;
  if (EndsLikeQuestion(text) || text.size() > 200) return std::nullopt;
  std::string half = HalfWidth(text);
  while (RE2::Replace(&half, kThousands, R"(\1\2)")) {
  }
  const Unit* wanted = FindUnit(unit);
  re2::StringPiece rest(half);
  std::string digits, name;
  std::optional<double> sum;
  for (int parts = 0; RE2::FindAndConsume(&rest, kPart, &digits, &name); ++parts) {
    const auto number = ReadNumber(digits);
    const Unit* said = FindUnit(name);
    const bool other = said != nullptr && wanted != nullptr && said->kind != wanted->kind;
    // Several numbers are one measure only if all of them are of the wanted kind: "1h 30min".
    if (!number || other || parts >= kMaxParts || (sum && (said == nullptr || wanted == nullptr))) return std::nullopt;
    const bool converts = said != nullptr && wanted != nullptr;
    sum = sum.value_or(0) + (converts ? *number * said->size / wanted->size : *number);
  }
  return sum ? std::optional(Tidy(*sum)) : std::nullopt;
}

}  // namespace frontdesk::flows
