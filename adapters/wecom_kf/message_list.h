// How customers' words come: a callback that says "there is news" and a list to pull it from, with a cursor for each
// service account.
// https://developer.work.weixin.qq.com/document/path/94670
//
// Our cursor is a JSON object: {"wk...": {"at": "WeCom's cursor", "since": milliseconds}}. What was sent before `since`
// (a moment before the first pull) was for somebody else to answer.
//
// Thread safety: pure functions, and an object without state.
// Failure: kInvalid for what is no callback of WeCom; an item that cannot be read gives no event and holds nothing up.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom::kf {

// What was sent so long before the first pull is still answered: its writer is there.
inline constexpr base::Millis kFresh = std::chrono::minutes(10);

// A decrypted callback: Taken::pull is {"kf": "wk...", "token": "..."}; nothing for other accounts and other events.
base::Result<Parsed> ReadNotification(std::string_view xml, Env env);

class MessageList final : public Puller {
 public:
  // Beside the callbacks, should one be lost: WeCom bounds pulls without a callback's token severely.
  base::Millis every() const override { return std::chrono::minutes(5); }
  base::Result<Call> Pull(const PullFrom& from, Env env) const override;
  base::Result<Pulled> OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                Env env) const override;
};

}  // namespace frontdesk::adapters::wecom::kf
