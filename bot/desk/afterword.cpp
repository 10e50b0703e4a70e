#include "bot/desk/afterword.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "bot/base/text.h"

namespace frontdesk::desk {

namespace {

using Score = std::pair<std::string_view, int>;

// Folded: lower case, narrow.
constexpr auto kScores = std::to_array<Score>({
    {"1", 1},         {"2", 2},         {"3", 3},
    {"4", 4},         {"5", 5},         {"one", 1},
    {"two", 2},       {"three", 3},     {"four", 4},
    {"five", 5},      {"very bad", 1},  {"terrible", 1},
    {"awful", 1},     {"bad", 2},       {"not good", 2},
    {"poor", 2},      {"so-so", 3},     {"so so", 3},
    {"okay", 3},      {"average", 3},   {"good", 4},
    {"satisfied", 4}, {"very good", 5}, {"excellent", 5},
    {"great", 5},     {"perfect", 5},   {"very satisfied", 5},
    {"一", 1},        {"二", 2},        {"三", 3},
    {"四", 4},        {"五", 5},        {"非常不满意", 1},
    {"很不满意", 1},  {"很差", 1},      {"太差了", 1},
    {"差评", 1},      {"不满意", 2},    {"不太满意", 2},
    {"差", 2},        {"一般", 3},      {"还行", 3},
    {"还可以", 3},    {"满意", 4},      {"不错", 4},
    {"好", 4},        {"比较满意", 4},  {"非常满意", 5},
    {"很满意", 5},    {"非常好", 5},    {"很好", 5},
    {"好评", 5},
});

constexpr auto kSuffixes =
    std::to_array<std::string_view>({" of 5", "/5", " out of 5", " stars", " star", " points", "分", "星", "颗星"});

constexpr auto kBroken = std::to_array<std::string_view>({"still broken",
                                                          "still not work",
                                                          "still doesn't work",
                                                          "still does not work",
                                                          "still doesnt work",
                                                          "still happening",
                                                          "still happens",
                                                          "still the same",
                                                          "not fixed",
                                                          "isn't fixed",
                                                          "not solved",
                                                          "isn't solved",
                                                          "happened again",
                                                          "happens again",
                                                          "broken again",
                                                          "problem is back",
                                                          "came back",
                                                          "doesn't work again",
                                                          "还是不行",
                                                          "还是不能",
                                                          "还是没好",
                                                          "还是没有好",
                                                          "还是没解决",
                                                          "还没好",
                                                          "还没解决",
                                                          "没有解决",
                                                          "没解决",
                                                          "没修好",
                                                          "还有问题",
                                                          "问题还在",
                                                          "又坏了",
                                                          "又出现",
                                                          "又不行",
                                                          "依然不行",
                                                          "仍然不行",
                                                          "还是一样",
                                                          "还是卡",
                                                          "还是有问题"});

std::string Bare(std::string_view text) {
  std::string folded = base::FoldForMatch(text);
  const auto noise = [](char c) { return c == '.' || c == '!' || c == ' '; };
  while (!folded.empty() && noise(folded.back())) folded.pop_back();
  return folded;
}

}  // namespace

std::optional<int> ReadScore(std::string_view text) {
  if (text.size() > kMaxAfterwordBytes) return std::nullopt;
  std::string words = Bare(text);
  for (const std::string_view suffix : kSuffixes) {
    if (words.size() <= suffix.size() || !words.ends_with(suffix)) continue;
    words.resize(words.size() - suffix.size());
    break;
  }
  const auto at = std::find_if(kScores.begin(), kScores.end(), [&](const Score& one) { return one.first == words; });
  return at == kScores.end() ? std::nullopt : std::optional(at->second);
}

bool SaysStillBroken(std::string_view text) {
  if (text.size() > kMaxAfterwordBytes) return false;
  std::string folded = base::FoldForMatch(text);
  for (std::size_t at = folded.find("’"); at != std::string::npos; at = folded.find("’"))
    folded.replace(at, std::string_view("’").size(), "'");
  return std::any_of(kBroken.begin(), kBroken.end(),
                     [&](std::string_view words) { return folded.find(words) != std::string::npos; });
}

}  // namespace frontdesk::desk
