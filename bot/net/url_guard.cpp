#include "bot/net/url_guard.h"

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "bot/net/ascii.h"

namespace frontdesk::net {
namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kMaxUrl = 4 << 10;
constexpr std::size_t kMaxHost = 253;
constexpr std::size_t kMaxLabel = 63;

// IANA special-purpose registries, and metadata services that live on public addresses.
constexpr std::string_view kClosedV4[] = {"0.0.0.0/8",        "10.0.0.0/8",     "100.64.0.0/10",  "127.0.0.0/8",
                                          "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",
                                          "192.0.2.0/24",     "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
                                          "198.51.100.0/24",  "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
constexpr std::string_view kClosedV6[] = {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};
constexpr std::string_view kOpenV6 = "2000::/3";

template <std::size_t N>
std::vector<IpNetwork> ParseAll(const std::string_view (&texts)[N]) {
  std::vector<IpNetwork> networks;
  for (const std::string_view text : texts) networks.push_back(*ParseNetwork(text));
  return networks;
}

bool IsIn(const std::vector<IpNetwork>& networks, const IpAddress& address) {
  return std::any_of(networks.begin(), networks.end(), [&](const IpNetwork& n) { return n.Contains(address); });
}

base::Result<bool> TakeScheme(std::string_view& rest, Url& url) {
  const std::size_t end = rest.find("://");
  const std::string_view scheme = rest.substr(0, end == rest.npos ? 0 : end);
  url.tls = EqualsIgnoringCase(scheme, "https") || EqualsIgnoringCase(scheme, "wss");
  if (!url.tls && !EqualsIgnoringCase(scheme, "http") && !EqualsIgnoringCase(scheme, "ws")) {
    return Fail(ErrorCode::kInvalid, "the address must begin with https://");
  }
  url.port = url.tls ? 443 : 80;
  rest.remove_prefix(end + 3);
  return true;
}

bool IsHostName(std::string_view host) {
  if (host.empty() || host.size() > kMaxHost) return false;
  while (true) {
    const std::string_view label = host.substr(0, host.find('.'));
    if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
      if (!IsAlpha(c) && !IsDigit(c) && c != '-' && c != '_') return false;
    }
    if (label.size() == host.size()) return true;
    host.remove_prefix(label.size() + 1);
  }
}

// "127.1", "0x7f.1", "2130706433": what the C library would read as an IPv4 address.
bool LooksLikeOddAddress(std::string_view host) {
  const std::string_view last = host.substr(host.rfind('.') + 1);
  const bool hexadecimal = last.starts_with("0x");
  return hexadecimal || std::all_of(last.begin(), last.end(), IsDigit);
}

base::Status TakeHost(std::string_view& rest, Url& url) {
  std::string_view host = rest.substr(0, rest.find_first_of(":/?"));
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    host = close == rest.npos ? "" : rest.substr(1, close - 1);
    const auto address = ParseIp(host);
    if (!address || host.find(':') == host.npos) return Fail(ErrorCode::kInvalid, "the address in [] is not IPv6");
    rest.remove_prefix(close + 1);
    url.host = base::AsciiLower(host);
    url.host_is_address = true;
    return {};
  }
  rest.remove_prefix(host.size());
  if (host.ends_with('.')) host.remove_suffix(1);
  url.host = base::AsciiLower(host);
  url.host_is_address = ParseIp(url.host).has_value();
  if (url.host_is_address) return {};
  if (!IsHostName(url.host) || LooksLikeOddAddress(url.host)) {
    return Fail(ErrorCode::kInvalid,
                "\"" + url.host + "\" is not a host name; write it in ASCII, or an IPv4 address as 192.0.2.7");
  }
  return {};
}

base::Status TakePort(std::string_view& rest, Url& url) {
  if (!rest.starts_with(':')) return {};
  rest.remove_prefix(1);
  const std::string_view digits = rest.substr(0, rest.find_first_of("/?"));
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port == 0 || port > 65'535) {
    return Fail(ErrorCode::kInvalid, "the port must be a number from 1 to 65535");
  }
  url.port = static_cast<unsigned short>(port);
  rest.remove_prefix(digits.size());
  return {};
}

bool IsAllowed(const Url& url, const UrlPolicy& policy) {
  const std::string with_port = url.host + ":" + std::to_string(url.port);
  return std::any_of(policy.allow_hosts.begin(), policy.allow_hosts.end(), [&](const std::string& allowed) {
    return EqualsIgnoringCase(allowed, url.host) || EqualsIgnoringCase(allowed, with_port);
  });
}

}  // namespace

std::string Url::Authority() const {
  const std::string name = host.find(':') == host.npos ? host : "[" + host + "]";
  return port == (tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

std::string Url::Origin() const { return (tls ? "https://" : "http://") + Authority(); }

base::Result<Url> ParseUrl(std::string_view text) {
  if (text.size() > kMaxUrl) return Fail(ErrorCode::kInvalid, "the address is longer than 4 KB");
  const bool visible = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!visible || text.find_first_of("\\#") != text.npos) {
    return Fail(ErrorCode::kInvalid,
                "the address must not contain spaces, control characters, \\, # or letters beyond ASCII");
  }
  Url url;
  TRY([[maybe_unused]] const bool scheme, TakeScheme(text, url));
  if (text.substr(0, text.find_first_of("/?")).find('@') != text.npos) {
    return Fail(ErrorCode::kInvalid, "the address must not contain a user name or password (\"@\" before the path)");
  }
  TRY_STATUS(TakeHost(text, url));
  TRY_STATUS(TakePort(text, url));
  if (!text.empty() && text.front() != '/' && text.front() != '?') {
    return Fail(ErrorCode::kInvalid, "the address is malformed after its host");
  }
  url.target = text.starts_with('/') ? std::string(text) : "/" + std::string(text);
  return url;
}

bool IsPublicAddress(const IpAddress& address) {
  static const std::vector<IpNetwork> closed_v4 = ParseAll(kClosedV4);
  static const std::vector<IpNetwork> closed_v6 = ParseAll(kClosedV6);
  static const IpNetwork open_v6 = *ParseNetwork(kOpenV6);
  if (address.IsV4()) return !IsIn(closed_v4, address);
  return open_v6.Contains(address) && !IsIn(closed_v6, address);
}

base::Status CheckUrl(const Url& url, const UrlPolicy& policy) {
  if (IsAllowed(url, policy)) return {};
  if (!url.tls) return Fail(ErrorCode::kForbidden, url.Origin() + " must be https, or its host named in allow_hosts");
  if (url.host == "localhost" || url.host.ends_with(".localhost")) {
    return Fail(ErrorCode::kForbidden, url.Origin() + " is this machine; name the host in allow_hosts to permit it");
  }
  if (!url.host_is_address) return {};
  return CheckAddress(url, *ParseIp(url.host), policy);
}

base::Status CheckAddress(const Url& url, const IpAddress& address, const UrlPolicy& policy) {
  if (IsPublicAddress(address) || IsAllowed(url, policy)) return {};
  return Fail(ErrorCode::kForbidden, url.Origin() + " leads to " + address.ToString() +
                                         ", which is not a public address; name the host in allow_hosts to permit it");
}

}  // namespace frontdesk::net
