#include "bot/runtime/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/registry.h"
#include "bot/base/text.h"
#include "bot/runtime/platform_checks.h"
#include "flows/loader.h"

namespace frontdesk::runtime {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFlowFolder = "flows/";

// What people write; pictures and the like may lie beside it.
bool IsText(const fs::path& file) {
  const std::string ending = base::AsciiLower(file.extension().string());
  constexpr std::string_view kEndings[] = {".yaml", ".yml", ".md", ".markdown", ".csv", ".jsonl", ".txt"};
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

bool IsHidden(const fs::path& file) { return file.filename().string().starts_with('.'); }

// Reads one workspace, counting what it has read.
class DirectoryReader {
 public:
  explicit DirectoryReader(std::string directory) : directory_(std::move(directory)) {}

  base::Result<base::SourceFiles> Read() {
    TRY_STATUS(ReadConfig());
    std::error_code none;
    const fs::path taxonomy = fs::path(directory_) / desk::kTaxonomyFile;
    if (fs::is_regular_file(taxonomy, none)) TRY_STATUS(ReadFile(taxonomy, std::string(desk::kTaxonomyFile)));
    for (const std::string folder : {"flows", "knowledge"}) TRY_STATUS(ReadFolder(folder));
    std::sort(files_.begin(), files_.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return std::move(files_);
  }

  base::Result<base::SourceFile> ReadOnlyConfig() {
    TRY_STATUS(ReadConfig());
    return std::move(files_.front());
  }

 private:
  base::Status ReadConfig() {
    const fs::path config = fs::path(directory_) / kConfigFile;
    std::error_code error;
    if (!fs::is_directory(directory_, error)) {
      return base::Fail(base::ErrorCode::kNotFound, "there is no directory '" + directory_ + "'; 'frontdesk init " +
                                                        directory_ + "' makes a workspace");
    }
    if (!fs::is_regular_file(config, error)) {
      return base::Fail(base::ErrorCode::kNotFound,
                        "'" + directory_ +
                            "' is not a workspace: it has no frontdesk.yaml; 'frontdesk init DIR' makes "
                            "one in an empty directory");
    }
    return ReadFile(config, std::string(kConfigFile));
  }

  base::Status ReadFolder(const std::string& folder) {
    const fs::path root = fs::path(directory_) / folder;
    std::error_code error;
    if (!fs::is_directory(root, error)) return {};
    fs::recursive_directory_iterator at(root, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
      if (IsHidden(at->path())) {
        at.disable_recursion_pending();
        continue;
      }
      if (at.depth() >= static_cast<int>(kMaxWorkspaceDepth)) return TooLarge("folders nested deeper than 16 levels");
      std::error_code ignored;
      if (!at->is_regular_file(ignored) || !IsText(at->path())) continue;
      TRY_STATUS(ReadFile(at->path(), folder + "/" + at->path().lexically_relative(root).generic_string()));
    }
    if (error) {
      return base::Fail(base::ErrorCode::kUnavailable,
                        "cannot read the folder " + root.string() + ": " + error.message(), root.string());
    }
    return {};
  }

  base::Status ReadFile(const fs::path& file, std::string path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (!error && (bytes_ += size) > kMaxWorkspaceBytes) return TooLarge("more than 512 MB of text");
    if (files_.size() >= kMaxWorkspaceFiles) return TooLarge("more than 60,000 files");
    std::ifstream in(file, std::ios::binary);
    std::string text(error ? 0 : size, '\0');
    if (in) in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (error || !in) {
      return base::Fail(base::ErrorCode::kUnavailable, "cannot read " + file.string() + "; check its permissions",
                        file.string());
    }
    files_.push_back({std::move(path), std::move(text)});
    return {};
  }

  base::Status TooLarge(const std::string& what) const {
    return base::Fail(base::ErrorCode::kTooLarge, "'" + directory_ + "' has " + what + "; is it really a workspace?",
                      directory_);
  }

  std::string directory_;
  base::SourceFiles files_;
  std::uintmax_t bytes_ = 0;
};

// "flows/bug-report.zh.yaml" -> "bug-report". Broken flows count too, so that an article that names one is not blamed.
std::vector<std::string> FlowNames(const base::SourceFiles& files) {
  std::vector<std::string> names;
  for (const base::SourceFile& file : files) {
    if (!file.path.starts_with(kFlowFolder) || !file.path.ends_with(".yaml")) continue;
    const std::string name = file.path.substr(file.path.rfind('/') + 1);
    names.push_back(name.substr(0, name.find('.')));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void CheckTopQuestions(const Config& config, const knowledge::Library& library, base::Findings& findings) {
  std::vector<std::string_view> ids;
  for (const knowledge::Article& article : library.articles) ids.push_back(article.id);
  for (const Reference& question : config.top_questions)
    if (std::find(ids.begin(), ids.end(), question.id) == ids.end()) {
      findings.Error(question.place, "'top_questions' names an article that is not there: '" + question.id + "'",
                     base::DidYouMean(question.id, ids));
    }
}

// Where the flow says it, or the flow as a whole.
base::Place PlaceOfPhrase(const flows::Flow& flow, const std::string& text) {
  const std::string folded = base::FoldForMatch(text);
  for (const flows::Phrase& phrase : flow.start.phrases)
    if (base::FoldForMatch(phrase.text) == folded) return phrase.place;
  return flow.place;
}

// The flow wins, so the article's question would never be answered.
void CheckPhrases(const flows::FlowLibrary& flows, const knowledge::Library& library, base::Findings& findings) {
  for (const knowledge::Article& article : library.articles)
    for (const knowledge::ArticleText& text : article.texts)
      for (const std::string& question : text.questions)
        if (const flows::Flow* flow = flows.StartedBy(question)) {
          findings.Warning(
              PlaceOfPhrase(*flow, question),
              "'" + question + "' starts this flow, so the same question in " + text.path + " is never answered",
              "change one of the two");
        }
}

std::vector<PlatformAccount> PlatformsOf(const Config& config) {
  std::vector<PlatformAccount> platforms;
  for (const Account& account : config.accounts)
    if (const adapters::Adapter* adapter = adapters::FindAdapter(account.type))
      platforms.push_back({account.name, adapter->capabilities()});
  return platforms;
}

const base::SourceFile* FindFile(const base::SourceFiles& files, std::string_view path) {
  for (const base::SourceFile& file : files)
    if (file.path == path) return &file;
  return nullptr;
}

// What nothing leads to would be found out only by the users who miss it.
void CheckStarts(const flows::FlowLibrary& flows, const knowledge::Library& library, base::Findings& findings) {
  const auto offers = [&](const std::string& id) {
    return std::any_of(library.articles.begin(), library.articles.end(),
                       [&](const knowledge::Article& article) { return article.rejected_flow == id; });
  };
  for (const auto& flow : flows.flows()) {
    const flows::Triggers& start = flow->start;
    const bool starts = !start.commands.empty() || !start.phrases.empty() || !start.after.empty();
    if (!starts && !flow->called && !offers(flow->id))
      findings.Warning(flow->place, "nothing starts the flow '" + flow->id + "'",
                       "add start: {phrases: [some words]}, or call it from another flow");
  }
}

// A workspace without one of its own has the shipped one, whose mistakes would be ours.
desk::Taxonomy TaxonomyOf(const base::SourceFiles& files, const Config& config, bool& sound, base::Findings& findings) {
  const base::SourceFile* own = FindFile(files, desk::kTaxonomyFile);
  base::Findings found;
  desk::Taxonomy taxonomy = desk::ReadTaxonomy(own ? *own : ShippedTaxonomy(), config.locales, found);
  sound = !own || !found.HasErrors();
  if (!own) return taxonomy;
  for (const base::Finding& finding : found.Sorted()) {
    const bool error = finding.severity == base::Severity::kError;
    error ? findings.Error(finding.place, finding.what, finding.fix)
          : findings.Warning(finding.place, finding.what, finding.fix);
  }
  return taxonomy;
}

std::vector<std::string_view> IdsOf(const std::vector<desk::TaxonomyEntry>& entries) {
  std::vector<std::string_view> ids;
  for (const desk::TaxonomyEntry& entry : entries) ids.push_back(entry.id);
  return ids;
}

std::vector<std::string> Named(const std::vector<desk::TaxonomyEntry>& entries) {
  std::vector<std::string> ids;
  for (const desk::TaxonomyEntry& entry : entries) ids.push_back(entry.id);
  return ids;
}

// What flows may name. Of a taxonomy with mistakes nothing can be said to be missing.
flows::LoadOptions FlowOptions(const Config& config, const desk::Taxonomy& taxonomy, bool sound) {
  flows::LoadOptions options{.locales = config.locales,
                             .queues = config.desk.queues,
                             .lookup_hosts = config.limits.lookup_hosts,
                             .platforms = AccountTypeNames()};
  options.categories = sound ? Named(taxonomy.categories) : std::vector<std::string>();
  options.components = sound ? Named(taxonomy.components) : std::vector<std::string>();
  options.attributes = config.attributes;
  return options;
}

// A flow's answer in the user's own words may be a component too; a category is always one of the taxonomy.
void CheckRoutingNames(const TaxonomyNames& named, const desk::Taxonomy& taxonomy, base::Findings& findings) {
  for (const auto& [id, place] : named.categories)
    if (taxonomy.FindCategory(id) == nullptr)
      findings.Error(place, "there is no category '" + id + "'", base::DidYouMean(id, IdsOf(taxonomy.categories)));
  for (const auto& [id, place] : named.components)
    if (taxonomy.FindComponent(id) == nullptr)
      findings.Warning(place, "'" + id + "' is no component of the taxonomy, so only a flow's answer can match it",
                       base::DidYouMean(id, IdsOf(taxonomy.components)));
}

// Points for a part of the product that there is not would never count.
void CheckAreas(const Config& config, const desk::Taxonomy& taxonomy, base::Findings& findings) {
  const std::vector<std::string_view> ids = IdsOf(taxonomy.components);
  for (const auto& [area, place] : config.desk.points.areas)
    if (taxonomy.FindComponent(area) == nullptr)
      findings.Warning(place, "'" + area + "' is no component of the taxonomy, so its points never count",
                       base::DidYouMean(area, ids));
}

}  // namespace

base::Result<base::SourceFiles> ReadWorkspaceFiles(const std::string& directory) {
  try {
    return DirectoryReader(directory).Read();
  } catch (const std::exception& error) {
    return base::Fail(base::ErrorCode::kUnavailable, "cannot read '" + directory + "': " + error.what(), directory);
  }
}

base::Result<base::SourceFile> ReadConfigFile(const std::string& directory) {
  try {
    return DirectoryReader(directory).ReadOnlyConfig();
  } catch (const std::exception& error) {
    return base::Fail(base::ErrorCode::kUnavailable, "cannot read '" + directory + "': " + error.what(), directory);
  }
}

std::optional<Workspace> LoadWorkspace(const base::SourceFiles& files, const std::string& directory,
                                       base::TimePoint now, base::Findings& findings) {
  const base::SourceFile* file = FindFile(files, kConfigFile);
  if (!file) {
    findings.Error({std::string(kConfigFile), 0, 0}, "the file is missing", "'frontdesk init DIR' writes one");
    return std::nullopt;
  }
  std::optional<Config> config = ReadConfig(*file, directory, findings);
  if (!config) return std::nullopt;
  bool sound_taxonomy = true;
  desk::Taxonomy taxonomy = TaxonomyOf(files, *config, sound_taxonomy, findings);
  flows::FlowLibrary flows = flows::LoadFlows(files, FlowOptions(*config, taxonomy, sound_taxonomy), findings);
  std::vector<std::string> accounts;
  for (const Account& account : config->accounts) accounts.push_back(account.name);
  knowledge::Library library = knowledge::LoadLibrary(
      files, {.locales = config->locales, .flows = FlowNames(files), .now = now, .accounts = std::move(accounts)},
      findings);
  CheckTopQuestions(*config, library, findings);
  CheckPhrases(flows, library, findings);
  CheckPlatforms(flows, PlatformsOf(*config), findings);
  CheckStarts(flows, library, findings);
  CheckAreas(*config, taxonomy, findings);
  CheckRoutingNames(config->desk.named, taxonomy, findings);
  if (findings.HasErrors()) return std::nullopt;
  auto catalog = std::make_shared<core::Catalog>();
  catalog->policy = PolicyOf(*config);
  catalog->policy.taxonomy = std::move(taxonomy);
  catalog->flows = std::move(flows);
  catalog->knowledge = knowledge::BuildIndex(std::move(library));
  return Workspace{std::move(*config), std::move(catalog)};
}

}  // namespace frontdesk::runtime
