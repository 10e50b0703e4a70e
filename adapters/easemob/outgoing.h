// A message of ours as messages of the platform: its text in one or more parts, then each file, then, when the account
// hands over to kefu, the word to kefu.
//
// Buttons go out twice in one message: as numbered lines in the text, for every client, and in ext.frontdesk, for
// clients that draw them; ext.frontdesk.cut says how much of the text such a client shows. So no client has to declare
// anything, and none shows nothing.
//
// Thread safety: pure functions. Failure: what read_file says; kUnavailable when an upload's answer cannot be read.
// Sources: Easemob and Agora Chat, sending messages, uploading files.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

inline constexpr std::size_t kMaxUpload = 10 << 20;

base::Result<Step> NextStep(const Sending& sending, Env env);

}  // namespace frontdesk::adapters::easemob
