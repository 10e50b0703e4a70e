#include "bot/runtime/file_fetcher.h"

#include <exception>

#include "bot/base/log.h"
#include "bot/core/effect.h"
#include "bot/runtime/file_type.h"

namespace frontdesk::runtime {

using store::Delivery;

namespace {

Delivery GiveUp(const store::OutboxRow& row, const std::string& why) {
  base::Log(base::LogLevel::kWarning, "file.not_fetched", {{"account", row.account}, {"error", why}});
  return Delivery::kFailed;
}

// Where a redirect leads; empty: it is none.
std::string Elsewhere(const adapters::CallResult& result) {
  if (!result.answer) return {};
  const int status = result.answer->status;
  const bool redirects = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  return redirects ? std::string(result.answer->Header("Location")) : std::string();
}

}  // namespace

core::SendOutcome FileFetcher::Send(const store::OutboxRow& row, const store::TranscriptRow&) {
  core::SendOutcome outcome;
  try {
    const auto file = core::FetchFromJson(row.payload);
    outcome.delivery = file ? Fetch(row, *file) : GiveUp(row, file.error().message);
  } catch (const std::exception& thrown) {
    outcome.delivery = GiveUp(row, thrown.what());
  }
  return outcome;
}

Delivery FileFetcher::Fetch(const store::OutboxRow& row, const base::FileRef& file) {
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(row.account);
  const adapters::FileSource* source = account ? account->adapter->file_source() : nullptr;
  if (source == nullptr) return GiveUp(row, "the account cannot fetch files");
  Delivery end = Delivery::kPending;
  const base::Status token = parts_.calls.With(*account, [&](adapters::Env env) {
    end = FetchWith(*account, row, file, env);
    return end == Delivery::kNone;
  });
  return token && end != Delivery::kNone ? end : Delivery::kPending;
}

Delivery FileFetcher::FetchWith(const ServedAccount& account, const store::OutboxRow& row, const base::FileRef& file,
                                adapters::Env env) {
  std::vector<adapters::HttpAnswer> answers;
  for (int calls = 0; calls <= kMaxFileCalls; ++calls) {
    auto step = account.adapter->file_source()->Next(file, answers, env);
    if (!step) {
      const base::ErrorCode code = step.error().code;
      if (code == base::ErrorCode::kUnauthenticated) return Delivery::kNone;
      return code == base::ErrorCode::kUnavailable ? Delivery::kPending : GiveUp(row, step.error().message);
    }
    if (const auto* bytes = std::get_if<std::string>(&*step)) return Keep(row, file, *bytes);
    adapters::CallResult result =
        parts_.calls.Make(account, std::get<adapters::Call>(*step), kFileTimeout, kMaxUploadBytes);
    // Followed once, with nothing of what the call carried: the token is the platform's alone.
    if (const std::string elsewhere = Elsewhere(result); !elsewhere.empty())
      result = parts_.calls.Fetch(account, elsewhere, kMaxUploadBytes);
    if (!result.answer || result.answer->status >= 500 || result.answer->status == 429) return Delivery::kPending;
    const int status = result.answer->status;
    const bool failed = status < 200 || status > 299;
    if (failed && account.adapter->file_source()->RefusesToken(*result.answer)) return Delivery::kNone;
    if (failed) return GiveUp(row, "status " + std::to_string(status));
    answers.push_back(std::move(*result.answer));
  }
  return GiveUp(row, "a file that takes too many calls");
}

Delivery FileFetcher::Keep(const store::OutboxRow& row, const base::FileRef& file, const std::string& bytes) {
  const std::string_view type = SniffType(bytes);
  if (type.empty()) return GiveUp(row, "a type of file that is not accepted");
  const FileLimits limits = parts_.workspace.Current()->workspace.config.limits.files;
  if (static_cast<std::int64_t>(bytes.size()) > LimitOf(limits, type)) return GiveUp(row, TooLargeText(limits, type));
  const store::Id keep_for = core::KeptFor(row.payload);
  const auto conversation = parts_.store.LoadConversation(keep_for != 0 ? keep_for : row.conversation);
  if (!conversation && keep_for != 0 && conversation.error().code == base::ErrorCode::kNotFound)
    return GiveUp(row, "the conversation that it was for is gone");
  if (!conversation) return Delivery::kPending;
  store::UploadRow upload;
  upload.file = {file.id, file.name, std::string(type), 0};
  upload.account = conversation->address.account;
  upload.owner = conversation->address.channel;
  upload.conversation = conversation->id;
  const base::Status kept = parts_.uploads.Keep(std::move(upload), bytes);
  if (kept) return Delivery::kSent;
  return kept.error().code == base::ErrorCode::kUnavailable ? Delivery::kPending : GiveUp(row, kept.error().message);
}

}  // namespace frontdesk::runtime
