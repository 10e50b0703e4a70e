// A flow's file and an issue form from any bytes: what must hold whatever they are. A breach ends the process, as a
// fuzzer wants it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bot/base/xml.h"
#include "flows/engine.h"
#include "flows/flow_diff.h"
#include "flows/flow_graph.h"
#include "flows/graph_svg.h"
#include "flows/issue_form.h"
#include "flows/loader.h"

namespace frontdesk::fuzz {

inline constexpr std::size_t kMaxPicture = 64 << 20;

inline void Promise(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

inline flows::FlowLibrary Load(std::string_view flow, base::Findings& findings) {
  flows::LoadOptions options;
  options.queues = {"general", "tech"};
  return flows::LoadFlows({{"flows/test.yaml", std::string(flow)}}, options, findings);
}

inline void UseFlow(const flows::Flow& flow) {
  flows::FlowContext context;
  context.locale = "en";
  context.zone = "UTC";
  context.open_ticket = [](const flows::TicketDraft&) { return flows::TicketInfo{}; };
  const flows::Outcome outcome = flows::Start(flow, context);
  Promise(outcome.waiting() || !outcome.messages.empty() || outcome.result != flows::Outcome::Result::kWaiting,
          "a sound flow asks, says or ends");
  Promise(flows::ChangesForUsers(flow, flow).empty(), "nothing changes between a flow and itself");
  const flows::FlowGraph graph = flows::GraphOf(flow, "en");
  Promise(!flows::ToMermaid(graph).empty(), "a flow can be drawn");
  Promise(base::ReadXml(flows::ToSvg(graph), kMaxPicture).has_value(), "its picture is XML");
}

inline void TryFlow(std::string_view bytes) {
  base::Findings findings;
  const flows::FlowLibrary library = Load(bytes, findings);
  Promise(findings.HasErrors() == library.flows().empty(), "a flow is in service, or an error says why not");
  for (const base::Finding& finding : findings.Sorted())
    Promise(finding.place.path.starts_with("flows/test") && !finding.what.empty(), "a finding names its place");
  if (!library.flows().empty()) UseFlow(*library.flows().front());
}

// A form that is taken becomes a flow without errors.
inline void TryIssueForm(std::string_view bytes) {
  base::Findings findings;
  const auto form = flows::ReadIssueForm({"form.yml", std::string(bytes)}, findings);
  Promise(form.has_value() != findings.HasErrors(), "a form is taken, or an error says why not");
  if (!form) return;
  base::Findings ours;
  const std::string flow = flows::WriteFlow(*form, "test", "en");
  Load(flow, ours);
  if (ours.HasErrors()) std::fprintf(stderr, "%s\n%s\n", ToString(ours.Sorted().front()).c_str(), flow.c_str());
  Promise(!ours.HasErrors(), "a form that is taken becomes a sound flow");
}

}  // namespace frontdesk::fuzz
