// What the bot or an agent said, as the receiver gets it: the same object in a callback and in a page of replies.
//
// Thread safety: pure functions. The same row gives the same bytes, so that a repeated callback is the same callback.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/adapter.h"

namespace frontdesk::adapters::webhook {

// The reply's identity for the receiver: the webhook-id of its callback and the message_id in its data. It stays the
// same over retries, restarts and restored backups.
std::string ReplyId(const base::Address& address, const Row& row);

// {"conversation_id","thread_id","message_id","at","kind","from","author","subject","text","plain",
//  "ui":{"buttons","facts","input"},"files","source":{"title","url"}}; members that are empty are left out.
//  openapi.yaml
// describes each.
nlohmann::json ReplyJson(const base::Address& address, const Row& row, const base::Message& message,
                         const Settings& settings);

// {"type":"reply.created","timestamp","data"}
std::string CallbackBody(const base::Address& address, const Row& row, const base::Message& message,
                         const Settings& settings);

}  // namespace frontdesk::adapters::webhook
