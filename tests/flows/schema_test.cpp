// The schema for editors and the reader agree: they are made from the same declarations, and these tests hold them
// against each other from outside.
#include "flows/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "flows/declarations.h"
#include "tests/flows/error_cases.h"
#include "tests/flows/schema_validator.h"

namespace frontdesk::flows {
namespace {

bool SchemaAccepts(const std::string& schema, const std::string& yaml) {
  base::Findings findings;
  const auto root = base::ParseYaml("x.yaml", yaml, findings);
  return root && SchemaValidator(schema).Accepts(AsEditorSees(*root));
}

TEST(FlowSchema, AcceptsEveryShippedFlowAndTranslation) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FD_SOURCE_DIR "/flows/library")) {
    const std::string name = entry.path().filename().string();
    const bool translation = std::count(name.begin(), name.end(), '.') == 2;
    EXPECT_TRUE(SchemaAccepts(translation ? TranslationSchema() : FlowSchema(), ReadSource("flows/library/" + name)))
        << name;
    EXPECT_FALSE(SchemaAccepts(translation ? FlowSchema() : TranslationSchema(), ReadSource("flows/library/" + name)))
        << name;
    ++files;
  }
  EXPECT_GE(files, 6);
}

// What the reader says of a mistake that can be seen in one mapping alone.
bool IsOfShape(const std::string& says) {
  static const RE2 kOfShape(
      "unknown key|lacks '|must be (text|a list|a mapping|a whole number|true or false)|unknown step|unknown slot type|"
      "unknown moment|cannot name a slot; use|cannot be an option's value|is not a media type|'end' cannot be|unknown "
      "test|"
      "does not fit a slot of type|a step does one thing|has no meaning after|is already called|cannot prefill from|"
      "is not supported by this version");
  return RE2::PartialMatch(says, kOfShape);
}

TEST(FlowSchema, RefusesWhatTheReaderRefusesForItsShapeAndNothingThatItTakes) {
  int refused = 0;
  for (const ErrorCase& one : ReadErrorCases()) {
    base::Findings findings;
    const auto root = base::ParseYaml("x.yaml", one.flow, findings);
    if (!root) continue;
    const bool accepted = SchemaValidator(FlowSchema()).Accepts(AsEditorSees(*root));
    refused += accepted ? 0 : 1;
    EXPECT_TRUE(accepted || one.says.find(" error: ") != std::string::npos) << one.name;
    std::string of_flow;
    for (const std::string& line : base::SplitLines(one.says))
      if (line.starts_with("flows/test.yaml:") && line.find("the condition '") == std::string::npos)
        of_flow += line + "\n";
    EXPECT_FALSE(accepted && IsOfShape(of_flow)) << one.name << "\n" << one.flow << of_flow;
  }
  EXPECT_GE(refused, 20);
}

std::string WithStep(const std::string& step) {
  return "flow: test\ntitle: Test\nsteps:\n  - " + step + "\n  - end: done\n";
}

TEST(FlowSchema, KnowsWhichKeysFitWhichType) {
  const std::string ask = "{ask: a, text: What?, type: ";
  EXPECT_TRUE(SchemaAccepts(FlowSchema(), WithStep(ask + "text, min: 3}")));
  EXPECT_TRUE(SchemaAccepts(FlowSchema(), WithStep(ask + "choice, options: [{value: 1, label: One}]}")));
  EXPECT_FALSE(SchemaAccepts(FlowSchema(), WithStep(ask + "choice}")));
  EXPECT_FALSE(SchemaAccepts(FlowSchema(), WithStep(ask + "yesno, options: [{value: a, label: A}]}")));
  EXPECT_FALSE(SchemaAccepts(FlowSchema(), WithStep(ask + "file, max: 3}")));
  EXPECT_FALSE(SchemaAccepts(FlowSchema(), WithStep(ask + "text, tries: 21}")));
  EXPECT_FALSE(SchemaAccepts(FlowSchema(), WithStep("{say: Hello, end: done}")));
}

// Adds every key of the mapping and of those under it.
void Collect(const Mapping& mapping, std::set<std::string>& keys) {
  for (const Field& field : mapping.fields) {
    keys.insert(std::string(mapping.name) + "." + std::string(field.key));
    for (const Mapping* inner : field.of) Collect(*inner, keys);
  }
}

std::set<std::string> KeysOf(const base::YamlNode& node) {
  std::set<std::string> keys;
  for (const auto& item : node.items) keys.merge(KeysOf(item));
  for (const auto& entry : node.entries) {
    keys.insert(entry.key);
    keys.merge(KeysOf(entry.value));
  }
  return keys;
}

// So that no key is declared in one way and read in another.
TEST(FlowSchema, TakesAFlowThatUsesEveryDeclaredKeyAsTheReaderDoes) {
  const std::string yaml = ReadSource("tests/flows/every_key.yaml");
  std::string lines;
  LoadOptions options = EnglishOnly();
  options.lookup_hosts = {"api.example.com"};
  options.alone = true;  // the flow that it calls is not there
  EXPECT_EQ(LoadText(yaml, &lines, options).flows().size(), 1u) << lines;
  EXPECT_TRUE(SchemaAccepts(FlowSchema(), yaml));
  base::Findings findings;
  const std::set<std::string> used = KeysOf(*base::ParseYaml("x.yaml", yaml, findings));
  std::set<std::string> declared;
  Collect(kFlowMapping, declared);
  EXPECT_GE(declared.size(), 60u);
  for (const std::string& key : declared)
    EXPECT_TRUE(used.contains(key.substr(key.find('.') + 1))) << key << " is missing in every_key.yaml";
}

TEST(FlowSchema, HelpsWithEveryKeyOfEveryStep) {
  for (const StepKind& kind : StepKinds())
    for (const Field& field : kind.mapping->fields) EXPECT_FALSE(field.about.empty()) << kind.key << " " << field.key;
}

}  // namespace
}  // namespace frontdesk::flows
