// What somebody wrote or sent, out of a message of QQ: words without the mention of the bot, emoji by their names, and
// files.
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

// `d` of a message event. Words of guilds are escaped and name those who are mentioned by their ids.
std::string WordsIn(const nlohmann::json& d, bool guild);

struct Attached {
  std::vector<base::FileRef> files;
  bool voice = false;  // it is one voice message
};
Attached FilesIn(const nlohmann::json& d);

// Fetches what people sent: from QQ's media hosts or one of `media_hosts`, by an address that needs no token.
class MediaFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

}  // namespace frontdesk::adapters::qq
