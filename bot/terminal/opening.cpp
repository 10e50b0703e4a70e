#include "bot/terminal/opening.h"

#include <algorithm>

namespace frontdesk::terminal {

namespace {

std::string Count(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

void PrintErrors(const base::Findings& findings, std::ostream& err) {
  for (const base::Finding& finding : findings.Sorted())
    if (finding.severity == base::Severity::kError) err << ToString(finding) << '\n';
  err << CountFindings(findings) << '\n';
}

}  // namespace

void PrintError(std::ostream& err, const base::Error& error) {
  err << "frontdesk: " << error.message;
  if (!error.where.empty() && error.message.find(error.where) == std::string::npos) err << " (" << error.where << ')';
  err << '\n';
}

std::string CountFindings(const base::Findings& findings) {
  const auto all = findings.Sorted();
  const auto errors = static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [](const base::Finding& f) { return f.severity == base::Severity::kError; }));
  return Count(errors, "error", "errors") + ", " + Count(all.size() - errors, "warning", "warnings");
}

std::optional<runtime::Workspace> OpenWorkspace(const std::string& directory, std::ostream& err) {
  const auto files = runtime::ReadWorkspaceFiles(directory);
  if (!files) {
    PrintError(err, files.error());
    return std::nullopt;
  }
  base::Findings findings;
  auto workspace = runtime::LoadWorkspace(*files, directory, base::SystemClock().Now(), findings);
  if (!workspace) PrintErrors(findings, err);
  return workspace;
}

std::optional<runtime::Config> OpenConfig(const std::string& directory, std::ostream& err) {
  const auto file = runtime::ReadConfigFile(directory);
  if (!file) {
    PrintError(err, file.error());
    return std::nullopt;
  }
  base::Findings findings;
  auto config = runtime::ReadConfig(*file, directory, findings, runtime::Secrets::kLeft);
  if (!findings.HasErrors()) return config;
  PrintErrors(findings, err);
  return std::nullopt;
}

std::shared_ptr<const core::Catalog> WithEveryArticle(const core::Catalog& catalog, base::Millis burst_window) {
  auto copy = std::make_shared<core::Catalog>(catalog);
  copy->policy.burst_window = burst_window;
  knowledge::Library library = catalog.knowledge->library();
  bool hidden = false;
  for (knowledge::Article& article : library.articles) {
    hidden = hidden || !article.accounts.empty() || !article.tiers.empty();
    article.accounts.clear();
    article.tiers.clear();
  }
  if (hidden) copy->knowledge = knowledge::BuildIndex(std::move(library));
  return copy;
}

}  // namespace frontdesk::terminal
