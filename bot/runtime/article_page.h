// A knowledge article as a page of its own: where the source link of an answer leads.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/clock.h"
#include "bot/runtime/live_workspace.h"

namespace frontdesk::runtime {

// The page in the wanted language, else in the article's own. Nothing when there is no such article, or it is not for
// everybody who has the link.
std::optional<std::string> ArticlePage(const Served& served, std::string_view id, std::string_view locale,
                                       base::TimePoint now);

// Its style sheet.
std::string_view ArticleStyle();

}  // namespace frontdesk::runtime
