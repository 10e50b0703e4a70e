// E-mail addresses, web addresses, phone numbers and versions inside a text, in normal form.
//
// Thread safety: pure functions. Bounds: linear in the text (RE2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::flows {

std::vector<std::string> FindEmails(std::string_view text);
std::vector<std::string> FindUrls(std::string_view text);
// Only what cannot be another number: "+49 30 901820", a Chinese mobile number.
std::vector<std::string> FindCertainPhones(std::string_view text);
// "version 3.2", "v3.2", "版本 3.2", "3.2 版": a number with its word.
std::vector<std::string> FindNamedVersions(std::string_view text);
// Any number with a dot in it.
std::vector<std::string> FindBareVersions(std::string_view text);

// The text as a whole is a phone number: 7 to 15 digits with the usual signs between them.
std::optional<std::string> ReadPhone(std::string_view text);
// The text as a whole is a version, with or without its word: "3", "v3.2", "版本：3.2.1".
std::optional<std::string> ReadWholeVersion(std::string_view text);
// The text as a whole is a web address; "example.com/x" gets its https://.
std::optional<std::string> ReadUrl(std::string_view text);

}  // namespace frontdesk::flows
