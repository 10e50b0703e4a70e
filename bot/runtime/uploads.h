// Files that users send: opaque bytes under random names in the data directory, on the disk before the sender hears so.
// Nothing here opens them.
//
// Threads: those where writing to the disk is allowed; any.
// Failure: kUnavailable when the disk is full or refuses; kNotFound for unknown ids.
#pragma once

#include <cstddef>
#include <string>

#include "bot/base/clock.h"
#include "bot/base/crypto.h"
#include "bot/core/writer.h"
#include "bot/runtime/file_limits.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxQueryName = 500;  // bytes of a file's name as it is sent along
// The server refuses bodies beyond its limit without asking us; a little room lets us say why in a way that the widget
// can read on other pages too.
inline constexpr std::size_t kUploadRoom = 1 << 20;
inline constexpr base::Millis kUploadDeadline = std::chrono::seconds(120);
inline constexpr char kUploadTypesText[] =
    "This type of file is not accepted. Please send an image (PNG, JPEG, GIF, WebP), a video (MP4, WebM), a sound "
    "recording "
    "(MP3, M4A, AAC, OGG, WAV, AMR), a PDF, a ZIP archive or plain text.";
// Uploads end while there is still room for conversations.
inline constexpr std::uintmax_t kDiskKeptFree = 256u << 20;

class Uploads {
 public:
  Uploads(std::string directory, store::Store& store, core::Writer& writer, const base::Clock& clock,
          base::Random& random)
      : directory_(std::move(directory)), store_(store), writer_(writer), clock_(clock), random_(random) {}

  // Makes the directory.
  base::Status Prepare();
  // `type` is from SniffType.
  base::Result<base::FileRef> Save(const base::Address& owner, std::string_view name, std::string_view type,
                                   std::string_view bytes);
  // The same for a file that already has its id.
  base::Status Keep(store::UploadRow row, std::string_view bytes);
  struct Content {
    store::UploadRow row;
    std::string bytes;
  };
  base::Result<Content> Read(const std::string& id);
  // The bytes; gone already is fine.
  base::Status Remove(const std::string& id);
  // Completes references that a visitor sent; kInvalid when one is not this visitor's to send.
  base::Status Resolve(const base::Address& owner, std::vector<base::FileRef>& files);

 private:
  std::string PathOf(const std::string& id) const { return directory_ + "/" + id; }

  const std::string directory_;
  store::Store& store_;
  core::Writer& writer_;
  const base::Clock& clock_;
  base::Random& random_;
};

}  // namespace frontdesk::runtime
