#include "bot/runtime/file_limits.h"

#include "flows/normalise.h"

namespace frontdesk::runtime {

namespace {

constexpr std::int64_t kLeastLimit = 1 << 10;

std::int64_t ReadLimit(base::Fields& fields, std::string_view kind, std::int64_t fallback, base::Findings& findings) {
  const std::int64_t bytes = fields.Bytes(kind, fallback);
  if (bytes >= kLeastLimit && bytes <= static_cast<std::int64_t>(kMaxUploadBytes)) return bytes;
  findings.Error(fields.PlaceOf(kind), "'" + std::string(kind) + "' must be between 1 KB and 50 MB", "write 10MB");
  return fallback;
}

}  // namespace

FileLimits ReadFileLimits(base::Fields& limits, base::Findings& findings) {
  FileLimits read;
  const base::YamlNode* node = limits.Get("files");
  if (!node || node->IsNull()) return read;
  base::Fields fields(*node, "the limits of files", findings, "write files: {image: 10MB, video: 50MB}");
  if (!node->IsMap()) return read;
  read.image = ReadLimit(fields, "image", read.image, findings);
  read.video = ReadLimit(fields, "video", read.video, findings);
  read.audio = ReadLimit(fields, "audio", read.audio, findings);
  read.other = ReadLimit(fields, "other", read.other, findings);
  fields.Finish();
  return read;
}

std::int64_t LimitOf(const FileLimits& limits, std::string_view type) {
  if (type.starts_with("image/")) return limits.image;
  if (type.starts_with("video/")) return limits.video;
  return type.starts_with("audio/") ? limits.audio : limits.other;
}

std::string TooLargeText(const FileLimits& limits, std::string_view type) {
  const std::string_view what = type.starts_with("image/")   ? "A picture"
                                : type.starts_with("video/") ? "A video"
                                : type.starts_with("audio/") ? "A sound recording"
                                                             : "A file of this kind";
  return std::string(what) + " may have at most " + flows::WriteBytes(LimitOf(limits, type)) + ".";
}

}  // namespace frontdesk::runtime
