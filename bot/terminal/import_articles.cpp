#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "bot/base/text.h"
#include "bot/runtime/workspace.h"
#include "bot/terminal/files.h"
#include "bot/terminal/import.h"
#include "bot/terminal/import_target.h"
#include "bot/terminal/opening.h"
#include "knowledge/import.h"

namespace frontdesk::terminal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLinesShown = 50;  // of a kind; the others are counted

// Lines of the report under a heading, the first of them in full.
void PrintSome(const std::vector<std::string>& lines, std::ostream& out) {
  for (std::size_t i = 0; i < std::min(lines.size(), kLinesShown); ++i) out << lines[i] << '\n';
  if (lines.size() > kLinesShown) out << "... and " << lines.size() - kLinesShown << " more\n";
}

std::vector<std::string> Lines(const base::Findings& findings, const fs::path& folder) {
  std::vector<std::string> lines;
  for (base::Finding finding : findings.Sorted()) {
    if (!folder.empty()) finding.place.path = (folder / finding.place.path).string();
    lines.push_back(ToString(finding));
  }
  return lines;
}

base::SourceFiles ReadSource(const ImportCommand& command, const knowledge::ImportOptions& options,
                             const base::SourceFiles& source, base::Findings& findings) {
  if (command.kind == "markdown") return knowledge::ImportDocuments(source, options, findings);
  return knowledge::ImportTable(source.front(), options, findings);
}

// A table is read by its kind, whatever its file is called.
base::Result<base::SourceFiles> OpenSource(const ImportCommand& command) {
  if (command.kind == "markdown") return ReadMarkdownFiles(command.source);
  TRY(std::string text, ReadWholeFile(command.source));
  const std::string ending = command.kind == "faq-csv" ? ".csv" : ".jsonl";
  const bool named = base::AsciiLower(command.source).ends_with(ending);
  return base::SourceFiles{{named ? command.source : command.source + ending, std::move(text)}};
}

// What is done with the files that an import makes.
struct Outcome {
  base::SourceFiles write;
  std::vector<std::string> kept;     // there already, and different
  std::vector<std::string> refused;  // lines: why they would break the workspace
  std::size_t same = 0;
};

// Files that are there already: the same, or another's work.
void SortByWhatIsThere(base::SourceFiles files, const base::SourceFiles& there, bool force, Outcome& outcome) {
  std::map<std::string_view, const std::string*> texts;
  for (const base::SourceFile& file : there) texts[file.path] = &file.text;
  for (base::SourceFile& file : files) {
    const auto at = texts.find(file.path);
    if (at != texts.end() && *at->second == file.text) {
      ++outcome.same;
    } else if (at != texts.end() && !force) {
      outcome.kept.push_back("skipped " + file.path + ": it is there already and differs; --force replaces it");
    } else {
      outcome.write.push_back(std::move(file));
    }
  }
}

// Takes out of `outcome.write` what `why` has a line for.
void Refuse(const std::map<std::string, std::string>& why, Outcome& outcome) {
  for (const auto& [path, reason] : why) outcome.refused.push_back("skipped " + path + ": " + reason);
  std::erase_if(outcome.write, [&](const base::SourceFile& file) { return why.contains(file.path); });
}

void RefuseTakenIds(const base::SourceFiles& others, const knowledge::LoadOptions& options, Outcome& outcome) {
  base::Findings ignored;
  std::map<std::pair<std::string, std::string>, std::string> taken;
  for (const knowledge::Article& article : LoadLibrary(others, options, ignored).articles)
    for (const knowledge::ArticleText& text : article.texts) taken[{article.id, text.locale}] = text.path;
  std::map<std::string, std::string> why;
  for (const knowledge::Article& article : LoadLibrary(outcome.write, options, ignored).articles) {
    for (const knowledge::ArticleText& text : article.texts) {
      const auto at = taken.find({article.id, text.locale});
      if (at != taken.end()) why[text.path] = "the id '" + article.id + "' is taken by " + at->second;
    }
  }
  Refuse(why, outcome);
}

// What `check` would call an error is not written. Leaving out one file can break a link in another.
void RefuseErrors(const base::SourceFiles& others, const knowledge::LoadOptions& options, Outcome& outcome) {
  constexpr int kMaxRounds = 8;
  for (int round = 0; round < kMaxRounds; ++round) {
    base::SourceFiles all = others;
    all.insert(all.end(), outcome.write.begin(), outcome.write.end());
    std::set<std::string_view> ours;
    for (const base::SourceFile& file : outcome.write) ours.insert(file.path);
    base::Findings findings;
    LoadLibrary(all, options, findings);
    std::map<std::string, std::string> why;
    for (const base::Finding& finding : findings.Sorted()) {
      if (finding.severity == base::Severity::kError && ours.contains(finding.place.path))
        why.try_emplace(finding.place.path, finding.what);
    }
    if (why.empty()) return;
    Refuse(why, outcome);
  }
}

Outcome Decide(base::SourceFiles files, const ImportTarget& target, bool force) {
  Outcome outcome;
  SortByWhatIsThere(std::move(files), target.files, force, outcome);
  std::set<std::string_view> ours;
  for (const base::SourceFile& file : outcome.write) ours.insert(file.path);
  base::SourceFiles others = target.files;
  std::erase_if(others, [&](const base::SourceFile& file) { return ours.contains(file.path); });
  const knowledge::LoadOptions options{.locales = target.locales, .flows = {}, .now = {}};
  RefuseTakenIds(others, options, outcome);
  RefuseErrors(others, options, outcome);
  return outcome;
}

base::Status WriteAll(const ImportTarget& target, const base::SourceFiles& files) {
  if (target.files.size() + files.size() > runtime::kMaxWorkspaceFiles) {
    return base::Fail(base::ErrorCode::kTooLarge,
                      "these are more files than a workspace may hold; put the table itself under knowledge/");
  }
  if (!target.config.empty()) {
    TRY_STATUS(WriteWholeFile(fs::path(target.root) / runtime::kConfigFile, target.config));
  }
  for (const base::SourceFile& file : files) TRY_STATUS(WriteWholeFile(fs::path(target.root) / file.path, file.text));
  return {};
}

void Report(const ImportTarget& target, const Outcome& outcome, std::ostream& out) {
  PrintSome(outcome.refused, out);
  PrintSome(outcome.kept, out);
  if (!target.config.empty()) out << "Made the workspace " << target.root << ".\n";
  out << "Wrote " << outcome.write.size() << (outcome.write.size() == 1 ? " article to " : " articles to ")
      << (fs::path(target.root) / target.folder).string();
  if (outcome.same > 0) out << "; " << outcome.same << " were there already";
  const std::size_t skipped = outcome.refused.size() + outcome.kept.size();
  if (skipped > 0) out << "; " << skipped << " skipped";
  out << ".\n'frontdesk check " << target.root << "' shows what is left to do.\n";
}

base::Result<int> Run(const ImportCommand& command, std::ostream& out) {
  TRY(const base::SourceFiles source, OpenSource(command));
  TRY(const ImportTarget target, FindImportTarget(command, source));
  base::Findings findings;
  base::SourceFiles files = ReadSource(command, {target.folder, target.locales}, source, findings);
  const bool folder = fs::is_directory(command.source);
  PrintSome(Lines(findings, folder ? fs::path(command.source) : fs::path()), out);
  if (files.empty()) {
    return base::Fail(base::ErrorCode::kInvalid, "there is nothing to import in '" + command.source + "'");
  }
  const Outcome outcome = Decide(std::move(files), target, command.force);
  TRY_STATUS(WriteAll(target, outcome.write));
  Report(target, outcome, out);
  return findings.HasErrors() ? kFailed : kOk;
}

}  // namespace

int ImportArticles(const ImportCommand& command, Streams streams) {
  const auto code = Run(command, streams.out);
  if (code) return *code;
  PrintError(streams.err, code.error());
  return kFailed;
}

}  // namespace frontdesk::terminal
