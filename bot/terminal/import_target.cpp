#include "bot/terminal/import_target.h"

#include <filesystem>

#include "bot/base/text.h"
#include "bot/runtime/config.h"
#include "bot/runtime/workspace.h"
#include "knowledge/article_writer.h"

namespace frontdesk::terminal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kGuessBytes = 4'000;  // of the source, to guess its language

// The workspace that `path` is or lies in; empty when there is none.
fs::path WorkspaceOf(const fs::path& path) {
  std::error_code error;
  for (fs::path at = path; !at.empty(); at = at.parent_path()) {
    if (fs::is_regular_file(at / runtime::kConfigFile, error)) return at;
    if (at == at.parent_path()) break;
  }
  return {};
}

std::string NewConfig(const ImportCommand& command, const base::SourceFiles& source) {
  const std::string text = source.empty() ? std::string() : source.front().text.substr(0, kGuessBytes);
  const std::string guessed = base::GuessLocale(base::CleanUtf8(text));
  const std::string locale = !command.locale.empty() ? command.locale : guessed.empty() ? "en" : guessed;
  return "# 'frontdesk init' writes a workspace whose frontdesk.yaml explains every key.\nfrontdesk: 1\nlocales: [" +
         locale + "]\naccounts: {widget: {type: web}}\n";
}

base::Result<std::vector<std::string>> LocalesOf(const base::SourceFile& file, const std::string& directory) {
  base::Findings findings;
  const auto config = runtime::ReadConfig(file, directory, findings);
  if (config) return config->locales;
  return base::Fail(base::ErrorCode::kInvalid, "'" + directory + "' has mistakes in frontdesk.yaml; 'frontdesk check " +
                                                   directory + "' shows them");
}

std::string NameOf(const std::string& source) {
  const fs::path path = fs::absolute(source).lexically_normal();
  return knowledge::Slug((path.has_filename() ? path : path.parent_path()).stem().string());
}

// The folder for the articles of `source`, seen from the workspace.
std::string FolderIn(const ImportCommand& command) {
  return "knowledge/" + (command.locale.empty() ? "" : "articles/" + command.locale + "/") + NameOf(command.source);
}

base::Result<ImportTarget> NewWorkspace(const ImportCommand& command, const base::SourceFiles& source) {
  std::error_code error;
  const bool usable =
      !fs::exists(command.to, error) || (fs::is_directory(command.to, error) && fs::is_empty(command.to, error));
  if (!usable) {
    return base::Fail(base::ErrorCode::kInvalid,
                      "'" + command.to +
                          "' is not a workspace, and not a new or an empty directory; 'frontdesk init "
                          "DIR' makes a workspace");
  }
  ImportTarget target{command.to, FolderIn(command), {}, {}, NewConfig(command, source)};
  TRY(target.locales, LocalesOf({std::string(runtime::kConfigFile), target.config}, command.to));
  return target;
}

}  // namespace

base::Result<ImportTarget> FindImportTarget(const ImportCommand& command, const base::SourceFiles& source) {
  fs::path to = fs::absolute(command.to).lexically_normal();
  if (!to.has_filename()) to = to.parent_path();
  const fs::path root = WorkspaceOf(to);
  if (root.empty()) return NewWorkspace(command, source);
  ImportTarget target;
  target.root = root == to ? command.to : root.string();
  target.folder = root == to ? FolderIn(command) : to.lexically_relative(root).generic_string();
  if (root != to && target.folder != "knowledge" && !target.folder.starts_with("knowledge/")) {
    return base::Fail(base::ErrorCode::kInvalid, "'" + command.to + "' lies in the workspace " + target.root +
                                                     ", but not under its knowledge/, where articles are read");
  }
  if (root != to && !command.locale.empty()) target.folder += "/" + command.locale;
  TRY(target.files, runtime::ReadWorkspaceFiles(target.root));
  TRY(const base::SourceFile config, runtime::ReadConfigFile(target.root));
  TRY(target.locales, LocalesOf(config, target.root));
  return target;
}

}  // namespace frontdesk::terminal
