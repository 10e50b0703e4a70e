// The common ground of all typed answers: full-width forms, and the length of a text as people feel it.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::flows {

// Full-width letters, digits and signs become ASCII, the ideographic space a space; trimmed.
std::string HalfWidth(std::string_view text);

// Letters and signs, where a CJK character counts two: it says about as much.
std::size_t FeltLength(std::string_view text);

bool EndsLikeQuestion(std::string_view text);

// A plain decimal number, "3" or "-0.5"; no exponent.
std::optional<double> ReadNumber(std::string_view text);
// Without trailing zeros: "3", "0.5".
std::string WriteNumber(double number);

// "20 MB", "512 KB".
std::string WriteBytes(long long bytes);

}  // namespace frontdesk::flows
