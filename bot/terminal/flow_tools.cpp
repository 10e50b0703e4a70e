// frontdesk flow schema|graph|diff
#include <filesystem>
#include <fstream>

#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "flows/flow_diff.h"
#include "flows/flow_file.h"
#include "flows/flow_graph.h"
#include "flows/graph_svg.h"
#include "flows/schema.h"

namespace frontdesk::terminal {

namespace {

namespace fs = std::filesystem;

using FlowPointer = std::shared_ptr<const flows::Flow>;

// The flows of a workspace, or the one of a file.
std::optional<flows::FlowLibrary> OpenFlows(const std::string& path, std::ostream& err) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    const auto workspace = OpenWorkspace(path, err);
    if (!workspace) return std::nullopt;
    return workspace->catalog->flows;
  }
  base::Findings findings;
  auto library = flows::ReadFlowFile(path, findings);
  if (library) return std::move(*library);
  for (const base::Finding& finding : findings.Sorted())
    if (finding.severity == base::Severity::kError) err << ToString(finding) << '\n';
  PrintError(err, library.error());
  return std::nullopt;
}

FlowPointer FindFlow(const flows::FlowLibrary& library, std::string_view id) {
  for (const FlowPointer& flow : library.flows())
    if (flow->id == id) return flow;
  return nullptr;
}

void PrintPart(std::string_view heading, const std::vector<std::string>& sentences, std::ostream& out) {
  if (sentences.empty()) return;
  out << "  " << heading << '\n';
  for (const std::string& sentence : sentences) out << "    - " << sentence << '\n';
}

// Whether anything changed.
bool PrintChanges(const flows::Flow& before, const flows::Flow& now, std::ostream& out) {
  const std::vector<std::string> changes = flows::ChangesForUsers(before, now);
  if (changes.empty() && before.hash == now.hash) return false;
  out << now.id << ": version " << before.version << " -> " << now.version << '\n';
  if (changes.empty()) out << "  Users notice nothing.\n";
  PrintPart("What users notice:", changes, out);
  PrintPart("Conversations that are in it:", flows::FateOfConversations(before, now), out);
  return true;
}

}  // namespace

int PrintSchema(bool translation, Streams streams) {
  streams.out << (translation ? flows::TranslationSchema() : flows::FlowSchema());
  return kOk;
}

int DrawFlow(const DrawOptions& options, Streams streams) {
  const auto library = OpenFlows(options.source, streams.err);
  if (!library) return kFailed;
  const FlowPointer flow = FindFlow(*library, options.flow);
  if (!flow) {
    std::vector<std::string_view> ids;
    for (const FlowPointer& one : library->flows()) ids.push_back(one->id);
    streams.err << "frontdesk: there is no flow '" << options.flow << "'; " << base::DidYouMean(options.flow, ids)
                << '\n';
    return kFailed;
  }
  const flows::FlowGraph graph = flows::GraphOf(*flow, options.locale.empty() ? flow->locale : options.locale);
  streams.out << (options.svg ? flows::ToSvg(graph) : flows::ToMermaid(graph));
  return kOk;
}

int CompareFlows(const std::string& before, const std::string& now, Streams streams) {
  const auto old_flows = OpenFlows(before, streams.err);
  const auto new_flows = OpenFlows(now, streams.err);
  if (!old_flows || !new_flows) return kFailed;
  bool changed = false;
  for (const FlowPointer& flow : old_flows->flows()) {
    const FlowPointer next = FindFlow(*new_flows, flow->id);
    if (next) {
      changed = PrintChanges(*flow, *next, streams.out) || changed;
      continue;
    }
    changed = true;
    streams.out << flow->id
                << ": gone\n  Nothing starts it any more. Conversations that are in it cannot go on after a "
                << "restart: users are told, and their answers are dropped.\n";
  }
  for (const FlowPointer& flow : new_flows->flows()) {
    if (FindFlow(*old_flows, flow->id)) continue;
    changed = true;
    streams.out << flow->id << ": new, \"" << flow->title.values.front().second << "\", with " << flow->slots.size()
                << " questions\n";
  }
  if (!changed) streams.out << "the flows are the same\n";
  return kOk;
}

}  // namespace frontdesk::terminal
