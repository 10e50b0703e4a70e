#include "adapters/slack/talk.h"

#include <nlohmann/json.hpp>

#include "adapters/slack/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::slack {

std::string ChannelOf(const base::Address& address) {
  const std::string& channel = address.channel;
  const bool is_channel =
      !address.thread.empty() || channel.starts_with('C') || channel.starts_with('G') || channel.starts_with('D');
  return is_channel ? channel : std::string();
}

Call OpenTalk(const base::Address& address, Env env) {
  Call call = PostJson("conversations.open", {{"users", address.channel}}, env);
  call.delivers = false;
  return call;
}

base::Result<std::string> TalkIn(const HttpAnswer& answer) {
  TRY(const nlohmann::json talk, OkAnswer(answer));
  std::string channel = base::TextAt(ObjectAt(talk, "channel"), "id");
  if (!IsId(channel))
    return base::Fail(base::ErrorCode::kUnavailable, "The answer to conversations.open names no talk.");
  return channel;
}

}  // namespace frontdesk::adapters::slack
