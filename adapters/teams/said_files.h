// Files of a message: in the personal chat with an address of their own for a few minutes, pictures between the words
// with our token. What a channel's message shows lies in SharePoint, and no bot is told where.
//
// Thread safety: pure functions. Bounds: kMaxFiles. Failure: kForbidden for what is on no host of Teams.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapters/adapter.h"
#include "bot/base/event.h"

namespace frontdesk::adapters::teams {

inline constexpr std::size_t kMaxFiles = 20;

// What a message with this text and these attachments says; nothing when it says nothing.
std::optional<base::EventBody> SaidWith(const nlohmann::json& activity, std::string text);

class SaidFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

// Where OneDrive and SharePoint keep a tenant's files; no token of ours goes there.
bool IsDriveUrl(std::string_view url);

}  // namespace frontdesk::adapters::teams
