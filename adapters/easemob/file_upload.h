// An agent's file on its way to a user: the upload, and the body of the message that shows it.
//
// Thread safety: pure functions. Failure: kTooLarge over 10 MB; kUnavailable when the upload's answer cannot be read.
// Source: Easemob, uploading files.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

// POST /chatfiles as a form; delivers nothing yet. The boundary is made of env.random.
base::Result<Step> UploadCall(const base::FileRef& file, std::string_view bytes, Env env);

// {"url", "filename", "secret"} for an img or file message.
base::Result<nlohmann::json> UploadedBody(const base::FileRef& file, const HttpAnswer& uploaded,
                                          const Settings& settings);

}  // namespace frontdesk::adapters::easemob
