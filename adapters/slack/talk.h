// The channel of a conversation, for methods that take no person's id as chat.postMessage does.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

// "" of the direct talk with a person: then OpenTalk asks for it, and TalkIn reads what it answers.
std::string ChannelOf(const base::Address& address);
Call OpenTalk(const base::Address& address, Env env);
base::Result<std::string> TalkIn(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::slack
