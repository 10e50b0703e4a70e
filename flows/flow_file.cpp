#include "flows/flow_file.h"

#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "flows/loader.h"

namespace frontdesk::flows {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 100;
constexpr std::uintmax_t kMaxFileBytes = 1 << 20;  // as YAML is read

std::optional<std::string> ReadText(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > kMaxFileBytes) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  return in.is_open() ? std::optional(std::move(text)) : std::nullopt;
}

// Everything after `key:` that the pattern takes; broken files are the loader's to tell.
std::vector<std::string> ValuesOf(const std::string& key, const std::string& text,
                                  const std::string& value_pattern = "([A-Za-z0-9_-]+)") {
  const RE2 pattern("\\b" + key + ":[ \\t]*[\"']?" + value_pattern);
  std::vector<std::string> values;
  std::string value;
  for (re2::StringPiece rest(text); RE2::FindAndConsume(&rest, pattern, &value);) values.push_back(value);
  return values;
}

// "old.yaml" -> "old.zh.yaml" and so on.
std::vector<fs::path> TranslationsOf(const fs::path& path) {
  std::vector<fs::path> found;
  std::error_code error;
  const std::string stem = path.stem().string() + ".";
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with(stem) && name.ends_with(".yaml") && at->path().stem() != path.stem())
      found.push_back(at->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The flow of one file, and those that it calls, from the same folder.
class FlowFileReader {
 public:
  // The flow's id; empty when the file cannot be read.
  std::string Add(const fs::path& path) {
    const auto text = ReadText(path);
    if (!text) return {};
    const std::vector<std::string> ids = ValuesOf("flow", *text);
    const std::string id = ids.empty() ? path.stem().string() : ids.front();
    if (names_.contains("flows/" + id + ".yaml")) return id;
    AddFile(id, ".yaml", path, *text);
    for (const fs::path& translation : TranslationsOf(path))
      AddFile(id, translation.filename().string().substr(path.stem().string().size()), translation,
              ReadText(translation).value_or(""));
    AddOptions(*text);
    for (const std::string& called : ValuesOf("call", *text))
      if (files_.size() < kMaxFiles) Add(path.parent_path() / (called + ".yaml"));
    return id;
  }

  FlowLibrary Load(base::Findings& findings) const {
    base::Findings found;
    FlowLibrary library = LoadFlows(files_, options_, found);
    for (base::Finding finding : found.Sorted()) {
      if (const auto name = names_.find(finding.place.path); name != names_.end()) finding.place.path = name->second;
      const bool error = finding.severity == base::Severity::kError;
      error ? findings.Error(finding.place, finding.what, finding.fix)
            : findings.Warning(finding.place, finding.what, finding.fix);
    }
    return library;
  }

 private:
  void AddFile(const std::string& id, const std::string& ending, const fs::path& path, std::string text) {
    names_["flows/" + id + ending] = path.string();
    files_.push_back({"flows/" + id + ending, std::move(text)});
  }

  // What only the workspace knows is taken for granted.
  void AddOptions(const std::string& text) {
    options_.alone = true;
    for (std::string& queue : ValuesOf("queue", text)) options_.queues.push_back(std::move(queue));
    for (std::string& host : ValuesOf("lookup", text, "[A-Za-z]+://([^/?# \"']+)"))
      options_.lookup_hosts.push_back(std::move(host));
    for (std::string& category : ValuesOf("category", text)) options_.categories.push_back(std::move(category));
  }

  std::map<std::string, std::string> names_;  // as loaded -> as it was named
  base::SourceFiles files_;
  LoadOptions options_;
};

}  // namespace

base::Result<FlowLibrary> ReadFlowFile(const std::string& path, base::Findings& findings) {
  FlowFileReader reader;
  const std::string id = reader.Add(path);
  if (id.empty()) return base::Fail(base::ErrorCode::kNotFound, "cannot read the flow '" + path + "'");
  const FlowLibrary library = reader.Load(findings);
  const Flow* flow = library.Find(id);
  if (flow == nullptr) return base::Fail(base::ErrorCode::kInvalid, "the flow '" + path + "' has errors");
  FlowLibrary only;
  only.Add(*flow);
  return only;
}

}  // namespace frontdesk::flows
