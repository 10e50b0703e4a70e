#include "bot/net/client_request.h"

#include <algorithm>

#include "bot/net/ascii.h"

namespace frontdesk::net {
namespace {

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return IsAlpha(c) || IsDigit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool IsHeaderText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (c >= ' ' && c != 0x7f) || c < 0; });
}

bool IsClientsOwn(std::string_view name) {
  return EqualsIgnoringCase(name, "content-length") || EqualsIgnoringCase(name, "transfer-encoding") ||
         EqualsIgnoringCase(name, "connection") || EqualsIgnoringCase(name, "host");
}

tl::unexpected<SendError> Failed(base::ErrorCode code, std::string message, bool certainly_not_sent) {
  SendError error;
  error.code = code;
  error.message = std::move(message);
  error.certainly_not_sent = certainly_not_sent;
  return tl::unexpected<SendError>(std::move(error));
}

}  // namespace

tl::unexpected<SendError> NotSent(base::ErrorCode code, std::string message) {
  return Failed(code, std::move(message), true);
}
tl::unexpected<SendError> MaybeSent(base::ErrorCode code, std::string message) {
  return Failed(code, std::move(message), false);
}

tl::expected<Url, SendError> CheckRequest(const HttpClientRequest& request) {
  if (!IsToken(request.method)) return NotSent(base::ErrorCode::kInvalid, "the method is malformed");
  for (const auto& [name, value] : request.headers) {
    if (!IsToken(name) || !IsHeaderText(value) || IsClientsOwn(name)) {
      return NotSent(base::ErrorCode::kInvalid, "the header \"" + name + "\" is malformed or not the caller's to set");
    }
  }
  auto url = ParseUrl(request.url);
  if (!url) return NotSent(url.error().code, url.error().message);
  return std::move(*url);
}

std::string_view HttpClientResponse::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (EqualsIgnoringCase(key, name)) return value;
  }
  return {};
}

}  // namespace frontdesk::net
