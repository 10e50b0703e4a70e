// taxonomy.yaml as values, with everything that is wrong with it.
#include <re2/re2.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/base/yaml.h"
#include "bot/desk/taxonomy.h"

namespace frontdesk::desk {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;

constexpr std::size_t kMaxIdBytes = 40;
constexpr std::size_t kMaxWordingBytes = 500;

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// A text for the first locale, or a mapping locale -> text.
Wordings ReadWordings(Fields& fields, const char* key, const std::vector<std::string>& locales, Findings& findings) {
  const YamlNode* node = fields.Get(key);
  if (node == nullptr || node->IsNull()) return {};
  const auto check = [&](const YamlNode& text) {
    if (!text.IsScalar() || text.scalar.size() > kMaxWordingBytes)
      findings.Error(text.place, "'" + std::string(key) + "' must be a text of at most 500 bytes");
    return text.IsScalar() ? text.scalar : std::string();
  };
  if (node->IsScalar()) return {{locales.front(), check(*node)}};
  if (!node->IsMap()) {
    findings.Error(node->place, "'" + std::string(key) + "' must be a text, or one for each locale",
                   "write " + std::string(key) + ": {en: ..., zh: ...}");
    return {};
  }
  Wordings wordings;
  for (const YamlNode::Entry& entry : node->entries) wordings[entry.key] = check(entry.value);
  for (const std::string& locale : locales)
    if (!wordings.contains(locale))
      findings.Warning(node->place, "'" + std::string(key) + "' has no text for the locale '" + locale + "'",
                       "add " + locale + ": ...");
  return wordings;
}

std::vector<TaxonomyEntry> ReadEntries(Fields& top, const char* key, std::size_t most,
                                       const std::vector<std::string>& locales, Findings& findings) {
  std::vector<TaxonomyEntry> entries;
  const YamlNode* node = top.Get(key);
  if (node == nullptr || node->IsNull()) return entries;
  if (!node->IsMap()) {
    findings.Error(node->place, "'" + std::string(key) + "' must be a mapping of names");
    return entries;
  }
  if (node->entries.size() > most)
    findings.Error(node->place, "more than " + std::to_string(most) + " " + key, "remove some");
  for (const YamlNode::Entry& one : node->entries) {
    if (!IsId(one.key)) {
      findings.Error(one.key_place, "'" + one.key + "' must be of lower-case letters, digits, '-' and '_'");
    }
    Fields fields(one.value, "'" + one.key + "'", findings, "write " + one.key + ": {name: ..., means: ..., not: ...}");
    TaxonomyEntry entry{one.key, ReadWordings(fields, "name", locales, findings),
                        ReadWordings(fields, "means", locales, findings),
                        ReadWordings(fields, "not", locales, findings)};
    fields.Finish();
    if (entry.name.empty()) entry.name[locales.front()] = one.key;
    entries.push_back(std::move(entry));
  }
  return entries;
}

void AddWord(const YamlNode& node, TagRule& rule, Findings& findings) {
  const std::string word = node.IsScalar() ? base::FoldForMatch(node.scalar) : std::string();
  if (word.empty()) {
    findings.Error(node.place, "a word must have letters", "write the word, or remove it");
  } else if (std::find(rule.words.begin(), rule.words.end(), word) != rule.words.end()) {
    findings.Warning(node.place, "'" + node.scalar + "' stands twice in this rule", "keep one");
  } else {
    rule.words.push_back(word);
  }
}

// Patterns see folded text, where a full-width letter, say, does not occur.
void CheckFolding(const YamlNode& node, Findings& findings) {
  for (const char32_t point : base::ToCodePoints(node.scalar)) {
    if (point < 0x80) continue;
    std::string letter;
    base::AppendUtf8(point, letter);
    const std::string folded = base::FoldForMatch(letter);
    if (!folded.empty() && folded != letter) {
      findings.Warning(node.place, "'" + letter + "' can never match: texts are compared as '" + folded + "'",
                       "write " + folded);
      return;
    }
  }
}

void AddPattern(const YamlNode& node, TagRule& rule, Findings& findings) {
  if (!node.IsScalar() || node.scalar.empty() || node.scalar.size() > kMaxPatternBytes) {
    return findings.Error(node.place, "a pattern must be a text of 1 to 1,024 bytes");
  }
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemory);
  auto pattern = std::make_shared<const RE2>(node.scalar, options);
  if (!pattern->ok()) {
    return findings.Error(node.place, "the pattern cannot be read: " + pattern->error(), "see RE2's syntax");
  }
  if (RE2::PartialMatch("", *pattern)) {
    return findings.Error(node.place, "the pattern fits every text", "let it need at least one letter");
  }
  CheckFolding(node, findings);
  rule.patterns.push_back(std::move(pattern));
}

// A list, or lists by locale: the locale is only for the one who reads the file.
template <typename Add>
void ReadEach(Fields& fields, const char* key, Findings& findings, const Add& add) {
  const YamlNode* node = fields.Get(key);
  if (node == nullptr || node->IsNull()) return;
  std::size_t count = 0;
  const auto list = [&](const YamlNode& items) {
    if (items.IsScalar()) return add(items);
    if (!items.IsList()) return findings.Error(items.place, "'" + std::string(key) + "' must be a list");
    for (const YamlNode& item : items.items)
      if (++count <= kMaxRuleWords) add(item);
  };
  if (node->IsMap())
    for (const YamlNode::Entry& entry : node->entries) list(entry.value);
  else
    list(*node);
  if (count > kMaxRuleWords) findings.Error(node->place, "more than 200 " + std::string(key), "make two rules of it");
}

void CheckNamed(Fields& fields, const char* key, const std::string& id, const TaxonomyEntry* found,
                const std::vector<TaxonomyEntry>& entries, Findings& findings) {
  if (id.empty() || found != nullptr) return;
  std::vector<std::string_view> ids;
  for (const TaxonomyEntry& entry : entries) ids.push_back(entry.id);
  findings.Error(fields.PlaceOf(key), "there is no " + std::string(key) + " '" + id + "'", base::DidYouMean(id, ids));
}

TagRule ReadRule(const YamlNode& node, const Taxonomy& taxonomy, const std::vector<std::string>& locales,
                 Findings& findings) {
  Fields fields(node, "a rule", findings, "write {tag: ..., kind: tone, words: [...]}");
  TagRule rule;
  rule.tag = fields.RequiredText("tag");
  rule.name = fields.Text("name", rule.tag);
  if (!rule.tag.empty() && !IsId(rule.tag))
    findings.Error(fields.PlaceOf("tag"), "a tag must be of lower-case letters, digits, '-' and '_'");
  const std::string kind = fields.OneOf("kind", {"type", "urgency", "tone"}, "type");
  rule.kind = kind == "tone" ? TagKind::kTone : kind == "urgency" ? TagKind::kUrgency : TagKind::kType;
  rule.category = fields.Text("category");
  rule.component = fields.Text("component");
  CheckNamed(fields, "category", rule.category, taxonomy.FindCategory(rule.category), taxonomy.categories, findings);
  CheckNamed(fields, "component", rule.component, taxonomy.FindComponent(rule.component), taxonomy.components,
             findings);
  rule.locale = fields.Text("locale");
  if (!rule.locale.empty() && std::find(locales.begin(), locales.end(), rule.locale) == locales.end()) {
    findings.Warning(fields.PlaceOf("locale"), "this rule can never match: nobody is answered in '" + rule.locale + "'",
                     "use one of the workspace's locales, or remove the rule");
  }
  ReadEach(fields, "words", findings, [&](const YamlNode& word) { AddWord(word, rule, findings); });
  ReadEach(fields, "patterns", findings, [&](const YamlNode& pattern) { AddPattern(pattern, rule, findings); });
  fields.Finish();
  if (!fields.Has("words") && !fields.Has("patterns"))
    findings.Error(node.place, "this rule can never match: it has no words and no patterns", "add words: [...]");
  return rule;
}

// True when whatever `later` fits, `earlier` has fitted before, with the same tag.
bool Covers(const TagRule& earlier, const TagRule& later) {
  if (earlier.tag != later.tag || !later.patterns.empty() || later.words.empty()) return false;
  if (!earlier.locale.empty() && earlier.locale != later.locale) return false;
  return std::all_of(later.words.begin(), later.words.end(), [&](const std::string& word) {
    return std::any_of(earlier.words.begin(), earlier.words.end(),
                       [&](const std::string& before) { return HasWord(word, before); });
  });
}

void CheckCovered(const std::vector<TagRule>& rules, const std::vector<base::Place>& places, Findings& findings) {
  for (std::size_t later = 0; later < rules.size(); ++later)
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (!Covers(rules[earlier], rules[later])) continue;
      findings.Warning(places[later],
                       "this rule can never match: the rule '" + rules[earlier].name +
                           "' fits all its words before and gives the same tag",
                       "remove it, or give it another tag");
      break;
    }
}

void ReadRules(Fields& top, Taxonomy& taxonomy, const std::vector<std::string>& locales, Findings& findings) {
  const YamlNode* node = top.Get("rules");
  if (node == nullptr || node->IsNull()) return;
  if (!node->IsList()) return findings.Error(node->place, "'rules' must be a list", "write rules: [{tag: ...}]");
  if (node->items.size() > kMaxTagRules) findings.Error(node->place, "more than 500 rules", "remove some");
  std::vector<base::Place> places;
  for (const YamlNode& item : node->items) {
    taxonomy.rules.push_back(ReadRule(item, taxonomy, locales, findings));
    places.push_back(item.place);
  }
  CheckCovered(taxonomy.rules, places, findings);
}

}  // namespace

Taxonomy ReadTaxonomy(const base::SourceFile& file, const std::vector<std::string>& locales, Findings& findings) {
  Taxonomy taxonomy;
  const auto root = base::ParseYaml(file.path, file.text, findings);
  if (!root) return taxonomy;
  Fields top(*root, "the taxonomy", findings, "begin with taxonomy: 1");
  if (top.Int("taxonomy", 0, 0, 1) != 1)
    findings.Error(top.PlaceOf("taxonomy"), "the file must say which format it has", "begin with taxonomy: 1");
  taxonomy.categories = ReadEntries(top, "categories", kMaxCategories, locales, findings);
  taxonomy.components = ReadEntries(top, "components", kMaxComponents, locales, findings);
  ReadRules(top, taxonomy, locales, findings);
  top.Finish();
  return taxonomy;
}

}  // namespace frontdesk::desk
