// Small numbers as Chinese writes them: 三, 十二, 两, 三十五.
//
// Thread safety: pure function.
#pragma once

#include <optional>
#include <string_view>

namespace frontdesk::flows {

// Digits or Chinese numerals, 0 to 99.
std::optional<int> ReadSmallNumber(std::string_view text);

// For expressions: what ReadSmallNumber reads.
inline constexpr char kSmallNumber[] = R"((\d{1,2}|[一二两三四五六七八九十]{1,3}))";

}  // namespace frontdesk::flows
