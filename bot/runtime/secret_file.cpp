#include "bot/runtime/secret_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "bot/runtime/durable_file.h"

namespace frontdesk::runtime {

namespace {

constexpr std::size_t kSecretBytes = 32;

}  // namespace

base::Result<base::Secret> ReadOrMakeSecret(const std::string& path, base::Random& random) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    const std::string secret = base::RandomId(random, kSecretBytes);
    TRY_STATUS(WriteDurably(path + ".new", secret));
    std::filesystem::rename(path + ".new", path, error);
    if (error) return base::Fail(base::ErrorCode::kUnavailable, "cannot write: " + error.message(), path);
    TRY_STATUS(SyncDirectoryOf(path));
    return base::Secret(secret);
  }
  std::ifstream in(path, std::ios::binary);
  std::string secret{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return base::Fail(base::ErrorCode::kUnavailable, "cannot read the secret; check its permissions", path);
  if (secret.size() != 2 * kSecretBytes) {
    return base::Fail(base::ErrorCode::kInvalid, "the secret is damaged; restore it or remove the file", path);
  }
  return base::Secret(std::move(secret));
}

}  // namespace frontdesk::runtime
