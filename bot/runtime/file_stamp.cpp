#include "bot/runtime/file_stamp.h"

#include <sys/stat.h>

#include <filesystem>
#include <functional>

#include "bot/desk/taxonomy.h"
#include "bot/runtime/config.h"
#include "bot/runtime/workspace.h"
#include "knowledge/library.h"

namespace frontdesk::runtime {

namespace {

namespace fs = std::filesystem;

std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 0x9E3779B97F4A7C15ULL + (hash >> 29);
}

std::uint64_t StampOfFile(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return 0;
  std::uint64_t hash = std::hash<std::string>{}(path);
  hash = Mix(hash, static_cast<std::uint64_t>(file.st_size));
  hash = Mix(hash, static_cast<std::uint64_t>(file.st_ino));
  hash = Mix(hash, static_cast<std::uint64_t>(file.st_mtim.tv_sec));
  return Mix(hash, static_cast<std::uint64_t>(file.st_mtim.tv_nsec));
}

}  // namespace

FileStamp StampOf(const std::string& directory) {
  // A sum, because directories are not read in a fixed order.
  FileStamp sum = StampOfFile(directory + "/" + std::string(kConfigFile)) +
                  StampOfFile(directory + "/" + std::string(desk::kTaxonomyFile));
  std::size_t seen = 0;
  const fs::path drafts = fs::path(directory) / fs::path(knowledge::kDraftsFolder).parent_path();
  for (const char* folder : {"flows", "knowledge"}) {
    std::error_code error;
    fs::recursive_directory_iterator at(fs::path(directory) / folder, error);
    for (; !error && at != fs::recursive_directory_iterator() && ++seen < kMaxWorkspaceFiles; at.increment(error)) {
      std::error_code ignored;
      // Drafts are nothing that is served.
      if (at.depth() == 0 && at->path() == drafts) at.disable_recursion_pending();
      if (at->is_regular_file(ignored)) sum += StampOfFile(at->path().string());
    }
  }
  return sum;
}

}  // namespace frontdesk::runtime
