#include "flows/lookup.h"

#include <re2/re2.h>

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "flows/walk.h"

namespace frontdesk::flows {
namespace {

using nlohmann::json;

std::optional<std::string> TextOf(const json& value) {
  if (value.is_null() || value.is_structured()) return std::nullopt;
  std::string text = value.is_string() ? value.get<std::string>() : base::DumpJson(value);
  if (text.size() > kMaxLookedUp) text.resize(kMaxLookedUp);
  return base::CleanUtf8(text);
}

// By an RFC 6901 pointer; null when there is nothing. Steps by hand: the library's own throws.
const json* At(const json& value, std::string_view pointer) {
  const json* at = &value;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);  // the slash
    const std::size_t end = pointer.find('/');
    const std::string key(pointer.substr(0, end));
    pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
    if (at->is_array()) {
      const bool number = !key.empty() && key.size() < 7 && key.find_first_not_of("0123456789") == std::string::npos;
      const std::size_t index = number ? static_cast<std::size_t>(std::stoi(key)) : at->size();
      if (index >= at->size()) return nullptr;
      at = &(*at)[index];
    } else {
      const auto member = at->find(key);
      if (!at->is_object() || member == at->end()) return nullptr;
      at = &*member;
    }
  }
  return at;
}

}  // namespace

LookupRequest MakeRequest(const View& view, const LookupStep& step) {
  LookupRequest request;
  request.post = step.method == LookupStep::Method::kPost;
  request.url = view.WriteUrl(step.url);
  request.headers = step.headers;
  request.timeout = step.timeout;
  request.max_size = step.max_size;
  if (!request.post) return request;
  json body = json::object();
  for (const auto& [key, text] : step.body) body[key] = view.WriteInFull(text);
  request.body = base::DumpJson(body);
  return request;
}

std::optional<std::map<std::string, std::string>> ReadLookup(const LookupStep& step, const LookupAnswer& answer) {
  if (answer.status < 200 || answer.status > 299) return std::nullopt;
  std::map<std::string, std::string> values;
  if (step.fields.empty()) return values;
  const auto body = base::ParseJson(answer.body, static_cast<std::size_t>(step.max_size));
  if (!body) return std::nullopt;
  for (const LookupStep::Field& field : step.fields) {
    const json* member = At(*body, field.pointer);
    const auto text = member == nullptr ? std::nullopt : TextOf(*member);
    if (text) values[field.name] = *text;
  }
  return values;
}

std::string OriginOf(const Template& url) {
  static const RE2 kOrigin(
      R"((?i)(https?://[a-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-f:.]+\](?::\d{1,5})?)(?:[/?].*)?)");
  if (url.pieces.empty() || !url.pieces.front().name.empty()) return {};
  const std::string& start = url.pieces.front().literal;
  std::string origin;
  if (!RE2::FullMatch(start, kOrigin, &origin)) return {};
  const bool host_ends = start.size() > origin.size() || url.pieces.size() == 1;
  return host_ends ? base::AsciiLower(origin) : std::string();
}

int Walk::DoLookup(int at) {
  const auto& lookup = std::get<LookupStep>(flow_.steps[static_cast<std::size_t>(at)].body);
  outcome_.lookup = MakeRequest(view(), lookup);
  outcome_.result = Outcome::Result::kWaiting;
  session().step = at;
  session().tries = 0;
  session().pending = {};
  if (outcome_.messages.empty()) Say(base::Say(Words(Wording::kLookingUp, context_.locale)));
  return kStop;
}

void Walk::TakeLookup(const LookupAnswer& answer) {
  const Step& step = flow_.steps[static_cast<std::size_t>(session().step)];
  const auto& lookup = std::get<LookupStep>(step.body);
  const auto values = ReadLookup(lookup, answer);
  static const std::map<std::string, std::string> kNothing;
  const auto& known = values ? *values : kNothing;
  Leave();
  for (const LookupStep::Field& field : lookup.fields) {
    const auto value = known.find(field.name);
    if (value != known.end())
      Assign(field.name, value->second);
    else if (flow_.FindSlot(field.name) == nullptr)
      session().slots.erase(field.name);  // what another answer brought is no longer true
  }
  if (values) {
    for (const FieldName& kept : lookup.person) {
      const auto value = known.find(kept.name);
      outcome_.person.push_back({kept.name, {}, value == known.end() ? std::string() : value->second});
    }
  }
  Run(!values && lookup.on_error_step >= 0 ? lookup.on_error_step : step.next);
}

}  // namespace frontdesk::flows
