#include "bot/core/reactions.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "bot/base/message.h"

namespace frontdesk::core {

namespace {

using Prefixes = std::array<std::string_view, 3>;

// U+FE0F, which asks for the coloured picture; clients send it or leave it out.
constexpr std::string_view kPicture = "\xEF\xB8\x8F";
constexpr std::string_view kKeycap = "\xE2\x83\xA3";
constexpr std::array<std::string_view, 4> kGood = {"👍", "✅", "❤", "💯"};
constexpr std::array<std::string_view, 2> kBad = {"👎", "❌"};

std::string WithoutPicture(std::string_view sign) {
  std::string plain(sign);
  for (std::size_t at = plain.find(kPicture); at != std::string::npos; at = plain.find(kPicture, at))
    plain.erase(at, kPicture.size());
  return plain;
}

// 1 for "1️⃣"; 0 for what is no number.
std::size_t NumberOn(std::string_view sign) {
  if (sign == "🔟") return 10;
  const bool keycap = sign.size() == 1 + kKeycap.size() && sign.substr(1) == kKeycap;
  return keycap && sign[0] >= '1' && sign[0] <= '9' ? static_cast<std::size_t>(sign[0] - '0') : 0;
}

// A thumb comes in many skin tones.
template <std::size_t kCount>
bool StartsWithOne(std::string_view sign, const std::array<std::string_view, kCount>& of) {
  return std::ranges::any_of(of, [&](std::string_view one) { return sign.starts_with(one); });
}

const base::Button* ButtonFor(const base::Message& message, std::string_view sign) {
  const auto& buttons = message.buttons;
  if (const std::size_t number = NumberOn(sign); number != 0)
    return number <= buttons.size() ? &buttons[number - 1] : nullptr;
  const bool good = StartsWithOne(sign, kGood);
  if (!good && !StartsWithOne(sign, kBad)) return nullptr;
  const Prefixes wanted = good ? Prefixes{"verdict:yes=", "solved:yes", "repeat:add="}
                               : Prefixes{"verdict:no=", "solved:no", "repeat:other"};
  for (const std::string_view prefix : wanted) {
    const auto found =
        std::ranges::find_if(buttons, [&](const base::Button& one) { return one.value.starts_with(prefix); });
    if (found != buttons.end()) return &*found;
  }
  return nullptr;
}

}  // namespace

std::optional<base::Pressed> PressedBy(const base::Reacted& reacted, const std::optional<store::TranscriptRow>& to) {
  if (reacted.taken_back || !to) return std::nullopt;
  const auto message = base::MessageFromJson(to->body);
  if (!message) return std::nullopt;
  const base::Button* button = ButtonFor(*message, WithoutPicture(reacted.sign));
  if (button == nullptr) return std::nullopt;
  return base::Pressed{button->value, button->label, to->id};
}

}  // namespace frontdesk::core
