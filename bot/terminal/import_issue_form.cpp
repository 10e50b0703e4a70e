#include <algorithm>
#include <filesystem>
#include <set>

#include "bot/base/text.h"
#include "bot/runtime/workspace.h"
#include "bot/terminal/files.h"
#include "bot/terminal/import.h"
#include "bot/terminal/import_target.h"
#include "bot/terminal/opening.h"
#include "flows/issue_form.h"
#include "flows/loader.h"

namespace frontdesk::terminal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxForms = 200;

bool IsForm(const fs::path& path) {
  const std::string ending = base::AsciiLower(path.extension().string());
  return (ending == ".yml" || ending == ".yaml") && path.stem() != "config";  // GitHub's list of contact links
}

// The form, or all forms of a folder such as .github/ISSUE_TEMPLATE.
base::Result<base::SourceFiles> OpenForms(const std::string& source) {
  std::vector<fs::path> paths;
  std::error_code error;
  if (!fs::is_directory(source, error)) paths.emplace_back(source);
  for (fs::directory_iterator at(source, error), end; !error && at != end; at.increment(error))
    if (IsForm(at->path())) paths.push_back(at->path());
  std::sort(paths.begin(), paths.end());
  if (paths.size() > kMaxForms) {
    return base::Fail(base::ErrorCode::kTooLarge, "'" + source + "' has more than 200 forms; is it the right folder?");
  }
  base::SourceFiles files;
  for (const fs::path& path : paths) {
    TRY(std::string text, ReadWholeFile(path));
    files.push_back({path.string(), std::move(text)});
  }
  if (files.empty()) return base::Fail(base::ErrorCode::kInvalid, "there is no issue form (*.yml) in '" + source + "'");
  return files;
}

// The form's language where the workspace speaks it, else the workspace's own.
std::string LocaleOf(const base::SourceFile& form, const ImportCommand& command, const ImportTarget& target) {
  const std::string wanted = command.locale.empty() ? base::GuessLocale(base::CleanUtf8(form.text)) : command.locale;
  const bool spoken = std::find(target.locales.begin(), target.locales.end(), wanted) != target.locales.end();
  return spoken || !command.locale.empty() ? wanted : target.locales.front();
}

class FormImport {
 public:
  FormImport(const ImportCommand& command, const ImportTarget& target, std::ostream& out)
      : command_(command), target_(target), out_(out) {}

  base::Status Run(const base::SourceFiles& forms) {
    for (const base::SourceFile& form : forms) TRY_STATUS(Import(form));
    if (written_ > 0 && !target_.config.empty()) {
      TRY_STATUS(WriteWholeFile(fs::path(target_.root) / runtime::kConfigFile, target_.config));
      out_ << "Made the workspace " << target_.root << ".\n";
    }
    out_ << "Wrote " << written_ << (written_ == 1 ? " flow.\n" : " flows.\n");
    if (written_ > 0)
      out_ << "Look it through, then 'frontdesk check " << target_.root << "' and 'frontdesk chat " << target_.root
           << "'.\n";
    return {};
  }

  bool failed() const { return failed_; }

 private:
  base::Status Import(const base::SourceFile& source) {
    base::Findings findings;
    const auto form = flows::ReadIssueForm(source, findings);
    Print(findings.Sorted(), source.path);
    if (!form) {
      failed_ = true;
      return {};
    }
    const std::string id = flows::FlowNameOf(source.path), path = "flows/" + id + ".yaml";
    const base::SourceFile flow{path, flows::WriteFlow(*form, id, LocaleOf(source, command_, target_))};
    if (!MayWrite(flow) || !IsSound(flow)) return {};
    TRY_STATUS(WriteWholeFile(fs::path(target_.root) / path, flow.text));
    ++written_;
    out_ << source.path << " -> " << (fs::path(target_.root) / path).string() << '\n';
    const std::set<std::string> left_out(form->left_out.begin(), form->left_out.end());
    for (const std::string& key : left_out) out_ << "  left out: '" << key << "', which a flow has no place for\n";
    return {};
  }

  bool MayWrite(const base::SourceFile& flow) {
    const auto there = std::find_if(target_.files.begin(), target_.files.end(),
                                    [&](const base::SourceFile& file) { return file.path == flow.path; });
    const bool twice = !paths_.insert(flow.path).second;
    if (!twice && (there == target_.files.end() || (command_.force && there->text != flow.text))) return true;
    const bool same = !twice && there->text == flow.text;
    out_ << "skipped " << flow.path << ": "
         << (twice  ? "another form has the same name"
             : same ? "it is there already"
                    : "it is there already and differs; --force replaces it")
         << '\n';
    failed_ = failed_ || !same;
    return false;
  }

  // What `check` would say of it beside the workspace's other flows.
  bool IsSound(const base::SourceFile& flow) {
    base::SourceFiles files = target_.files;
    std::erase_if(files, [&](const base::SourceFile& file) { return file.path == flow.path; });
    files.push_back(flow);
    flows::LoadOptions options;
    options.locales = target_.locales;
    base::Findings findings;
    const bool loaded = flows::LoadFlows(files, options, findings).Find(flows::FlowNameOf(flow.path)) != nullptr;
    std::vector<base::Finding> own = findings.Sorted();
    std::erase_if(own, [&](const base::Finding& finding) { return finding.place.path != flow.path; });
    Print(own, {});
    if (!loaded) out_ << "skipped " << flow.path << ": it would break the workspace\n";
    failed_ = failed_ || !loaded;
    return loaded;
  }

  // Under the name that the user gave, or as the findings have it.
  void Print(const std::vector<base::Finding>& findings, const std::string& path) {
    for (base::Finding finding : findings) {
      if (!path.empty()) finding.place.path = path;
      out_ << ToString(finding) << '\n';
    }
  }

  const ImportCommand& command_;
  const ImportTarget& target_;
  std::ostream& out_;
  std::set<std::string> paths_;
  std::size_t written_ = 0;
  bool failed_ = false;
};

base::Result<int> Run(const ImportCommand& command, std::ostream& out) {
  TRY(const base::SourceFiles forms, OpenForms(command.source));
  TRY(const ImportTarget target, FindImportTarget(command, forms));
  FormImport import(command, target, out);
  TRY_STATUS(import.Run(forms));
  return import.failed() ? kFailed : kOk;
}

}  // namespace

int ImportIssueForms(const ImportCommand& command, Streams streams) {
  const auto code = Run(command, streams.out);
  if (code) return *code;
  PrintError(streams.err, code.error());
  return kFailed;
}

}  // namespace frontdesk::terminal
