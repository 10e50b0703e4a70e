// What a lookup step sends, and what it makes of the answer.
//
// Thread safety: pure functions. Bounds: the answer's size is the sender's to bound; one value keeps kMaxLookedUp
// bytes.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "flows/view.h"

namespace frontdesk::flows {

inline constexpr std::size_t kMaxLookedUp = 2000;

// Answers are written out in full here, sensitive ones too: asking for them is what the step is for.
LookupRequest MakeRequest(const View& view, const LookupStep& step);

// The values of the step's fields; one that the answer does not have is left out. nullopt when the lookup failed.
std::optional<std::map<std::string, std::string>> ReadLookup(const LookupStep& step, const LookupAnswer& answer);

// Scheme and host that a lookup's address begins with, "https://api.example.com:8443"; empty when a template could
// change them, or when they are no web address.
std::string OriginOf(const Template& url);

}  // namespace frontdesk::flows
