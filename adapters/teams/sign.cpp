#include "adapters/teams/sign.h"

#include <array>
#include <charconv>
#include <utility>

#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

constexpr std::size_t kMaxSign = 64;

// "1f44d", "0031-fe0f-20e3": what stands before the name, in hexadecimal digits.
std::string FromNumbers(std::string_view numbers) {
  std::string sign;
  while (!numbers.empty()) {
    const std::string_view digits = numbers.substr(0, numbers.find('-'));
    numbers.remove_prefix(std::min(numbers.size(), digits.size() + 1));
    unsigned point = 0;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
    const bool whole = end.ec == std::errc{} && end.ptr == digits.data() + digits.size() && digits.size() >= 4;
    if (!whole || point < 0x20 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {};
    base::AppendUtf8(point, sign);
  }
  return sign;
}

}  // namespace

std::string SignOf(std::string_view reaction) {
  constexpr auto kNames = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"like", "👍"},
      {"heart", "❤️"},
      {"laugh", "😆"},
      {"surprised", "😮"},
      {"sad", "😢"},
      {"angry", "😠"},
      {"launch", "🚀"},
  });
  // Of a hand with a colour: "like-tone3".
  if (const auto tone = reaction.rfind("-tone"); tone != std::string_view::npos) reaction = reaction.substr(0, tone);
  if (reaction.empty() || reaction.size() > kMaxSign) return {};
  for (const auto& [name, sign] : kNames)
    if (name == reaction) return std::string(sign);
  if (static_cast<unsigned char>(reaction.front()) >= 0x80) return base::IsUtf8(reaction) ? std::string(reaction) : "";
  return FromNumbers(reaction.substr(0, reaction.find('_')));
}

}  // namespace frontdesk::adapters::teams
