// `frontdesk serve`: runs the desk of a workspace until SIGTERM or SIGINT; SIGHUP or a changed file reloads.
//
// Threads: the main thread, before any other has begun.
// Failure: what Service::Open says; kInvalid with the findings as lines when the workspace has mistakes.
#pragma once

#include <span>
#include <string>

#include "bot/base/embedded.h"
#include "bot/base/result.h"

namespace frontdesk::runtime {

struct ServeOptions {
  std::string dir;
  std::string listen_override;  // "ADDRESS:PORT"; empty: what the workspace says
  std::span<const base::EmbeddedFile> web = embedded::web();
};

// Returns when the server has drained.
base::Status Serve(const ServeOptions& options);

}  // namespace frontdesk::runtime
