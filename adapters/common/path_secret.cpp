#include "adapters/common/path_secret.h"

#include <algorithm>
#include <string>

namespace frontdesk::adapters::common {

namespace {

bool IsUnreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

bool HasPathSecret(const RawRequest& request, const base::Secret& secret) {
  return secret.Matches(request.path.substr(request.path.rfind('/') + 1));
}

base::Status CheckPathSecret(const base::Secret& secret, std::string_view key) {
  const std::string& text = secret.Reveal();
  if (text.size() >= kLeastPathSecret && std::all_of(text.begin(), text.end(), IsUnreserved)) return {};
  return base::Fail(base::ErrorCode::kInvalid,
                    std::string(key) + " must be at least 16 letters, digits, '-', '.', '_' or '~'; make one with: " +
                        "openssl rand -hex 16");
}

}  // namespace frontdesk::adapters::common
