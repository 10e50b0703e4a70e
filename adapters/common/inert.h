// What strangers wrote, made harmless to look at, the same way on every platform: characters that reorder a line or
// hide in it are shown by their number, links lead only where a link may lead. Escaping of markup is the dialect's.
//
// Thread safety: pure functions. Bounds: linear in the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/message.h"

namespace frontdesk::adapters::common {

// Valid UTF-8 with \n as the only line end; other control characters and those that reorder a line (Unicode UAX #9) as
// "‹U+202E›", bytes that are not UTF-8 as U+FFFD.
std::string InertText(std::string_view text);

// "@here" with U+200B behind every '@' that begins a name, for platforms that have no escape for mentions; addresses
// such as ann@example.com stay.
std::string BreakMentions(std::string_view text);

// The address a link may lead to: http, https or mailto as it is, "/path" and an article's file
// ("join-meeting.md") under `public_url`; nothing for any other, or when a user part could pass for the host
// ("https://bank.example@evil.example").
std::optional<std::string> SafeHref(std::string_view href, std::string_view public_url);

// Whether it stands for itself in an address that is shown.
bool IsUrlCharacter(char c);
// The address that `text` begins with, as far as it can be shown as it is; else "". Ends before ';', which could close
// an entity.
std::string_view LeadingUrl(std::string_view text);

// The host to show behind a link whose words look like a different host than the one it leads to; else "".
std::string HostToShow(std::string_view text, std::string_view href);

// All texts of it through InertText, links that lead nowhere as text, addresses whole.
base::Message InertMessage(const base::Message& message, std::string_view public_url);

}  // namespace frontdesk::adapters::common
