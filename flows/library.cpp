#include "flows/library.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::flows {

void FlowLibrary::Add(Flow flow) {
  auto shared = std::make_shared<const Flow>(std::move(flow));
  for (const Phrase& command : shared->start.commands) by_trigger_.emplace("/" + command.text, shared.get());
  for (const Phrase& phrase : shared->start.phrases) by_trigger_.emplace(base::FoldForMatch(phrase.text), shared.get());
  flows_.push_back(std::move(shared));
}

void FlowLibrary::KeepVersionsOf(const FlowLibrary& before) {
  std::map<std::string, std::size_t> kept;
  auto keep = [&](const std::shared_ptr<const Flow>& flow) {
    if (FindVersion(flow->id, flow->hash) != nullptr || kept[flow->id] >= kMaxOldVersions) return;
    ++kept[flow->id];
    old_.push_back(flow);
  };
  std::for_each(before.flows_.begin(), before.flows_.end(), keep);
  std::for_each(before.old_.begin(), before.old_.end(), keep);
}

const Flow* FlowLibrary::Find(std::string_view id) const {
  auto at = std::find_if(flows_.begin(), flows_.end(), [&](const auto& flow) { return flow->id == id; });
  return at == flows_.end() ? nullptr : at->get();
}

const Flow* FlowLibrary::FindVersion(std::string_view id, std::string_view hash) const {
  for (const auto* list : {&flows_, &old_})
    for (const auto& flow : *list)
      if (flow->id == id && flow->hash == hash) return flow.get();
  return nullptr;
}

const Flow* FlowLibrary::StartedBy(std::string_view text) const {
  auto at = by_trigger_.find(base::FoldForMatch(text));
  return at == by_trigger_.end() ? nullptr : at->second;
}

std::vector<const Flow*> FlowLibrary::OfferedAfter(std::string_view moment) const {
  std::vector<const Flow*> offered;
  for (const auto& flow : flows_)
    if (std::find(flow->start.after.begin(), flow->start.after.end(), moment) != flow->start.after.end())
      offered.push_back(flow.get());
  return offered;
}

}  // namespace frontdesk::flows
