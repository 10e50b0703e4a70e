// Each key of each shipped flow and translation, in turn deleted, renamed, doubled and given a value of another kind:
// it is a sound flow still, or an error says so on that very line, or names what is missed elsewhere.
#include <gtest/gtest.h>

#include <filesystem>

#include "flows/schema.h"
#include "tests/base/yaml_text.h"
#include "tests/flows/flow_fixture.h"
#include "tests/flows/schema_validator.h"

namespace frontdesk::flows {
namespace {

base::YamlNode ReadTree(const std::string& text) {
  base::Findings findings;
  auto root = base::ParseYaml("x.yaml", text, findings);
  EXPECT_TRUE(root) << Lines(findings);
  return root.value_or(base::YamlNode{});
}

// An error on the line; or, where it stood elsewhere, one that names the key or the value that is no longer there.
bool Explains(const base::Finding& finding, const std::string& path, const base::Slipped& slipped, int above) {
  if (finding.severity != base::Severity::kError) return false;
  const bool here = finding.place.path == path && (finding.place.line == slipped.line || finding.place.line == above);
  if (here) return true;
  const std::string says = finding.what + finding.fix;
  return says.find("'" + slipped.key + "'") != std::string::npos || says.find(slipped.key + ":") != std::string::npos ||
         std::any_of(slipped.values.begin(), slipped.values.end(),
                     [&](const std::string& value) { return says.find("'" + value + "'") != std::string::npos; });
}

bool SchemaAccepts(const std::string& path, const std::string& text) {
  static const SchemaValidator flow(FlowSchema()), translation(TranslationSchema());
  const bool is_flow = path.find('.') == path.rfind('.');
  return (is_flow ? flow : translation).Accepts(AsEditorSees(ReadTree(text)));
}

void Check(const base::SourceFiles& files, const std::string& path, const base::Slipped& slipped, base::Slip slip) {
  base::Findings findings;
  const FlowLibrary library = LoadFlows(files, BothLocales(), findings);
  // What was the only key of its mapping leaves {} in the line above.
  const int above = slip == base::Slip::kDeleted ? slipped.line - 1 : slipped.line;
  bool explained = !findings.HasErrors() && library.flows().size() == 1;
  for (const base::Finding& finding : findings.Sorted())
    explained = explained || Explains(finding, path, slipped, above);
  EXPECT_TRUE(findings.HasErrors() || SchemaAccepts(path, slipped.text)) << "the schema is stricter than the reader\n"
                                                                         << slipped.text;
  EXPECT_TRUE(explained) << "'" << slipped.key << "' in line " << slipped.line << ":\n"
                         << Lines(findings) << slipped.text;
}

class FlowSlips : public testing::TestWithParam<std::string> {};

TEST_P(FlowSlips, AreHarmlessOrExplainedOnTheirLine) {
  const std::string name = GetParam(), id = name.substr(0, name.find('.')), path = "flows/" + name;
  const base::YamlSlips slips(ReadTree(ReadSource("flows/library/" + name)));
  ASSERT_GT(slips.keys(), 10u);
  base::SourceFiles files = {{path, ""}};
  if (id + ".yaml" != name) files.push_back({"flows/" + id + ".yaml", ReadSource("flows/library/" + id + ".yaml")});
  for (std::size_t key = 0; key < slips.keys(); ++key)
    for (const base::Slip slip : base::kSlips) {
      const base::Slipped slipped = slips.Make(key, slip);
      files.front().text = slipped.text;
      Check(files, path, slipped, slip);
      if (HasFailure()) return;
    }
}

std::vector<std::string> ShippedFiles() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(FD_SOURCE_DIR "/flows/library"))
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Shipped, FlowSlips, testing::ValuesIn(ShippedFiles()), TestName);

}  // namespace
}  // namespace frontdesk::flows
