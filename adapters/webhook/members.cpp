#include "adapters/webhook/members.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/webhook/webhook_event.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::webhook {

namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using nlohmann::json;

// "data.sender.id" -> the member "id"; null when it is absent or null.
const json* Find(const json& object, std::string_view path) {
  const auto it = object.find(path.substr(path.rfind('.') + 1));
  return it == object.end() || it->is_null() ? nullptr : &*it;
}

auto Wrong(std::string_view path, std::string_view what) {
  return Fail(ErrorCode::kInvalid, "'" + std::string(path) + "' " + std::string(what));
}

Result<std::string> Needed(Result<std::string> value, std::string_view path) {
  if (value && base::Trim(*value).empty()) return Wrong(path, "is missing.");
  return value;
}

}  // namespace

Result<std::string> TextMember(const json& object, std::string_view path, std::size_t most) {
  const json* member = Find(object, path);
  if (member == nullptr) return std::string();
  if (!member->is_string()) return Wrong(path, "must be text.");
  const auto& text = member->get_ref<const std::string&>();
  if (text.size() > most) {
    return Fail(ErrorCode::kTooLarge,
                "'" + std::string(path) + "' may have at most " + std::to_string(most) + " bytes.");
  }
  return text;
}

Result<std::string> NeededText(const json& object, std::string_view path, std::size_t most) {
  return Needed(TextMember(object, path, most), path);
}

Result<std::string> IdMember(const json& object, std::string_view path) {
  const json* member = Find(object, path);
  if (member != nullptr && member->is_number_integer()) return base::DumpJson(*member);
  TRY(std::string id, TextMember(object, path, kMaxIdentityBytes));
  const bool plain = std::none_of(id.begin(), id.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
  if (!plain) return Wrong(path, "must not hold control characters.");
  return id;
}

Result<std::string> NeededId(const json& object, std::string_view path) { return Needed(IdMember(object, path), path); }

Result<json> ObjectMember(const json& object, std::string_view path) {
  const json* member = Find(object, path);
  if (member == nullptr) return json::object();
  if (!member->is_object()) return Wrong(path, "must be an object.");
  return *member;
}

}  // namespace frontdesk::adapters::webhook
