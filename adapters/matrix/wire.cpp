#include "adapters/matrix/wire.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/matrix/account.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::matrix {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxId = 255;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The text with null in place of every object and list that lies too deep.
std::string WithoutDepths(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool kept = depth <= kMaxNesting;
    if (quoted) {
      if (kept) out += c;
      if (c == '\\' && i + 1 < text.size()) {
        ++i;
        if (kept) out += text[i];
      } else if (c == '"') {
        quoted = false;
      }
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') {
      if (++depth == kMaxNesting + 1) out += "null";
    }
    if (depth <= kMaxNesting) out += c;
    if ((c == '}' || c == ']') && depth > 0) --depth;
  }
  return out;
}

}  // namespace

const json& ObjectAt(const json& value, std::string_view key) {
  static const json kEmpty = json::object();
  if (!value.is_object()) return kEmpty;
  const auto it = value.find(key);
  return it != value.end() && it->is_object() ? *it : kEmpty;
}

const json& ListAt(const json& value, std::string_view key) {
  static const json kEmpty = json::array();
  if (!value.is_object()) return kEmpty;
  const auto it = value.find(key);
  return it != value.end() && it->is_array() ? *it : kEmpty;
}

base::Result<json> ReadObject(std::string_view text, std::size_t max_bytes) {
  auto read = base::ParseJson(text, max_bytes);
  if (!read && read.error().code == base::ErrorCode::kInvalid) {
    read = base::ParseJson(WithoutDepths(text), max_bytes);
  }
  if (!read) return tl::unexpected(read.error());
  if (!read->is_object()) return base::Fail(base::ErrorCode::kInvalid, "that is no JSON object");
  return std::move(*read);
}

bool IsPlain(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId &&
         std::none_of(id.begin(), id.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

bool IsRoomId(std::string_view id) { return IsPlain(id) && !id.starts_with('#') && !id.starts_with('@'); }

bool IsEventId(std::string_view id) { return id.size() > 1 && id.front() == '$' && IsPlain(id); }

bool IsDevice(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
  });
}

std::string Percent(std::string_view text) { return base::PercentEncode(text); }

std::string Unpercent(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Call Ask(std::string_view method, std::string_view path, Env env, std::string_view query) {
  Call call;
  call.method = method;
  call.url = env.settings.Text("api_base") + std::string(path);
  char join = '?';
  if (!query.empty()) {
    (call.url += join) += query;
    join = '&';
  }
  if (IsService(env.settings)) ((call.url += join) += "user_id=") += Percent(UserOf(env.settings));
  call.headers = {{"Authorization", "Bearer " + std::string(env.token)}};
  return call;
}

Call AskWith(std::string_view method, std::string_view path, const json& body, Env env, std::string_view query) {
  Call call = Ask(method, path, env, query);
  call.headers.emplace_back("Content-Type", "application/json");
  call.body = base::DumpJson(body);
  return call;
}

}  // namespace frontdesk::adapters::matrix
