#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/runtime/drafts.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "knowledge/collisions.h"

namespace frontdesk::terminal {

namespace {

void PrintJson(const base::Findings& findings, const std::vector<std::string>& drafts, std::size_t unasked,
               std::ostream& out) {
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
  nlohmann::json report = {{"findings", std::move(list)}, {"errors", errors}, {"warnings", warnings}};
  if (unasked > 0) report["questions_not_tried"] = unasked;
  if (!drafts.empty()) report["drafts"] = drafts;
  out << base::DumpJson(report) << '\n';
}

void PrintText(const base::Findings& findings, const std::vector<std::string>& drafts,
               const std::optional<runtime::Workspace>& workspace, std::size_t unasked, std::ostream& out) {
  for (const base::Finding& finding : findings.Sorted()) out << ToString(finding) << '\n';
  if (!findings.empty()) out << CountFindings(findings) << '\n';
  for (const std::string& draft : drafts) out << draft << ": a draft that waits for review; nothing reads it\n";
  if (!workspace) return;
  if (unasked > 0) {
    out << "note: the base is large: " << unasked << " questions were not tried for articles that collide\n";
  }
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
  knowledge::CollisionCount tried;
  if (workspace) tried = knowledge::CheckCollisions(workspace->catalog->knowledge->library(), findings);
  const std::size_t unasked = tried.questions - tried.asked;
  const std::vector<std::string> drafts = runtime::DraftsIn(*files);
  if (options.json) {
    PrintJson(findings, drafts, unasked, streams.out);
  } else {
    PrintText(findings, drafts, workspace, unasked, streams.out);
  }
  const bool passed = workspace && (findings.empty() || !options.strict);
  return passed ? kOk : kFailed;
}

}  // namespace frontdesk::terminal
