#include "flows/contact.h"

#include <re2/re2.h>

#include <algorithm>

#include "bot/base/text.h"
#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

// More of a kind in one message are not looked at.
constexpr std::size_t kMaxFound = 8;

std::vector<std::string> FindAll(std::string_view text, const RE2& expression) {
  std::vector<std::string> found;
  re2::StringPiece rest(text.data(), text.size());
  std::string hit;
  while (found.size() < kMaxFound && RE2::FindAndConsume(&rest, expression, &hit))
    if (std::find(found.begin(), found.end(), hit) == found.end()) found.push_back(hit);
  return found;
}

std::string LowerAfter(std::string text, std::size_t from) {
  return text.substr(0, from) + base::AsciiLower(std::string_view(text).substr(from));
}

// Scheme and host in small letters, the path as it is.
std::string NormalUrl(const std::string& url) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t path = url.find_first_of("/?#", host);
  return base::AsciiLower(url.substr(0, path)) + (path == std::string::npos ? "" : url.substr(path));
}

std::string WithoutEndingSigns(std::string url) {
  while (!url.empty() && std::string_view(".,;:!?)'\"").find(url.back()) != std::string_view::npos) url.pop_back();
  return url;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

}  // namespace

std::vector<std::string> FindEmails(std::string_view text) {
  static const RE2 kEmail(
      R"(([A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}))");
  static const RE2 kIdeographicStop("([A-Za-z0-9])。([A-Za-z])");
  std::string half = HalfWidth(text);
  RE2::GlobalReplace(&half, kIdeographicStop, R"(\1.\2)");
  std::vector<std::string> found = FindAll(half, kEmail);
  for (std::string& email : found) email = LowerAfter(email, email.find('@'));
  return found;
}

std::vector<std::string> FindUrls(std::string_view text) {
  static const RE2 kUrl(R"re((?i)(https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:[/?#][!-~]*)?))re");
  std::vector<std::string> found = FindAll(text, kUrl);
  for (std::string& url : found) url = NormalUrl(WithoutEndingSigns(url));
  return found;
}

std::vector<std::string> FindCertainPhones(std::string_view text) {
  static const RE2 kPhone(R"((?:^|[^\d+.])(\+\d[\d ().-]{5,18}\d|1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?:$|[^\d.-]))");
  std::vector<std::string> found;
  for (const std::string& hit : FindAll(HalfWidth(text), kPhone))
    if (auto phone = ReadPhone(hit)) found.push_back(*phone);
  return found;
}

std::vector<std::string> FindNamedVersions(std::string_view text) {
  static const RE2 kBefore(
      R"((?i)(?:\b(?:version|ver\.?|v)|版本号?是?|版本)\s*[:：=]?\s*(\d{1,9}(?:\.\d{1,9}){0,4}(?:-[a-z][a-z0-9.]{0,20})?))");
  static const RE2 kAfter(R"((\d{1,9}(?:\.\d{1,9}){1,4})\s*(?:版本|版))");
  const std::string half = HalfWidth(text);
  std::vector<std::string> found = FindAll(half, kBefore);
  for (const std::string& hit : FindAll(half, kAfter))
    if (std::find(found.begin(), found.end(), hit) == found.end()) found.push_back(hit);
  return found;
}

std::vector<std::string> FindBareVersions(std::string_view text) {
  static const RE2 kBare(R"((?:^|[^\w.])[vV]?(\d{1,9}(?:\.\d{1,9}){1,4}))");
  return FindAll(HalfWidth(text), kBare);
}

std::optional<std::string> ReadPhone(std::string_view text) {
  static const RE2 kPhone(R"(\+?[(\d][\d ().\-/]{5,22}\d)");
  const std::string half = HalfWidth(text);
  if (!RE2::FullMatch(half, kPhone)) return std::nullopt;
  std::string digits = DigitsOf(half);
  bool international = half.front() == '+';
  if (!international && digits.starts_with("00")) {
    digits.erase(0, 2);
    international = true;
  }
  if (digits.size() < 7 || digits.size() > 15) return std::nullopt;
  return international ? "+" + digits : digits;
}

std::optional<std::string> ReadWholeVersion(std::string_view text) {
  static const RE2 kVersion(
      R"((?i)(?:(?:version|ver\.?|v)|(?:版本号?是?))?\s*[:：=]?\s*v?(\d{1,9}(?:\.\d{1,9}){0,4}(?:-[a-z][a-z0-9.]{0,20})?)\s*(?:版本|版)?[.。]?)");
  std::string version;
  if (!RE2::FullMatch(HalfWidth(text), kVersion, &version)) return std::nullopt;
  return version;
}

std::optional<std::string> ReadUrl(std::string_view text) {
  static const RE2 kWhole(R"re((?i)(https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:[/?#][!-~]*)?))re");
  static const RE2 kBare(R"re((?i)((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?(?:[/?#][!-~]*)?))re");
  const std::string half = HalfWidth(text);
  std::string url;
  if (RE2::FullMatch(half, kWhole, &url)) return NormalUrl(url);
  if (RE2::FullMatch(half, kBare, &url)) return NormalUrl("https://" + url);
  return std::nullopt;
}

}  // namespace frontdesk::flows
