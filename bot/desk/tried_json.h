// Articles that were shown as JSON values, for all who keep them inside JSON of their own.
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "bot/desk/ticket.h"

namespace frontdesk::desk {

// [{"id","title","verdict"}]
nlohmann::json TriedJson(const std::vector<TriedArticle>& tried);
// Anything but a list reads as an empty one.
std::vector<TriedArticle> TriedAt(const nlohmann::json& object, const char* key);

}  // namespace frontdesk::desk
