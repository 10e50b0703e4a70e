// A message that asks for a person in so many words, beside whatever else it says: "that did not help, I want to talk
// to a human", "不行，帮我转人工". One clause must ask and nothing else, so that "how do I call a person" and "我想知道
// 人工费" stay questions.
//
// Thread safety: pure function. Bounds: linear in the first kMaxPersonRequestBytes of the text.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::flows {

inline constexpr std::size_t kMaxPersonRequestBytes = 2'000;

bool AsksForPerson(std::string_view text);

}  // namespace frontdesk::flows
