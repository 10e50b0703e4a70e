// Reads a flow file past a mistake of YAML itself: the step that holds it is left out, so that what is wrong further
// down is found in the same run.
//
// Thread safety: pure function. Bounds: kMaxMends steps are left out at most.
#pragma once

#include <optional>

#include "bot/base/source_file.h"
#include "bot/base/yaml.h"

namespace frontdesk::flows {

inline constexpr int kMaxMends = 10;

struct MendedYaml {
  std::optional<base::YamlNode> root;  // nothing: the file cannot be read at all
  bool whole = true;                   // false: steps were left out; what was wrong in them is among the findings
};

MendedYaml ReadPastMistakes(const base::SourceFile& file, base::Findings& findings);

}  // namespace frontdesk::flows
