#include "bot/net/client_address.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/net/ascii.h"

namespace frontdesk::net {
namespace {

// "192.0.2.1", "192.0.2.1:4711", "[2001:db8::1]:4711", "2001:db8::1".
std::optional<IpAddress> ParseHop(std::string_view text) {
  text = base::Trim(text);
  if (text.starts_with('[')) return ParseIp(text.substr(1, text.find(']') - 1));
  if (std::count(text.begin(), text.end(), ':') == 1) text = text.substr(0, text.find(':'));
  return ParseIp(text);
}

std::string_view LastListItem(std::string_view list) {
  const std::size_t comma = list.rfind(',');
  return comma == list.npos ? list : list.substr(comma + 1);
}

}  // namespace

base::Result<TrustedProxies> TrustedProxies::Parse(const std::vector<std::string>& entries) {
  TrustedProxies proxies;
  for (const std::string& entry : entries) {
    const auto network = ParseNetwork(entry);
    if (!network) {
      return base::Fail(base::ErrorCode::kInvalid,
                        "\"" + entry + "\" is not an address or network; write 192.0.2.7 or 10.0.0.0/8",
                        "trusted_proxies");
    }
    proxies.networks_.push_back(*network);
  }
  return proxies;
}

bool TrustedProxies::Trusts(const IpAddress& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const IpNetwork& n) { return n.Contains(address); });
}

IpAddress TrustedProxies::ClientOf(const IpAddress& peer, const HttpHeaders& headers) const {
  IpAddress client = peer;
  if (!Trusts(peer)) return client;
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    if (!EqualsIgnoringCase(header->first, "x-forwarded-for")) continue;
    std::string_view rest = header->second;
    while (!rest.empty()) {
      const std::string_view item = LastListItem(rest);
      const auto hop = ParseHop(item);
      if (!hop) return client;
      client = *hop;
      if (!Trusts(client)) return client;
      rest.remove_suffix(std::min(rest.size(), item.size() + 1));
    }
  }
  return client;
}

bool TrustedProxies::SecureFor(const IpAddress& peer, bool tls_here, const HttpHeaders& headers) const {
  if (tls_here || !Trusts(peer)) return tls_here;
  std::string_view protocol;
  for (const auto& [name, value] : headers) {
    if (EqualsIgnoringCase(name, "x-forwarded-proto")) protocol = base::Trim(LastListItem(value));
  }
  return EqualsIgnoringCase(protocol, "https");
}

IpAddress LimitKey(IpAddress address) {
  if (!address.IsV4()) std::fill(address.bytes.begin() + 8, address.bytes.end(), 0);
  return address;
}

}  // namespace frontdesk::net
