// IP addresses and networks as values, without a socket library. IPv4 is kept as its IPv4-mapped IPv6 form, so that
// 127.0.0.1 and ::ffff:127.0.0.1 are one and the same address.
//
// Thread safety: pure functions and plain values.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::net {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  bool IsV4() const;
  std::string ToString() const;  // 192.0.2.1 or 2001:db8::1
  auto operator<=>(const IpAddress&) const = default;
};

// Four decimal numbers without leading zeros, or IPv6 without zone and brackets. Nothing else.
std::optional<IpAddress> ParseIp(std::string_view text);
IpAddress IpFromV4(std::array<std::uint8_t, 4> bytes);

struct IpNetwork {
  IpAddress base;
  int prefix = 128;  // of the 128 bits; 24 of an IPv4 network is 120 here

  bool Contains(const IpAddress& address) const;
};

// "10.0.0.0/8", "fd00::/8", "192.0.2.7".
std::optional<IpNetwork> ParseNetwork(std::string_view text);

}  // namespace frontdesk::net
