#include "bot/base/embedded.h"

namespace frontdesk::base {

std::string_view FindEmbedded(std::span<const EmbeddedFile> files, std::string_view path) {
  for (const EmbeddedFile& file : files)
    if (file.path == path) return file.bytes;
  return {};
}

}  // namespace frontdesk::base
