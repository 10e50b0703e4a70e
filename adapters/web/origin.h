// Which page a browser's request comes from, and whether that page may talk to an account.
//
// With `origins` named in the account, only those pages and our own may. Without, every page may, but each has visitors
// of its own: a session that was made for one page is unknown to every other (its scope differs), so that a hostile
// page cannot read what a visitor said elsewhere, also in a browser that does not keep cookies apart by site.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::web {

struct PageOrigin {
  std::string origin;  // as the browser said it; "" when it said nothing
  bool is_own = true;  // our own pages, or no browser at all
  bool may_talk = true;
  std::string scope;  // what visitor sessions are bound to
};

// `origin` and `host` are the request's headers.
bool IsOwnOrigin(std::string_view origin, std::string_view host, std::string_view public_url);
PageOrigin OriginOf(const RawRequest& request, const Settings& settings);

}  // namespace frontdesk::adapters::web
