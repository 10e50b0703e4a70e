#include "bot/runtime/typing_signs.h"

#include <exception>

#include "bot/base/log.h"
#include "bot/core/conversation.h"

namespace frontdesk::runtime {

namespace {

void MakeCall(PlatformCalls& calls, const ServedAccount& account, const store::ConversationRow& conversation, bool on) {
  const base::ReplyPath path = core::PathOf(conversation);
  const adapters::TypingSign sign{conversation.address, on, &path};
  const base::Status made = calls.With(account, [&](adapters::Env env) {
    const auto step = account.adapter->ShowTyping(sign, env);
    const auto* call = step ? std::get_if<adapters::Call>(&*step) : nullptr;
    if (call == nullptr) return false;
    const adapters::SendResult result = account.adapter->Classify(*call, calls.Make(account, *call));
    return result.kind == adapters::SendResult::Kind::kTokenRefused;
  });
  if (!made) base::Log(base::LogLevel::kInfo, "typing.not_shown", {{"error", made.error().message}});
}

}  // namespace

// The end of writing is always news where a sign is shown.
bool TypingSigns::IsNews(store::Id conversation, bool on) {
  const base::TimePoint now = calls_.Now();
  const std::lock_guard lock(mutex_);
  std::erase_if(shown_, [&](const auto& one) { return now - one.second > 4 * kTypingEvery; });
  if (!on) return shown_.erase(conversation) > 0;
  const auto known = shown_.find(conversation);
  if (known != shown_.end() && now - known->second < kTypingEvery) return false;
  if (known == shown_.end() && shown_.size() >= kMaxTypedIn) return false;
  shown_[conversation] = now;
  return true;
}

void TypingSigns::Show(const store::ConversationRow& conversation, const std::string& agent, bool on) {
  if (!IsNews(conversation.id, on)) return;
  visitors_.ShowTyping(conversation, agent, on);
  ShowOnPlatform(conversation, on);
}

void TypingSigns::ShowOnPlatform(const store::ConversationRow& conversation, bool on) {
  const auto served = workspace_.Current();
  const ServedAccount* account = served->FindAccount(conversation.address.account);
  if (account == nullptr || !account->adapter->capabilities().typing) return;
  queue_.Add([this, served, account, conversation, on] {
    try {
      MakeCall(calls_, *account, conversation, on);
    } catch (const std::exception& thrown) {
      base::Log(base::LogLevel::kWarning, "typing.threw", {{"error", thrown.what()}});
    }
  });
}

}  // namespace frontdesk::runtime
