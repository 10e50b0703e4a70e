// All flows of a workspace, by id, by version and by what starts them.
//
// Ownership: the library owns its flows; the pointers that it gives live as long as it does. Copies share the flows.
// Thread safety: build it in one thread; a finished library may be read from any.
// Failure: what is not there is a null pointer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "flows/flow.h"

namespace frontdesk::flows {

// Old versions kept per flow for conversations that began on them.
inline constexpr std::size_t kMaxOldVersions = 8;

class FlowLibrary {
 public:
  void Add(Flow flow);
  // After a reload: keeps the versions of `before` that this library does not have.
  void KeepVersionsOf(const FlowLibrary& before);

  const Flow* Find(std::string_view id) const;
  const Flow* FindVersion(std::string_view id, std::string_view hash) const;
  // The flow that this message starts for certain: "/bug", or a start phrase in any locale. Similar messages are the
  // knowledge index's task, fed from flows()[i]->start.phrases.
  const Flow* StartedBy(std::string_view text) const;
  // The flows to offer after "article-rejected" or "no-answer", in file order.
  std::vector<const Flow*> OfferedAfter(std::string_view moment) const;

  const std::vector<std::shared_ptr<const Flow>>& flows() const { return flows_; }

 private:
  std::vector<std::shared_ptr<const Flow>> flows_;  // current versions, by id
  std::vector<std::shared_ptr<const Flow>> old_;    // newest first
  std::map<std::string, const Flow*, std::less<>> by_trigger_;
};

}  // namespace frontdesk::flows
