#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <sstream>

#include "bot/base/text.h"
#include "bot/base/xml.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/transcript_run.h"

namespace frontdesk::terminal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTranscripts = 10'000;

void AddFolder(const fs::path& folder, std::vector<std::string>& to) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().starts_with('.')) {
      at.disable_recursion_pending();
    } else if (at->path().extension() == ".chat" && to.size() < kMaxTranscripts) {
      to.push_back(at->path().string());
    }
  }
}

std::vector<std::string> FindTranscripts(const TestOptions& options) {
  std::vector<std::string> files;
  std::vector<std::string> named = options.files;
  if (named.empty()) named.push_back(options.directory);
  for (const std::string& name : named) {
    std::error_code error;
    if (fs::is_directory(name, error)) {
      AddFolder(name, files);
    } else {
      files.push_back(name);
    }
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

base::Result<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(kMaxTranscriptBytes + 1, '\0');
  if (in) in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) return base::Fail(base::ErrorCode::kNotFound, "cannot read '" + path + "'");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

TranscriptResult TestFile(const std::string& path, const runtime::Workspace& workspace) {
  TranscriptResult result;
  result.path = path;
  const auto text = ReadFile(path);
  if (!text) {
    result.failure = text.error().message;
    return result;
  }
  base::Findings findings;
  const auto transcript = ParseTranscript(path, *text, findings);
  for (const base::Finding& finding : findings.Sorted()) {
    if (!result.failure.empty()) result.failure += '\n';
    result.failure += ToString(finding);
  }
  if (!transcript) return result;
  return RunTranscript(*transcript, WithEveryArticle(*workspace.catalog, transcript->burst), workspace.config);
}

using Entered = std::set<std::pair<std::string, std::string>>;

// What was entered of a flow that others call was entered under their names, too.
void AddCalled(const flows::FlowLibrary& library, Entered& entered) {
  for (const auto& flow : library.flows())
    for (const flows::Step& step : flow->steps)
      if (!step.from.empty() && entered.contains({flow->id, step.name}))
        entered.emplace(step.from, std::string(step.OwnName()));
}

// The names of the flows whose files are as `init` writes them.
std::set<std::string> ShippedFlows(const flows::FlowLibrary& library, const fs::path& directory) {
  std::set<std::string> shipped;
  const base::SourceFiles files = runtime::ShippedWorkspace();
  for (const auto& flow : library.flows()) {
    const auto came = std::find_if(files.begin(), files.end(), [&](const base::SourceFile& file) {
      return file.path == "flows/" + flow->id + ".yaml";
    });
    if (came == files.end()) continue;
    const auto text = ReadFile((directory / came->path).string());
    if (text && *text == came->text) shipped.insert(flow->id);
  }
  return shipped;
}

// Steps of one flow that were not entered.
std::size_t PrintMissed(const flows::Flow& flow, const Entered& entered, std::ostream& out) {
  std::size_t missed = 0;
  for (const flows::Step& step : std::span(flow.steps).first(flow.own_steps)) {
    if (entered.contains({flow.id, step.name})) continue;
    ++missed;
    out << step.place.path << ':' << step.place.line << ": no transcript entered "
        << (step.named ? "'" + step.name + "'" : "this '" + std::string(flows::StepKindName(step)) + "'") << '\n';
  }
  return missed;
}

void PrintCoverage(const flows::FlowLibrary& library, Entered entered, const std::set<std::string>& left_out,
                   std::ostream& out) {
  AddCalled(library, entered);
  std::size_t all = 0, missed = 0;
  for (const auto& flow : library.flows()) {
    if (left_out.contains(flow->id)) continue;
    all += flow->own_steps;
    missed += PrintMissed(*flow, entered, out);
  }
  out << "coverage: " << all - missed << " of " << all << " steps";
  if (!left_out.empty()) out << " of your own flows; --shipped adds the " << left_out.size() << " that came unchanged";
  out << '\n';
}

base::Status WriteJunit(const std::string& path, const std::vector<TranscriptResult>& results) {
  const auto failures = std::count_if(results.begin(), results.end(), [](const auto& r) { return !r.passed; });
  std::ostringstream xml;
  xml << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"frontdesk\" tests=\"" << results.size()
      << "\" failures=\"" << failures << "\">\n";
  for (const TranscriptResult& result : results) {
    xml << "  <testcase classname=\"transcript\" name=\"" << base::XmlEscape(result.path) << "\"";
    if (result.passed) {
      xml << "/>\n";
    } else {
      xml << "><failure message=\"" << base::XmlEscape(result.failure.substr(0, result.failure.find('\n'))) << "\">"
          << base::XmlEscape(result.failure) << "</failure></testcase>\n";
    }
  }
  xml << "</testsuite>\n";
  std::ofstream out(path, std::ios::binary);
  out << xml.str();
  out.close();
  if (!out) return base::Fail(base::ErrorCode::kUnavailable, "cannot write '" + path + "'");
  return {};
}

}  // namespace

int Test(const TestOptions& options, Streams streams) {
  const auto workspace = OpenWorkspace(options.directory, streams.err);
  if (!workspace) return kFailed;
  const std::vector<std::string> files = FindTranscripts(options);
  if (files.empty()) {
    streams.err << "frontdesk: there is no transcript (*.chat) to run; name files or folders after the workspace\n";
    return kFailed;
  }
  std::vector<TranscriptResult> results;
  Entered entered;
  for (const std::string& file : files) {
    results.push_back(TestFile(file, *workspace));
    const TranscriptResult& result = results.back();
    entered.insert(result.entered.begin(), result.entered.end());
    streams.out << (result.passed ? "ok      " + file : "FAILED  " + file + "\n" + result.failure) << std::endl;
  }
  const auto passed = std::count_if(results.begin(), results.end(), [](const auto& r) { return r.passed; });
  if (options.coverage) {
    const flows::FlowLibrary& library = workspace->catalog->flows;
    const auto left_out = options.shipped ? std::set<std::string>() : ShippedFlows(library, options.directory);
    PrintCoverage(library, entered, left_out, streams.out);
  }
  streams.out << passed << " of " << results.size() << " transcripts passed\n";
  if (!options.junit.empty()) {
    if (const base::Status written = WriteJunit(options.junit, results); !written) {
      PrintError(streams.err, written.error());
      return kFailed;
    }
  }
  return passed == static_cast<std::ptrdiff_t>(results.size()) ? kOk : kFailed;
}

}  // namespace frontdesk::terminal
