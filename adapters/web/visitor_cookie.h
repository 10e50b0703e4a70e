// The cookie that makes a browser a visitor: a random id and a code over it that only this server can make. Nothing is
// stored for it.
//
// Thread safety: pure functions. A wrong code is told from a right one in constant time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/secret.h"

namespace frontdesk::adapters::web {

// The setting that the server itself puts in: the key of all visitors' cookies.
inline constexpr std::string_view kVisitorKey = "visitor_key";
inline constexpr std::size_t kVisitorIdSize = 32;  // 128 bits in hex

// "fd_widget"
std::string VisitorCookieName(std::string_view account);
std::string VisitorCookie(std::string_view visitor, std::string_view account, std::string_view scope,
                          const base::Secret& key);
// The visitor's id; nothing when the cookie was not made by us for this account and scope.
std::optional<std::string> VisitorOf(std::string_view cookie, std::string_view account, std::string_view scope,
                                     const base::Secret& key);
// "Visitor 3f2a", what agents see.
std::string VisitorName(std::string_view visitor);

}  // namespace frontdesk::adapters::web
