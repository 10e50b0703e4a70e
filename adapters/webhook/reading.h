// What the owner of an account may read with a signed GET: replies, for those who cannot be called, and the files of
// replies. The signature is over "id.timestamp.GET path?query", path and query as they are sent.
//
// Thread safety: pure functions. Failure: kUnauthenticated as of Verify, kInvalid for a request that asks for nothing
// that there is; WebhookAdapter::Answer makes the HTTP answer of both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "adapters/adapter.h"

namespace frontdesk::adapters::webhook {

inline constexpr std::size_t kDefaultPage = 50, kMaxPage = 200;  // rows

// GET /hooks/ACCOUNT/replies?after=CURSOR&limit=N
struct PageRequest {
  std::int64_t after = 0;  // rows with Row::seq beyond it
  std::size_t limit = kDefaultPage;
};
base::Result<PageRequest> ReadPageRequest(const RawRequest& request, Env env);

// One visible row of the account, and where it was said.
struct AddressedRow {
  base::Address address;
  Row row;
};
// {"data":[...],"cursor":"..."}: what the bot and agents said in `rows`, by seq. `cursor` is where the next page
// begins, also when this account had nothing.
std::string ReplyPage(std::int64_t cursor, std::span<const AddressedRow> rows, const Settings& settings);

// GET /hooks/ACCOUNT/files/ID: the id. It is for the caller to know whether that file was sent in this account.
base::Result<std::string> ReadFileRequest(const RawRequest& request, Env env);
// The path of that request.
std::string FilePath(const Settings& settings, const base::FileRef& file);

}  // namespace frontdesk::adapters::webhook
