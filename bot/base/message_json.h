// Files and facts as JSON values, for all who keep them inside JSON of their own.
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "bot/base/message.h"

namespace frontdesk::base {

// [{"id","name","type","size"}]; `remote` is left out: it is the fetcher's alone.
nlohmann::json FilesJson(const std::vector<FileRef>& files);
// What was a file by its form; anything else reads as an empty list.
std::vector<FileRef> FilesAt(const nlohmann::json& object, const char* key);

// [{"key","label","value"}]
nlohmann::json FactsJson(const std::vector<Fact>& facts);
std::vector<Fact> FactsAt(const nlohmann::json& object, const char* key);

}  // namespace frontdesk::base
