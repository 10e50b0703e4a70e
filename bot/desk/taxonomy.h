// The taxonomy: which kinds of tickets and which parts of the product there are, what each means and what it does not,
// and the rules that tag a ticket by the user's own words. A workspace writes it in taxonomy.yaml; without that file
// the shipped one applies.
//
// A rule fits when one of its words stands in the text, or one of its patterns (RE2) matches it; both see the text
// folded as for matching (lower case, full width as half width). A Chinese word fits anywhere, an English one as a
// whole word. A rule for one locale is only asked in conversations of that language; most need none, since their words
// are of one language anyway.
//
// Ownership: plain values; patterns are compiled once and shared. Thread safety: read from any thread.
// Failure: every mistake of the file is a finding; what is wrong is left out.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/source_file.h"

namespace re2 {
class RE2;
}

namespace frontdesk::desk {

inline constexpr std::string_view kTaxonomyFile = "taxonomy.yaml";
inline constexpr std::size_t kMaxCategories = 20;
inline constexpr std::size_t kMaxComponents = 200;
inline constexpr std::size_t kMaxTagRules = 500;
inline constexpr std::size_t kMaxRuleWords = 200;
inline constexpr std::size_t kMaxPatternBytes = 1 << 10;
inline constexpr std::int64_t kPatternMemory = 1 << 20;
inline constexpr std::size_t kMaxTaggedBytes = 16 << 10;  // of a text; what is beyond is not looked at

// By locale; the workspace's first stands in where one is missing.
using Wordings = std::map<std::string, std::string>;
const std::string& InLocale(const Wordings& wordings, std::string_view locale);

struct TaxonomyEntry {
  std::string id;
  Wordings name, means, not_this;
};

enum class TagKind { kType, kUrgency, kTone };
std::string_view ToString(TagKind kind);  // type, urgency, tone

struct TagRule {
  std::string name;  // the reason that people read
  std::string tag;
  TagKind kind = TagKind::kType;
  std::string category;            // of the ticket, where nobody said another
  std::string component;           // likewise
  std::string locale;              // empty: every one
  std::vector<std::string> words;  // folded
  std::vector<std::shared_ptr<const re2::RE2>> patterns;
};

struct Taxonomy {
  std::vector<TaxonomyEntry> categories;
  std::vector<TaxonomyEntry> components;
  std::vector<TagRule> rules;

  const TaxonomyEntry* FindCategory(std::string_view id) const;
  const TaxonomyEntry* FindComponent(std::string_view id) const;
  // The rules that fit, each tag once, in the order of the file.
  std::vector<const TagRule*> Fitting(std::string_view text, std::string_view locale) const;
};

// Whether the word stands in the text, both folded: an English one as a whole word, a Chinese one anywhere.
bool HasWord(std::string_view folded, std::string_view word);

// --- taxonomy_reader.cpp
Taxonomy ReadTaxonomy(const base::SourceFile& file, const std::vector<std::string>& locales, base::Findings& findings);

}  // namespace frontdesk::desk
