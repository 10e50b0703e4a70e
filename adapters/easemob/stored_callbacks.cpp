#include "adapters/easemob/stored_callbacks.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/common/retry_after.h"
#include "adapters/easemob/account.h"
#include "adapters/easemob/rest_call.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kDateDigits = 12;
constexpr std::size_t kMaxSlices = 3 * 24 * 6 + 6;  // 3 days of 10 minutes
constexpr long long kMaxTries = 10;                 // the vendor's advice

struct Slice {
  std::string date;
  long long size = 0;
  long long tries = 0;
};

struct Cursor {
  std::string done;
  std::string newest;
  long long size = 0;
};

Cursor ReadCursor(std::string_view text) {
  Cursor cursor;
  std::istringstream words{std::string(text)};
  words >> cursor.done >> cursor.newest >> cursor.size;
  if (cursor.done == "-") cursor.done.clear();
  return cursor;
}

std::string ToText(const Cursor& cursor) {
  std::string text = cursor.done.empty() ? "-" : cursor.done;
  if (!cursor.newest.empty()) text += " " + cursor.newest + " " + std::to_string(cursor.size);
  return text;
}

bool IsDate(const std::string& text) {
  return text.size() == kDateDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// In the order of time; dates are digits, so they sort as texts.
std::vector<Slice> SlicesOf(const json& body) {
  std::vector<Slice> slices;
  const auto list = body.find("data");
  if (list == body.end() || !list->is_array()) return slices;
  for (const json& entry : *list) {
    if (!entry.is_object() || slices.size() == kMaxSlices) continue;
    Slice slice{base::TextAt(entry, "date"), base::IntAt(entry, "size"), base::IntAt(entry, "retry")};
    if (IsDate(slice.date) && slice.size > 0) slices.push_back(std::move(slice));
  }
  std::sort(slices.begin(), slices.end(), [](const Slice& a, const Slice& b) { return a.date < b.date; });
  return slices;
}

Call ListCall(Env env) {
  Call call;
  call.method = "GET";
  call.url = ApiUrl(env.settings, "callbacks/storage/info");
  call.headers = ApiHeaders(env.token);
  call.delivers = false;
  return call;
}

Call AgainCall(const Slice& slice, Env env) {
  Call call = PostJson("callbacks/storage/retry", base::DumpJson({{"date", slice.date}, {"retry", slice.tries}}), env);
  call.delivers = false;
  return call;
}

// What to ask for next, now that the slices are known.
Pulled OnListed(const std::vector<Slice>& slices, Cursor cursor, Env env) {
  Pulled pulled;
  for (const Slice& slice : slices) {
    if (slice.date <= cursor.done || slice.tries >= kMaxTries) continue;
    const bool may_grow = &slice == &slices.back() && (slice.date != cursor.newest || slice.size != cursor.size);
    if (!may_grow) {
      pulled.more = AgainCall(slice, env);
    } else {
      cursor.newest = slice.date;
      cursor.size = slice.size;
    }
    break;
  }
  pulled.cursor = ToText(cursor);
  return pulled;
}

// The slice is on its way; the list may hold another.
base::Result<Pulled> OnAskedAgain(const Call& call, const json& body, Cursor cursor, Env env) {
  const auto asked = base::ParseJson(call.body);
  if (base::TextAt(body, "data") != "success" || !asked) {
    return Fail(ErrorCode::kUnavailable, "The platform did not send the stored callbacks again.");
  }
  cursor.done = base::TextAt(*asked, "date");
  Pulled pulled;
  pulled.cursor = ToText(cursor);
  pulled.more = ListCall(env);
  return pulled;
}

base::Status CheckAnswer(const HttpAnswer& answer) {
  if (answer.status >= 200 && answer.status < 300) return {};
  if (answer.status == 401) return Fail(ErrorCode::kUnauthenticated, ReasonOf(answer));
  if (answer.status == 403) {
    return Fail(ErrorCode::kForbidden, "Storing of failed callbacks is not enabled for this app: " + ReasonOf(answer));
  }
  base::Error error{ErrorCode::kUnavailable, "Stored callbacks: " + ReasonOf(answer), {}};
  if (answer.status == 429) error.retry_after = common::RetryAfter(answer, std::chrono::seconds(1));
  return tl::unexpected(std::move(error));
}

}  // namespace

base::Result<Call> StoredCallbacks::Pull(const PullFrom&, Env env) const {
  if (!env.settings.Flag("stored_callbacks")) return Fail(ErrorCode::kNotFound, "stored_callbacks is off.");
  return ListCall(env);
}

base::Result<Pulled> StoredCallbacks::OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                               Env env) const {
  TRY_STATUS(CheckAnswer(answer));
  TRY(const json body, base::ParseJson(answer.body));
  if (!body.is_object()) return Fail(ErrorCode::kUnavailable, "Stored callbacks: the answer is not an object.");
  if (call.method == "POST") return OnAskedAgain(call, body, ReadCursor(from.cursor), env);
  return OnListed(SlicesOf(body), ReadCursor(from.cursor), env);
}

}  // namespace frontdesk::adapters::easemob
