#include "bot/store/manifest.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kCopiedAtOnce = 1 << 16;
constexpr std::size_t kMostManifestBytes = 64 << 20;
constexpr int kManifestVersion = 1;

class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<base::Error> Trouble(const std::string& path) {
  const bool full = errno == ENOSPC || errno == EDQUOT;
  return Fail(ErrorCode::kUnavailable, full ? "the disk is full" : std::strerror(errno), path);
}

Status WriteAll(int file, const char* bytes, std::size_t size, const std::string& path) {
  while (size > 0) {
    const auto written = ::write(file, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Trouble(path);
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
  return {};
}

// Reads `from` to its end, hashes it, and writes it to `to` unless that is negative.
Result<BackedUpFile> Pump(const std::string& from, int to, const std::string& to_path) {
  const File in(from, O_RDONLY);
  if (in.get() < 0) return Trouble(from);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  BackedUpFile file;
  std::string buffer(kCopiedAtOnce, '\0');
  for (;;) {
    const auto got = ::read(in.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Trouble(from);
    if (got == 0) break;
    EVP_DigestUpdate(hash.get(), buffer.data(), static_cast<std::size_t>(got));
    if (to >= 0) TRY_STATUS(WriteAll(to, buffer.data(), static_cast<std::size_t>(got), to_path));
    file.size += got;
  }
  std::string digest(32, '\0');
  EVP_DigestFinal_ex(hash.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  file.sha256 = base::HexEncode(digest);
  return file;
}

bool StaysInside(const std::string& path) {
  const std::filesystem::path parts(path);
  if (path.empty() || parts.is_absolute() || path.find('\0') != std::string::npos) return false;
  for (const auto& part : parts)
    if (part == ".." || part == "." || part.empty()) return false;
  return true;
}

}  // namespace

std::string ToJson(const Manifest& manifest) {
  nlohmann::json files = nlohmann::json::array();
  for (const BackedUpFile& file : manifest.files) {
    files.push_back({{"path", file.path}, {"size", file.size}, {"sha256", file.sha256}});
  }
  return base::DumpJson({{"frontdesk_backup", kManifestVersion}, {"schema", manifest.schema}, {"files", files}}) + "\n";
}

Result<Manifest> ManifestFromJson(std::string_view text) {
  TRY(const nlohmann::json value, base::ParseJson(text, kMostManifestBytes));
  if (!value.is_object() || base::IntAt(value, "frontdesk_backup") != kManifestVersion) {
    return Fail(ErrorCode::kInvalid, "this is not a backup that this version can read", kManifestFile);
  }
  Manifest manifest;
  manifest.schema = static_cast<int>(base::IntAt(value, "schema"));
  const auto files = value.find("files");
  if (files == value.end() || !files->is_array()) return Fail(ErrorCode::kInvalid, "no list of files", kManifestFile);
  for (const nlohmann::json& entry : *files) {
    if (!entry.is_object()) return Fail(ErrorCode::kInvalid, "a file must be an object", kManifestFile);
    BackedUpFile file{base::TextAt(entry, "path"), base::IntAt(entry, "size", -1), base::TextAt(entry, "sha256")};
    if (!StaysInside(file.path)) return Fail(ErrorCode::kInvalid, "a path leads out of the backup", kManifestFile);
    manifest.files.push_back(std::move(file));
  }
  return manifest;
}

Result<BackedUpFile> CopyFile(const std::string& from, const std::string& to) {
  const File out(to, O_WRONLY | O_CREAT | O_EXCL);
  if (out.get() < 0) return Trouble(to);
  TRY(BackedUpFile file, Pump(from, out.get(), to));
  if (::fsync(out.get()) != 0) return Trouble(to);
  return file;
}

Result<BackedUpFile> MeasureFile(const std::string& path) { return Pump(path, -1, {}); }

Status SyncDirectory(const std::string& path) {
  const File directory(path, O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return Trouble(path);
  return {};
}

}  // namespace frontdesk::store
