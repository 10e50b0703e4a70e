// Text: UTF-8 in and out, Unicode done by utf8proc.
//
// Thread safety: pure functions. Bounds: linear in the input, but for EditDistance.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::base {

bool IsUtf8(std::string_view text);
// Invalid bytes become U+FFFD; control characters but \n and \t are dropped.
std::string CleanUtf8(std::string_view text);

// For comparing what people typed: NFKC, case folded, curly to straight apostrophe, surrounding space and repeated
// space removed, final punctuation (.!?。！？) removed. "Ｒeset  it！" -> "reset it".
std::string FoldForMatch(std::string_view text);

std::string_view Trim(std::string_view text);
std::vector<std::string> SplitLines(std::string_view text);  // at \n, a final \r removed
std::string AsciiLower(std::string_view text);
bool StartsWithFolded(std::string_view text, std::string_view prefix);  // both already folded

std::vector<char32_t> ToCodePoints(std::string_view utf8);
std::string FromCodePoints(const std::vector<char32_t>& points);
void AppendUtf8(char32_t point, std::string& out);
std::size_t CountGraphemes(std::string_view text);
// At most `graphemes` user-perceived characters, with "…" as the last when something was cut.
std::string Shorten(std::string_view text, std::size_t graphemes);

bool IsCjk(char32_t point);
// "zh" when the text is Chinese or mixed with a fair share of it, else "en"; "" without letters.
std::string GuessLocale(std::string_view text);

// Damerau-Levenshtein distance (optimal string alignment) in bytes; gives up and returns limit + 1 beyond `limit`.
std::size_t EditDistance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace frontdesk::base
