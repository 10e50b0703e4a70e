#include "flows/flow_file.h"

#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "flows/loader.h"

namespace frontdesk::flows {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

base::Result<FlowLibrary> ReadFlowFile(const std::string& path, base::Findings& findings) {
  const auto text = ReadText(path);
  if (!text) return base::Fail(base::ErrorCode::kNotFound, "cannot read the flow '" + path + "'");
  const std::vector<std::string> ids = ValuesOf("flow", *text);
  const std::string id = ids.empty() ? fs::path(path).stem().string() : ids.front();
  LoadOptions options;
  options.queues = ValuesOf("queue", *text);
  options.lookup_hosts = ValuesOf("lookup", *text, "[A-Za-z]+://([^/?# \"']+)");
  for (std::string& category : ValuesOf("category", *text)) options.categories.push_back(std::move(category));
  std::map<std::string, std::string> names = {{"flows/" + id + ".yaml", path}};
  base::SourceFiles files = {{"flows/" + id + ".yaml", *text}};
  for (const fs::path& translation : TranslationsOf(path)) {
    const std::string ending = translation.filename().string().substr(fs::path(path).stem().string().size());
    names["flows/" + id + ending] = translation.string();
    files.push_back({"flows/" + id + ending, ReadText(translation).value_or("")});
  }
  base::Findings found;
  FlowLibrary library = LoadFlows(files, options, found);
  for (base::Finding finding : found.Sorted()) {
    finding.place.path = names[finding.place.path];
    const bool error = finding.severity == base::Severity::kError;
    error ? findings.Error(finding.place, finding.what, finding.fix)
          : findings.Warning(finding.place, finding.what, finding.fix);
  }
  if (found.HasErrors()) return base::Fail(base::ErrorCode::kInvalid, "the flow '" + path + "' has errors");
  return library;
}

}  // namespace frontdesk::flows
