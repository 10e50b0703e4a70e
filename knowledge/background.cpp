#include "knowledge/background.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "bot/base/text.h"
#include "knowledge/features.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::u32string_view kStart = U"^", kEnd = U"$";

Hash SideHash(std::u32string_view side) {
  if (side == kStart) return kStartMark;
  return side == kEnd ? kEndMark : StemHash(side);
}

}  // namespace

Background::Background(std::string_view table) : counts_(table.size() / 8) {
  constexpr std::string_view kSentences = "!sentences ";
  while (!table.empty()) {
    const std::size_t end = std::min(table.find('\n'), table.size());
    const std::string_view line = table.substr(0, end);
    table.remove_prefix(std::min(end + 1, table.size()));
    if (line.starts_with(kSentences)) sentences_ = std::atof(std::string(line.substr(kSentences.size())).c_str());
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos || line.starts_with('#')) continue;
    const std::vector<char32_t> term = base::ToCodePoints(line.substr(0, tab));
    AddLine({term.data(), term.size()}, std::atof(std::string(line.substr(tab + 1)).c_str()));
  }
}

double Background::Count(Hash feature) const {
  const std::uint32_t count = counts_.Find(feature);
  return count == HashTable::kAbsent ? 0 : std::min<double>(count, sentences_);
}

bool Background::KnowsWord(std::u32string_view word) const { return counts_.Contains(SpelledHash(word)); }

void Background::Add(Hash feature, double count) { counts_.At(feature) += static_cast<std::uint32_t>(count); }

void Background::AddLine(std::u32string_view term, double count) {
  const std::size_t space = term.find(U' ');
  if (space != std::u32string_view::npos) {
    Add(PairHash(SideHash(term.substr(0, space)), SideHash(term.substr(space + 1))), count);
  } else if (!term.empty() && base::IsCjk(term[0])) {
    Add(HanHash(term), count);
  } else {
    AddWord(term, count);
  }
}

void Background::AddWord(std::u32string_view word, double count) {
  Add(SpelledHash(word), count);
  Add(StemHash(word), count);
  std::vector<Hash> groups;
  ForLetterGroups(word, [&](Hash hash) { groups.push_back(hash); });
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  for (const Hash group : groups) Add(group, count);
}

}  // namespace frontdesk::knowledge
