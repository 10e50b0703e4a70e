#include "bot/core/effect.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"

namespace frontdesk::core {

using base::TextAt;

std::string FetchJson(const base::FileRef& file) {
  return base::DumpJson({{"effect", "fetch"},
                         {"id", file.id},
                         {"name", file.name},
                         {"type", file.type},
                         {"size", file.size},
                         {"remote", file.remote}});
}

base::Result<base::FileRef> FetchFromJson(std::string_view payload) {
  TRY(const nlohmann::json value, base::ParseJson(payload));
  if (!value.is_object() || TextAt(value, "effect") != "fetch") {
    return base::Fail(base::ErrorCode::kInvalid, "not a file to fetch");
  }
  return base::FileRef{TextAt(value, "id"), TextAt(value, "name"), TextAt(value, "type"), base::IntAt(value, "size"),
                       TextAt(value, "remote")};
}

}  // namespace frontdesk::core
