#include "flows/normalise.h"

#include <array>
#include <charconv>
#include <cmath>

#include "bot/base/text.h"

namespace frontdesk::flows {

std::string HalfWidth(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (char32_t point : base::ToCodePoints(text)) {
    if (point == 0x3000 || point == 0xA0)
      result += ' ';
    else if (point >= 0xFF01 && point <= 0xFF5E)
      result += static_cast<char>(point - 0xFF01 + '!');
    else
      base::AppendUtf8(point, result);
  }
  return std::string(base::Trim(result));
}

std::size_t FeltLength(std::string_view text) {
  std::size_t cjk = 0;
  for (char32_t point : base::ToCodePoints(text))
    if (base::IsCjk(point)) ++cjk;
  return base::CountGraphemes(text) + cjk;
}

bool EndsLikeQuestion(std::string_view text) {
  const std::string_view trimmed = base::Trim(text);
  return trimmed.ends_with("?") || trimmed.ends_with("？") || trimmed.ends_with("吗") || trimmed.ends_with("呢");
}

std::optional<double> ReadNumber(std::string_view text) {
  if (text.starts_with("+")) text.remove_prefix(1);
  if (text.empty() || text.size() > 30 || text.find_first_not_of("0123456789.-") != std::string_view::npos)
    return std::nullopt;
  double value = 0;
  auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || at != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value == 0 ? 0 : value;
}

std::string WriteNumber(double number) {
  std::array<char, 400> buffer{};
  auto [at, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  return error == std::errc() ? std::string(buffer.data(), at) : std::string();
}

std::string WriteBytes(long long bytes) {
  if (bytes >= (1LL << 20)) return WriteNumber(static_cast<double>(bytes >> 20)) + " MB";
  if (bytes >= (1LL << 10)) return WriteNumber(static_cast<double>(bytes >> 10)) + " KB";
  return WriteNumber(static_cast<double>(bytes)) + " B";
}

}  // namespace frontdesk::flows
