#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"

namespace frontdesk::terminal {

namespace {

void PrintJson(const base::Findings& findings, std::ostream& out) {
  nlohmann::json list = nlohmann::json::array();
  int errors = 0;
  for (const base::Finding& finding : findings.Sorted()) {
    const bool error = finding.severity == base::Severity::kError;
    errors += error ? 1 : 0;
    list.push_back({{"severity", error ? "error" : "warning"},
                    {"path", finding.place.path},
                    {"line", finding.place.line},
                    {"column", finding.place.column},
                    {"what", finding.what},
                    {"fix", finding.fix}});
  }
  const int warnings = static_cast<int>(list.size()) - errors;
  out << base::DumpJson({{"findings", std::move(list)}, {"errors", errors}, {"warnings", warnings}}) << '\n';
}

void PrintText(const base::Findings& findings, const std::optional<runtime::Workspace>& workspace, std::ostream& out) {
  for (const base::Finding& finding : findings.Sorted()) out << ToString(finding) << '\n';
  if (!findings.empty()) out << CountFindings(findings) << '\n';
  if (!workspace) return;
  out << "ok: " << workspace->catalog->knowledge->library().articles.size() << " articles, "
      << workspace->catalog->flows.flows().size() << " flows\n";
}

}  // namespace

int Check(const CheckOptions& options, Streams streams) {
  const auto files = runtime::ReadWorkspaceFiles(options.directory);
  if (!files) {
    PrintError(streams.err, files.error());
    return kFailed;
  }
  base::Findings findings;
  const auto workspace = runtime::LoadWorkspace(*files, options.directory, base::SystemClock().Now(), findings);
  if (options.json) {
    PrintJson(findings, streams.out);
  } else {
    PrintText(findings, workspace, streams.out);
  }
  const bool passed = workspace && (findings.empty() || !options.strict);
  return passed ? kOk : kFailed;
}

}  // namespace frontdesk::terminal
