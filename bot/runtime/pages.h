// The pages that browsers open: console, widget, demo, articles. Each with a strict content policy and an ETag.
//
// Ownership: the embedded bytes live as long as the process. Threads: the I/O thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bot/base/clock.h"
#include "bot/base/embedded.h"
#include "bot/runtime/live_workspace.h"
#include "bot/runtime/router.h"

namespace frontdesk::runtime {

class Pages {
 public:
  // `web` is the bundle of bot/web; what it lacks is 404.
  Pages(std::span<const base::EmbeddedFile> web, const LiveWorkspace& workspace, const base::Clock& clock)
      : web_(web), workspace_(workspace), clock_(clock) {}

  void AddTo(Router& router);

 private:
  struct Page;
  void AddFile(Router& router, const Page& page);
  void ShowArticle(const Call& call) const;

  std::span<const base::EmbeddedFile> web_;
  const LiveWorkspace& workspace_;
  const base::Clock& clock_;
};

}  // namespace frontdesk::runtime
