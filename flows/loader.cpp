#include "flows/loader.h"

#include <map>
#include <optional>
#include <set>

#include "bot/base/text.h"
#include "flows/calls.h"
#include "flows/checks.h"
#include "flows/flow_reader.h"
#include "flows/global_words.h"
#include "flows/step_reader.h"

namespace frontdesk::flows {
namespace {

constexpr std::string_view kFolder = "flows/";
constexpr std::string_view kEnding = ".yaml";

// One flow's file and its translations.
struct FlowFiles {
  enum class State { kRead, kJoining, kJoined };
  const base::SourceFile* flow = nullptr;
  std::map<std::string, const base::SourceFile*> translations;  // by locale
  std::optional<Flow> read;
  bool resolved = false;  // its ways are known
  State state = State::kRead;
  base::Findings found;
};

std::string_view FileName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

class FlowLoader {
 public:
  FlowLoader(const LoadOptions& options, base::Findings& findings) : options_(options), findings_(findings) {}

  FlowLibrary Load(const base::SourceFiles& files) {
    for (const base::SourceFile& file : files) Sort(file);
    for (auto& [id, group] : groups_) Read(id, group);
    for (const auto& [id, group] : groups_) NoteCalls(group);
    for (auto& [id, group] : groups_) Join(group);
    FlowLibrary library;
    for (auto& [id, group] : groups_) {
      if (group.read && !group.found.HasErrors()) library.Add(std::move(*group.read));
      PassOn(group.found);
    }
    CheckTriggers(library, findings_);
    return library;
  }

 private:
  void Sort(const base::SourceFile& file) {
    if (!file.path.starts_with(kFolder)) return;
    std::string_view name = FileName(file.path);
    if (name.ends_with(".yml")) findings_.Error({file.path, 0, 0}, "a flow file must end in .yaml", "rename it");
    if (!name.ends_with(kEnding)) return;
    name.remove_suffix(kEnding.size());
    const std::size_t dot = name.find('.');
    FlowFiles& group = groups_[std::string(name.substr(0, dot))];
    const base::SourceFile*& slot =
        dot == std::string_view::npos ? group.flow : group.translations[std::string(name.substr(dot + 1))];
    if (slot != nullptr)
      findings_.Error({file.path, 0, 0}, "a second file of this name, besides " + slot->path, "rename one");
    else
      slot = &file;
  }

  void Read(const std::string& id, FlowFiles& group) {
    if (group.flow == nullptr) {
      for (const auto& [locale, file] : group.translations)
        group.found.Error({file->path, 0, 0}, "a translation of a flow that is not there", "add " + id + ".yaml");
      return;
    }
    group.read = ReadFlow(*group.flow, id, options_, group.found);
    if (group.read) ReadRest(group, *group.read, group.found);
  }

  void ReadRest(FlowFiles& group, Flow& flow, base::Findings& found) {
    std::set<std::string> locales;
    for (const auto& [locale, file] : group.translations) {
      if (locale == flow.locale)
        found.Error({file->path, 0, 0}, "'" + locale + "' is the flow's own locale", "move its texts into the flow");
      else
        ReadTranslation(*file, locale, flow, found);
      locales.insert(locale);
    }
    FillMatches(flow);
    CheckLocales(flow, locales, options_, found);
    group.resolved = ResolveTargets(flow, found);
  }

  // Before any flow is checked: who is called is asked on behalf of another.
  void NoteCalls(const FlowFiles& group) {
    if (!group.read) return;
    for (const int call : CallsOf(*group.read)) {
      const auto called = groups_.find(group.read->CallAt(call)->flow.name);
      if (called != groups_.end() && called->second.read) called->second.read->called = true;
    }
  }

  // The flows that it calls first, as their steps become its own.
  void Join(FlowFiles& group) {
    if (group.state != FlowFiles::State::kRead) return;
    group.state = FlowFiles::State::kJoining;
    if (group.read && group.resolved) {
      bool joined = true;
      for (const int call : CallsOf(*group.read)) joined = JoinCall(group, call) && joined;
      if (joined) Check(*group.read, group.found);
    }
    group.state = FlowFiles::State::kJoined;
  }

  bool JoinCall(FlowFiles& group, int call) {
    const FieldName name = group.read->CallAt(call)->flow;
    if (name.name.empty()) return false;  // reported where it was read
    const auto called = groups_.find(name.name);
    if (called == groups_.end() || called->second.flow == nullptr) return options_.alone || Missing(group, name);
    FlowFiles& other = called->second;
    if (other.state == FlowFiles::State::kJoining) {
      group.found.Error(name.place, "the flow '" + name.name + "' is called while it runs itself, round and round",
                        "take one of the calls out");
      return false;
    }
    Join(other);
    if (other.read && !other.found.HasErrors()) return JoinCalled(*group.read, call, *other.read, group.found);
    group.found.Error(name.place, "the flow '" + name.name + "' that is called has mistakes of its own",
                      "mend them first");
    return false;
  }

  bool Missing(FlowFiles& group, const FieldName& name) {
    std::vector<std::string_view> known;
    for (const auto& [id, other] : groups_)
      if (other.flow != nullptr && &other != &group) known.push_back(id);
    group.found.Error(name.place, "there is no flow '" + name.name + "' to call", base::DidYouMean(name.name, known));
    return false;
  }

  void Check(const Flow& flow, base::Findings& found) {
    CheckGraph(flow, found);
    CheckNames(flow, options_, found);
  }

  static void FillMatches(Flow& flow) {
    for (Slot& slot : flow.slots)
      for (Option& option : slot.options) {
        option.match = {base::FoldForMatch(option.value)};
        for (const std::string& word : option.also) option.match.push_back(base::FoldForMatch(word));
        for (const auto& [locale, label] : option.label.values) option.match.push_back(base::FoldForMatch(label));
      }
  }

  void PassOn(const base::Findings& found) {
    for (const base::Finding& finding : found.Sorted()) {
      if (finding.severity == base::Severity::kError)
        findings_.Error(finding.place, finding.what, finding.fix);
      else
        findings_.Warning(finding.place, finding.what, finding.fix);
    }
  }

  const LoadOptions& options_;
  base::Findings& findings_;
  std::map<std::string, FlowFiles> groups_;
};

}  // namespace

FlowLibrary LoadFlows(const base::SourceFiles& files, const LoadOptions& options, base::Findings& findings) {
  return FlowLoader(options, findings).Load(files);
}

void CheckLocales(const Flow& flow, const std::set<std::string>& locales, const LoadOptions& options,
                  base::Findings& findings) {
  for (const std::string& locale : options.locales)
    if (locale != flow.locale && locales.count(locale) == 0)
      findings.Warning(flow.place, "missing translation into '" + locale + "'",
                       "write " + flow.id + "." + locale + ".yaml");
  if (locales.empty()) return;
  for (const Step& step : flow.steps)
    if (std::holds_alternative<SayStep>(step.body) && !step.named)
      findings.Warning(step.place, "missing translation: these words have no name", "add a label");
}

void CheckTriggers(const FlowLibrary& library, base::Findings& findings) {
  std::map<std::string, std::string> owners;  // folded trigger -> flow
  auto claim = [&](const Flow& flow, const Phrase& phrase, std::string folded) {
    if (const auto word = RecognizeGlobalWord(folded); word && word->argument.empty())
      findings.Warning(phrase.place,
                       "'" + phrase.text + "' is a word that works everywhere, so it never starts this flow",
                       "use another phrase");
    auto [owner, fresh] = owners.emplace(std::move(folded), flow.id);
    if (!fresh && owner->second != flow.id)
      findings.Warning(phrase.place, "'" + phrase.text + "' also starts the flow '" + owner->second + "'",
                       "keep it in one of them");
  };
  for (const auto& flow : library.flows()) {
    for (const Phrase& command : flow->start.commands) claim(*flow, command, "/" + command.text);
    for (const Phrase& phrase : flow->start.phrases) claim(*flow, phrase, base::FoldForMatch(phrase.text));
  }
}

}  // namespace frontdesk::flows
