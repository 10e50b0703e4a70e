// Files in both directions. What a user sent is fetched by its message and its key; what an agent sends is uploaded
// first and then shown by the key that the upload gave.
//
// Thread safety: no state. Failure: kForbidden for what is no key of a message, kTooLarge over the platform's limits,
// kUnavailable for an answer that cannot be read. Source: Feishu, message resources, uploading images and files.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

inline constexpr std::size_t kMaxImage = 10 << 20;
inline constexpr std::size_t kMaxUpload = 30 << 20;

enum class FileKind { kImage, kFile };

// FileRef::remote of a user's file.
std::string RemoteOf(const std::string& message, const std::string& key, FileKind kind);

class MessageFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
  bool RefusesToken(const HttpAnswer& answer) const override;
};

// The upload; delivers nothing yet. The boundary is made of env.random.
base::Result<Call> UploadCall(const base::FileRef& file, std::string_view bytes, Env env);

// What shows the file: the type of the message and its content.
struct ShownFile {
  std::string type;
  std::string content;
};
base::Result<ShownFile> ShownAfter(const base::FileRef& file, const HttpAnswer& uploaded);

}  // namespace frontdesk::adapters::feishu
