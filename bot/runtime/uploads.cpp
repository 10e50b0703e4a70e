#include "bot/runtime/uploads.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bot/base/crash_point.h"
#include "bot/runtime/durable_file.h"
#include "bot/runtime/file_type.h"

namespace frontdesk::runtime {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;

namespace {

// Ids are ours: what looks different never reaches the file system.
bool IsUploadId(std::string_view id) {
  return id.size() == 32 &&
         std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

base::Status Uploads::Prepare() {
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error) return Fail(ErrorCode::kUnavailable, "cannot make the folder: " + error.message(), directory_);
  fs::permissions(directory_, fs::perms::owner_all, error);
  return {};
}

base::Result<base::FileRef> Uploads::Save(const base::Address& owner, std::string_view name, std::string_view type,
                                          std::string_view bytes) {
  store::UploadRow row;
  row.file = {base::RandomId(random_), std::string(name), std::string(type), 0};
  row.account = owner.account;
  row.owner = owner.channel;
  TRY_STATUS(Keep(row, bytes));
  row.file.name = SafeFileName(name);
  row.file.size = static_cast<std::int64_t>(bytes.size());
  return row.file;
}

base::Status Uploads::Keep(store::UploadRow row, std::string_view bytes) {
  if (!IsUploadId(row.file.id)) return Fail(ErrorCode::kInvalid, "not the id of a file");
  std::error_code error;
  const fs::space_info space = fs::space(directory_, error);
  if (error || space.available < kDiskKeptFree + bytes.size()) {
    return Fail(ErrorCode::kUnavailable, "Files cannot be taken at the moment. Please try again later.");
  }
  row.file.name = SafeFileName(row.file.name);
  row.file.size = static_cast<std::int64_t>(bytes.size());
  row.at = clock_.Now();
  TRY_STATUS(WriteDurably(PathOf(row.file.id), bytes));
  CRASH_POINT("uploads.file_written");
  const store::WriteOp saved = writer_.SubmitAndWait({store::SaveUpload{row}, {}, false, {}});
  if (saved.status) return {};
  ::unlink(PathOf(row.file.id).c_str());
  return tl::unexpected(saved.status.error());
}

base::Result<Uploads::Content> Uploads::Read(const std::string& id) {
  if (!IsUploadId(id)) return Fail(ErrorCode::kNotFound, "There is no such file.");
  Content content;
  TRY(content.row, store_.FindUpload(id));
  std::ifstream in(PathOf(id), std::ios::binary);
  if (!in) return Fail(ErrorCode::kNotFound, "The file is not on the disk any more.");
  content.bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  return content;
}

base::Status Uploads::Remove(const std::string& id) {
  // Ids of a stage or an older version name no file of ours.
  if (!IsUploadId(id) || ::unlink(PathOf(id).c_str()) == 0 || errno == ENOENT) return {};
  return Fail(ErrorCode::kUnavailable, std::string("a file cannot be removed: ") + std::strerror(errno));
}

base::Status Uploads::Resolve(const base::Address& owner, std::vector<base::FileRef>& files) {
  for (base::FileRef& file : files) {
    const auto row = store_.FindUpload(file.id);
    if (!row && row.error().code != ErrorCode::kNotFound) return tl::unexpected(row.error());
    if (!row || row->account != owner.account || row->owner != owner.channel) {
      return Fail(ErrorCode::kInvalid, "A file of this message is unknown. Please attach it again.");
    }
    file = row->file;
  }
  return {};
}

}  // namespace frontdesk::runtime
