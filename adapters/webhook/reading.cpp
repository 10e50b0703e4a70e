#include "adapters/webhook/reading.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/webhook/reply_json.h"
#include "adapters/webhook/signature.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::webhook {

namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using nlohmann::json;

constexpr std::size_t kMaxFileId = 64;

std::string PathOf(const Settings& settings, std::string_view what) {
  return "/hooks/" + settings.account + "/" + std::string(what);
}

base::Status CheckRead(const RawRequest& request, Env env) {
  std::string content = "GET " + std::string(request.path);
  if (!request.query.empty()) content.append("?").append(request.query);
  TRY_STATUS(CheckSignature(request, content, env));
  if (request.method != "GET") return Fail(ErrorCode::kInvalid, "Replies and files are read by GET.");
  return {};
}

std::optional<std::int64_t> WholeNumber(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && number >= 0 && text.front() != '-';
  return whole ? std::optional(number) : std::nullopt;
}

// One "name=value" of the query.
base::Status ReadParameter(std::string_view name, std::string_view value, PageRequest& page) {
  const auto number = value.empty() ? std::nullopt : WholeNumber(value);
  if (name == "after") {
    if (!number && !value.empty()) return Fail(ErrorCode::kInvalid, "'after' must be the cursor of the last page.");
    page.after = number.value_or(0);
  } else if (name == "limit") {
    if (!number || *number == 0) return Fail(ErrorCode::kInvalid, "'limit' must be a number from 1 to 200.");
    page.limit = std::min(static_cast<std::size_t>(*number), kMaxPage);
  }
  return {};
}

bool IsReply(const Row& row, const base::Message& message) {
  return row.from != "user" && message.kind != base::MessageKind::kNote;
}

}  // namespace

Result<PageRequest> ReadPageRequest(const RawRequest& request, Env env) {
  TRY_STATUS(CheckRead(request, env));
  if (request.path != PathOf(env.settings, "replies"))
    return Fail(ErrorCode::kInvalid, "There is nothing to read here.");
  PageRequest page;
  std::string_view rest = request.query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::string_view name = pair.substr(0, pair.find('='));
    TRY_STATUS(ReadParameter(name, pair.substr(std::min(pair.size(), name.size() + 1)), page));
  }
  return page;
}

std::string ReplyPage(std::int64_t cursor, std::span<const AddressedRow> rows, const Settings& settings) {
  json data = json::array();
  for (const auto& [address, row] : rows) {
    const auto message = base::MessageFromJson(row.body);
    if (message && IsReply(row, *message)) data.push_back(ReplyJson(address, row, *message, settings));
  }
  return base::DumpJson({{"data", std::move(data)}, {"cursor", std::to_string(cursor)}});
}

Result<std::string> ReadFileRequest(const RawRequest& request, Env env) {
  TRY_STATUS(CheckRead(request, env));
  std::string_view id = request.path;
  const std::string prefix = PathOf(env.settings, "files/");
  const bool here = id.starts_with(prefix);
  if (here) id.remove_prefix(prefix.size());
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
  if (!here || id.empty() || id.size() > kMaxFileId || !plain) {
    return Fail(ErrorCode::kInvalid, "There is nothing to read here.");
  }
  return std::string(id);
}

std::string FilePath(const Settings& settings, const base::FileRef& file) {
  return PathOf(settings, "files/" + file.id);
}

}  // namespace frontdesk::adapters::webhook
