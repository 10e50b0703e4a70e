// Files that the build put into the binary: the shipped workspace, the language tables, the console and the widget.
// The bytes live as long as the process.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace frontdesk::base {

struct EmbeddedFile {
  std::string_view path;
  std::string_view bytes;
};

// The bytes of `path`, or an empty view.
std::string_view FindEmbedded(std::span<const EmbeddedFile> files, std::string_view path);

}  // namespace frontdesk::base

namespace frontdesk::embedded {

std::span<const base::EmbeddedFile> workspace();  // knowledge/articles/..., flows/library/...
std::span<const base::EmbeddedFile> language();   // concepts, characters, background words
std::span<const base::EmbeddedFile> web();        // console and widget; empty in a build without FRONTDESK_WEB

}  // namespace frontdesk::embedded
