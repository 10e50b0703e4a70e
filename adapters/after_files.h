// For a platform that takes a file only when its user has said yes: the calls that follow the answer (Taken::after)
// need the file's bytes. An adapter that implements this is asked here in place of Adapter::After.
//
// Ownership and threads: as of Adapter.
#pragma once

#include <functional>
#include <string>

#include "adapters/adapter.h"

namespace frontdesk::adapters {

class AfterWithFiles {
 public:
  using ReadFile = std::function<base::Result<std::string>(const base::FileRef& file)>;

  virtual ~AfterWithFiles() = default;
  // As Adapter::After. When a call fails, those after it are left: what they would say is not true.
  virtual base::Result<Call> CallAfter(const Afterwards& asked, const base::Message* about, const ReadFile& read_file,
                                       Env env) const = 0;
};

}  // namespace frontdesk::adapters
