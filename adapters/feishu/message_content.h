// What a user sent, in our words. `content` is JSON inside JSON, of a kind for each type of message.
//
// Texts and rich texts are Said; pictures, files, videos and recordings are SentFiles, to be fetched later, and a
// recording is `voice`, as the platform tells no transcript. What cannot be shown is named in brackets: "[表情]",
// "[位置: 人民广场]"; in English on Lark.
//
// Thread safety: pure functions. Source: Feishu, content of received messages.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "adapters/feishu/mentions.h"
#include "bot/base/event.h"

namespace frontdesk::adapters::feishu {

// Of the event's `message`. Nothing for what is not for us: notices of the system, content that cannot be read.
std::optional<base::EventBody> ReadContent(const nlohmann::json& message, const Mentions& mentions,
                                           const Settings& settings);

}  // namespace frontdesk::adapters::feishu
