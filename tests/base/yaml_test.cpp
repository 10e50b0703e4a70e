// YAML is read with places and within bounds; nobody's file can crash or stall the reader.
#include "bot/base/yaml.h"

#include <gmock/gmock.h>

#include <random>

namespace frontdesk::base {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Words(const Findings& findings) {
  std::vector<std::string> words;
  const auto sorted = findings.Sorted();
  for (const Finding& finding : sorted) words.push_back(ToString(finding));
  return words;
}

// What is wrong with `text`; empty when nothing is.
std::vector<std::string> Complaints(std::string_view text) {
  Findings findings;
  ParseYaml("a.yaml", text, findings);
  return Words(findings);
}

YamlNode Parse(std::string_view text) {
  Findings findings;
  auto root = ParseYaml("a.yaml", text, findings);
  EXPECT_THAT(Words(findings), IsEmpty());
  return root.value_or(YamlNode{});
}

TEST(Yaml, KeepsOrderKindsAndPlaces) {
  const YamlNode root = Parse("name: bug\nsteps:\n  - ask: title\n  - say\nempty:\n密码: 重置\n");
  ASSERT_TRUE(root.IsMap());
  ASSERT_EQ(root.entries.size(), 4u);
  EXPECT_EQ(root.entries[0].key, "name");
  EXPECT_EQ(root.entries[1].key_place.line, 2);
  EXPECT_EQ(root.entries[1].key_place.column, 1);
  const YamlNode& steps = *root.Find("steps");
  ASSERT_TRUE(steps.IsList());
  EXPECT_EQ(steps.items[0].Find("ask")->scalar, "title");
  EXPECT_EQ(steps.items[0].Find("ask")->place.line, 3);
  EXPECT_EQ(steps.items[0].Find("ask")->place.column, 10);
  EXPECT_EQ(steps.items[1].scalar, "say");
  EXPECT_TRUE(root.Find("empty")->IsNull());
  EXPECT_EQ(root.Find("密码")->scalar, "重置");
  EXPECT_EQ(root.Find("missing"), nullptr);
}

TEST(Yaml, ShiftsPlacesOfFrontMatter) {
  Findings findings;
  const auto root = ParseYaml("article.md", "title: x\ntitle: y\n", findings, 2);
  EXPECT_THAT(Words(findings), ElementsAre(HasSubstr("article.md:3:1: error: the key 'title' stands twice (first in "
                                                     "line 2)")));
  EXPECT_EQ(root->Find("title")->place.line, 2);
}

TEST(Yaml, TellsTextFromOtherValuesByItsQuotes) {
  const YamlNode root = Parse("a: yes\nb: \"yes\"\nc: 12\nd: '12'\ne: ~\nf: \"\"\ng: null\n");
  EXPECT_EQ(AsBool(*root.Find("a")), true);
  EXPECT_EQ(AsBool(*root.Find("b")), std::nullopt);
  EXPECT_EQ(AsInt(*root.Find("c")), 12);
  EXPECT_EQ(AsInt(*root.Find("d")), std::nullopt);
  EXPECT_TRUE(root.Find("e")->IsNull());
  EXPECT_TRUE(root.Find("f")->IsScalar());
  EXPECT_TRUE(root.Find("g")->IsNull());
}

TEST(Yaml, ReadsNumbersAndSizesAndNothingElseAsSuch) {
  const YamlNode root = Parse("[12, -3, 1.5, 12x, 99999999999999999999, 20MB, 512 kb, 1048576, -1, 5 parsecs, 1e999]");
  const auto& items = root.items;
  EXPECT_EQ(AsInt(items[1]), -3);
  EXPECT_EQ(AsNumber(items[2]), 1.5);
  EXPECT_EQ(AsInt(items[2]), std::nullopt);
  EXPECT_EQ(AsInt(items[3]), std::nullopt);
  EXPECT_EQ(AsInt(items[4]), std::nullopt);
  EXPECT_EQ(AsBytes(items[5]), 20 << 20);
  EXPECT_EQ(AsBytes(items[6]), 512 << 10);
  EXPECT_EQ(AsBytes(items[7]), 1 << 20);
  EXPECT_EQ(AsBytes(items[8]), std::nullopt);
  EXPECT_EQ(AsBytes(items[9]), std::nullopt);
  EXPECT_EQ(AsNumber(items[10]), std::nullopt);
}

TEST(Yaml, AnEmptyFileIsNothing) {
  EXPECT_TRUE(Parse("").IsNull());
  EXPECT_TRUE(Parse("# only a comment\n").IsNull());
  EXPECT_TRUE(Parse("---\n").IsNull());
}

// An empty flow was reported without its name: ": error: a flow must be a mapping".
TEST(Yaml, AnEmptyFileHasAPlace) {
  Findings findings;
  for (const char* text : {"", "# only a comment\n"})
    EXPECT_EQ(ParseYaml("a.yaml", text, findings)->place.path, "a.yaml");
  EXPECT_EQ(ParseYaml("a.md", "", findings, 3)->place.line, 3);
}

TEST(Yaml, RefusesWhatHidesMeaning) {
  EXPECT_THAT(Complaints("a: &x 1\nb: 2\n"), ElementsAre(HasSubstr("a.yaml:1:4: error: anchors")));
  EXPECT_THAT(Complaints("a: &x [1]\n"), ElementsAre(HasSubstr("anchors")));
  EXPECT_THAT(Complaints("a: *x\n"), ElementsAre(HasSubstr("anchor is not defined")));
  EXPECT_THAT(Complaints("a: !!str 1\n"), ElementsAre(HasSubstr("tags")));
  EXPECT_THAT(Complaints("a: !ruby/object {}\n"), ElementsAre(HasSubstr("tags")));
  EXPECT_THAT(Complaints("a: 1\n---\nb: 2\n"), ElementsAre(HasSubstr("second document")));
  EXPECT_THAT(Complaints("? [a]\n: 1\n"), ElementsAre(HasSubstr("a key must be text")));
}

TEST(Yaml, ReportsEveryDuplicateKeyAndKeepsTheFirst) {
  Findings findings;
  const auto root = ParseYaml("a.yaml", "a: 1\nb: 2\na: 3\nb: 4\n", findings);
  EXPECT_THAT(Words(findings), ElementsAre(HasSubstr("a.yaml:3:1"), HasSubstr("a.yaml:4:1")));
  EXPECT_EQ(root->Find("a")->scalar, "1");
}

TEST(Yaml, KeepsTheLastLineOfAFileAsItIsWritten) {
  EXPECT_EQ(Parse("a: |\n  one\n  two\n").Find("a")->scalar, "one\ntwo\n");
  EXPECT_EQ(Parse("a: |-\n  one\n").Find("a")->scalar, "one");
  EXPECT_EQ(Parse("a: |+\n  one\n\n").Find("a")->scalar, "one\n\n");
  EXPECT_EQ(Parse("a: >\n  one\n  two\n").Find("a")->scalar, "one two\n");
  EXPECT_EQ(Parse("a: one").Find("a")->scalar, "one");
  EXPECT_EQ(Parse("a: 'one'").Find("a")->scalar, "one");
}

TEST(Yaml, SaysWhereItIsBroken) {
  for (const std::string_view text :
       {"a: [1, 2\n", "a: 'x\n", "a: b: c\n", "\tx: 1\n", "{a: 1", "a: 'x\nb: 2\n\n", "- \"x\n", "%YAML 9\n---\na"}) {
    SCOPED_TRACE(std::string(text));
    EXPECT_THAT(Complaints(text), testing::Contains(HasSubstr("a.yaml:")));
  }
}

TEST(Yaml, RefusesBytesThatAreNotText) {
  EXPECT_THAT(Complaints("a: \xFF\xFE"), ElementsAre(HasSubstr("not UTF-8")));
  EXPECT_THAT(Complaints(std::string_view("a: \0b", 5)), ElementsAre(HasSubstr("not UTF-8")));
  EXPECT_THAT(Complaints("\xFF\xFE"
                         "a\0:"),
              ElementsAre(HasSubstr("not UTF-8")));
}

TEST(Yaml, HasBoundsOfSizeDepthAndCount) {
  EXPECT_THAT(Complaints(std::string((1 << 20) + 1, 'x')), ElementsAre(HasSubstr("larger than 1 MB")));
  EXPECT_THAT(Complaints(std::string(33, '[')), ElementsAre(HasSubstr("32 levels")));
  EXPECT_THAT(Complaints(std::string(200'000, '[')), ElementsAre(HasSubstr("32 levels")));
  EXPECT_THAT(Complaints(std::string(200'000, '{')), testing::SizeIs(1));
  std::string dashes, many;
  for (int i = 0; i < 100'000; ++i) dashes += "- ";
  EXPECT_THAT(Complaints(dashes), ElementsAre(HasSubstr("32 levels")));
  for (int i = 0; i < 100'001; ++i) many += "- a\n";
  EXPECT_THAT(Complaints(many), ElementsAre(HasSubstr("100,000 values")));
}

TEST(Yaml, ReadsAMappingOfManyKeysWithoutSlowingDown) {
  std::string text;
  for (int i = 0; i < 49'000; ++i) text += "key" + std::to_string(i) + ": 1\n";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Parse(text).entries.size(), 49'000u);
  // A search through all earlier keys for each key took ten times as long.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(Yaml, SurvivesAnyMixOfItsOwnPunctuation) {
  constexpr unsigned kSeed = 7;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  const std::vector<std::string> pieces = {"a", ":",  " ", "\n", "- ", "[",  "]",  "{", "}",  ",",
                                           "'", "\"", "|", ">",  "?",  "!",  "&",  "*", "#x", "---",
                                           "%", "@",  "`", "\t", "~",  "\\", "<<", "安"};
  std::mt19937 random(kSeed);
  int refused = 0;
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (unsigned piece = 0; piece < 1 + random() % 24; ++piece) text += pieces[random() % pieces.size()];
    Findings findings;
    const auto root = ParseYaml("a.yaml", text, findings);
    EXPECT_EQ(root.has_value() || findings.HasErrors(), true) << text;
    refused += findings.HasErrors() ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, 5'000);
}

}  // namespace
}  // namespace frontdesk::base
