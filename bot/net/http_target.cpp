#include "bot/net/http_target.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/net/ascii.h"

namespace frontdesk::net {
namespace {

bool HasOnlyVisibleAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// A slash that was encoded would make two readings of one path; a NUL, control character or backslash has no business
// in one.
bool DecodesToTrouble(std::string_view raw) {
  for (std::size_t i = 0; i + 2 < raw.size(); ++i) {
    if (raw[i] != '%') continue;
    const int value = HexValue(raw[i + 1]) * 16 + HexValue(raw[i + 2]);
    if (value < 0x20 || value == 0x7f || value == '/' || value == '\\') return true;
  }
  return raw.find('\\') != raw.npos;
}

// Repeated slashes become one; nothing when a segment is "." or "..".
std::optional<std::string> JoinSegments(std::string_view path) {
  std::string joined;
  joined.reserve(path.size());
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    if (segment == "." || segment == "..") return std::nullopt;
    if (segment.empty() && !path.empty()) continue;
    joined += '/';
    joined += segment;
  }
  return joined;
}

// The part of an absolute-form target from its path on; nothing when the target means another host.
std::optional<std::string_view> StripAuthority(std::string_view target, std::string_view host) {
  const std::size_t scheme_end = target.find("://");
  if (scheme_end == target.npos) return std::nullopt;
  const std::string_view scheme = target.substr(0, scheme_end);
  if (!EqualsIgnoringCase(scheme, "http") && !EqualsIgnoringCase(scheme, "https")) return std::nullopt;
  const std::string_view rest = target.substr(scheme_end + 3);
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  if (!EqualsIgnoringCase(rest.substr(0, authority_end), host)) return std::nullopt;
  return rest.substr(authority_end);
}

}  // namespace

std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = HexValue(text[i + 1]);
      const int low = HexValue(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

std::optional<HttpTarget> ParseHttpTarget(std::string_view target, std::string_view host) {
  if (!HasOnlyVisibleAscii(target) || target.find('#') != target.npos) return std::nullopt;
  if (target == "*") return HttpTarget{"*", ""};
  if (!target.starts_with('/')) {
    const auto stripped = StripAuthority(target, host);
    if (!stripped) return std::nullopt;
    target = *stripped;
  }
  const std::size_t question = std::min(target.find('?'), target.size());
  const std::string_view raw_path = question == 0 ? "/" : target.substr(0, question);
  const std::string_view query = target.substr(std::min(question + 1, target.size()));
  if (DecodesToTrouble(raw_path) || query.find("%00") != query.npos) return std::nullopt;
  const auto decoded = PercentDecode(raw_path, false);
  if (!decoded || !base::IsUtf8(*decoded)) return std::nullopt;
  auto path = JoinSegments(*decoded);
  if (!path) return std::nullopt;
  return HttpTarget{std::move(*path), std::string(query)};
}

}  // namespace frontdesk::net
