// What a message brings beside its words: files, which lie on the homeserver until they are fetched.
//
// Thread safety: pure functions; MediaFiles has no state.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

// The event that `content` of an m.room.message becomes, with `text` as its words; nothing for what says nothing.
std::optional<base::EventBody> SaidWith(const nlohmann::json& content, std::string text);

// Fetched with the account's token from the homeserver, or without it from where the homeserver sends us.
class MediaFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

}  // namespace frontdesk::adapters::matrix
