#include "adapters/web/origin.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::adapters::web {

namespace {

// "https://help.example.com/base" -> "https://help.example.com"
std::string_view OriginOfUrl(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return url.substr(0, url.find('/', scheme + 3));
}

std::string_view HostOf(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

}  // namespace

bool IsOwnOrigin(std::string_view origin, std::string_view host, std::string_view public_url) {
  const std::string lowered = base::AsciiLower(origin);
  if (!host.empty() && HostOf(lowered) == base::AsciiLower(host)) return true;
  return !public_url.empty() && lowered == base::AsciiLower(OriginOfUrl(public_url));
}

PageOrigin OriginOf(const RawRequest& request, const Settings& settings) {
  PageOrigin page;
  page.origin = request.Header("Origin");
  if (page.origin.empty()) return page;
  page.is_own = IsOwnOrigin(page.origin, request.Header("Host"), settings.public_url);
  if (page.is_own) return page;
  const auto& allowed = settings.List("origins");
  if (allowed.empty()) {
    // "null" is what every sandboxed page calls itself: nobody in particular.
    page.may_talk = page.origin != "null";
    page.scope = base::AsciiLower(page.origin);
  } else {
    page.may_talk = std::find(allowed.begin(), allowed.end(), base::AsciiLower(page.origin)) != allowed.end();
  }
  return page;
}

}  // namespace frontdesk::adapters::web
