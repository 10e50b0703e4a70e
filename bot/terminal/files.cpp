#include "bot/terminal/files.h"

#include <algorithm>
#include <fstream>

#include "bot/base/text.h"

namespace frontdesk::terminal {

namespace fs = std::filesystem;

namespace {

bool IsMarkdown(const fs::path& path) {
  const std::string ending = base::AsciiLower(path.extension().string());
  return ending == ".md" || ending == ".markdown" || ending == ".mdx";
}

base::Status Refuse(const fs::path& folder, const std::string& what) {
  return base::Fail(base::ErrorCode::kTooLarge,
                    "'" + folder.string() + "' has " + what + "; name the folder of the documents");
}

base::Status ReadFolder(const fs::path& folder, base::SourceFiles& files) {
  std::size_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->path().filename().string().starts_with('.')) {
      at.disable_recursion_pending();
      continue;
    }
    if (at.depth() >= kMaxSourceDepth) return Refuse(folder, "folders nested deeper than 12 levels");
    std::error_code ignored;
    if (at->is_symlink(ignored) || !at->is_regular_file(ignored) || !IsMarkdown(at->path())) continue;
    if (files.size() >= kMaxSourceFiles) return Refuse(folder, "more than 20,000 Markdown files");
    TRY(std::string text, ReadWholeFile(at->path()));
    bytes += text.size();
    if (bytes > kMaxSourceBytes) return Refuse(folder, "more than 256 MB of Markdown");
    files.push_back({at->path().lexically_relative(folder).generic_string(), std::move(text)});
  }
  if (error) {
    return base::Fail(base::ErrorCode::kUnavailable, "cannot read " + folder.string() + ": " + error.message());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return {};
}

}  // namespace

base::Result<std::string> ReadWholeFile(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return base::Fail(base::ErrorCode::kNotFound, "there is no file " + path.string());
  if (!fs::is_regular_file(path, error)) {
    return base::Fail(base::ErrorCode::kInvalid, path.string() + " is not a file");
  }
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > kMaxSourceBytes) {
    return base::Fail(base::ErrorCode::kTooLarge, path.string() + " is over 256 MB; split it");
  }
  std::ifstream in(path, std::ios::binary);
  std::string text(error ? 0 : static_cast<std::size_t>(size), '\0');
  if (in) in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (error || !in) {
    return base::Fail(base::ErrorCode::kUnavailable, "cannot read " + path.string() + "; check its permissions");
  }
  return text;
}

base::Result<base::SourceFiles> ReadMarkdownFiles(const fs::path& path) {
  base::SourceFiles files;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    TRY_STATUS(ReadFolder(path, files));
    return files;
  }
  TRY(std::string text, ReadWholeFile(path));
  files.push_back({path.filename().string(), std::move(text)});
  return files;
}

base::Status WriteWholeFile(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (error || !out) {
    return base::Fail(base::ErrorCode::kUnavailable, "cannot write " + path.string() + "; is the disk full?");
  }
  return {};
}

}  // namespace frontdesk::terminal
