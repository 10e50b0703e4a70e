// Files as commands read and write them.
//
// Threads: one. Failure: a Status that names the file and says how to mend it.
#pragma once

#include <filesystem>
#include <string>

#include "bot/base/result.h"
#include "bot/base/source_file.h"

namespace frontdesk::terminal {

// More is refused, so that a wrong path is noticed before memory runs out.
inline constexpr std::size_t kMaxSourceFiles = 20'000;
inline constexpr std::size_t kMaxSourceBytes = 256u << 20;
inline constexpr int kMaxSourceDepth = 12;

base::Result<std::string> ReadWholeFile(const std::filesystem::path& path);
// The Markdown files of a folder by path, relative to it; hidden ones and links are passed over. Of a single file,
// that.
base::Result<base::SourceFiles> ReadMarkdownFiles(const std::filesystem::path& path);
// Makes the folders above it too.
base::Status WriteWholeFile(const std::filesystem::path& path, const std::string& text);

}  // namespace frontdesk::terminal
