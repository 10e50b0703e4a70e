#include "bot/desk/taxonomy.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"

namespace frontdesk::desk {

namespace {

constexpr std::array<std::string_view, 3> kKinds = {"type", "urgency", "tone"};

const TaxonomyEntry* Find(const std::vector<TaxonomyEntry>& entries, std::string_view id) {
  for (const TaxonomyEntry& entry : entries)
    if (entry.id == id) return &entry;
  return nullptr;
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool Fits(const TagRule& rule, std::string_view folded) {
  const auto stands = [&](const std::string& word) { return HasWord(folded, word); };
  if (std::any_of(rule.words.begin(), rule.words.end(), stands)) return true;
  return std::any_of(rule.patterns.begin(), rule.patterns.end(),
                     [&](const auto& pattern) { return RE2::PartialMatch(folded, *pattern); });
}

}  // namespace

std::string_view ToString(TagKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

const std::string& InLocale(const Wordings& wordings, std::string_view locale) {
  static const std::string kNone;
  if (wordings.empty()) return kNone;
  const auto exact = wordings.find(std::string(locale));
  if (exact != wordings.end()) return exact->second;
  const auto language = wordings.find(std::string(locale.substr(0, locale.find('-'))));
  return language == wordings.end() ? wordings.begin()->second : language->second;
}

const TaxonomyEntry* Taxonomy::FindCategory(std::string_view id) const { return Find(categories, id); }
const TaxonomyEntry* Taxonomy::FindComponent(std::string_view id) const { return Find(components, id); }

bool HasWord(std::string_view folded, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = folded.find(word); at != std::string_view::npos; at = folded.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool cut_before = IsLetter(word.front()) && at > 0 && IsLetter(folded[at - 1]);
    const bool cut_after = IsLetter(word.back()) && end < folded.size() && IsLetter(folded[end]);
    if (!cut_before && !cut_after) return true;
  }
  return false;
}

std::vector<const TagRule*> Taxonomy::Fitting(std::string_view text, std::string_view locale) const {
  std::vector<const TagRule*> fitting;
  if (rules.empty()) return fitting;
  const std::string folded = base::FoldForMatch(base::CleanUtf8(text.substr(0, kMaxTaggedBytes)));
  for (const TagRule& rule : rules) {
    const auto same_tag = [&](const TagRule* other) { return other->tag == rule.tag; };
    if (!rule.locale.empty() && !locale.starts_with(rule.locale)) continue;
    if (std::any_of(fitting.begin(), fitting.end(), same_tag)) continue;
    if (Fits(rule, folded)) fitting.push_back(&rule);
  }
  return fitting;
}

}  // namespace frontdesk::desk
