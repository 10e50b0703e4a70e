// Files: what users sent is fetched from the server with the bot's token; what agents send goes up to it first.
//
// Thread safety: no state. Failure: kForbidden for a file that is not on the server.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::mattermost {

class MediaFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

base::Result<Call> UploadCall(const base::FileRef& file, const std::string& channel, const Sending& sending, Env env);
// Of the upload's answer.
base::Result<std::string> UploadedId(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::mattermost
