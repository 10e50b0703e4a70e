// A file of a workspace as it was read: its path relative to the workspace and its bytes.
#pragma once

#include <string>
#include <vector>

namespace frontdesk::base {

struct SourceFile {
  std::string path;  // "flows/bug-report.yaml", with '/'
  std::string text;
};

using SourceFiles = std::vector<SourceFile>;

}  // namespace frontdesk::base
