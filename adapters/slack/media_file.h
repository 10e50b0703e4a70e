// Files that users sent: from Slack's own hosts only, with the bot's token.
//
// Thread safety: no state. Failure: kForbidden for another host, or when Slack shows a page to sign in instead of the
// file; kUnavailable: later.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::slack {

class MediaFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

}  // namespace frontdesk::adapters::slack
