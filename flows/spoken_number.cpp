#include "flows/spoken_number.h"

#include <string>
#include <vector>

#include "bot/base/text.h"

namespace frontdesk::flows {
namespace {

// 1 to 9; 0 for anything else.
int DigitOf(char32_t point) {
  static constexpr std::u32string_view kDigits = U"一二三四五六七八九";
  if (point == U'两') return 2;
  const std::size_t at = kDigits.find(point);
  return at == std::u32string_view::npos ? 0 : static_cast<int>(at) + 1;
}

}  // namespace

std::optional<int> ReadSmallNumber(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  if (text.find_first_not_of("0123456789") == std::string_view::npos)
    return text.size() <= 2 ? std::optional(std::stoi(std::string(text))) : std::nullopt;
  const std::vector<char32_t> points = base::ToCodePoints(text);
  int tens = 0, ones = 0;
  bool ten = false;
  for (char32_t point : points) {
    if (point == U'十' && !ten) {
      tens = ones == 0 ? 1 : ones;
      ones = 0;
      ten = true;
    } else if (DigitOf(point) > 0 && ones == 0) {
      ones = DigitOf(point);
    } else {
      return std::nullopt;
    }
  }
  return tens * 10 + ones;
}

}  // namespace frontdesk::flows
