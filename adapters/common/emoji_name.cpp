#include "adapters/common/emoji_name.h"

#include <algorithm>
#include <array>
#include <utility>

namespace frontdesk::adapters::common {

namespace {

constexpr auto kNames = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"one", "1️⃣"},
    {"two", "2️⃣"},
    {"three", "3️⃣"},
    {"four", "4️⃣"},
    {"five", "5️⃣"},
    {"six", "6️⃣"},
    {"seven", "7️⃣"},
    {"eight", "8️⃣"},
    {"nine", "9️⃣"},
    {"keycap_ten", "🔟"},
    {"+1", "👍"},
    {"thumbsup", "👍"},
    {"-1", "👎"},
    {"thumbsdown", "👎"},
    {"white_check_mark", "✅"},
    {"heavy_check_mark", "✅"},
    {"heart", "❤️"},
    {"100", "💯"},
    {"x", "❌"},
});

// "+1_medium_dark_skin_tone" -> "+1"
std::string_view WithoutTone(std::string_view name) {
  if (!name.ends_with("_skin_tone")) return name;
  constexpr std::array<std::string_view, 5> kTones = {"_medium_light_skin_tone", "_medium_dark_skin_tone",
                                                      "_light_skin_tone", "_medium_skin_tone", "_dark_skin_tone"};
  for (const std::string_view tone : kTones)
    if (name.ends_with(tone)) return name.substr(0, name.size() - tone.size());
  return name;
}

}  // namespace

std::string_view EmojiNamed(std::string_view name) {
  name = WithoutTone(name.substr(0, name.find("::")));
  const auto* const found =
      std::find_if(kNames.begin(), kNames.end(), [&](const auto& one) { return one.first == name; });
  return found == kNames.end() ? std::string_view() : found->second;
}

}  // namespace frontdesk::adapters::common
