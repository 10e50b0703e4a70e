#include "bot/desk/taxonomy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace frontdesk::desk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kBegin[] = R"(taxonomy: 1
categories: {service: {name: Service}, functional: {}}
components: {call: {}}
rules:
)";

Taxonomy Read(const std::string& rules, std::vector<std::string>* found = nullptr) {
  base::Findings findings;
  Taxonomy taxonomy = ReadTaxonomy({"taxonomy.yaml", kBegin + rules}, {"en"}, findings);
  for (const base::Finding& finding : findings.Sorted()) {
    if (found)
      found->push_back(base::ToString(finding));
    else
      ADD_FAILURE() << base::ToString(finding);
  }
  return taxonomy;
}

std::vector<std::string> Found(const std::string& rules) {
  std::vector<std::string> found;
  Read(rules, &found);
  return found;
}

std::vector<std::string> Tags(const Taxonomy& taxonomy, std::string_view text, std::string_view locale = "en") {
  std::vector<std::string> tags;
  for (const TagRule* rule : taxonomy.Fitting(text, locale)) tags.push_back(rule->tag);
  return tags;
}

TEST(Taxonomy, FindsEnglishWordsAsWholeWordsAndChineseOnesAnywhere) {
  const Taxonomy taxonomy = Read("  - {tag: complaint, words: {en: [complain, sue], zh: [投诉]}}\n");
  EXPECT_THAT(Tags(taxonomy, "I want to COMPLAIN!"), ElementsAre("complaint"));
  EXPECT_THAT(Tags(taxonomy, "我要投诉你们"), ElementsAre("complaint"));
  EXPECT_THAT(Tags(taxonomy, "ｃｏｍｐｌａｉｎ"), ElementsAre("complaint"));
  EXPECT_THAT(Tags(taxonomy, "the issue is a tissue"), IsEmpty());
}

TEST(Taxonomy, GivesEachTagOnceWithTheFirstRuleAsItsReason) {
  const Taxonomy taxonomy = Read(
      "  - {tag: angry, name: is angry, kind: tone, words: [furious]}\n"
      "  - {tag: angry, name: shouts, kind: tone, patterns: ['!{3,}']}\n"
      "  - {tag: call, component: call, words: [meeting]}\n");
  const auto fitting = taxonomy.Fitting("furious!!! about that meeting", "en");
  ASSERT_EQ(fitting.size(), 2u);
  EXPECT_EQ(fitting[0]->name, "is angry");
  EXPECT_EQ(fitting[1]->component, "call");
}

TEST(Taxonomy, AsksARuleOfOneLocaleOnlyThere) {
  std::vector<std::string> ignored;
  const Taxonomy taxonomy = Read("  - {tag: urgent, locale: zh, words: [急]}\n", &ignored);
  EXPECT_THAT(Tags(taxonomy, "急", "zh-CN"), ElementsAre("urgent"));
  EXPECT_THAT(Tags(taxonomy, "急", "en"), IsEmpty());
}

TEST(Taxonomy, SaysWhereAPatternIsWrongAndHowToMendIt) {
  EXPECT_THAT(Found("  - {tag: a, patterns: ['(']}\n"), ElementsAre(HasSubstr("taxonomy.yaml:5:25: error: the pattern "
                                                                              "cannot be read")));
  EXPECT_THAT(Found("  - {tag: a, patterns: ['x*']}\n"), ElementsAre(HasSubstr("the pattern fits every text")));
  EXPECT_THAT(Found("  - {tag: a, patterns: ['" + std::string(1025, 'x') + "']}\n"),
              ElementsAre(HasSubstr("1 to 1,024 bytes")));
  EXPECT_THAT(Found("  - {tag: a, patterns: ['(((x{100}){100}){100})']}\n"),
              ElementsAre(HasSubstr("the pattern cannot be read")));
}

TEST(Taxonomy, FindsRulesThatCanNeverMatch) {
  EXPECT_THAT(Found("  - {tag: a}\n"), ElementsAre(HasSubstr("error: this rule can never match: it has no words")));
  EXPECT_THAT(Found("  - {tag: a, locale: fr, words: [x]}\n"), ElementsAre(HasSubstr("nobody is answered in 'fr'")));
  EXPECT_THAT(
      Found("  - {tag: a, name: first, words: [complain, 投诉]}\n  - {tag: a, words: [to complain, 我要投诉]}\n"),
      ElementsAre(HasSubstr("taxonomy.yaml:6:5: warning: this rule can never match: the rule 'first'")));
  EXPECT_THAT(Found("  - {tag: a, patterns: ['Ａ']}\n"), ElementsAre(HasSubstr("compared as 'a'")));
}

TEST(Taxonomy, FindsDuplicatesAndNamesThatAreNotThere) {
  EXPECT_THAT(Found("  - {tag: a, words: [x, X]}\n"), ElementsAre(HasSubstr("'X' stands twice in this rule")));
  EXPECT_THAT(Found("  - {tag: a, category: servce, words: [x]}\n"), ElementsAre(HasSubstr("did you mean 'service'")));
  EXPECT_THAT(Found("  - {tag: a, wrods: [x]}\n"), testing::Contains(HasSubstr("did you mean 'words'")));
}

TEST(Taxonomy, TheShippedOneIsWithoutFaultInBothLanguages) {
  std::ifstream in(FD_SOURCE_DIR "/bot/desk/taxonomy.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  base::Findings findings;
  const Taxonomy taxonomy = ReadTaxonomy({"taxonomy.yaml", text.str()}, {"en", "zh"}, findings);
  for (const base::Finding& finding : findings.Sorted()) ADD_FAILURE() << base::ToString(finding);
  EXPECT_THAT(Tags(taxonomy, "我很愤怒，要投诉", "zh"), ElementsAre("complaint", "angry"));
  EXPECT_THAT(Tags(taxonomy, "I am furious, this is urgent", "en"), ElementsAre("urgent", "angry"));
  EXPECT_THAT(Tags(taxonomy, "how do I change my picture?", "en"), IsEmpty());
  for (const char* category : {"functional", "experience", "service", "suggestion", "praise"})
    EXPECT_NE(taxonomy.FindCategory(category), nullptr) << category;
}

}  // namespace
}  // namespace frontdesk::desk
