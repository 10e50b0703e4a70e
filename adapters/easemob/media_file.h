// Fetches a file that a user sent.
//
// The address stands in the user's message, so it is theirs to choose, while the call carries our token, which opens
// the whole API. Only https://HOST/ORG/APP/chatfiles/ID is called, on the API's host or on one that the account names
// as a media host: no other path, no query, no user name in the address.
//
// Thread safety: no state. Source: Easemob, downloading files.
#pragma once

#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

// 1 to 64 letters, digits, '-' and '_'.
bool IsFileId(std::string_view id);

class MediaFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

}  // namespace frontdesk::adapters::easemob
