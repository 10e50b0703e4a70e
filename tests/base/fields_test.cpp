// A mapping is read key by key; every mistake is told at once, with its place and the way out.
#include <gmock/gmock.h>

#include "bot/base/yaml.h"

namespace frontdesk::base {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FieldsOf : public testing::Test {
 protected:
  Fields Read(std::string_view text) {
    root = *ParseYaml("a.yaml", text, findings);
    return Fields(root, "an ask step", findings);
  }
  std::vector<std::string> Words() const {
    std::vector<std::string> words;
    const auto sorted = findings.Sorted();
    for (const Finding& finding : sorted) words.push_back(ToString(finding));
    return words;
  }
  Findings findings;
  YamlNode root;
};

TEST_F(FieldsOf, AMappingGiveItsValues) {
  Fields fields = Read("ask: title\nmax: 20\nshown: no\nlist: [a, b]\nsingle: a\nsize: 20MB\nkind: choice\n");
  EXPECT_EQ(fields.RequiredText("ask"), "title");
  EXPECT_EQ(fields.Int("max", 1, 1, 100), 20);
  EXPECT_FALSE(fields.Bool("shown", true));
  EXPECT_THAT(fields.Texts("list"), ElementsAre("a", "b"));
  EXPECT_THAT(fields.Texts("single"), ElementsAre("a"));
  EXPECT_EQ(fields.Bytes("size", 0), 20 << 20);
  EXPECT_EQ(fields.OneOf("kind", {"text", "choice"}, "text"), "choice");
  EXPECT_TRUE(fields.Has("ask"));
  EXPECT_EQ(fields.PlaceOf("max").line, 2);
  EXPECT_EQ(fields.PlaceOf("absent").line, 1);
  fields.Finish();
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(FieldsOf, AMappingFallBackWhereAKeyIsAbsent) {
  Fields fields = Read("other: 1\n");
  EXPECT_EQ(fields.Text("text", "fallback"), "fallback");
  EXPECT_EQ(fields.Int("n", 5, 1, 9), 5);
  EXPECT_TRUE(fields.Bool("b", true));
  EXPECT_THAT(fields.Texts("list"), IsEmpty());
  EXPECT_EQ(fields.OneOf("kind", {"a", "b"}, "b"), "b");
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(FieldsOf, AMappingReportWhatIsUnknownWithANearName) {
  Fields fields = Read("ask: x\nopitons: [a]\nzebra: 1\n");
  fields.Get("ask");
  fields.Get("options");
  fields.Finish();
  EXPECT_THAT(Words(), ElementsAre("a.yaml:2:1: error: unknown key 'opitons' in an ask step; did you mean 'options'?",
                                   "a.yaml:3:1: error: unknown key 'zebra' in an ask step; known: ask, options"));
}

TEST_F(FieldsOf, AMappingReportEveryWrongValueWithItsPlace) {
  Fields fields = Read("text: [a]\nmax: lots\nshown: maybe\nlist: [[a]]\nsize: huge\nkind: chioce\nempty:\n");
  fields.Text("text");
  fields.Int("max", 1, 1, 9);
  fields.Bool("shown", true);
  fields.Texts("list");
  fields.Bytes("size", 0);
  fields.OneOf("kind", {"text", "choice"}, "text");
  fields.RequiredText("empty");
  fields.RequiredText("absent");
  EXPECT_THAT(Words(),
              ElementsAre(HasSubstr("a.yaml:1:1: error: an ask step lacks 'absent'; add it"),
                          HasSubstr("a.yaml:1:7: error: 'text' must be text, but this is a list"),
                          HasSubstr("a.yaml:2:6: error: 'max' must be a whole number from 1 to 9"),
                          HasSubstr("a.yaml:3:8: error: 'shown' must be true or false"),
                          HasSubstr("a.yaml:4:8: error: each entry of 'list' must be text, but this is a list"),
                          HasSubstr("a.yaml:5:7: error: 'size' must be a size"),
                          HasSubstr("'kind' cannot be 'chioce'; did you mean 'choice'?"),
                          HasSubstr("'empty' must be text, but this is nothing")));
}

TEST_F(FieldsOf, SomethingElseThanAMappingReportItOnce) {
  Fields fields = Read("- a\n- b\n");
  fields.RequiredText("ask");
  fields.Finish();
  EXPECT_THAT(Words(), ElementsAre(HasSubstr("an ask step must be a mapping (key: value), but this is a list")));
}

TEST_F(FieldsOf, AMappingKeepNumbersInTheirRange) {
  Fields fields = Read("low: 0\nhigh: 10\nright: 9\n");
  EXPECT_EQ(fields.Int("low", 5, 1, 9), 5);
  EXPECT_EQ(fields.Int("high", 5, 1, 9), 5);
  EXPECT_EQ(fields.Int("right", 5, 1, 9), 9);
  EXPECT_EQ(Words().size(), 2u);
}

}  // namespace
}  // namespace frontdesk::base
