#include "bot/runtime/after_commit.h"

#include <exception>

#include "adapters/after_files.h"
#include "bot/base/log.h"
#include "bot/base/text.h"

namespace frontdesk::runtime {

namespace {

// What comes later in them may be an address that is a permission.
constexpr std::size_t kShownWords = 60;

void LogFailure(const ServedAccount& account, const std::string& words, const std::string& why) {
  base::Log(base::LogLevel::kWarning, "after_commit.failed",
            {{"account", account.settings.account}, {"what", base::Shorten(words, kShownWords)}, {"error", why}});
}

}  // namespace

// What another account has sent is nothing that this one's platform may name.
base::Result<base::Message> AfterCommit::MessageOf(const ServedAccount& account, store::Id row) const {
  TRY(const store::TranscriptRow words, store_.LoadTranscriptRow(row));
  TRY(const store::ConversationRow conversation, store_.LoadConversation(words.conversation));
  if (conversation.address.account != account.settings.account || words.internal)
    return base::Fail(base::ErrorCode::kNotFound, "this account has sent no such message");
  return base::MessageFromJson(words.body);
}

base::Result<adapters::Call> AfterCommit::CallFor(const ServedAccount& account, const adapters::Afterwards& asked,
                                                  const base::Message* about, adapters::Env env) {
  const auto* with_files = account.adapter->after_with_files();
  if (with_files == nullptr) return account.adapter->After(asked, about, env);
  const auto read_file = [this](const base::FileRef& file) -> base::Result<std::string> {
    TRY(Uploads::Content content, uploads_.Read(file.id));
    return std::move(content.bytes);
  };
  return with_files->CallAfter(asked, about, read_file, env);
}

bool AfterCommit::DoOne(const ServedAccount& account, const adapters::Afterwards& asked) {
  std::string why;
  base::Result<base::Message> about = base::Fail(base::ErrorCode::kNotFound, "none");
  if (asked.row != 0) about = MessageOf(account, asked.row);
  const base::Status token = calls_.With(account, [&](adapters::Env env) {
    const auto call = CallFor(account, asked, about ? &*about : nullptr, env);
    if (!call) {
      why = call.error().message;
      return false;
    }
    const adapters::SendResult result = account.adapter->Classify(*call, calls_.Make(account, *call));
    if (result.kind == adapters::SendResult::Kind::kTokenRefused) return true;
    if (result.kind != adapters::SendResult::Kind::kSent) why = result.reason.empty() ? "refused" : result.reason;
    return false;
  });
  if (!token) why = token.error().message;
  if (!why.empty()) LogFailure(account, asked.words, why);
  return why.empty();
}

void AfterCommit::Do(const ServedAccount& account, const std::vector<adapters::Afterwards>& after) {
  const bool each = account.adapter->after_with_files() == nullptr;
  for (const adapters::Afterwards& asked : after) {
    try {
      if (!DoOne(account, asked) && !each) return;
    } catch (const std::exception& thrown) {
      LogFailure(account, asked.words, thrown.what());
    }
  }
}

void AfterCommit::DoLater(std::shared_ptr<const Served> served, const ServedAccount& account,
                          std::vector<adapters::Afterwards> after) {
  if (after.empty()) return;
  const bool added =
      queue_.Add([this, served = std::move(served), &account, after = std::move(after)] { Do(account, after); });
  if (!added) base::Log(base::LogLevel::kWarning, "after_commit.too_many", {{"account", account.settings.account}});
}

}  // namespace frontdesk::runtime
